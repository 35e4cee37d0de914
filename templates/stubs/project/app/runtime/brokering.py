"""A broker in this process: at-least-once delivery, retry with growing waits, dead letters."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from app.runtime.logs import log

_MOST_KEPT = 10_000


@dataclass(slots=True)
class _Consumer:
    handle: Callable[[Any], Awaitable[None]]
    by_name_only: bool
    waiting: asyncio.Queue[tuple[int, Any]] = field(default_factory=asyncio.Queue)


class MemoryBroker:
    """A queue gives each message to one consumer in turn; a log (`fan_out`) gives it to all.

    A message is done when its handling returned. When that raises, it comes again after a wait that doubles, and
    after `deliveries` tries it is set aside in `dead`. A process that ends loses what waits: use a real broker for more.
    """

    def __init__(self, name: str, *, fan_out: bool, deliveries: int, wait_s: float) -> None:
        self.name = name
        self.fan_out = fan_out
        self.deliveries = deliveries
        self.wait_s = wait_s
        self.published = 0
        self.dead: deque[tuple[str, Any]] = deque(maxlen=_MOST_KEPT)
        self._unclaimed: deque[tuple[Any, str | None]] = deque(maxlen=_MOST_KEPT)
        self._consumers: dict[str, _Consumer] = {}
        self._open = 0
        self._turn = count()
        self._idle = asyncio.Event()
        self._idle.set()
        self._tasks: list[asyncio.Task[None]] = []

    def subscribe(self, consumer: str, handle: Callable[[Any], Awaitable[None]], *, by_name_only: bool = False) -> None:
        """Let `handle` have what is published from now on, and what waited for a first consumer."""
        self._consumers[consumer] = _Consumer(handle, by_name_only)
        self._tasks.append(asyncio.create_task(self._serve(consumer)))
        while self._unclaimed:
            message, to = self._unclaimed.popleft()
            if not self._give(message, to):
                break

    async def start(self) -> None:
        """Nothing to do: messages go to consumers from when they subscribe."""

    async def publish(self, message: Any, *, to: str | None = None) -> None:
        """Accept a message, for those who are due it or for the one consumer named."""
        self.published += 1
        self._give(message, to)

    async def settle(self) -> None:
        """Return when nothing waits and nothing is being handled."""
        await self._idle.wait()

    async def stop(self) -> None:
        """End the consumers; what they are at is cut off."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    def _give(self, message: Any, to: str | None) -> bool:
        if to is None:
            names = [name for name, consumer in self._consumers.items() if not consumer.by_name_only]
        else:
            names = [name for name in self._consumers if name == to]
        if not names:
            self._unclaimed.append((message, to))
            return False
        if not self.fan_out:
            names = [names[next(self._turn) % len(names)]]
        for name in names:
            self._open += 1
            self._idle.clear()
            self._consumers[name].waiting.put_nowait((1, message))
        return True

    async def _serve(self, name: str) -> None:
        consumer = self._consumers[name]
        while True:
            attempt, message = await consumer.waiting.get()
            try:
                await consumer.handle(message)
            except Exception as error:
                log.warning("delivery failed", extra={"broker": self.name, "consumer": name, "attempt": attempt})
                if attempt < self.deliveries:
                    await asyncio.sleep(min(30.0, self.wait_s * 2 ** (attempt - 1)))
                    consumer.waiting.put_nowait((attempt + 1, message))
                    continue
                log.error("dead letter", extra={"broker": self.name, "consumer": name, "why": str(error)})
                self.dead.append((name, message))
            self._open -= 1
            if self._open == 0:
                self._idle.set()
