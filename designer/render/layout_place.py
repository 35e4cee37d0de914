"""Turn rows of vertices with places along them into a picture: ports, tracks, line paths, boundaries and words.

Works in (u, v): u runs along a row, v from row to row. Down the page u is x and v is y; to the right they swap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from designer.model.view import ViewEdge
from designer.render.geometry import Point, Rect, bounds, simplified
from designer.render.layout_layers import (
    CARD_HEIGHT,
    CARD_WIDTH,
    LABEL_PAD,
    LOOP_SIZE,
    NONE,
    STACK_OFFSET,
    Direction,
    EdgeText,
    Layers,
    Net,
    edge_text,
)
from designer.render.layout_ports import spread_ports
from designer.render.layout_straight import Straightener
from designer.render.layout_titles import TITLE_BAND, place_groups
from designer.render.layout_tracks import Run, assign_tracks, clashes
from designer.render.placed import Placed, PlacedLabel, PlacedLine, PlacedNode
from designer.render.shapes import Side, inset, reach, shape_of

_TRACK_STEP = 12.0
_TAIL_ROOM = 12.0
_LABEL_ROOM = 10.0
_ARROW_ROOM = 18.0
_GROUP_PAD = 20.0
_MERGE = 8.0
_NUDGE = 9.0
_NUDGES = 3
_BADGE_ROOM = 46.0
_TAP_ROOM = 16.0


class _Box(NamedTuple):
    """A range along u and a range along v."""

    u1: float
    u2: float
    v1: float
    v2: float


def place(layers: Layers, places: Sequence[float]) -> Placed:
    """Return the picture of `layers` whose vertices stand at `places` along their rows."""
    return _Placer(layers, places).picture()


class _Placer:
    def __init__(self, layers: Layers, places: Sequence[float]) -> None:
        self.layers = layers
        self.is_down = layers.direction is Direction.DOWN
        self.u = [float(round(place)) for place in places]
        self.straightener = Straightener(layers, self.u, self._port_range)
        self.u = self.straightener.straighten()
        self.ends = self._ports()
        self.tracks, self.counts, clashes = self._tracks()
        for _ in range(_NUDGES if clashes else 0):
            self._part(clashes)
            self.tracks, self.counts, clashes = self._tracks()
        self.starts, self.sizes, self.gaps = self._rows()

    # Ports -----------------------------------------------------------------------------------------------

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
        side = self._side(end)
        room = reach(shape_of(node.kind), side, Rect(0, 0, CARD_WIDTH, CARD_HEIGHT))
        low, high = self.u[card] - room, self.u[card] + room
        if node.replicas > 1 and side is Side.TOP:
            high = self.u[card] + CARD_WIDTH / 2 - _BADGE_ROOM
        if node.replicas > 1 and side is Side.RIGHT:
            low = self.u[card] - CARD_HEIGHT / 2 + 12
        if card in self.layers.taps and side is Side.LEFT:
            high = self.u[card] + CARD_HEIGHT / 2 - _TAP_ROOM
        return low, high

    def _side(self, end: int) -> Side:
        """Return the side of a card that a link touches: 0 is the side where links start, 1 where they end."""
        if self.is_down:
            return Side.TOP if end else Side.BOTTOM
        return Side.LEFT if end else Side.RIGHT

    # Tracks and rows ---------------------------------------------------------------------------------------

    def _tracks(self) -> tuple[dict[tuple[int, int], int], list[int], list[tuple[int, int, int]]]:
        """Return the track of each net in each gap between rows, the number of tracks of each gap, and clashes."""
        ends: dict[tuple[int, int], tuple[set[float], set[float]]] = {}
        for (a, _, net), (above, below) in zip(self.layers.links, self.ends, strict=True):
            found = ends.setdefault((self.layers.vertices[a].row, net), (set(), set()))
            found[0].add(above)
            found[1].add(below)
        gaps: list[list[Run]] = [[] for _ in range(self.layers.row_count)]
        for (gap, net), (above, below) in sorted(ends.items()):
            gaps[gap].append(Run(net, tuple(sorted(above)), tuple(sorted(below))))
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
                    self.ends = self._ports()
                    break

    def _rows(self) -> tuple[list[float], list[float], list[float]]:
        """Return for each row where it starts along v and its size, and where the tracks below it start."""
        layers = self.layers
        heads, tails = self._bands()
        starts, sizes, gaps = [], [], []
        v = 0.0
        for row in range(layers.row_count):
            if row % 2 == 0:
                v += heads[row]
                size = CARD_HEIGHT if self.is_down else CARD_WIDTH
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
            gaps.append(v + before)
            v += before + max(self.counts[row] - 1, 0) * _TRACK_STEP + after
        return starts, sizes, gaps

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
            heads[row] = max(heads[row], first * (TITLE_BAND if self.is_down else _GROUP_PAD))
            stack = STACK_OFFSET if layers.view.nodes[card].replicas > 1 else 0.0
            tails[row] = max(tails[row], stack + last * _GROUP_PAD)
        return heads, tails

    # Places ----------------------------------------------------------------------------------------------------

    def _card_box(self, card: int) -> _Box:
        half = (CARD_WIDTH if self.is_down else CARD_HEIGHT) / 2
        start = self.starts[2 * self.layers.rows[card]]
        size = CARD_HEIGHT if self.is_down else CARD_WIDTH
        return _Box(self.u[card] - half, self.u[card] + half, start, start + size)

    def _card_rect(self, card: int) -> Rect:
        return self._rect(self._card_box(card))

    def _rect(self, box: _Box) -> Rect:
        if self.is_down:
            return Rect(box.u1, box.v1, box.u2 - box.u1, box.v2 - box.v1)
        return Rect(box.v1, box.u1, box.v2 - box.v1, box.u2 - box.u1)

    def _point(self, u: float, v: float) -> Point:
        return Point(u, v) if self.is_down else Point(v, u)

    def _touch(self, link: int, end: int) -> tuple[float, float]:
        """Return the (u, v) where a link touches its card's outline."""
        card = self.layers.links[link][end]
        node = self.layers.view.nodes[card]
        box = self._card_box(card)
        u = self.ends[link][end]
        depth = inset(shape_of(node.kind), self._side(end), u - self.u[card], Rect(0, 0, CARD_WIDTH, CARD_HEIGHT))
        if end == 1:
            return u, box.v1 + depth
        # Behind the front card stands the stack; a line from below ends at the stack.
        return u, box.v2 - depth + (STACK_OFFSET if node.replicas > 1 else 0.0)

    def _track_v(self, gap: int, net: int) -> float:
        return self.gaps[gap] + self.tracks.get((gap, net), 0) * _TRACK_STEP

    # Lines --------------------------------------------------------------------------------------------------------

    def _lines(self) -> list[PlacedLine]:
        by_net: dict[int, dict[tuple[int, int], int]] = {}
        for number, (a, b, net) in enumerate(self.layers.links):
            by_net.setdefault(net, {})[(a, b)] = number
        lines: list[PlacedLine] = []
        for number, net in enumerate(self.layers.nets):
            lines += self._net_lines(number, net, by_net[number])
        for card, loops in sorted(self.layers.loops.items()):
            lines.append(self._loop(card, loops))
        return lines

    def _net_lines(self, number: int, net: Net, links: dict[tuple[int, int], int]) -> list[PlacedLine]:
        step = -1 if net.root_is_lower else 1
        far = max(net.leaves, key=lambda leaf: (step * self.layers.rows[leaf], -leaf))
        rows = sorted(net.bends, reverse=step == -1)
        chain = [net.root, *(net.bends[row] for row in rows), far]
        strokes = self._trunk(number, net, chain, links)
        lines = [self._line(number, net, far, strokes, is_trunk=True)]
        joints: dict[int, list[int]] = {}
        for leaf in net.leaves:
            if leaf != far:
                joints.setdefault(2 * self.layers.rows[leaf] - step, []).append(leaf)
        # A leaf beside the farthest one hangs on the same bend; order matters only within one bend.
        for row, leaves in sorted(joints.items()):
            for leaf, path in self._branches(number, net, row, leaves, chain, links):
                lines.append(self._line(number, net, leaf, [path], is_trunk=False))
        return lines

    def _line(
        self, number: int, net: Net, leaf: int, strokes: list[list[tuple[float, float]]], *, is_trunk: bool
    ) -> PlacedLine:
        """Return the line of one leaf; strokes come in from the leaf towards the root."""
        if not net.arrow_at_root:
            strokes = [stroke[::-1] for stroke in reversed(strokes)]
        paths = tuple(simplified(self._point(u, v) for u, v in stroke) for stroke in strokes)
        has_tip = is_trunk or not net.arrow_at_root
        edges = tuple(edge for edge in net.edges if self._leaf_of(net, edge) == leaf)
        return PlacedLine(
            net=number,
            edges=edges,
            strokes=paths,
            tip=paths[-1][-1] if has_tip else None,
            tail=paths[-1][-2] if has_tip else None,
        )

    def _leaf_of(self, net: Net, edge: ViewEdge) -> int:
        place = net.edges.index(edge)
        return net.leaves[place]

    def _trunk(
        self, number: int, net: Net, chain: list[int], links: dict[tuple[int, int], int]
    ) -> list[list[tuple[float, float]]]:
        """Return the strokes from the farthest leaf to the root, with a gap for the words where they break it."""
        strokes: list[list[tuple[float, float]]] = [[]]
        for inner, outer in zip(reversed(chain[:-1]), reversed(chain[1:]), strict=True):
            strokes[-1] += self._link_path(number, inner, outer, links)
            if inner == net.label and self.is_down:
                box = self._label_box(net)
                ends = (box.v1, box.v2) if net.root_is_lower else (box.v2, box.v1)
                strokes[-1].append((self.u[inner], ends[0]))
                strokes.append([(self.u[inner], ends[1])])
        return strokes

    def _link_path(
        self, number: int, inner: int, outer: int, links: dict[tuple[int, int], int]
    ) -> list[tuple[float, float]]:
        """Return the path of one link from the leaf's side (`outer`) to the root's side (`inner`)."""
        is_up = (inner, outer) in links
        a, b = (inner, outer) if is_up else (outer, inner)
        link = links[(a, b)]
        gap = self.layers.vertices[a].row
        above, below = self.ends[link]
        v = self._track_v(gap, number)
        path = [(above, v), (below, v)]
        if self.layers.vertices[a].card != NONE:
            path.insert(0, self._touch(link, 0))
        if self.layers.vertices[b].card != NONE:
            path.append(self._touch(link, 1))
        return path[::-1] if is_up else path

    def _branches(
        self,
        number: int,
        net: Net,
        row: int,
        leaves: Iterable[int],
        chain: list[int],
        links: dict[tuple[int, int], int],
    ) -> list[tuple[int, list[tuple[float, float]]]]:
        """Return the paths of leaves that join the trunk at one bend, nearest first, each up to what is drawn."""
        bend = net.bends[row]
        outer = chain[chain.index(bend) + 1]
        key = (outer, bend) if net.root_is_lower else (bend, outer)
        trunk = self.ends[links[key]]
        side = 0 if net.root_is_lower else 1
        joint = self.u[bend]
        low, high = min(trunk), max(trunk)
        toward_root = _MERGE if net.root_is_lower else -_MERGE
        gap = row - 1 if net.root_is_lower else row
        v = self._track_v(gap, number)
        found = []
        link_of = {leaf: links[(leaf, bend) if net.root_is_lower else (bend, leaf)] for leaf in leaves}
        for leaf in sorted(leaves, key=lambda leaf: (abs(self.ends[link_of[leaf]][side] - joint), leaf)):
            u = self.ends[link_of[leaf]][side]
            path = [self._touch(link_of[leaf], side), (u, v)]
            if low < u < high:
                path.append((u + _MERGE * (1 if joint > u else -1), v))
            else:
                meet = low if u <= low else high
                path.append((meet, v))
                if meet == joint:
                    path.append((meet, v + toward_root))
                else:
                    path.append((meet + _MERGE * (1 if meet > u else -1), v))
            low, high = min(low, u), max(high, u)
            found.append((leaf, path))
        return found

    def _loop(self, card: int, loops: Sequence[ViewEdge]) -> PlacedLine:
        """Return the line of a card that calls itself, beside the card."""
        box = self._card_box(card)
        node = self.layers.view.nodes[card]
        side = Side.RIGHT if self.is_down else Side.BOTTOM
        middle = (box.v1 + box.v2) / 2
        depth = inset(shape_of(node.kind), side, 10, Rect(0, 0, CARD_WIDTH, CARD_HEIGHT))
        start = box.u2 - depth
        out = box.u2 + STACK_OFFSET + LOOP_SIZE
        tip = start + (STACK_OFFSET if node.replicas > 1 else 0.0)
        path = [(start, middle - 10), (out, middle - 10), (out, middle + 10), (tip, middle + 10)]
        points = tuple(self._point(u, v) for u, v in path)
        return PlacedLine(len(self.layers.nets) + card, tuple(loops), (points,), points[-1], points[-2])

    # Words ------------------------------------------------------------------------------------------------------

    def _label_box(self, net: Net) -> _Box:
        vertex = self.layers.vertices[net.label]
        middle = self.starts[vertex.row] + self.sizes[vertex.row] / 2
        u = self.u[net.label]
        if self.is_down:
            half_u, half_v = net.text.width / 2 + LABEL_PAD, net.text.height / 2 + 1
            return _Box(u - half_u, u + half_u, middle - half_v, middle + half_v)
        half_v = net.text.width / 2 + LABEL_PAD
        return _Box(u - net.text.above - 3, u + net.text.below + 3, middle - half_v, middle + half_v)

    def _labels(self) -> list[PlacedLabel]:
        found = []
        for number, net in enumerate(self.layers.nets):
            if net.label == NONE:
                continue
            box = self._label_box(net)
            if self.is_down:
                boxes = [box]
            else:
                u = self.u[net.label]
                boxes = [box._replace(u2=u - 3)] if net.text.lines else []
                boxes += [box._replace(u1=u + 3)] if net.text.protocol else []
            found.append(PlacedLabel(number, net.text, tuple(self._rect(one) for one in boxes)))
        for card, loops in sorted(self.layers.loops.items()):
            if text := edge_text(loops[0]):
                found.append(self._loop_label(card, text))
        return found

    def _loop_label(self, card: int, text: EdgeText) -> PlacedLabel:
        rect = self._card_rect(card)
        room = STACK_OFFSET + LOOP_SIZE + LABEL_PAD
        if self.is_down:
            box = Rect(rect.right + room, rect.center.y - text.height / 2, text.width + 4, text.height)
        else:
            box = Rect(rect.center.x - text.width / 2 - 2, rect.bottom + room, text.width + 4, text.height)
        return PlacedLabel(len(self.layers.nets) + card, text, (box,))

    # The whole -----------------------------------------------------------------------------------------------------

    def picture(self) -> Placed:
        layers = self.layers
        nodes = [
            PlacedNode(node, self._card_rect(card), tuple(layers.taps.get(card, ())))
            for card, node in enumerate(layers.view.nodes)
        ]
        lines, labels = self._lines(), self._labels()
        group_rects = self._group_rects()
        area = self._area(nodes, lines, labels, group_rects)
        move = _Move(-area.x, -area.y)
        nodes = [one._replace(rect=move.rect(one.rect)) for one in nodes]
        lines = [move.line(one) for one in lines]
        labels = [one._replace(boxes=tuple(move.rect(box) for box in one.boxes)) for one in labels]
        rects = [move.rect(rect) for rect in group_rects]
        return Placed(
            view=layers.view,
            direction=layers.direction,
            nodes=tuple(nodes),
            lines=tuple(lines),
            labels=tuple(labels),
            groups=place_groups(layers, rects, nodes, lines, labels),
            size=Point(area.w, area.h),
        )

    def _group_rects(self) -> list[Rect]:
        """Return the rectangle of each group, by number."""
        layers = self.layers
        spans: list[list[float]] = [[float("inf"), float("-inf")] for _ in layers.groups]
        for number, vertex in enumerate(layers.vertices):
            if vertex.group != NONE:
                span = spans[vertex.group]
                # The loop beside a card needs room on one side only.
                low = min(vertex.body, self._card_half()) if vertex.card != NONE else vertex.body
                span[0] = min(span[0], self.u[number] - low)
                span[1] = max(span[1], self.u[number] + vertex.body)
        boxes: list[_Box] = []
        levels = self._levels()
        low_pad = _GROUP_PAD if self.is_down else TITLE_BAND
        for number in range(len(layers.groups) - 1, -1, -1):
            group = layers.groups[number]
            u1, u2 = spans[number][0] - low_pad, spans[number][1] + _GROUP_PAD
            if group.parent != NONE:
                outer = spans[group.parent]
                outer[0], outer[1] = min(outer[0], u1), max(outer[1], u2)
            head = levels[number][0] * (TITLE_BAND if self.is_down else _GROUP_PAD)
            tail = levels[number][1] * _GROUP_PAD + STACK_OFFSET
            last = 2 * group.last
            end = self.starts[last] + self.sizes[last] + tail
            boxes.append(_Box(u1, u2, self.starts[2 * group.first] - head, end))
        return [self._rect(box) for box in reversed(boxes)]

    def _card_half(self) -> float:
        return (CARD_WIDTH if self.is_down else CARD_HEIGHT) / 2

    def _levels(self) -> list[list[int]]:
        """Return for each group how many groups, itself included, start in its first row and end in its last."""
        groups = self.layers.groups
        levels = [[1, 1] for _ in groups]
        for number in range(len(groups) - 1, -1, -1):
            parent = groups[number].parent
            if parent == NONE:
                continue
            if groups[parent].first == groups[number].first:
                levels[parent][0] = max(levels[parent][0], levels[number][0] + 1)
            if groups[parent].last == groups[number].last:
                levels[parent][1] = max(levels[parent][1], levels[number][1] + 1)
        return levels

    def _area(
        self,
        nodes: Sequence[PlacedNode],
        lines: Sequence[PlacedLine],
        labels: Sequence[PlacedLabel],
        groups: Sequence[Rect],
    ) -> Rect:
        stacked = [
            Rect(one.rect.x, one.rect.y - (9 if one.node.replicas > 1 else 0), one.rect.w + 6, one.rect.h + 15)
            if one.node.replicas > 1
            else one.rect
            for one in nodes
        ]
        points = [Rect(point[0], point[1], 0, 0) for line in lines for stroke in line.strokes for point in stroke]
        boxes = [box for label in labels for box in label.boxes]
        return bounds([*stacked, *points, *boxes, *groups])


class _Move(NamedTuple):
    """A shift of the whole picture."""

    dx: float
    dy: float

    def point(self, point: Point) -> Point:
        return Point(point[0] + self.dx, point[1] + self.dy)

    def rect(self, rect: Rect) -> Rect:
        return Rect(rect.x + self.dx, rect.y + self.dy, rect.w, rect.h)

    def line(self, line: PlacedLine) -> PlacedLine:
        return line._replace(
            strokes=tuple(tuple(self.point(point) for point in stroke) for stroke in line.strokes),
            tip=self.point(line.tip) if line.tip else None,
            tail=self.point(line.tail) if line.tail else None,
        )
