"""Give each horizontal run between two rows its own track, so that lines cross rarely and never lie on each other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

_GAP = 10.0
_TOUCH = 7.0
_CLASH_COST = 50
_MANY = 70


class Run(NamedTuple):
    """The part of a net between two rows: where its lines come in from above, and where they leave below."""

    net: int
    above: tuple[float, ...]
    below: tuple[float, ...]

    @property
    def low(self) -> float:
        """The left end."""
        return min(*self.above, *self.below)

    @property
    def high(self) -> float:
        """The right end."""
        return max(*self.above, *self.below)

    @property
    def is_straight(self) -> bool:
        """Whether it goes straight down and needs no track."""
        return self.high - self.low < 0.01


def assign_tracks(runs: Sequence[Run]) -> dict[int, int]:
    """Return the track of each run by its net, counted from the upper row.

    Runs that go straight down have none.
    """
    bent = [run for run in runs if not run.is_straight]
    if len(bent) > _MANY:
        return _first_fit(bent)
    below: list[set[int]] = [set() for _ in bent]
    for first, second in _preferences(bent):
        if not _reaches(below, second, first):
            below[first].add(second)
        elif not _reaches(below, first, second):
            below[second].add(first)
    levels = _levels(below)
    return {run.net: level for run, level in zip(bent, levels, strict=True)}


def _first_fit(runs: Sequence[Run]) -> dict[int, int]:
    """Return tracks that keep runs apart without a look at crossings, which there are too many of to avoid."""
    ends: list[float] = []
    tracks: dict[int, int] = {}
    for run in sorted(runs, key=lambda one: (one.low, one.high, one.net)):
        track = next((number for number, end in enumerate(ends) if end + _GAP < run.low), len(ends))
        ends[track : track + 1] = [run.high]
        tracks[run.net] = track
    return tracks


def clashes(runs: Sequence[Run], tracks: dict[int, int]) -> list[tuple[int, int]]:
    """Return pairs of nets (first, second) where a line of the first from above runs beside one of the second below.

    Tracks alone cannot part them: one of the two lines has to move aside.
    """
    bent = [run for run in runs if run.net in tracks]
    lowers = sorted((u, number) for number, run in enumerate(bent) for u in run.below)
    places = [u for u, _ in lowers]
    found: list[tuple[int, int]] = []
    for first in bent:
        near: set[int] = set()
        for u in first.above:
            start, end = bisect_right(places, u - _TOUCH), bisect_left(places, u + _TOUCH)
            near.update(number for _, number in lowers[start:end])
        found += [
            (first.net, bent[number].net) for number in sorted(near) if tracks[first.net] > tracks[bent[number].net]
        ]
    return found


def _preferences(runs: Sequence[Run]) -> list[tuple[int, int]]:
    """Return pairs (upper, lower) of runs that cannot share a track, the strongest wishes first."""
    wishes: list[tuple[int, int, int]] = []
    for one, first in enumerate(runs):
        for two in range(one + 1, len(runs)):
            second = runs[two]
            if first.low - _GAP >= second.high or second.low - _GAP >= first.high:
                continue
            above, below = _crossings(first, second), _crossings(second, first)
            if above == below:
                # Runs to the right go below runs to the left: steps that do not cross.
                above += first.low < second.low
            wishes.append((abs(above - below), one, two) if above < below else (abs(above - below), two, one))
    wishes.sort(key=lambda wish: (-wish[0], wish[1], wish[2]))
    return [(upper, lower) for _, upper, lower in wishes]


def _crossings(upper: Run, lower: Run) -> int:
    """Return how often two runs cross when `upper` lies above `lower`; lines on top of each other cost most."""
    count = 0
    for u in lower.above:
        count += upper.low < u < upper.high
        count += _CLASH_COST * any(abs(u - other) < _TOUCH for other in upper.below)
    for u in upper.below:
        count += lower.low < u < lower.high
    return count


def _reaches(below: Sequence[set[int]], start: int, goal: int) -> bool:
    seen = {start}
    stack = [start]
    while stack:
        one = stack.pop()
        if one == goal:
            return True
        fresh = below[one] - seen
        seen |= fresh
        stack.extend(fresh)
    return False


def _levels(below: Sequence[set[int]]) -> list[int]:
    """Return the longest chain above each run."""
    waiting = [0] * len(below)
    for lower in below:
        for one in lower:
            waiting[one] += 1
    levels = [0] * len(below)
    ready = [one for one, count in enumerate(waiting) if not count]
    for one in ready:
        for other in sorted(below[one]):
            levels[other] = max(levels[other], levels[one] + 1)
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return levels
