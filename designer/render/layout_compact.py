"""Pull the vertices of rows together where that lets a page show them larger.

The widest chain of neighbours decides how wide a picture is. Where labels side by side make that chain, they may stand
one above the other instead: their row gets higher, and the picture narrower.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from designer.render.geometry import Point
from designer.render.layout_dot import link_weight
from designer.render.layout_hold import gaps_of, orders_of
from designer.render.layout_layers import LABEL_PAD, Direction, Layers
from designer.render.paper import points_per_unit

_SWEEPS = 12
_MOST_ROWS = 6
_WORTH = 1.015
_AROUND = Point(24.0, 96.0)
"""What heading, legend and margins add to a drawing, about."""

Gaps = Sequence[tuple[int, int, float]]


class _Chains(NamedTuple):
    """The room that vertices and the sides of boundaries have at least on their left, and all together.

    `order` is one in which each comes after all on its left; `widest` are the pairs of the chain that needs most room.
    """

    low: list[float]
    order: list[int]
    width: float
    widest: list[tuple[int, int]]


def compacted(layers: Layers, places: Sequence[float], size: Point) -> list[float] | None:
    """Return places along the rows that keep every order and make the picture larger on a page, or None.

    Args:
        layers: the rows of vertices.
        places: where they stand.
        size: how large the drawing is with these places.
    """
    rows = orders_of(layers, [(place, 1.0) for place in places])
    staggered: list[int] = []
    best: Gaps | None = None
    largest = _scale(layers, size, size.x if layers.direction is Direction.DOWN else size.y, 0.0) * _WORTH
    labels = {net.label: net for net in layers.nets if net.text}
    for _ in range(_MOST_ROWS):
        gaps = gaps_of(layers, rows, staggered)
        chains = _chains(layers, gaps)
        higher = sum(_label_room(layers, labels, row) for row in staggered)
        if (scale := _scale(layers, size, chains.width, higher)) > largest:
            largest, best = scale, gaps
        pairs = [(one, two) for one, two in chains.widest if one in labels and two in labels]
        fresh = [layers.vertices[one].row for one, _ in pairs if layers.vertices[one].row % 2]
        row = next((row for row in fresh if row not in staggered), None)
        if row is None:
            break
        staggered.append(row)
    return _settled(layers, places, best) if best is not None else None


def _scale(layers: Layers, size: Point, width: float, higher: float) -> float:
    """Return how large a page shows a drawing that is `width` wide along its rows and `higher` than it was."""
    across, down = (width, size.y + higher) if layers.direction is Direction.DOWN else (size.x + higher, width)
    return points_per_unit(across + _AROUND.x, down + _AROUND.y)


def _label_room(layers: Layers, labels: Iterable[int], row: int) -> float:
    """Return about how much higher a row of labels gets when they stand in two lines."""
    nets = [net for net in layers.nets if net.label in labels and layers.vertices[net.label].row == row]
    is_down = layers.direction is Direction.DOWN
    return max([net.text.height + 4 if is_down else net.text.width + 2 * LABEL_PAD for net in nets], default=0.0)


def _chains(layers: Layers, gaps: Gaps) -> _Chains:
    bodies = _bodies(layers)
    after: list[list[tuple[int, float]]] = [[] for _ in bodies]
    waiting = [0] * len(bodies)
    for one, two, room in gaps:
        after[one].append((two, room))
        waiting[two] += 1
    low, last = list(bodies), [-1] * len(bodies)
    order = [one for one, count in enumerate(waiting) if not count]
    for one in order:
        for two, room in after[one]:
            if low[one] + room > low[two]:
                low[two], last[two] = low[one] + room, one
            waiting[two] -= 1
            if not waiting[two]:
                order.append(two)
    end = max(range(len(bodies)), key=lambda one: (low[one] + bodies[one], -one), default=0)
    widest = []
    place = end
    while last[place] >= 0:
        widest.append((last[place], place))
        place = last[place]
    return _Chains(low, order, low[end] + bodies[end], widest)


def _bodies(layers: Layers) -> list[float]:
    return [vertex.body for vertex in layers.vertices] + [0.0] * (2 * len(layers.groups))


def _settled(layers: Layers, places: Sequence[float], gaps: Gaps) -> list[float]:
    """Return places within the least width: near to where they were, then each moved to where its lines are straight."""
    count = len(layers.vertices)
    bodies = _bodies(layers)
    low, order, width, _ = _chains(layers, gaps)
    before: list[list[tuple[int, float]]] = [[] for _ in bodies]
    after: list[list[tuple[int, float]]] = [[] for _ in bodies]
    for one, two, room in gaps:
        before[two].append((one, room))
        after[one].append((two, room))
    high = [width - body for body in bodies]
    for one in reversed(order):
        high[one] = min([high[one], *[high[two] - room for two, room in after[one]]])
    first = min(place - body for place, body in zip(places, bodies, strict=False))
    last = max(place + body for place, body in zip(places, bodies, strict=False))
    x = list(low)
    for one in order:
        wanted = (places[one] - first) * width / (last - first) if one < count else low[one]
        x[one] = max([min(max(wanted, low[one]), high[one]), *[x[two] + room for two, room in before[one]]])
    pulls = _pulls(layers)
    for sweep in range(_SWEEPS):
        for one in order if sweep % 2 else reversed(order):
            least = max([low[one], *[x[two] + room for two, room in before[one]]])
            most = min([high[one], *[x[two] - room for two, room in after[one]]])
            if one >= count:
                # A boundary keeps as close to what it holds as it can: its left side comes first.
                wanted = least if (one - count) % 2 else most
            else:
                total = sum([weight for _, weight in pulls[one]])
                wanted = sum([x[two] * weight for two, weight in pulls[one]]) / total if total else x[one]
            x[one] = min(max(wanted, least), most)
    return x[:count]


def _pulls(layers: Layers) -> list[list[tuple[int, float]]]:
    """Return for each vertex what its links lead to, and how much each wants to be straight."""
    found: list[list[tuple[int, float]]] = [[] for _ in layers.vertices]
    for one, two, net in layers.links:
        weight = link_weight(layers, one, two, net)
        found[one].append((two, weight))
        found[two].append((one, weight))
    return found
