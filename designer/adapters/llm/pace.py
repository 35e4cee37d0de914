"""When to try again: jittered exponential waits that honour the server's word, within one deadline."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from designer.adapters.llm.settings import ModelSettings

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 8.0


class Pace(NamedTuple):
    """Time and chance, as arguments: `chance` returns a number from 0 to 1, `clock` seconds."""

    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    clock: Callable[[], float] = time.monotonic


@dataclass(slots=True)
class Patience:
    """What is left of the tries and the time for one answer."""

    settings: ModelSettings
    pace: Pace
    until: float
    tries: int = 0

    @classmethod
    def start(cls, settings: ModelSettings, pace: Pace) -> Patience:
        """Return the patience for an answer asked for now."""
        return cls(settings, pace, until=pace.clock() + settings.deadline_s)

    @property
    def request_s(self) -> float:
        """Seconds that the next request may take; zero or less when the deadline is over."""
        return min(self.settings.timeout_s, self.until - self.pace.clock())

    def count(self) -> bool:
        """Count a failed try and return whether there may be another."""
        self.tries += 1
        return self.tries < self.settings.max_tries and self.request_s > 0

    def wait(self, at_least_s: float | None = None) -> bool:
        """Wait before another try; return False, without waiting, when the deadline is too near.

        The wait doubles with every try, half of it at random, and is never shorter than the server asked.
        """
        backoff = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** (self.tries - 1))
        delay = max(at_least_s or 0.0, backoff * (0.5 + self.pace.chance() / 2))
        if self.pace.clock() + delay >= self.until:
            return False
        self.pace.sleep(delay)
        return True
