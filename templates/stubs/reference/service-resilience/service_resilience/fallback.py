"""The last good answer of a dependency that makes an answer nicer, with its age."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from .deadlines import Deadline
from .dependency import Dependency
from .errors import Unanswered

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A part of an answer: fresh (age 0), older, or missing (no value)."""

    value: T | None
    age_s: float = 0.0


class LastGood(Generic[T]):
    """Remembers `size` answers, each for `keep_s`; every success fills it."""

    def __init__(
        self, *, size: int = 10_000, keep_s: float = 3_600, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.size = size
        self.keep_s = keep_s
        self.clock = clock
        self._kept: OrderedDict[str, tuple[float, T]] = OrderedDict()

    async def ask(
        self, key: str, dependency: Dependency, work: Callable[[Deadline], Awaitable[T]], deadline: Deadline
    ) -> Part[T]:
        """Return the dependency's answer, the last good one when there is none, or a missing part; never raise Unanswered."""
        try:
            value = await dependency.call(work, deadline)
        except Unanswered:
            return self._last(key)
        self._kept[key] = (self.clock(), value)
        self._kept.move_to_end(key)
        while len(self._kept) > self.size:
            self._kept.popitem(last=False)
        return Part(value)

    def _last(self, key: str) -> Part[T]:
        at, value = self._kept.get(key, (float("-inf"), None))
        age = self.clock() - at
        return Part(value, age) if age <= self.keep_s else Part(None)
