"""Time that jumps: tests of hours and of thousands of requests run in seconds, the same way each time."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps to the next timer instead of waiting for it."""

    def __init__(self) -> None:
        super().__init__(_Jump(self))
        self.now = 1_000.0

    def time(self) -> float:
        """Return the virtual time in seconds."""
        return self.now


class _Jump(selectors.DefaultSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self.loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        assert timeout is not None, "everybody waits for something that never comes"
        self.loop.now += max(timeout, 0)
        return super().select(0)


def simulate(loop: VirtualLoop, work: Coroutine[Any, Any, T]) -> T:
    """Return what `work` returns when it runs in virtual time; the loop is closed then."""
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()
