"""Search for good rows: cards, runs of cards and whole groups move up and down while the cost falls.

A weighted cost instead of strict layers, so that a chain too long for a page folds: an asynchronous connection
across a boundary may point up when that makes the picture shapelier.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

FIRM_COST = 30.0
"""What it costs at least to point up the page where that must not be."""

_FLAT_COST = 60.0
_CLIENT_COST = 2.0
_ROW_COST = 2.0
_BLOCK_ROOM = 0.15
_GAIN = -1e-6
_NEAR = (-3, -2, -1, 1, 2, 3)
_WIDE = (-4, *_NEAR, 4)
_UP = (-6, -5, -4, -3, -2, -1)


class RankEdge(NamedTuple):
    """A connection between two cards, by index; `up_cost` is the price of pointing up the page."""

    source: int
    target: int
    weight: float = 1.0
    up_cost: float = 12.0


class Frame(NamedTuple):
    """The shape wanted: cards in a row, and rows; and what it costs to have more of them, and to stretch groups."""

    cards: float
    rows: float
    crowd_cost: float = 2.5
    tall_cost: float = 2.5
    group_cost: float = 2.0


@dataclass(frozen=True, slots=True)
class RankProblem:
    """Cards 0 to `size` - 1, the connections between them, the groups that hold them, and those that start it.

    `block_of` is the outermost group of each card, or -1: a block takes its widest row's room in all its rows.
    """

    size: int
    edges: tuple[RankEdge, ...]
    groups: tuple[tuple[int, ...], ...] = ()
    block_of: tuple[int, ...] = ()
    clients: frozenset[int] = frozenset()
    incident: tuple[tuple[RankEdge, ...], ...] = field(init=False)
    groups_of: tuple[tuple[int, ...], ...] = field(init=False)

    def __post_init__(self) -> None:
        """Index connections and groups by card."""
        incident: list[list[RankEdge]] = [[] for _ in range(self.size)]
        for edge in self.edges:
            incident[edge.source].append(edge)
            incident[edge.target].append(edge)
        groups_of: list[list[int]] = [[] for _ in range(self.size)]
        for number, members in enumerate(self.groups):
            for member in members:
                groups_of[member].append(number)
        object.__setattr__(self, "incident", tuple(tuple(one) for one in incident))
        object.__setattr__(self, "groups_of", tuple(tuple(one) for one in groups_of))

    def folded(self, share: float) -> RankProblem:
        """Return the problem with connections that may point up the page for this share of their price."""
        if share == 1:
            return self
        edges = [one if one.up_cost >= FIRM_COST else one._replace(up_cost=one.up_cost * share) for one in self.edges]
        return replace(self, edges=tuple(edges))


class _Block(NamedTuple):
    """The rows of an outermost group: the number of cards in each, the most in any, and in how many rows that is."""

    counts: dict[int, int]
    first: int
    last: int
    peak: int
    peaks: int

    @classmethod
    def of(cls, counts: dict[int, int]) -> _Block:
        """Return the block of these rows; rows without cards do not count."""
        rows = [row for row, count in counts.items() if count]
        if not rows:
            return cls(counts, 0, -1, 0, 0)
        held = list(counts.values())
        peak = max(held)
        return cls(counts, min(rows), max(rows), peak, held.count(peak))

    def after(self, row: int, later: int) -> tuple[int, int, int]:
        """Return the first row, the last and the most cards in any when one card moves from a row to another."""
        counts, first, last, peak, peaks = self
        more = counts.get(later, 0) + 1
        if more > peak:
            peak = more
        elif more < peak == counts[row] and peaks == 1:
            peak -= 1
        if counts[row] == 1 and row in (first, last):
            others = [other for other, count in counts.items() if count and other != row]
            first, last = min(others, default=later), max(others, default=later)
        return min(first, later), max(last, later), peak


class _Stretch(NamedTuple):
    """A connection with one end that moves: its rows from end to end, whether they grow with the step, its cost now."""

    edge: RankEdge
    span: int
    sign: int
    cost: float


class RowSearch:
    """Rows that improve by moving cards, runs of cards and whole groups while the cost falls."""

    def __init__(self, problem: RankProblem, frame: Frame, rows: list[int]) -> None:
        self.problem = problem
        self.frame = frame
        self.rows = rows
        self.block_of = problem.block_of or (-1,) * problem.size
        counts: dict[int, dict[int, int]] = {}
        for card, row in enumerate(rows):
            count = counts.setdefault(self.block_of[card], {})
            count[row] = count.get(row, 0) + 1
        self.blocks = {block: _Block.of(found) for block, found in counts.items()}
        self.crowd: dict[int, float] = {}
        for block, found in self.blocks.items():
            self._add(self.crowd, block, found, 1)
        self.relief = self._most_relief()
        self.shifts = 0
        self.vain: dict[tuple[int, str], int] = {}

    def sweep(self) -> bool:
        """Try each move once and keep what helps; whether anything did."""
        before = self.shifts
        for card in range(self.problem.size):
            moved = self._try(card, "alone", lambda card: (card,), _NEAR)
            for step in (1, -1):
                # While nothing moved, a run of one is what was tried just now.
                least = 1 if moved else 2
                moved |= self._try(card, f"run{step}", partial(self._run, step=step), (step,), least=least)
        for number in range(len(self.problem.groups)):
            self._try(number, "group", self.problem.groups.__getitem__, _WIDE)
        if max(self.rows, default=0) + 1 > self.frame.rows:
            for card in range(self.problem.size):
                self._try(card, "downstream", self._downstream, _UP)
        return self.shifts > before

    def _try(
        self, number: int, sort: str, cards_of: Callable[[int], Sequence[int]], steps: Sequence[int], *, least: int = 1
    ) -> bool:
        """Make the best of a sort of moves, unless it was in vain before and nothing moved since; whether one helped."""
        if self.vain.get((number, sort)) == self.shifts:
            return False
        cards = cards_of(number)
        if len(cards) >= least and self._best_shift(cards, steps):
            return True
        self.vain[number, sort] = self.shifts
        return False

    def settle(self, cards: Sequence[int], *, sweeps: int) -> None:
        """Move only these cards, each to the row that costs least, until none gains by moving."""
        for _ in range(sweeps):
            height = max(self.rows, default=0) + 1
            steps = [step for step in range(-height, height + 1) if step]
            gains = [self._best_shift((card,), steps) for card in cards]
            if not any(gains):
                return

    def cost_of(self, card: int, row: int) -> float:
        """Return what it costs more, or less, when a card stands in another row."""
        return self._change_of_one(card, row - self.rows[card]) if row != self.rows[card] else 0.0

    def part_level(self, *, sweeps: int, fixed: Collection[int] = frozenset()) -> set[int]:
        """Move one end of each level connection out of its row, the one for which it costs less; return who moved."""
        moved: set[int] = set()
        for _ in range(sweeps):
            level = [edge for edge in self.problem.edges if self.rows[edge.source] == self.rows[edge.target]]
            if not level:
                break
            for edge in level:
                free = [card for card in edge[:2] if card not in fixed]
                ends = [(self._change_of_one(card, step), card) for card in free for step in (-1, 1, -2, 2)]
                cost, card = min(ends, default=(0.0, -1))
                if self.rows[edge.source] == self.rows[edge.target] and cost < 0:
                    self._best_shift((card,), (-1, 1, -2, 2))
                    moved.add(card)
        return moved

    def _best_shift(self, cards: Sequence[int], steps: Sequence[int]) -> bool:
        best_step = self._best_step_of_one(cards[0], steps) if len(cards) == 1 else self._best_step(cards, steps)
        if not best_step:
            return False
        for block, found in self._shifted(cards, best_step).items():
            self._add(self.crowd, block, self.blocks[block], -1)
            self._add(self.crowd, block, found, 1)
            self.blocks[block] = found
        for card in cards:
            self.rows[card] += best_step
        self.shifts += 1
        self.relief = self._most_relief()
        return True

    def _most_relief(self) -> float:
        """Return the most that any move could gain by easing crowds and groups."""
        crowds = sum([self._crowd_cost(room) - _ROW_COST for room in self.crowd.values() if room >= 0.5])
        return crowds + 2 * _ROW_COST + 3 * self.frame.group_cost

    def _shifted(self, cards: Sequence[int], step: int) -> dict[int, _Block]:
        """Return the blocks that change when `cards` move by `step` rows."""
        counts: dict[int, dict[int, int]] = {}
        for card in cards:
            block = self.block_of[card]
            found = counts.get(block)
            if found is None:
                found = counts[block] = dict(self.blocks[block].counts)
            row = self.rows[card]
            found[row] -= 1
            found[row + step] = found.get(row + step, 0) + 1
        return {block: _Block.of(found) for block, found in counts.items()}

    def _add(self, crowd: dict[int, float], block: int, found: _Block, sign: int) -> None:
        """Add the room that a block takes to each of its rows; cards in no block take room one by one."""
        if block < 0:
            for row, count in found.counts.items():
                crowd[row] = crowd.get(row, 0.0) + sign * count
        else:
            for row in range(found.first, found.last + 1):
                crowd[row] = crowd.get(row, 0.0) + sign * (found.peak + _BLOCK_ROOM)

    def _crowd_change(self, cards: Sequence[int], step: int) -> float:
        more: dict[int, float] = {}
        for block, found in self._shifted(cards, step).items():
            self._add(more, block, self.blocks[block], -1)
            self._add(more, block, found, 1)
        change = 0.0
        for row, room in more.items():
            before = self.crowd.get(row, 0.0)
            change += self._crowd_cost(before + room) - self._crowd_cost(before)
        return change

    def _crowd_change_of_one(self, card: int, later: int) -> float:
        """Return what it costs more in crowded rows when a single card moves to the row `later`."""
        crowd, cost, row = self.crowd, self._crowd_cost, self.rows[card]
        if (block := self.block_of[card]) < 0:
            here, there = crowd.get(row, 0.0), crowd.get(later, 0.0)
            return cost(here - 1) - cost(here) + (cost(there + 1) - cost(there))
        held = self.blocks[block]
        first, last, peak = held.after(row, later)
        room, less = peak + _BLOCK_ROOM, held.peak + _BLOCK_ROOM
        if peak == held.peak and first == held.first and last == held.last:
            return 0.0
        change = 0.0
        rows = (*range(held.first, held.last + 1), *range(first, held.first), *range(held.last + 1, last + 1))
        for one in rows:
            before = crowd.get(one, 0.0)
            more = (room if first <= one <= last else 0.0) - (less if held.first <= one <= held.last else 0.0)
            if more:
                change += cost(before + more) - cost(before)
        return change

    def _stretches(self, cards: Sequence[int]) -> list[list[_Stretch]]:
        """Return for each of several cards that move together the connections which that makes longer or shorter."""
        rows, incident = self.rows, self.problem.incident
        moved = set(cards)
        found: list[list[_Stretch]] = []
        for card in cards:
            mine = []
            for edge in incident[card]:
                if (edge[0] in moved) != (edge[1] in moved):
                    span = rows[edge[1]] - rows[edge[0]]
                    mine.append(_Stretch(edge, span, 1 if edge[1] == card else -1, _span_cost(edge, span)))
            found.append(mine)
        return found

    def _change(self, cards: Sequence[int], step: int, stretches: Sequence[Sequence[_Stretch]]) -> float:
        """Return what it costs more when several cards move by `step` rows together."""
        rows, problem = self.rows, self.problem
        change = 0.0
        for card, mine in zip(cards, stretches, strict=True):
            for edge, span, sign, cost in mine:
                change += _span_cost(edge, span + sign * step) - cost
            row = rows[card]
            change += self._height_cost(row + step) - self._height_cost(row)
            if card in problem.clients:
                change += _CLIENT_COST * step
        if change >= self.relief:
            # What lines and height cost already, less crowded rows cannot repay.
            return change
        change += self._crowd_change(cards, step)
        moved = set(cards)
        for group in sorted({group for card in cards for group in problem.groups_of[card]}):
            change += self._group_change(problem.groups[group], moved, step)
        return change

    def _best_step(self, cards: Sequence[int], steps: Sequence[int]) -> int:
        """Return the step for which it costs least to move several cards together, 0 where none gains."""
        best_step, best = 0, _GAIN
        stretches = self._stretches(cards)
        for step in steps:
            if (change := self._change(cards, step, stretches)) < best:
                best_step, best = step, change
        return best_step

    def _best_step_of_one(self, card: int, steps: Sequence[int]) -> int:
        """Return the same for a single card: most moves that are tried are of one."""
        ends, now = self._ends(card)
        relief = self._relief_of_one(card, max(abs(step) for step in steps))
        best_step, best = 0, _GAIN
        if -now - relief >= best:
            return 0
        row = self.rows[card]
        for step in steps:
            change = self._lines_cost(card, ends, row + step) - now
            if change - relief < best and (change := change + self._room_change(card, row + step)) < best:
                best_step, best = step, change
        return best_step

    def _change_of_one(self, card: int, step: int) -> float:
        """Return what it costs more when a card moves by `step` rows."""
        ends, now = self._ends(card)
        later = self.rows[card] + step
        return self._lines_cost(card, ends, later) - now + self._room_change(card, later)

    def _ends(self, card: int) -> tuple[list[tuple[int, int, float, float]], float]:
        """Return the rows that a card's connections lead to, and what they and its height cost now.

        Each comes with 1 where it points to the card, else -1, with its weight and the price of pointing up.
        """
        rows = self.rows
        ends = [
            (rows[source], 1, weight, up_cost) if target == card else (rows[target], -1, weight, up_cost)
            for source, target, weight, up_cost in self.problem.incident[card]
        ]
        return ends, self._lines_cost(card, ends, rows[card])

    def _lines_cost(self, card: int, ends: Sequence[tuple[int, int, float, float]], row: int) -> float:
        """Return what a card's connections and its height cost when it stands in a row."""
        cost = self._height_cost(row)
        if card in self.problem.clients:
            cost += _CLIENT_COST * row
        for other, sign, weight, up_cost in ends:
            span = (row - other) * sign
            if span > 0:
                cost += weight * (span - 1)
            elif span:
                cost += up_cost + weight * (-span - 1)
            else:
                cost += _FLAT_COST
        return cost

    def _relief_of_one(self, card: int, most: int) -> float:
        """Return the most that a card could gain by easing crowds and groups when it moves `most` rows at most."""
        row = self.rows[card]
        groups = most * self.frame.group_cost * len(self.problem.groups_of[card])
        if (block := self.block_of[card]) < 0:
            here = self.crowd.get(row, 0.0)
            return groups + self._crowd_cost(here) - self._crowd_cost(here - 1)
        counts, first, last, peak, peaks = self.blocks[block]
        eases = (peaks == 1 and counts[row] == peak) or (counts[row] == 1 and row in (first, last))
        return groups + (self.relief if eases else 0.0)

    def _room_change(self, card: int, later: int) -> float:
        """Return what less or more crowded rows and the groups around a card cost when it moves to the row `later`."""
        rows, problem, row = self.rows, self.problem, self.rows[card]
        change = self._crowd_change_of_one(card, later)
        for group in problem.groups_of[card]:
            spots = [rows[member] for member in problem.groups[group] if member != card]
            if spots:
                low, high = min(spots), max(spots)
                change += self.frame.group_cost * (max(high, later) - min(low, later) - max(high, row) + min(low, row))
        return change

    def _height_cost(self, row: int) -> float:
        over = row + 1 - self.frame.rows if row >= 0 else -row
        return self.frame.tall_cost * over if over > 0 else 0.0

    def _crowd_cost(self, count: float) -> float:
        if count < 0.5:
            return 0.0
        over = count - self.frame.cards
        return _ROW_COST + (self.frame.crowd_cost * over * over if over > 0 else 0.0)

    def _group_change(self, members: Sequence[int], moved: set[int], step: int) -> float:
        rows = [self.rows[member] for member in members]
        after = [self.rows[member] + step if member in moved else self.rows[member] for member in members]
        return self.frame.group_cost * ((max(after) - min(after)) - (max(rows) - min(rows)))

    def _run(self, card: int, step: int) -> tuple[int, ...]:
        """Return `card` and all cards that it pushes along when it moves by `step`, which is 1 or -1."""
        found = [card]
        seen = {card}
        for one in found:
            for edge in self.problem.incident[one]:
                span = self.rows[edge.target] - self.rows[edge.source]
                other = edge.target if edge.source == one else edge.source
                pushes = (edge.source == one) == (step == 1)
                if span == 1 and pushes and other not in seen:
                    seen.add(other)
                    found.append(other)
        return tuple(found)

    def _downstream(self, card: int) -> tuple[int, ...]:
        """Return `card` and everything reached from it along connections that point down."""
        found = [card]
        seen = {card}
        for one in found:
            for edge in self.problem.incident[one]:
                if edge.source == one and edge.target not in seen and self.rows[edge.target] > self.rows[one]:
                    seen.add(edge.target)
                    found.append(edge.target)
        return tuple(found)


def _span_cost(edge: RankEdge, span: int) -> float:
    if span > 0:
        return edge.weight * (span - 1)
    if span == 0:
        return _FLAT_COST
    return edge.up_cost + edge.weight * (-span - 1)
