"""Search for good rows: cards, runs of cards and whole groups move up and down while the cost falls.

A weighted cost instead of strict layers, so that a chain too long for a page folds: an asynchronous connection
across a boundary may point up when that makes the picture shapelier.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

FIRM_COST = 30.0
"""What it costs at least to point up the page where that must not be."""

_FLAT_COST = 60.0
_CLIENT_COST = 2.0
_ROW_COST = 2.0
_BLOCK_ROOM = 0.15


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
    """The rows of an outermost group: the number of cards in each, and the most in any."""

    counts: dict[int, int]
    first: int
    last: int
    peak: int

    @classmethod
    def of(cls, counts: dict[int, int]) -> _Block:
        """Return the block of these rows; rows without cards do not count."""
        rows = [row for row, count in counts.items() if count]
        return cls(counts, min(rows), max(rows), max(counts.values())) if rows else cls(counts, 0, -1, 0)


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

    def sweep(self) -> bool:
        """Try each move once and keep what helps; whether anything did."""
        found = False
        for card in range(self.problem.size):
            found |= self._best_shift((card,), (-3, -2, -1, 1, 2, 3))
            found |= self._best_shift(self._run(card, 1), (1,))
            found |= self._best_shift(self._run(card, -1), (-1,))
        for members in self.problem.groups:
            found |= self._best_shift(members, (-4, -3, -2, -1, 1, 2, 3, 4))
        if max(self.rows, default=0) + 1 > self.frame.rows:
            for card in range(self.problem.size):
                found |= self._best_shift(self._downstream(card), (-6, -5, -4, -3, -2, -1))
        return found

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
        return self._change((card,), row - self.rows[card]) if row != self.rows[card] else 0.0

    def part_level(self, *, sweeps: int, fixed: Collection[int] = frozenset()) -> set[int]:
        """Move one end of each level connection out of its row, the one for which it costs less; return who moved."""
        moved: set[int] = set()
        for _ in range(sweeps):
            level = [edge for edge in self.problem.edges if self.rows[edge.source] == self.rows[edge.target]]
            if not level:
                break
            for edge in level:
                free = [card for card in edge[:2] if card not in fixed]
                ends = [(self._change((card,), step), card) for card in free for step in (-1, 1, -2, 2)]
                cost, card = min(ends, default=(0.0, -1))
                if self.rows[edge.source] == self.rows[edge.target] and cost < 0:
                    self._best_shift((card,), (-1, 1, -2, 2))
                    moved.add(card)
        return moved

    def _best_shift(self, cards: Sequence[int], steps: Sequence[int]) -> bool:
        best_step, best = 0, -1e-6
        for step in steps:
            if (change := self._change(cards, step)) < best:
                best_step, best = step, change
        if not best_step:
            return False
        for block, found in self._shifted(cards, best_step).items():
            self._add(self.crowd, block, self.blocks[block], -1)
            self._add(self.crowd, block, found, 1)
            self.blocks[block] = found
        for card in cards:
            self.rows[card] += best_step
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

    def _change(self, cards: Sequence[int], step: int) -> float:
        if len(cards) == 1:
            return self._change_of_one(cards[0], step)
        rows, problem = self.rows, self.problem
        moved = set(cards)
        change = 0.0
        touched: set[int] = set()
        for card in cards:
            row = rows[card]
            for edge in problem.incident[card]:
                source, target = edge.source, edge.target
                if (source in moved) != (target in moved):
                    span = rows[target] - rows[source]
                    change += _span_cost(edge, span + step if target == card else span - step)
                    change -= _span_cost(edge, span)
            change += self._height_cost(row + step) - self._height_cost(row)
            if card in problem.clients:
                change += _CLIENT_COST * step
            touched.update(problem.groups_of[card])
        if change >= self.relief:
            # What lines and height cost already, less crowded rows cannot repay.
            return change
        change += self._crowd_change(cards, step)
        for group in touched:
            change += self._group_change(problem.groups[group], moved, step)
        return change

    def _change_of_one(self, card: int, step: int) -> float:
        """Return the same for a single card: most moves that are tried are of one, so it counts what it takes."""
        rows, problem = self.rows, self.problem
        row = rows[card]
        later = row + step
        change = self._height_cost(later) - self._height_cost(row)
        if card in problem.clients:
            change += _CLIENT_COST * step
        for edge in problem.incident[card]:
            source, target, weight, up_cost = edge
            if target == card:
                span, moved = row - rows[source], later - rows[source]
            else:
                span, moved = rows[target] - row, rows[target] - later
            if moved > 0:
                change += weight * (moved - 1)
            else:
                change += up_cost + weight * (-moved - 1) if moved else _FLAT_COST
            if span > 0:
                change -= weight * (span - 1)
            else:
                change -= up_cost + weight * (-span - 1) if span else _FLAT_COST
        if change >= self.relief:
            return change
        change += self._crowd_change((card,), step)
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
