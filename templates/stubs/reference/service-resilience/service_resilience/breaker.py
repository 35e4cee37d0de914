"""The circuit breaker: what fails most of the time is left alone for a while, then tried with a few calls."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from enum import StrEnum


class State(StrEnum):
    """Closed lets calls pass, open refuses them, half-open lets a few pass to see."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Breaker:
    """Opens when at least `threshold` of the last `window` calls failed, once there were `least` of them.

    After `open_s` it lets `trials` calls pass: when all succeed it closes, when one fails it opens again.
    """

    def __init__(
        self,
        *,
        threshold: float = 0.5,
        window: int = 20,
        least: int = 10,
        open_s: float = 10.0,
        trials: int = 3,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.threshold = threshold
        self.least = least
        self.open_s = open_s
        self.trials = trials
        self.clock = clock
        self.opened = 0
        self._results: deque[bool] = deque(maxlen=window)
        self._opened_at: float | None = None
        self._trying = 0
        self._succeeded = 0
        self._round = 0

    @property
    def state(self) -> State:
        """What it does with the next call."""
        if self._opened_at is None:
            return State.CLOSED
        return State.OPEN if self.left_s > 0 else State.HALF_OPEN

    @property
    def left_s(self) -> float:
        """How long it stays open."""
        return 0.0 if self._opened_at is None else max(0.0, self._opened_at + self.open_s - self.clock())

    def admit(self) -> int | None:
        """Return the round a call belongs to, to be told with its result; None when it is refused."""
        state = self.state
        if state is State.OPEN:
            return None
        if state is State.HALF_OPEN:
            if self._trying + self._succeeded >= self.trials:
                return None
            self._trying += 1
        return self._round

    def succeeded(self, round: int) -> None:
        """Count a success. A call of an earlier round says nothing about now."""
        if round != self._round:
            return
        if self._opened_at is None:
            self._results.append(True)
            return
        self._trying -= 1
        self._succeeded += 1
        if self._succeeded >= self.trials:
            self._turn(None)

    def failed(self, round: int) -> None:
        """Count a failure."""
        if round != self._round:
            return
        self._results.append(False)
        failures = self._results.count(False)
        often = len(self._results) >= self.least and failures >= self.threshold * len(self._results)
        if self._opened_at is not None or often:
            self.opened += 1
            self._turn(self.clock())

    def abandoned(self, round: int) -> None:
        """Forget a call that ended without a result."""
        if round == self._round and self._opened_at is not None:
            self._trying -= 1

    def _turn(self, opened_at: float | None) -> None:
        self._opened_at = opened_at
        self._trying = self._succeeded = 0
        self._round += 1
        self._results.clear()
