"""The best way to tell which component is which dictated part: each used once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf

from designer.evaluation.words import run_of
from designer.model.component import Component

# Larger than all the overlaps of a design together, so that an exact name is never given up for them.
_EXACT_NAME, _EXACT_TECHNOLOGY = 1_000_000.0, 900_000.0
_REQUIRED = 1.001


def assign(
    parts: Mapping[str, Sequence[str]],
    optional: Mapping[str, Sequence[str]],
    components: Sequence[Component],
    *,
    value: Callable[[Mapping[str, str]], int] = lambda component_of: 0,
) -> dict[str, str]:
    """Return the component of each part that has one: exact names first, then the closest.

    A part's accepted name must be the component's name or technology, or stand inside it as a run of words.
    Of a required and an optional part that want the same component, the required one gets it. Where names leave
    it open which of two components a part is, as with two of one product, the choice with the larger `value` stands.
    """
    wanted = [(key, names, _REQUIRED) for key, names in parts.items()]
    wanted += [(key, names, 1.0) for key, names in optional.items()]
    runs = [(run_of(item.name), run_of(item.technology)) for item in components]
    gains = [[weight * max(_overlap(name, run) for name in names) for run in runs] for _, names, weight in wanted]

    def named(chosen: Mapping[int, int]) -> dict[str, str]:
        return {wanted[row][0]: components[column].id for row, column in chosen.items()}

    return named(_settled(best_assignment(gains), gains, lambda chosen: value(named(chosen))))


def _settled(
    chosen: dict[int, int], gains: Sequence[Sequence[float]], value: Callable[[Mapping[int, int]], int]
) -> dict[int, int]:
    """Return the assignment after all exchanges that cost no gain and raise the value, the best one first."""
    reached = value(chosen)
    # The value rises with each exchange and is at most the number of links, so this ends.
    while True:
        best = max(_exchanges(chosen, gains), key=value, default=chosen)
        if (found := value(best)) <= reached:
            return chosen
        chosen, reached = best, found


def _exchanges(chosen: Mapping[int, int], gains: Sequence[Sequence[float]]) -> Iterator[dict[int, int]]:
    """Yield each assignment in which two rows swap columns, or one takes a free column, at no loss of gain."""
    columns = range(len(gains[0]) if gains else 0)
    row_of = {column: row for row, column in chosen.items()}
    for row, column in chosen.items():
        for other in columns:
            rival = row_of.get(other)
            if other == column or gains[row][other] <= 0 or (rival is not None and rival < row):
                continue
            before = gains[row][column] + (gains[rival][other] if rival is not None else 0.0)
            after = gains[row][other] + (gains[rival][column] if rival is not None else 0.0)
            if after >= before and (rival is None or gains[rival][column] > 0):
                yield {**chosen, row: other, **({rival: column} if rival is not None else {})}


def _overlap(accepted: str, runs: tuple[str, str]) -> float:
    name, technology = runs
    run = run_of(accepted)
    if not run:
        return 0.0
    if run == name:
        return _EXACT_NAME
    if run == technology:
        return _EXACT_TECHNOLOGY
    if run in name:
        return 100 + 100 * len(run) / len(name)
    return 100 * len(run) / len(technology) if run in technology else 0.0


def best_assignment(gains: Sequence[Sequence[float]]) -> dict[int, int]:
    """Return, by row, the column that gives the largest sum of gains, each column used once; no gain, no entry.

    Source: Kuhn, The Hungarian method for the assignment problem, 1955, in its form with potentials.

    >>> best_assignment([[3.0, 2.0], [3.0, 0.0]])
    {0: 1, 1: 0}
    """
    rows, columns = len(gains), len(gains[0]) if gains else 0
    size = max(rows, columns)
    if not columns:
        return {}

    # A square of costs, with a margin in front: rows and columns count from 1 in the algorithm.
    costs = [[0.0] * (size + 1) for _ in range(size + 1)]
    for row, line in enumerate(gains, start=1):
        costs[row][1 : columns + 1] = [-gain for gain in line]
    taken = _cheapest(costs, size)
    pairs = sorted((taken[column] - 1, column - 1) for column in range(1, columns + 1))
    return {row: column for row, column in pairs if row < rows and gains[row][column] > 0}


def _cheapest(costs: Sequence[Sequence[float]], size: int) -> list[int]:
    """Return the row of each column (from 1) in the cheapest full assignment of a square."""
    of_row, of_column, taken = [0.0] * (size + 1), [0.0] * (size + 1), [0] * (size + 1)
    for row in range(1, size + 1):
        taken[0] = row
        before, column = _shortest_path(costs, size, of_row, of_column, taken)
        while column:
            taken[column] = taken[before[column]]
            column = before[column]
    return taken


def _shortest_path(
    costs: Sequence[Sequence[float]], size: int, of_row: list[float], of_column: list[float], taken: Sequence[int]
) -> tuple[list[int], int]:
    """Return the way from the new row to a free column, and that column; the potentials are raised on the way."""
    least, before = [inf] * (size + 1), [0] * (size + 1)
    is_used = [False] * (size + 1)
    column = 0
    while taken[column]:
        is_used[column] = True
        row, step, nearest = taken[column], inf, 0
        for other in range(1, size + 1):
            if is_used[other]:
                continue
            reduced = costs[row][other] - of_row[row] - of_column[other]
            if reduced < least[other]:
                least[other], before[other] = reduced, column
            if least[other] < step:
                step, nearest = least[other], other
        for other in range(size + 1):
            if is_used[other]:
                of_row[taken[other]] += step
                of_column[other] -= step
            else:
                least[other] -= step
        column = nearest
    return before, column
