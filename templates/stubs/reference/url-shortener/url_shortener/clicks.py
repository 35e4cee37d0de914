"""Counting clicks beside the redirect: a bounded buffer that never makes a visitor wait."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress

from .errors import StoreDown
from .ports import Batch, ClickLog


class ClickBuffer:
    """Takes clicks in without waiting, and hands them to the log in batches.

    While the log stalls, at most `size` clicks wait; those beyond are dropped and counted in `lost`. A batch keeps its
    id when it is sent again, so that the log counts it once.
    """

    def __init__(
        self,
        log: ClickLog,
        *,
        size: int = 100_000,
        batch: int = 1_000,
        wait_s: float = 0.05,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.log = log
        self.size = size
        self.batch = batch
        self.wait_s = wait_s
        self.clock = clock
        self.lost = 0
        self._open = 0
        self._waiting: deque[tuple[str, int]] = deque()
        self._some = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._task: asyncio.Task[None] | None = None

    def note(self, code: str) -> None:
        """Count a click of a code; never waits, never fails."""
        if len(self._waiting) >= self.size:
            self.lost += 1
            return
        self._waiting.append((code, int(self.clock()) // 3600))
        self._some.set()

    async def start(self) -> None:
        """Begin to hand clicks to the log."""
        self._task = asyncio.create_task(self._drain())

    async def stop(self, within_s: float = 5.0) -> None:
        """Hand over what waits, for as long as `within_s`, and end; what is left, or was not confirmed, is counted as lost."""
        if self._task is None:
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self.settle(), within_s)
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        self.lost += len(self._waiting) + self._open
        self._task = None

    async def settle(self) -> None:
        """Return when no click waits."""
        while self._waiting or not self._idle.is_set():
            await self._idle.wait()
            await asyncio.sleep(0)

    async def _drain(self) -> None:
        while True:
            await self._some.wait()
            self._idle.clear()
            while self._waiting:
                taken = [self._waiting.popleft() for _ in range(min(self.batch, len(self._waiting)))]
                await self._hand_over(Batch(uuid.uuid4().hex, Counter(taken)))
            self._some.clear()
            self._idle.set()

    async def _hand_over(self, batch: Batch) -> None:
        wait, self._open = self.wait_s, sum(batch.clicks.values())
        while True:
            try:
                await self.log.append(batch)
                self._open = 0
                return
            except StoreDown:
                await asyncio.sleep(wait)
                wait = min(2.0, wait * 2)
