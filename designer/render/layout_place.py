"""Turn rows of vertices with places along them into a picture: cards, lines, words and boundaries."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from designer.render.geometry import Point, Rect, bounds
from designer.render.layout_heights import NOTHING_HELD, Held
from designer.render.layout_layers import (
    LABEL_PAD,
    LOOP_SIZE,
    NONE,
    STACK_OFFSET,
    EdgeText,
    Layers,
)
from designer.render.layout_lines import LineMaker
from designer.render.layout_rows import RowGrid
from designer.render.layout_titles import place_groups
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
        for card, loops in sorted(self.layers.loops.items()):
            if text := self.layers.texts[loops[0].id]:
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
        group_rects = [self.grid.rect(self.grid.group_box(number)) for number in range(len(layers.groups))]
        area = self._area(nodes, lines, labels, group_rects)
        # Whole numbers, so that a drawn picture tells exactly where its cards stand.
        left, top = math.floor(area.x), math.floor(area.y)
        move = _Move(-left, -top)
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
            size=Point(area.right - left, area.bottom - top),
        )

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
