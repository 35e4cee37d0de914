"""A picture with every place decided: what the drawing reads and the quality measure judges."""

from __future__ import annotations

from typing import NamedTuple

from designer.model.view import View, ViewEdge, ViewGroup, ViewNode
from designer.render.geometry import Point, Rect
from designer.render.layout_layers import Direction, EdgeText


class PlacedNode(NamedTuple):
    """A card; `rect` is the front card without its stack, `taps` the connections drawn as a mark on it."""

    node: ViewNode
    rect: Rect
    taps: tuple[ViewEdge, ...] = ()


class PlacedLine(NamedTuple):
    """One connection of a picture.

    `strokes` are drawn one after the other and leave a gap where the line makes room for its words. `tip` is
    where the arrow points to, coming from `tail`; None where another line of the same trunk carries the arrow.
    """

    net: int
    edges: tuple[ViewEdge, ...]
    strokes: tuple[tuple[Point, ...], ...]
    tip: Point | None
    tail: Point | None


class PlacedLabel(NamedTuple):
    """The words of a line. `boxes` hold them: one where the line breaks, two above and below a level line."""

    net: int
    text: EdgeText
    boxes: tuple[Rect, ...]


class PlacedGroup(NamedTuple):
    """A boundary with its title, its letters `spacing` apart; `depth` is 0 for the outermost."""

    group: ViewGroup
    rect: Rect
    depth: int
    title: str
    title_box: Rect
    spacing: float = 0.0


class Placed(NamedTuple):
    """A container-like picture; `size` is the area of the drawing, without title and legend."""

    view: View
    direction: Direction
    nodes: tuple[PlacedNode, ...]
    lines: tuple[PlacedLine, ...]
    labels: tuple[PlacedLabel, ...]
    groups: tuple[PlacedGroup, ...]
    size: Point
