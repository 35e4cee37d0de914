"""Where lines cross, the one drawn later interrupts the one below it, so that nobody takes a crossing for a corner."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from designer.render.geometry import Point, segments
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
    uprights: list[_Piece] = []
    levels: list[_Piece] = []
    for line, width in zip(lines, widths, strict=True):
        own = [piece for stroke in line.strokes for piece in segments(stroke)]
        rising = [_Piece(line.net, piece.x1, *_inner(piece.y1, piece.y2)) for piece in own if piece.is_vertical]
        lying = [_Piece(line.net, piece.y1, *_inner(piece.x1, piece.x2)) for piece in own if not piece.is_vertical]
        spots = {(Point(x, y), True) for x, y in _crossings(rising, levels)}
        spots |= {(Point(x, y), False) for y, x in _crossings(lying, uprights)}
        found.append("".join(_gap(point, is_vertical, behind(point), width) for point, is_vertical in sorted(spots)))
        uprights += rising
        levels += lying
    return found


class _Piece(NamedTuple):
    """A straight piece of a line: where it stands, and how far it goes without its corners, which are rounded."""

    net: int
    place: float
    low: float
    high: float


def _inner(one: float, other: float) -> tuple[float, float]:
    return min(one, other) + _CORNER, max(one, other) - _CORNER


def _crossings(own: Sequence[_Piece], others: Sequence[_Piece]) -> Iterator[tuple[float, float]]:
    """Yield where pieces cross those that stand across to them: the own place, and the other's."""
    for net, place, low, high in own:
        for other, across, start, end in others:
            if low < across < high and start < place < end and other != net:
                yield place, across


def _gap(point: Point, is_vertical: bool, color: str, width: float) -> str:
    x, y = point
    path = (
        f"M{num(x)} {num(y - _REACH)}v{num(2 * _REACH)}"
        if is_vertical
        else f"M{num(x - _REACH)} {num(y)}h{num(2 * _REACH)}"
    )
    return f'<path d="{path}" stroke="{color}" stroke-width="{num(width + 5)}"/>'
