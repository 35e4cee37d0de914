"""Where lines cross, the one drawn later interrupts the one below it, so that nobody takes a crossing for a corner."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from designer.render.geometry import Point, Segment, segments
from designer.render.placed import PlacedLine
from designer.render.svg_text import num

_REACH = 3.5
_CORNER = 9.0
_MANY = 300


def bridges(lines: Sequence[PlacedLine], behind: Callable[[Point], str], widths: Sequence[float]) -> list[str]:
    """Return for each line the SVG that clears its crossings with the lines before it; nothing for very many lines.

    Args:
        lines: the lines in drawing order.
        behind: gives the colour behind a place.
        widths: the stroke width of each line.
    """
    if len(lines) > _MANY:
        return [""] * len(lines)
    found: list[str] = []
    below: list[tuple[int, Segment]] = []
    for line, width in zip(lines, widths, strict=True):
        own = [piece for stroke in line.strokes for piece in segments(stroke)]
        spots = sorted(
            {
                (point, piece.is_vertical)
                for piece in own
                for net, other in below
                if net != line.net and (point := _crossing(piece, other)) is not None
            }
        )
        found.append("".join(_gap(point, is_vertical, behind(point), width) for point, is_vertical in spots))
        below += [(line.net, piece) for piece in own]
    return found


def _crossing(one: Segment, other: Segment) -> Point | None:
    """Return where two pieces cross away from their corners, which are rounded."""
    if one.is_vertical == other.is_vertical:
        return None
    upright, level = (one, other) if one.is_vertical else (other, one)
    x, y = upright.x1, level.y1
    is_inside = (
        min(level.x1, level.x2) + _CORNER < x < max(level.x1, level.x2) - _CORNER
        and min(upright.y1, upright.y2) + _CORNER < y < max(upright.y1, upright.y2) - _CORNER
    )
    return Point(x, y) if is_inside else None


def _gap(point: Point, is_vertical: bool, color: str, width: float) -> str:
    x, y = point
    path = (
        f"M{num(x)} {num(y - _REACH)}v{num(2 * _REACH)}"
        if is_vertical
        else f"M{num(x - _REACH)} {num(y)}h{num(2 * _REACH)}"
    )
    return f'<path d="{path}" stroke="{color}" stroke-width="{num(width + 5)}"/>'
