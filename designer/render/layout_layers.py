"""A view as rows of vertices, each link spanning exactly one row: what the layout engine orders and places.

Rows with an even number hold cards, rows with an odd number hold the labels between them; a line that passes a
row has a bend there. Connections that say the same to the same card share one trunk (a net).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from designer.model.connection import Mode
from designer.model.view import View, ViewEdge
from designer.render.type_scale import SMALL

CARD_WIDTH = 150.0
CARD_HEIGHT = 52.0
STACK_OFFSET = 4.0
LABEL_SIZE = SMALL
PROTOCOL_SIZE = SMALL
LABEL_LINE = 14.0
PROTOCOL_LINE = 14.0
LABEL_WIDTH = 112.0
PROTOCOL_WIDTH = 152.0
LABEL_PAD = 3.0
LOOP_SIZE = 18.0
NONE = -1


class Direction(StrEnum):
    """Where connections point: down the page or to the right."""

    DOWN = "down"
    RIGHT = "right"

    @property
    def card_margin(self) -> float:
        """The room on either side of a card along its row."""
        return 7.0


class EdgeText(NamedTuple):
    """The words beside a line: a few lines of text, then the protocol; `width` is the widest of them."""

    lines: tuple[str, ...]
    protocol: str
    width: float

    @property
    def height(self) -> float:
        """The height of all lines."""
        return len(self.lines) * LABEL_LINE + (PROTOCOL_LINE if self.protocol else 0.0)

    @property
    def above(self) -> float:
        """The height of what stands above a horizontal line."""
        return len(self.lines) * LABEL_LINE

    @property
    def below(self) -> float:
        """The height of what stands below a horizontal line."""
        return PROTOCOL_LINE if self.protocol else 0.0

    def __bool__(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.lines or self.protocol)


@dataclass(slots=True)
class Net:
    """Connections drawn as one tree: `leaves` on one side, `root` on the other, a shared trunk in between.

    `arrow_at_root` says that connections run from the leaves to the root. `bends` maps a row to the net's vertex
    there, and `label` is the vertex that carries the words.
    """

    edges: tuple[ViewEdge, ...]
    root: int
    leaves: tuple[int, ...]
    arrow_at_root: bool
    root_is_lower: bool
    text: EdgeText
    bends: dict[int, int] = field(default_factory=dict)
    label: int = NONE

    @property
    def mode(self) -> Mode:
        """How the connections relate their ends."""
        return self.edges[0].mode

    @property
    def is_critical(self) -> bool:
        """Whether a critical flow runs over any of them."""
        return any(edge.is_critical for edge in self.edges)


@dataclass(slots=True)
class Vertex:
    """A place in a row: a card, a label or a bend. `half` is half its room along the row, margins included."""

    row: int
    half: float
    body: float
    group: int
    card: int = NONE
    net: int = NONE


class Group(NamedTuple):
    """A boundary by number: its place in the view, its parent's number, and the card rows that it spans."""

    place: int
    parent: int
    first: int
    last: int


@dataclass(slots=True)
class Layers:
    """A view as rows of vertices; vertex `i` of the first ones is card `i` of the view."""

    view: View
    direction: Direction
    rows: tuple[int, ...]
    groups: tuple[Group, ...]
    group_of: tuple[int, ...]
    vertices: list[Vertex]
    nets: list[Net]
    links: list[tuple[int, int, int]]
    loops: dict[int, list[ViewEdge]]
    taps: dict[int, list[ViewEdge]]
    texts: Mapping[str, EdgeText]

    @property
    def row_count(self) -> int:
        """The number of rows of vertices."""
        return 2 * max(self.rows, default=0) + 1

    def ancestors(self, group: int) -> Iterator[int]:
        """Yield a group and the groups around it, from the inside out."""
        while group != NONE:
            yield group
            group = self.groups[group].parent
