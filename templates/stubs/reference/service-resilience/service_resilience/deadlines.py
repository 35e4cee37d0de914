"""One deadline for a request, passed on to everything it causes as the time that is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

HEADER = "X-Deadline-Ms"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on a clock of this process. Between processes the time left is told: their clocks differ."""

    ends_at: float
    clock: Callable[[], float] = time.monotonic

    @classmethod
    def after(cls, seconds: float, clock: Callable[[], float] = time.monotonic) -> Deadline:
        """Return the deadline some seconds from now."""
        return cls(clock() + seconds, clock)

    @property
    def left_s(self) -> float:
        """The seconds left, 0 when it is over."""
        return max(0.0, self.ends_at - self.clock())

    @property
    def header(self) -> dict[str, str]:
        """The header that tells the callee how long its answer is of use."""
        return {HEADER: str(int(self.left_s * 1000))}

    def sooner(self, text: str | None) -> Deadline:
        """Return this deadline, or the one that a caller's header tells when that comes before."""
        if text is None or not text.isdecimal() or len(text) > 9:
            return self
        return Deadline(min(self.ends_at, self.clock() + int(text) / 1000), self.clock)
