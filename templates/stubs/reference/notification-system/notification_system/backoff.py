"""How long to wait before trying again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits that double up to a bound, spread, so that what failed together does not come back together."""

    first_s: float = 1.0
    longest_s: float = 300.0
    attempts: int = 5

    def bounds(self, attempt: int) -> tuple[float, float]:
        """Return the least and the longest wait after an attempt, the first being 1.

        >>> Backoff(first_s=1, longest_s=5).bounds(3)
        (2.0, 4.0)
        """
        longest = min(self.longest_s, self.first_s * 2.0 ** (attempt - 1))
        return longest / 2, longest

    def wait_s(self, attempt: int, random: Callable[[], float]) -> float:
        """Return the wait after an attempt."""
        least, longest = self.bounds(attempt)
        return least + (longest - least) * random()
