"""Turn rows of vertices with places along them into a picture: cards, lines, words and boundaries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from designer.render.card_size import card_size
from designer.render.geometry import Point, Rect, bounds
from designer.render.layout_dot import GROUP_MARGIN
from designer.render.layout_layers import (
    LABEL_PAD,
    LOOP_SIZE,
    NONE,
    STACK_OFFSET,
    EdgeText,
    Layers,
    Vertex,
)
from designer.render.layout_lines import LineMaker
from designer.render.layout_nets import edge_texts
from designer.render.layout_rows import GROUP_PAD, NOTHING_HELD, Box, Held, RowGrid
from designer.render.layout_titles import TITLE_BAND, place_groups
from designer.render.placed import Placed, PlacedLabel, PlacedLine, PlacedNode


def place(layers: Layers, places: Sequence[float], held: Held = NOTHING_HELD) -> Placed:
    """Return the picture of `layers` whose vertices stand at `places` along their rows."""
    return _Placer(RowGrid(layers, places, held)).picture()


class _Placer:
    def __init__(self, grid: RowGrid) -> None:
        self.grid = grid
        self.layers = grid.layers

    def _labels(self) -> list[PlacedLabel]:
        found = []
        for number, net in enumerate(self.layers.nets):
            if net.label == NONE:
                continue
            box = self.grid.label_box(net)
            if self.grid.is_down:
                boxes = [box]
            else:
                u = self.grid.u[net.label]
                boxes = [box._replace(u2=u - 3)] if net.text.lines else []
                boxes += [box._replace(u1=u + 3)] if net.text.protocol else []
            found.append(PlacedLabel(number, net.text, tuple(self.grid.rect(one) for one in boxes)))
        texts = edge_texts(self.layers.view)
        for card, loops in sorted(self.layers.loops.items()):
            if text := texts[loops[0].id]:
                found.append(self._loop_label(card, text))
        return found

    def _loop_label(self, card: int, text: EdgeText) -> PlacedLabel:
        rect = self.grid.card_rect(card)
        room = STACK_OFFSET + LOOP_SIZE + LABEL_PAD
        if self.grid.is_down:
            box = Rect(rect.right + room, rect.center.y - text.height / 2, text.width + 4, text.height)
        else:
            box = Rect(rect.center.x - text.width / 2 - 2, rect.bottom + room, text.width + 4, text.height)
        return PlacedLabel(len(self.layers.nets) + card, text, (box,))

    def picture(self) -> Placed:
        layers = self.layers
        nodes = [
            PlacedNode(node, self.grid.card_rect(card), tuple(layers.taps.get(card, ())))
            for card, node in enumerate(layers.view.nodes)
        ]
        lines, labels = LineMaker(self.grid).lines(), self._labels()
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
        low_pad = GROUP_PAD if self.grid.is_down else TITLE_BAND
        for number, vertex in enumerate(layers.vertices):
            if vertex.group != NONE:
                span = spans[vertex.group]
                low, high = self._reach(vertex, low_pad)
                span[0] = min(span[0], self.grid.u[number] - low)
                span[1] = max(span[1], self.grid.u[number] + high)
        boxes: list[Box] = []
        levels = self._levels()
        for number in range(len(layers.groups) - 1, -1, -1):
            group = layers.groups[number]
            u1, u2 = spans[number][0] - low_pad, spans[number][1] + GROUP_PAD
            if group.parent != NONE:
                outer = spans[group.parent]
                outer[0], outer[1] = min(outer[0], u1), max(outer[1], u2)
            head = levels[number][0] * (TITLE_BAND if self.grid.is_down else GROUP_PAD)
            tail = levels[number][1] * GROUP_PAD + STACK_OFFSET
            last = 2 * group.last
            end = self.grid.starts[last] + self.grid.sizes[last] + tail
            boxes.append(Box(u1, u2, self.grid.starts[2 * group.first] - head, end))
        return [self.grid.rect(box) for box in reversed(boxes)]

    def _reach(self, vertex: Vertex, low_pad: float) -> tuple[float, float]:
        """Return how far a vertex holds its group's border away on either side, the group's own room left out."""
        if vertex.card != NONE:
            # The loop beside a card needs room on one side only.
            return min(vertex.body, self._card_half(vertex.card)), vertex.body
        # The engine keeps only this much between words and the group beside; more would reach into that.
        most = vertex.half + GROUP_MARGIN[self.layers.direction]
        return min(vertex.body, most - low_pad), min(vertex.body, most - GROUP_PAD)

    def _card_half(self, card: int) -> float:
        width, height = card_size(self.layers.view.nodes[card])
        return (width if self.grid.is_down else height) / 2

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
