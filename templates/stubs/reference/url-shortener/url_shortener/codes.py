"""Codes that never collide: Snowflake numbers, written in Base62."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from .errors import NoLease

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
WORKERS = 1024
EPOCH_MS = 1_735_689_600_000  # 2025-01-01; 41 bits of milliseconds last until 2094

_WORKER_BITS, _SEQUENCE_BITS = 10, 12
_MOST_IN_A_MS = 1 << _SEQUENCE_BITS
_MOST_AHEAD_MS = 1_000


def wall_ms() -> int:
    """Return the time of day in milliseconds."""
    return time.time_ns() // 1_000_000


def base62(number: int) -> str:
    """Return a number in digits and letters, without leading zeros.

    >>> base62(0), base62(61), base62(62), base62(2**63 - 1)
    ('0', 'z', '10', 'AzL8n0Y58m7')
    """
    digits = []
    while True:
        number, digit = divmod(number, 62)
        digits.append(ALPHABET[digit])
        if not number:
            return "".join(reversed(digits))


class Snowflake:
    """Makes 63-bit numbers: 41 bits time, 10 bits worker, 12 bits sequence. Safe to use from several threads.

    Two generators with different workers never make the same number; one never repeats itself, because its own time
    only goes forward: when the clock runs back a little, or a millisecond is used up, it goes on from where it was.
    When that gets it more than a second ahead of the clock, it stops, and so it does from `valid_until_ms` on.
    """

    def __init__(self, worker: int, *, clock: Callable[[], int] = wall_ms, valid_until_ms: int | None = None) -> None:
        if not 0 <= worker < WORKERS:
            raise ValueError(f"worker {worker} is not from 0 to {WORKERS - 1}")
        self.worker = worker
        self.valid_until_ms = valid_until_ms
        self._clock = clock
        self._lock = threading.Lock()
        self._last_ms = -1
        self._sequence = 0

    def take(self) -> int:
        """Return the next number.

        Raises:
            NoLease: the worker number may not be used any more, or the clock ran back too far.
        """
        with self._lock:
            now = self._clock()
            if self.valid_until_ms is not None and now >= self.valid_until_ms:
                raise NoLease(f"the lease of worker {self.worker} has ended")
            if now > self._last_ms:
                self._last_ms, self._sequence = now, 0
            elif self._sequence + 1 < _MOST_IN_A_MS:
                self._sequence += 1
            else:
                self._last_ms, self._sequence = self._last_ms + 1, 0
            if self._last_ms - now > _MOST_AHEAD_MS:
                raise NoLease(f"the clock is {self._last_ms - now} ms behind the last code")
            time_part = (self._last_ms - EPOCH_MS) << (_WORKER_BITS + _SEQUENCE_BITS)
            return time_part | self.worker << _SEQUENCE_BITS | self._sequence

    def code(self) -> str:
        """Return the next number as a code."""
        return base62(self.take())
