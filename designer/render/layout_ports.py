"""Choose where lines touch a card: straight below their next bend where they can, spread out where they cannot."""

from __future__ import annotations

from collections.abc import Sequence

_STEP = 18.0


def spread_ports(wanted: Sequence[float], low: float, high: float) -> list[float]:
    """Return a place between `low` and `high` for each line, in the order of `wanted`, which is sorted.

    Lines whose wanted place lies within the side keep it; the others share what is left on their side.

    >>> spread_ports([-50.0, 10.0, 300.0], 0.0, 100.0)
    [0.0, 10.0, 28.0]
    """
    inside = [place for place in wanted if low <= place <= high]
    left = sum(1 for place in wanted if place < low)
    right = len(wanted) - left - len(inside)
    if not inside:
        return _spread_outer(left, right, low, high)
    before = _fill(low, inside[0], left, is_left=True)
    after = _fill(inside[-1], high, right, is_left=False)
    return [*before, *inside, *after]


def _spread_outer(left: int, right: int, low: float, high: float) -> list[float]:
    """Return places for lines that all come from outside: those from the left first."""
    count = left + right
    if count == 1:
        return [low + (high - low) * (0.3 if left else 0.7)]
    step = min(_STEP * 1.6, (high - low) / max(count - 1, 1))
    middle = (low + high) / 2
    first = middle - step * (count - 1) / 2
    return [first + step * number for number in range(count)]


def _fill(start: float, end: float, count: int, *, is_left: bool) -> list[float]:
    """Return `count` places strictly between a taken place and an end of the side, nearest to the taken one."""
    if not count:
        return []
    step = min(_STEP, (end - start) / count)
    if is_left:
        return [end - step * (count - number) for number in range(count)]
    return [start + step * (number + 1) for number in range(count)]
