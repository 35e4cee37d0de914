"""Move bends and labels along their rows until lines have fewer corners, never past a neighbour or a boundary."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from designer.render.layout_layers import NONE, Layers

_PASSES = 3
_GROUP_ROOM = 22.0

PortRange = Callable[[int, int], tuple[float, float]]


def straighten(layers: Layers, places: Sequence[float], port_range: PortRange) -> list[float]:
    """Return new places of the vertices; cards and the order within each row stay.

    Args:
        layers: the rows of vertices.
        places: where each vertex stands along its row.
        port_range: gives, for a card and a side (0 below, 1 above), between which places lines may touch it.
    """
    u = list(places)
    free = _free_ranges(layers, u)
    neighbours = _neighbours(layers)
    movable = [number for number, vertex in enumerate(layers.vertices) if vertex.card == NONE]
    movable.sort(key=lambda number: layers.vertices[number].row)
    rows = _row_orders(layers, u)
    place_in_row = {number: (row, at) for row in rows for at, number in enumerate(rows[row])}
    for sweep in range(_PASSES):
        moved = False
        for number in movable if sweep % 2 == 0 else reversed(movable):
            row, at = place_in_row[number]
            low, high = _room(layers, u, rows[row], at, free[number])
            best = _best(number, u, neighbours[number], layers, port_range, low, high)
            moved |= best != u[number]
            u[number] = best
        if not moved:
            break
    return u


def _row_orders(layers: Layers, u: Sequence[float]) -> dict[int, list[int]]:
    rows: dict[int, list[int]] = {}
    for number, vertex in enumerate(layers.vertices):
        rows.setdefault(vertex.row, []).append(number)
    for numbers in rows.values():
        numbers.sort(key=lambda number: u[number])
    return rows


def _neighbours(layers: Layers) -> list[list[tuple[int, int]]]:
    """Return for each vertex what its links lead to, and the side of it that they touch."""
    found: list[list[tuple[int, int]]] = [[] for _ in layers.vertices]
    for a, b, _ in layers.links:
        found[a].append((b, 1))
        found[b].append((a, 0))
    return found


def _free_ranges(layers: Layers, u: Sequence[float]) -> list[tuple[float, float]]:
    """Return for each vertex the range in which it stays inside its own groups and outside all others."""
    spans = [(float("inf"), float("-inf"))] * len(layers.groups)
    inside: list[set[int]] = []
    for number, vertex in enumerate(layers.vertices):
        around = set(layers.ancestors(vertex.group))
        inside.append(around)
        for group in around:
            low, high = spans[group]
            spans[group] = (min(low, u[number] - vertex.body), max(high, u[number] + vertex.body))
    found = []
    for number, vertex in enumerate(layers.vertices):
        low, high = float("-inf"), float("inf")
        for group, (first, last) in enumerate(spans):
            if group in inside[number]:
                low, high = max(low, first + vertex.body), min(high, last - vertex.body)
            elif 2 * layers.groups[group].first <= vertex.row <= 2 * layers.groups[group].last:
                if u[number] < first:
                    high = min(high, first - _GROUP_ROOM - vertex.half)
                else:
                    low = max(low, last + _GROUP_ROOM + vertex.half)
        found.append((min(low, u[number]), max(high, u[number])))
    return found


def _room(
    layers: Layers, u: Sequence[float], row: Sequence[int], at: int, free: tuple[float, float]
) -> tuple[float, float]:
    """Return the range between the neighbours in the row, within `free`."""
    low, high = free
    half = layers.vertices[row[at]].half
    if at:
        low = max(low, u[row[at - 1]] + layers.vertices[row[at - 1]].half + half)
    if at + 1 < len(row):
        high = min(high, u[row[at + 1]] - layers.vertices[row[at + 1]].half - half)
    return min(low, u[row[at]]), max(high, u[row[at]])


def _best(
    number: int,
    u: Sequence[float],
    neighbours: Sequence[tuple[int, int]],
    layers: Layers,
    port_range: PortRange,
    low: float,
    high: float,
) -> float:
    """Return the place between `low` and `high` with the fewest corners, the nearest of equals."""
    ranges = [
        port_range(other, side) if layers.vertices[other].card != NONE else (u[other], u[other])
        for other, side in neighbours
    ]
    here = u[number]
    options = {here}
    for first, last in ranges:
        options.add(min(max(here, first), last))
        options.update((first, last))
    allowed = [place for place in options if low <= place <= high]
    return min(
        allowed,
        key=lambda place: (sum(not first <= place <= last for first, last in ranges), abs(place - here), place),
    )
