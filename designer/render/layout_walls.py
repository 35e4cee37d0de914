"""Where boundaries stand around rows of vertices: their range along the rows, and their room before and after them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from designer.render.card_size import card_size
from designer.render.layout_dot import GROUP_MARGIN
from designer.render.layout_layers import NONE, STACK_OFFSET, Direction, Layers, Vertex
from designer.render.layout_titles import TITLE_BAND

GROUP_PAD = 16.0


class Wall(NamedTuple):
    """A boundary: its range along u, and how far it reaches before its first row and after the end of its last."""

    u1: float
    u2: float
    head: float
    tail: float


def walls_of(layers: Layers, u: Sequence[float]) -> list[Wall]:
    """Return the walls of each group, by number, where the vertices stand at `u`."""
    is_down = layers.direction is Direction.DOWN
    low_pad = GROUP_PAD if is_down else TITLE_BAND
    spans: list[list[float]] = [[float("inf"), float("-inf")] for _ in layers.groups]
    for number, vertex in enumerate(layers.vertices):
        if vertex.group != NONE:
            span = spans[vertex.group]
            low, high = _reach(layers, vertex, low_pad)
            span[0] = min(span[0], u[number] - low)
            span[1] = max(span[1], u[number] + high)
    levels = _levels(layers)
    found: list[Wall] = []
    for number in range(len(layers.groups) - 1, -1, -1):
        parent = layers.groups[number].parent
        u1, u2 = spans[number][0] - low_pad, spans[number][1] + GROUP_PAD
        if parent != NONE:
            outer = spans[parent]
            outer[0], outer[1] = min(outer[0], u1), max(outer[1], u2)
        head = levels[number][0] * (TITLE_BAND if is_down else GROUP_PAD)
        found.append(Wall(u1, u2, head, levels[number][1] * GROUP_PAD + STACK_OFFSET))
    return found[::-1]


def _reach(layers: Layers, vertex: Vertex, low_pad: float) -> tuple[float, float]:
    """Return how far a vertex holds its group's border away on either side, the group's own room left out."""
    if vertex.card != NONE:
        # The loop beside a card needs room on one side only.
        width, height = card_size(layers.view.nodes[vertex.card])
        half = (width if layers.direction is Direction.DOWN else height) / 2
        return min(vertex.body, half), vertex.body
    # The engine keeps only this much between words and the group beside; more would reach into that.
    most = vertex.half + GROUP_MARGIN[layers.direction]
    return min(vertex.body, most - low_pad), min(vertex.body, most - GROUP_PAD)


def _levels(layers: Layers) -> list[list[int]]:
    """Return for each group how many groups, itself included, start in its first row and end in its last."""
    groups = layers.groups
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
