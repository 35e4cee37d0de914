"""Draw lines with rounded corners and arrows, and the words beside them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from designer.model.connection import Mode
from designer.model.kinds import Family
from designer.model.view import Mark, Tone, ViewEdge
from designer.render.escape import one_line
from designer.render.geometry import Point
from designer.render.layout_layers import (
    LABEL_LINE,
    LABEL_SIZE,
    PROTOCOL_LINE,
    PROTOCOL_SIZE,
    Direction,
)
from designer.render.placed import Placed, PlacedLabel, PlacedLine
from designer.render.svg_text import line_of_text, num, text_of
from designer.render.theme import Theme

_RADIUS = 8.0
ARROW = 8.0
_GRAVITY: tuple[Tone, ...] = ("", "good", "info", "low", "fair", "busy", "warn", "hot", "bad", "over")
_WAYS = {
    Mode.SYNC: "The caller waits for the answer.",
    Mode.ASYNC: "The sender does not wait.",
    Mode.REPLICATION: "Data is copied from the first to the second.",
}


class Look(NamedTuple):
    """How a line is drawn: what it relates, how much it matters, and what a view says of it."""

    mode: Mode
    is_critical: bool = False
    tone: Tone = ""
    mark: Mark = ""
    is_muted: bool = False

    def color(self, theme: Theme) -> str:
        """Return the colour of the line and of its protocol."""
        if self.mark:
            return theme.marks[self.mark]
        if self.tone:
            return theme.tones[self.tone]
        return theme.secondary if self.is_muted else line_color(self.mode, self.is_critical, theme)

    @property
    def width(self) -> float:
        """The whole width of the line's stroke."""
        return 1.2 if self.is_muted and self.mode is not Mode.REPLICATION else line_width(self.mode, self.is_critical)


def look_of(edges: Sequence[ViewEdge]) -> Look:
    """Return the look of a line that stands for several connections: the gravest tone, and quiet only if all are."""
    is_muted = all(edge.is_muted for edge in edges)
    return Look(
        mode=edges[0].mode,
        is_critical=not is_muted and any(edge.is_critical for edge in edges),
        tone=max((edge.tone for edge in edges), key=_GRAVITY.index, default=""),
        mark=edges[0].mark,
        is_muted=is_muted,
    )


def line_color(mode: Mode, is_critical: bool, theme: Theme) -> str:
    """Return the colour of a line."""
    if mode is Mode.ASYNC:
        return theme.families[Family.MESSAGING]
    if mode is Mode.REPLICATION:
        return theme.families[Family.DATA]
    return theme.strong if is_critical else theme.edge


def line_width(mode: Mode, is_critical: bool) -> float:
    """Return the whole width of a line's stroke."""
    if mode is Mode.REPLICATION:
        return 5
    return 2.3 if is_critical else 1.5


def draw_line(line: PlacedLine, names: Mapping[str, str], theme: Theme) -> str:
    """Return the SVG of one connection; `names` gives the name of each card by its id."""
    look = look_of(line.edges)
    strokes = list(line.strokes)
    if line.tip is not None:
        strokes[-1] = _retracted(strokes[-1], ARROW - 1)
    path = "".join(rounded_path(stroke) for stroke in strokes)
    parts = [
        f"<title>{text_of(line_title(line.edges, names))}</title><desc>{_WAYS[look.mode]}</desc>",
        stroke_of(path, look, theme),
    ]
    if line.tip is not None and line.tail is not None:
        parts.append(arrow(line.tail, line.tip, look.color(theme), wide=look.is_critical))
    return f"<g>{''.join(parts)}</g>"


def stroke_of(path: str, look: Look, theme: Theme) -> str:
    """Return the stroke of a line: solid, dashed when asynchronous, double when it replicates, dotted when removed."""
    color = look.color(theme)
    dashes = ' stroke-dasharray="5 4"' if look.mode is Mode.ASYNC else ""
    if look.mark:
        if look.mark == "removed":
            dashes = ' stroke-dasharray="1.5 5" stroke-linecap="round"'
        elif look.mark == "changed" and theme.is_hatched:
            dashes = ' stroke-dasharray="9 3 2 3"'
        return f'<path d="{path}" stroke="{color}" stroke-width="{num(2.3 * theme.line)}"{dashes}/>'
    if look.mode is Mode.REPLICATION:
        return (
            f'<path d="{path}" stroke="{color}" stroke-width="{num(max(look.width * theme.line, 3.4))}"/>'
            f'<path d="{path}" stroke="{theme.background}" stroke-width="2.2"/>'
        )
    return f'<path d="{path}" stroke="{color}" stroke-width="{num(look.width * theme.line)}"{dashes}/>'


def line_title(edges: Sequence[ViewEdge], names: Mapping[str, str]) -> str:
    """Return what a pointer or a screen reader learns of a line."""
    found = []
    for edge in edges:
        source, target = (one_line(names.get(end, end), 80) for end in (edge.source, edge.target))
        facts = ", ".join(one for one in (one_line(edge.protocol, 60), edge.mode.value, edge.mark) if one)
        label = f": {one_line(edge.label, 160)}" if edge.label else ""
        found.append(f"{source} to {target}{label} ({facts})")
    return "; ".join(found[:8])


def rounded_path(points: Sequence[Point]) -> str:
    """Return an axis-parallel path as SVG path data with rounded corners."""
    start = points[0]
    data = [f"M{num(start[0])} {num(start[1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        near = _toward(corner, before, min(_RADIUS, _distance(before, corner) / 2))
        far = _toward(corner, after, min(_RADIUS, _distance(corner, after) / 2))
        data.append(f"L{num(near[0])} {num(near[1])}Q{num(corner[0])} {num(corner[1])} {num(far[0])} {num(far[1])}")
    data.append(f"L{num(points[-1][0])} {num(points[-1][1])}")
    return "".join(data)


def arrow(tail: Point, tip: Point, color: str, *, wide: bool = False) -> str:
    """Return a filled arrow head at `tip`, pointing away from `tail`."""
    length = _distance(tail, tip) or 1.0
    dx, dy = (tip[0] - tail[0]) / length, (tip[1] - tail[1]) / length
    half = 4.5 if wide else 3.8
    long = ARROW + (1.5 if wide else 0.0)
    base = (tip[0] - dx * long, tip[1] - dy * long)
    corners = [tip, (base[0] - dy * half, base[1] + dx * half), (base[0] + dy * half, base[1] - dx * half)]
    data = "L".join(f"{num(x)} {num(y)}" for x, y in corners)
    return f'<path d="M{data}z" fill="{color}" stroke="none"/>'


def draw_label(label: PlacedLabel, placed: Placed, look: Look, theme: Theme, halo: str) -> str:
    """Return the words of a line: in one block, or above and below a level line."""
    color = look.color(theme)
    weight = ' font-weight="600"' if look.is_critical else ""
    ink = theme.secondary if look.is_muted else theme.ink
    x = label.boxes[0].center.x
    parts: list[str] = []
    y = label.boxes[0].y + (1 if len(label.boxes) == 1 else 0)
    for text in label.text.lines:
        parts.append(line_of_text(x, y + LABEL_SIZE - 0.5, text, f'font-size="{LABEL_SIZE:g}" fill="{ink}"{weight}'))
        y += LABEL_LINE
    if label.text.protocol:
        base = y + PROTOCOL_SIZE - 0.5
        if placed.direction is Direction.RIGHT and len(label.boxes) == 2:
            base = label.boxes[1].y + PROTOCOL_SIZE - 0.5
        parts.append(
            line_of_text(
                x, base, label.text.protocol, f'font-size="{PROTOCOL_SIZE:g}" font-weight="600" fill="{color}"'
            )
        )
    return f'<g stroke="{halo}">{"".join(parts)}</g>'


def _retracted(stroke: Sequence[Point], length: float) -> tuple[Point, ...]:
    """Return a stroke that ends earlier, so that it does not show beside the arrow's tip."""
    last, before = stroke[-1], stroke[-2]
    return (*stroke[:-1], _toward(last, before, min(length, _distance(last, before) * 0.9)))


def _toward(start: Point, end: Point, length: float) -> Point:
    whole = _distance(start, end) or 1.0
    return Point(start[0] + (end[0] - start[0]) * length / whole, start[1] + (end[1] - start[1]) * length / whole)


def _distance(a: Point, b: Point) -> float:
    return math.hypot(a[0] - b[0], a[1] - b[1])


LABEL_HEIGHT = LABEL_LINE + PROTOCOL_LINE
"""The height of the usual words of a line."""
