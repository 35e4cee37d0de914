"""What all real brokers share: who gets a message, and what happens when handling it fails."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from itertools import count

from app.runtime.logs import log
from app.runtime.messages import Message

Handle = Callable[[Message], Awaitable[None]]
_MOST_KEPT = 10_000
UNCLAIMED = "unclaimed"


class Deliveries:
    """Consumers by name, and the counts that `settle` waits for; adapters carry the messages between."""

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

    def subscribe(self, consumer: str, handle: Handle, *, by_name_only: bool = False) -> None:
        """Let `handle` have what is published, or only what names it, once the broker is started."""
        self._consumers[consumer] = (handle, by_name_only)

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

    def wait_after(self, attempt: int) -> float:
        """Return how long a message waits before it comes again."""
        return float(min(30.0, self.wait_s * 2 ** (attempt - 1)))
