"""Ids that grow with time, so that one number is identity, order and cursor."""

from __future__ import annotations

import threading
from collections.abc import Callable

NEWEST = (1 << 63) - 1  # no post has it: the cursor before the newest


class PostIds:
    """Gives 63-bit ids: milliseconds since `epoch_s`, ten bits for the worker, twelve to count within a millisecond."""

    def __init__(self, *, clock: Callable[[], float], worker: int = 0, epoch_s: float = 1_600_000_000.0) -> None:
        if not 0 <= worker < 1024:
            raise ValueError("a worker is a number from 0 to 1023")
        self._clock = clock
        self._worker = worker
        self._epoch_s = epoch_s
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        """Return an id larger than all before, also when the clock goes back or a millisecond is full."""
        with self._lock:
            now = int((self._clock() - self._epoch_s) * 1000) << 12
            self._last = max(self._last + 1, now)
            count, milliseconds = self._last & 0xFFF, self._last >> 12
            return milliseconds << 22 | self._worker << 12 | count
