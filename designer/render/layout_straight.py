"""Move bends and labels along their rows until lines have fewer corners, never past a neighbour or a boundary."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from designer.render.layout_layers import NONE, Layers

_PASSES = 3
_GROUP_ROOM = 22.0

PortRange = Callable[[int, int], tuple[float, float]]


class Straightener:
    """Places of vertices that can be moved while cards and the order within each row stay.

    Args:
        layers: the rows of vertices.
        places: where each vertex stands along its row.
        port_range: gives, for a card and a side (0 below, 1 above), between which places lines may touch it.
    """

    def __init__(self, layers: Layers, places: Sequence[float], port_range: PortRange) -> None:
        self.layers = layers
        self.u = list(places)
        self.port_range = port_range
        self.free = _free_ranges(layers, self.u)
        self.neighbours = _neighbours(layers)
        self.rows = _row_orders(layers, self.u)
        self.place_in_row = {number: at for row in self.rows.values() for at, number in enumerate(row)}

    def straighten(self) -> list[float]:
        """Move bends and labels until no move saves a corner, and return the places of all vertices.

        The bends of one line that stand below each other move together.
        """
        chains = [[net.bends[row] for row in sorted(net.bends)] for net in self.layers.nets]
        for sweep in range(_PASSES):
            moved = False
            for chain in chains if sweep % 2 == 0 else reversed(chains):
                for run in self._runs(chain):
                    place = self._best(run)
                    if place != self.u[run[0]]:
                        moved = True
                        for number in run:
                            self.u[number] = place
            if not moved:
                break
        return self.u

    def _runs(self, chain: Sequence[int]) -> list[list[int]]:
        """Return the bends of a line in runs that stand below each other, and each bend of a longer run alone."""
        runs: list[list[int]] = []
        for number in chain:
            if runs and self.u[runs[-1][-1]] == self.u[number]:
                runs[-1].append(number)
            else:
                runs.append([number])
        return runs + [[number] for run in runs if len(run) > 1 for number in run]

    def nudge(self, number: int, step: float) -> bool:
        """Move a bend or a label by `step` to one side where there is room; whether there was."""
        low, high = self._room(number)
        for place in (self.u[number] + step, self.u[number] - step):
            if low <= place <= high:
                self.u[number] = place
                return True
        return False

    def _room(self, number: int) -> tuple[float, float]:
        """Return the range between the neighbours in the row in which a vertex may stand."""
        low, high = self.free[number]
        vertices, u = self.layers.vertices, self.u
        row, at = self.rows[vertices[number].row], self.place_in_row[number]
        half = vertices[number].half
        if at:
            low = max(low, u[row[at - 1]] + vertices[row[at - 1]].half + half)
        if at + 1 < len(row):
            high = min(high, u[row[at + 1]] - vertices[row[at + 1]].half - half)
        return min(low, u[number]), max(high, u[number])

    def _best(self, run: Sequence[int]) -> float:
        """Return the place of a run with the fewest corners at its ends, the nearest of equals."""
        low, high = float("-inf"), float("inf")
        ranges: list[tuple[float, float]] = []
        for number in run:
            first, last = self._room(number)
            low, high = max(low, first), min(high, last)
            for other, side in self.neighbours[number]:
                if other not in run:
                    is_card = self.layers.vertices[other].card != NONE
                    ranges.append(self.port_range(other, side) if is_card else (self.u[other], self.u[other]))
        here = self.u[run[0]]
        options = {here}
        for first, last in ranges:
            options.update((min(max(here, first), last), first, last))
        return min(
            (place for place in options if low <= place <= high),
            key=lambda place: (
                sum([not first <= place <= last for first, last in ranges]),
                abs(place - here),
                place,
            ),
        )


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
