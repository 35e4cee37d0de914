"""Choose where lines touch a card: straight below their next bend where they can, spread out where they cannot."""

from __future__ import annotations

from collections.abc import Sequence

_STEP = 18.0


def spread_ports(wanted: Sequence[float], low: float, high: float) -> list[float]:
    """Return a place between `low` and `high` for each line, in the order of `wanted`, which is sorted.

    Lines whose wanted place lies within the side keep it where there is room; those that come from further out
    stand beside them.

    >>> spread_ports([-50.0, 10.0, 300.0], 0.0, 100.0)
    [0.0, 10.0, 28.0]
    """
    inside = [place for place in wanted if low <= place <= high]
    left = sum(1 for place in wanted if place < low)
    right = len(wanted) - left - len(inside)
    if not inside:
        return _spread_outer(left, right, low, high)
    before = [inside[0] - _STEP * (left - number) for number in range(left)]
    after = [inside[-1] + _STEP * (number + 1) for number in range(right)]
    return _kept_apart([*before, *inside, *after], low, high)


def _spread_outer(left: int, right: int, low: float, high: float) -> list[float]:
    """Return places for lines that all come from outside: those from the left first."""
    count = left + right
    if count == 1:
        return [low + (high - low) * (0.3 if left else 0.7)]
    step = min(_STEP * 1.6, (high - low) / max(count - 1, 1))
    first = (low + high) / 2 - step * (count - 1) / 2
    return [first + step * number for number in range(count)]


def _kept_apart(places: list[float], low: float, high: float) -> list[float]:
    """Return sorted places moved as little as it takes to stay between the ends and apart from each other."""
    gap = min(_STEP / 2, (high - low) / max(len(places) - 1, 1))
    found: list[float] = []
    for place in places:
        found.append(max(place, found[-1] + gap if found else low))
    limit = high
    for number in range(len(found) - 1, -1, -1):
        found[number] = min(found[number], limit)
        limit = found[number] - gap
    return found
