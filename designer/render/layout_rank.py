"""Give each card a row: connections point down the page, rows stay within a width, boundaries stay together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from designer.render.layout_search import Frame, RankProblem, RowSearch

_SWEEPS = ((60, 8), (150, 4), (300, 1))


def rank_cards(problem: RankProblem, frame: Frame) -> tuple[int, ...]:
    """Return the row of each card, from 0 at the top without gaps; connected cards never share a row."""
    search = RowSearch(problem, frame, _first_rows(problem, frame))
    # The cost of a sweep grows with the square of the cards, so large pictures get fewer.
    for _ in range(next((sweeps for size, sweeps in _SWEEPS if problem.size <= size), 0)):
        if not search.sweep():
            break
    return _without_gaps(without_level_edges(problem, search.rows))


def without_level_edges(problem: RankProblem, rows: Sequence[int]) -> list[int]:
    """Return rows in which no connection is level: one of its ends gets a row of its own below."""
    found = list(rows)
    for edge in problem.edges:
        row = found[edge.source]
        if row == found[edge.target]:
            found = [one + 1 if one > row else one for one in found]
            found[edge.target] = row + 1
    return found


def _without_gaps(rows: Sequence[int]) -> tuple[int, ...]:
    order = {row: number for number, row in enumerate(sorted(set(rows)))}
    return tuple(order[row] for row in rows)


def _first_rows(problem: RankProblem, frame: Frame) -> list[int]:
    """Return the rows to start from; cards that nothing connects are dealt out evenly."""
    rows = _longest_paths(problem)
    alone = [card for card in range(problem.size) if not problem.incident[card]]
    per_row = max(1, round(frame.cards))
    for number, card in enumerate(alone):
        rows[card] = number // per_row
    return rows


def _longest_paths(problem: RankProblem) -> list[int]:
    """Return the rows of the plain layered drawing, cycles opened where a depth-first walk closes them."""
    outgoing: list[list[int]] = [[] for _ in range(problem.size)]
    has_caller = [False] * problem.size
    for edge in sorted(problem.edges, key=lambda one: -one.weight):
        outgoing[edge.source].append(edge.target)
        has_caller[edge.target] = True
    starts = sorted(range(problem.size), key=lambda one: (one not in problem.clients, has_caller[one], one))
    finished = _finishing_order(outgoing, starts)
    position = {card: number for number, card in enumerate(finished)}
    rows = [0] * problem.size
    for card in reversed(finished):
        for target in outgoing[card]:
            if position[target] < position[card]:
                rows[target] = max(rows[target], rows[card] + 1)
    return rows


def _finishing_order(outgoing: Sequence[Sequence[int]], starts: Iterable[int]) -> list[int]:
    finished: list[int] = []
    seen: set[int] = set()
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        stack = [(start, iter(outgoing[start]))]
        while stack:
            card, targets = stack[-1]
            for target in targets:
                if target not in seen:
                    seen.add(target)
                    stack.append((target, iter(outgoing[target])))
                    break
            else:
                stack.pop()
                finished.append(card)
    return finished
