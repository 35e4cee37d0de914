"""Estimate what a picture costs from places along its rows alone, so that only shapes that may win are worked out.

Lines cross between two rows where their ends change order: that is counted as it will be drawn. Height, corners and
lengths are near. To work a picture out takes twenty times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from designer.render.card_size import card_size
from designer.render.geometry import Point
from designer.render.layout_layers import NONE, Direction, Layers
from designer.render.layout_walls import walls_of
from designer.render.quality import Quality
from designer.render.svg_frame import MIN_WIDTH, NARROWEST, WIDEST
from designer.render.type_scale import SMALL

_STRAIGHT = 40.0
"""How far apart the ends of a link may stand along the rows without a corner: ports and bends make up for it."""

_AISLE = 36.0
_LABEL_ROOM = 38.0
_PROTOCOL_ROOM = 44.0
_WALL_ROOM = 22.0
_TRACK = 6.0
_BOUNDARY = {Direction.DOWN: 12.0, Direction.RIGHT: 2.0}
_AROUND_WIDTH, _AROUND_HEIGHT = 24.0, 82.0
_SLOPE = 0.3


class _Between(NamedTuple):
    """What lines do between rows: crossings, corners, how far they run along rows, and tracks side by side by aisle."""

    crossings: int
    bends: int
    length: float
    tracks: list[int]


class Estimate(NamedTuple):
    """About how large a drawing gets, without heading and legend, and how good its picture."""

    size: Point
    quality: Quality


def estimate(layers: Layers, places: Sequence[float]) -> Estimate:
    """Return about what the picture of `layers` will be whose vertices stand at `places`.

    Flaws, and boundaries that a line passes, are not foreseen.
    """
    lines = _between_rows(layers, places)
    along, across = _extent(layers, places, lines.tracks)
    size = Point(along, across) if layers.direction is Direction.DOWN else Point(across, along)
    height = size.y + _AROUND_HEIGHT
    width = max(size.x, MIN_WIDTH, height * NARROWEST - _AROUND_WIDTH) + _AROUND_WIDTH
    height = max(height, width / WIDEST)
    quality = Quality(
        node_overlaps=0,
        label_overlaps=0,
        labels_on_lines=0,
        lines_through_nodes=0,
        lines_on_lines=0,
        titles_crossed=0,
        crossings=lines.crossings,
        intrusions=0,
        against=_against(layers),
        bends=lines.bends,
        length=lines.length + _SLOPE * len(layers.links) * across / max(len(lines.tracks), 1),
        width=width,
        height=height,
        smallest_text=SMALL,
    )
    return Estimate(size, quality)


def _between_rows(layers: Layers, places: Sequence[float]) -> _Between:
    gaps: list[list[tuple[float, float, int]]] = [[] for _ in range(layers.row_count)]
    for a, b, net in layers.links:
        gaps[layers.vertices[a].row].append((places[a], places[b], net))
    crossings = bends = 0
    length = 0.0
    tracks = [0] * (layers.row_count // 2 + 1)
    for gap, links in enumerate(gaps):
        links.sort()
        crossing: set[tuple[int, int]] = set()
        ends: list[tuple[float, int]] = []
        for number, (above, below, net) in enumerate(links):
            crossing.update(
                [
                    (min(net, other), max(net, other))
                    for start, end, other in links[number + 1 :]
                    if end < below and start > above and other != net
                ]
            )
            run = abs(above - below)
            length += run
            if run > _STRAIGHT:
                bends += 2
                ends += ((min(above, below), 1), (max(above, below), -1))
        crossings += len(crossing)
        tracks[gap // 2] += _most_at_once(ends)
    return _Between(crossings, bends, length, tracks)


def _most_at_once(ends: list[tuple[float, int]]) -> int:
    """Return how many ranges share a place at most: each begins with a 1 and ends with a -1."""
    most = now = 0
    for _, step in sorted(ends):
        now += step
        most = max(most, now)
    return most


def _extent(layers: Layers, places: Sequence[float], tracks: Sequence[int]) -> tuple[float, float]:
    """Return how far the drawing reaches along its rows, and from row to row."""
    is_down = layers.direction is Direction.DOWN
    walls = walls_of(layers, places)
    lows = [place - vertex.body for place, vertex in zip(places, layers.vertices, strict=True)]
    highs = [place + vertex.body for place, vertex in zip(places, layers.vertices, strict=True)]
    along = max(highs + [wall.u2 for wall in walls]) - min(lows + [wall.u1 for wall in walls])
    count = len(tracks)
    heads, tails, sizes, labels = [0.0] * count, [0.0] * count, [0.0] * count, [0.0] * count
    for group, wall in zip(layers.groups, walls, strict=True):
        heads[group.first] = max(heads[group.first], wall.head)
        tails[group.last] = max(tails[group.last], wall.tail)
    for node, row in zip(layers.view.nodes, layers.rows, strict=True):
        width, height = card_size(node)
        sizes[row] = max(sizes[row], height if is_down else width)
    for net in layers.nets:
        if net.label != NONE and layers.vertices[net.label].row % 2:
            room = net.text.height + _LABEL_ROOM if is_down else net.text.width + _PROTOCOL_ROOM
            labels[layers.vertices[net.label].row // 2] = max(labels[layers.vertices[net.label].row // 2], room)
    across = heads[0] + sum(sizes) + tails[-1] + _BOUNDARY[layers.direction] * len(layers.groups)
    for row in range(count - 1):
        across += max(_AISLE, labels[row], tails[row] + heads[row + 1] + _WALL_ROOM) + _TRACK * max(tracks[row] - 1, 0)
    return along, across


def _against(layers: Layers) -> int:
    """Return how many lines point against the picture's direction, those of a critical flow twofold."""
    upward = [net for net in layers.nets if net.root_is_lower != net.arrow_at_root]
    return sum((2 if net.is_critical else 1) * (1 if net.arrow_at_root else len(net.leaves)) for net in upward)
