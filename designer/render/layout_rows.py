"""Where rows of vertices stand: places along each row, ports on cards, tracks between rows, and room for boundaries.

Works in (u, v): u runs along a row, v from row to row. Down the page u is x and v is y; to the right they swap.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from designer.render.card_size import card_rect, card_shape, card_size
from designer.render.geometry import Point, Rect
from designer.render.layout_heights import NOTHING_HELD, Held, Track, label_piece, stack_rows
from designer.render.layout_layers import NONE, STACK_OFFSET, Direction, Layers, Net
from designer.render.layout_ports import spread_ports
from designer.render.layout_straight import Straightener
from designer.render.layout_tracks import Run, assign_tracks, clashes
from designer.render.layout_walls import walls_of
from designer.render.shapes import Side, inset, reach

_NUDGE = 9.0
_NUDGES = 3
_BADGE_ROOM = 46.0
_TAP_ROOM = 16.0


class Box(NamedTuple):
    """A range along u and a range along v."""

    u1: float
    u2: float
    v1: float
    v2: float


class RowGrid:
    """Layers whose vertices stand at known places, with everything that follows from that.

    Args:
        layers: the rows of vertices.
        places: where the engine put each vertex along its row.
        held: what the rows of cards keep of an earlier picture.
    """

    def __init__(self, layers: Layers, places: Sequence[float], held: Held = NOTHING_HELD) -> None:
        self.layers = layers
        self.held = held
        self.is_down = layers.direction is Direction.DOWN
        self.u = [float(round(place)) for place in places]
        self.straightener = Straightener(layers, self.u, self._port_range)
        self.u = self.straightener.straighten()
        self.ends = self._ports()
        self.tracks, close = self._tracks()
        for _ in range(_NUDGES if close else 0):
            self._part(close)
            self.tracks, close = self._tracks()
        self.walls = walls_of(layers, self.u)
        self.heights = stack_rows(layers, self.u, self.tracks, self.walls, held)

    def _ports(self) -> list[tuple[float, float]]:
        """Return where each link starts above and ends below, along u."""
        links, vertices = self.layers.links, self.layers.vertices
        ends = [[self.u[a], self.u[b]] for a, b, _ in links]
        sides: dict[tuple[int, int], list[int]] = {}
        for number, (a, b, _) in enumerate(links):
            if vertices[a].card != NONE:
                sides.setdefault((a, 0), []).append(number)
            if vertices[b].card != NONE:
                sides.setdefault((b, 1), []).append(number)
        for (card, end), numbers in sides.items():
            numbers.sort(key=lambda number: (self.u[links[number][1 - end]], number))
            low, high = self._port_range(card, end)
            wanted = [self.u[links[number][1 - end]] for number in numbers]
            for number, port in zip(numbers, spread_ports(wanted, low, high), strict=True):
                ends[number][end] = float(round(port))
        return [(above, below) for above, below in ends]

    def _port_range(self, card: int, end: int) -> tuple[float, float]:
        node = self.layers.view.nodes[card]
        side = self.side(end)
        rect = card_rect(node)
        room = reach(card_shape(node), side, rect)
        low, high = self.u[card] - room, self.u[card] + room
        if node.replicas > 1 and side is Side.TOP:
            high = self.u[card] + rect.w / 2 - _BADGE_ROOM
        if node.replicas > 1 and side is Side.RIGHT:
            low = self.u[card] - rect.h / 2 + 12
        if card in self.layers.taps and side is Side.LEFT:
            high = self.u[card] + rect.h / 2 - _TAP_ROOM
        return low, high

    def side(self, end: int) -> Side:
        """Return the side of a card that a link touches: 0 is the side where links start, 1 where they end."""
        if self.is_down:
            return Side.TOP if end else Side.BOTTOM
        return Side.LEFT if end else Side.RIGHT

    def _tracks(self) -> tuple[dict[tuple[int, int], Track], list[tuple[int, int, int]]]:
        """Return the track of each net that bends in a gap between rows, and clashes."""
        ends: dict[tuple[int, int], tuple[set[float], set[float]]] = {}
        for (a, _, net), (above, below) in zip(self.layers.links, self.ends, strict=True):
            found = ends.setdefault((self.layers.vertices[a].row, net), (set(), set()))
            found[0].add(above)
            found[1].add(below)
        gaps: list[list[Run]] = [[] for _ in range(self.layers.row_count)]
        for (gap, net), (uppers, lowers) in sorted(ends.items()):
            gaps[gap].append(Run(net, tuple(sorted(uppers)), tuple(sorted(lowers))))
        tracks: dict[tuple[int, int], Track] = {}
        close: list[tuple[int, int, int]] = []
        for gap, runs in enumerate(gaps):
            levels = assign_tracks(runs)
            tracks.update({(gap, run.net): Track(levels[run.net], run) for run in runs if run.net in levels})
            close += [(gap, first, second) for first, second in clashes(runs, levels)]
        return tracks, close

    def _part(self, close: Sequence[tuple[int, int, int]]) -> None:
        """Move one line of each clashing pair aside: a bend where there is room."""
        for gap, first, second in close:
            for net, row in ((first, gap), (second, gap + 1)):
                bend = self.layers.nets[net].bends.get(row)
                if bend is not None and self.straightener.nudge(bend, _NUDGE):
                    break
        self.ends = self._ports()

    def _card_size(self, card: int) -> tuple[float, float]:
        """Return the size of a card along u and along v."""
        width, height = card_size(self.layers.view.nodes[card])
        return (width, height) if self.is_down else (height, width)

    def card_box(self, card: int) -> Box:
        """Return the place of a card."""
        row = self.layers.rows[card]
        wide, size = self._card_size(card)
        # Tables hang from one line; anything else smaller than its row stands in the middle of it.
        spare = 0.0 if self.layers.view.nodes[card].rows else (self.heights.sizes[row] - size) / 2
        spare = self.held.lowered.get(card, spare)
        start = self.heights.starts[row] + spare
        return Box(self.u[card] - wide / 2, self.u[card] + wide / 2, start, start + size)

    def card_rect(self, card: int) -> Rect:
        """Return the place of a card in the picture."""
        return self.rect(self.card_box(card))

    def rect(self, box: Box) -> Rect:
        """Return a box of rows as a rectangle of the picture."""
        if self.is_down:
            return Rect(box.u1, box.v1, box.u2 - box.u1, box.v2 - box.v1)
        return Rect(box.v1, box.u1, box.v2 - box.v1, box.u2 - box.u1)

    def point(self, u: float, v: float) -> Point:
        """Return a place over the rows as a point of the picture."""
        return Point(u, v) if self.is_down else Point(v, u)

    def touch(self, link: int, end: int) -> tuple[float, float]:
        """Return the (u, v) where a link touches its card's outline."""
        card = self.layers.links[link][end]
        node = self.layers.view.nodes[card]
        box = self.card_box(card)
        u = self.ends[link][end]
        depth = inset(card_shape(node), self.side(end), u - self.u[card], card_rect(node))
        if end == 1:
            return u, box.v1 + depth
        # Behind the front card stands the stack; a line from below ends at the stack.
        return u, box.v2 - depth + (STACK_OFFSET if node.replicas > 1 else 0.0)

    def track_v(self, gap: int, net: int) -> float:
        """Return where along v a net runs between two rows."""
        return self.heights.tracks.get((gap, net), self.heights.gaps[gap])

    def label_box(self, net: Net) -> Box:
        """Return the place of a net's words, the line's own place included."""
        row, is_between = divmod(self.layers.vertices[net.label].row, 2)
        among_cards = self.heights.starts[row] + self.heights.sizes[row] / 2
        middle = self.heights.labels[net.label] if is_between else among_cards
        piece = label_piece(self.layers, self.u, net)
        return Box(piece.u1, piece.u2, middle - piece.size / 2, middle + piece.size / 2)

    def group_box(self, number: int) -> Box:
        """Return the place of a boundary, by its number."""
        group, wall = self.layers.groups[number], self.walls[number]
        end = self.heights.starts[group.last] + self.heights.sizes[group.last] + wall.tail
        return Box(wall.u1, wall.u2, self.heights.starts[group.first] - wall.head, end)
