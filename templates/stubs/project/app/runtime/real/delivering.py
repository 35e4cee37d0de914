"""What all real brokers share: who gets a message, and what happens when handling it fails."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from itertools import count
from typing import Any

from app.runtime.errors import Unavailable
from app.runtime.logs import log
from app.runtime.messages import Message

Handle = Callable[[Message], Awaitable[None]]
_MOST_KEPT = 10_000
UNCLAIMED = "unclaimed"


class Deliveries(ABC):
    """Consumers by name, what becomes of a message, and the counts that `settle` waits for; adapters carry it between."""

    def __init__(self, name: str, *, fan_out: bool, deliveries: int, wait_s: float) -> None:
        self.name = name
        self.fan_out = fan_out
        self.deliveries = deliveries
        self.wait_s = wait_s
        self.dead: deque[tuple[str, Message]] = deque(maxlen=_MOST_KEPT)
        self._consumers: dict[str, tuple[Handle, bool]] = {}
        self._turn = count()
        self._open: set[tuple[str, str]] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._tasks: set[asyncio.Task[None]] = set()

    def subscribe(self, consumer: str, handle: Handle, *, by_name_only: bool = False) -> None:
        """Let `handle` have what is published, or only what names it, once the broker is started."""
        self._consumers[consumer] = (handle, by_name_only)

    async def publish(self, message: Message, *, to: str | None = None) -> None:
        """Give a message to those who are due it; the server has it when this returns.

        Raises:
            Unavailable: the server did not take it.
        """
        for consumer in self.due(to):
            self.opened(consumer, message)
            try:
                await self._put(consumer, message, 1)
            except Unavailable:
                self.closed(consumer, message)
                raise

    async def settle(self) -> None:
        """Return when all that this process published is handled or set aside."""
        await self._idle.wait()

    def due(self, to: str | None) -> list[str]:
        """Return who gets a message; what nobody is there for waits under a name of its own."""
        if to is not None:
            return [to]
        names = [name for name, (_, by_name_only) in self._consumers.items() if not by_name_only]
        if not names:
            return [UNCLAIMED]
        return names if self.fan_out else [names[next(self._turn) % len(names)]]

    def opened(self, consumer: str, message: Message) -> None:
        """Count a message that is on its way to a consumer of this process."""
        if consumer in self._consumers:
            self._open.add((consumer, message.id))
            self._idle.clear()

    def closed(self, consumer: str, message: Message) -> None:
        """Count a message as handled or set aside."""
        self._open.discard((consumer, message.id))
        if not self._open:
            self._idle.set()

    async def handled(self, consumer: str, message: Message, attempt: int) -> bool:
        """Hand a message over; False when it is to come again.

        After the last try it is set aside: the adapter keeps it, and it is counted in `dead`.
        """
        try:
            await self._consumers[consumer][0](message)
        except Exception as error:
            told = {"broker": self.name, "consumer": consumer, "attempt": attempt}
            if attempt < self.deliveries:
                log.warning("delivery failed", extra=told)
                return False
            log.error("dead letter", extra={**told, "why": str(error)})
            self.dead.append((consumer, message))
        return True

    async def see_through(self, consumer: str, message: Message, attempt: int) -> None:
        """Hand a message over, and give the server its next try or the dead letter; it may be acknowledged then.

        For a server that counts no tries itself.

        Raises:
            Unavailable: the server did not take it; the message is not to be acknowledged.
        """
        if not await self.handled(consumer, message, attempt):
            await asyncio.sleep(self.wait_after(attempt))
            await self._put(consumer, message, attempt + 1)
            return
        if attempt >= self.deliveries and (consumer, message) in self.dead:
            await self._put("dead", message, attempt)
        self.closed(consumer, message)

    def wait_after(self, attempt: int) -> float:
        """Return how long a message waits before it comes again."""
        return float(min(30.0, self.wait_s * 2 ** (attempt - 1)))

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something run beside the rest, until it ends or is cut off."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def cut_off(self) -> None:
        """End all that was begun; what is in hands is not acknowledged, so that the server gives it again."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @abstractmethod
    async def _put(self, consumer: str, message: Message, attempt: int) -> None:
        """Give the server a message for a consumer, as the try of that number; it is kept when this returns.

        Raises:
            Unavailable: the server did not take it.
        """
