"""Where rows of vertices stand: places along each row, ports on cards, tracks between rows, and room for boundaries.

Works in (u, v): u runs along a row, v from row to row. Down the page u is x and v is y; to the right they swap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from designer.render.card_size import card_rect, card_shape, card_size
from designer.render.geometry import Point, Rect
from designer.render.layout_layers import (
    LABEL_PAD,
    NONE,
    STACK_OFFSET,
    Direction,
    Layers,
    Net,
)
from designer.render.layout_ports import spread_ports
from designer.render.layout_straight import Straightener
from designer.render.layout_titles import TITLE_BAND
from designer.render.layout_tracks import Run, assign_tracks, clashes
from designer.render.shapes import Side, inset, reach

GROUP_PAD = 16.0
_TRACK_STEP = 7.0
_TAIL_ROOM = 7.0
_LABEL_ROOM = 5.0
_ARROW_ROOM = 12.0
_BORDER_ROOM = 6.0
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


class Held(NamedTuple):
    """What is fixed along v: how far below the row above a row of cards begins at least, and cards lower in their row."""

    pitches: Mapping[int, float]
    lowered: Mapping[int, float]


NOTHING_HELD = Held(MappingProxyType({}), MappingProxyType({}))


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
        self.tracks, self.counts, close = self._tracks()
        for _ in range(_NUDGES if close else 0):
            self._part(close)
            self.tracks, self.counts, close = self._tracks()
        self.starts, self.sizes, self.gaps = self._rows()

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

    def _tracks(self) -> tuple[dict[tuple[int, int], int], list[int], list[tuple[int, int, int]]]:
        """Return the track of each net in each gap between rows, the number of tracks of each gap, and clashes."""
        ends: dict[tuple[int, int], tuple[set[float], set[float]]] = {}
        for (a, _, net), (above, below) in zip(self.layers.links, self.ends, strict=True):
            found = ends.setdefault((self.layers.vertices[a].row, net), (set(), set()))
            found[0].add(above)
            found[1].add(below)
        gaps: list[list[Run]] = [[] for _ in range(self.layers.row_count)]
        for (gap, net), (uppers, lowers) in sorted(ends.items()):
            gaps[gap].append(Run(net, tuple(sorted(uppers)), tuple(sorted(lowers))))
        tracks: dict[tuple[int, int], int] = {}
        counts: list[int] = []
        close: list[tuple[int, int, int]] = []
        for gap, runs in enumerate(gaps):
            levels, count = assign_tracks(runs)
            tracks.update({(gap, net): level for net, level in levels.items()})
            counts.append(count)
            close += [(gap, first, second) for first, second in clashes(runs, levels)]
        return tracks, counts, close

    def _part(self, close: Sequence[tuple[int, int, int]]) -> None:
        """Move one line of each clashing pair aside: a bend where there is room."""
        for gap, first, second in close:
            for net, row in ((first, gap), (second, gap + 1)):
                bend = self.layers.nets[net].bends.get(row)
                if bend is not None and self.straightener.nudge(bend, _NUDGE):
                    break
        self.ends = self._ports()

    def _rows(self) -> tuple[list[float], list[float], list[float]]:
        """Return for each row where it starts along v and its size, and where the tracks below it start."""
        layers = self.layers
        heads, tails = self._bands()
        hit_from_below = self._rows_hit_from_below()
        cards = self._card_rows()
        starts: list[float] = []
        sizes: list[float] = []
        gaps: list[float] = []
        v = 0.0
        for row in range(layers.row_count):
            if row % 2 == 0:
                v += heads[row]
                if row // 2 in self.held.pitches:
                    v = max(v, starts[row - 2] + self.held.pitches[row // 2])
                size = cards.get(row, 0.0)
            else:
                size = self._label_row_size(row)
            starts.append(v)
            sizes.append(size)
            v += size
            if row % 2 == 0:
                v += tails[row]
            before, after = (_TAIL_ROOM, _LABEL_ROOM) if row % 2 == 0 else (_LABEL_ROOM, _ARROW_ROOM)
            if row % 2 and not size:
                before = 0.0
            if row in hit_from_below:
                before = _ARROW_ROOM
            if row % 2 and heads[row + 1]:
                after = _BORDER_ROOM
            gaps.append(v + before)
            v += before + max(self.counts[row] - 1, 0) * _TRACK_STEP + after
        return starts, sizes, gaps

    def _card_rows(self) -> dict[int, float]:
        """Return the size along v of each row of cards: that of its largest card."""
        found: dict[int, float] = {}
        for card, row in enumerate(self.layers.rows):
            lower = self.held.lowered.get(card, 0.0)
            found[2 * row] = max(found.get(2 * row, 0.0), lower + self._card_size(card)[1])
        return found

    def _card_size(self, card: int) -> tuple[float, float]:
        """Return the size of a card along u and along v."""
        width, height = card_size(self.layers.view.nodes[card])
        return (width, height) if self.is_down else (height, width)

    def _rows_hit_from_below(self) -> set[int]:
        """Return the rows of cards that a line ends at from below: its arrow needs room."""
        found: set[int] = set()
        for net in self.layers.nets:
            targets = [net.root] if net.arrow_at_root else net.leaves
            if net.root_is_lower != net.arrow_at_root:
                found.update(2 * self.layers.rows[card] for card in targets)
        return found

    def _label_row_size(self, row: int) -> float:
        found = 0.0
        for net in self.layers.nets:
            if net.label != NONE and self.layers.vertices[net.label].row == row:
                found = max(found, net.text.height + 4 if self.is_down else net.text.width + 2 * LABEL_PAD)
        return found

    def _bands(self) -> tuple[list[float], list[float]]:
        """Return the room for boundaries that start before, and that end after, each row."""
        layers = self.layers
        heads, tails = [0.0] * layers.row_count, [0.0] * layers.row_count
        for card in range(len(layers.view.nodes)):
            row = 2 * layers.rows[card]
            first = sum(2 * layers.groups[one].first == row for one in layers.ancestors(layers.group_of[card]))
            last = sum(2 * layers.groups[one].last == row for one in layers.ancestors(layers.group_of[card]))
            heads[row] = max(heads[row], first * (TITLE_BAND if self.is_down else GROUP_PAD))
            stack = STACK_OFFSET if layers.view.nodes[card].replicas > 1 else 0.0
            tails[row] = max(tails[row], stack + last * GROUP_PAD)
        return heads, tails

    def card_box(self, card: int) -> Box:
        """Return the place of a card."""
        row = 2 * self.layers.rows[card]
        wide, size = self._card_size(card)
        # Tables hang from one line; anything else smaller than its row stands in the middle of it.
        spare = 0.0 if self.layers.view.nodes[card].rows else (self.sizes[row] - size) / 2
        spare = self.held.lowered.get(card, spare)
        start = self.starts[row] + spare
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
        return self.gaps[gap] + self.tracks.get((gap, net), 0) * _TRACK_STEP

    def label_box(self, net: Net) -> Box:
        """Return the place of a net's words, the line's own place included."""
        vertex = self.layers.vertices[net.label]
        middle = self.starts[vertex.row] + self.sizes[vertex.row] / 2
        u = self.u[net.label]
        if self.is_down:
            half_u, half_v = net.text.width / 2 + LABEL_PAD, net.text.height / 2 + 1
            return Box(u - half_u, u + half_u, middle - half_v, middle + half_v)
        half_v = net.text.width / 2 + LABEL_PAD
        return Box(u - net.text.above - 3, u + net.text.below + 3, middle - half_v, middle + half_v)
