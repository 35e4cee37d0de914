"""Sending: the most urgent first, within the limits, again after a failure, and aside after too many."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from .backoff import Backoff
from .messages import Channel, Send, Urgency
from .ports import Limit, Provider, ProviderDown, Rejected, SendStore

Outcome = Literal["accepted", "suppressed", "expired", "limited", "retry", "dead"]
ALL = (Urgency.URGENT, Urgency.STANDARD, Urgency.BULK)


class Dispatcher:
    """Takes one send at a time from the queues and brings it to its end, or lets it come again."""

    def __init__(
        self,
        store: SendStore,
        providers: Mapping[Channel, Provider],
        limits: Mapping[Channel, Limit],
        *,
        clock: Callable[[], float],
        random: Callable[[], float],
        backoff: Backoff = Backoff(),  # noqa: B008 - frozen
        lease_s: float = 30.0,
        timeout_s: float = 10.0,
    ) -> None:
        if timeout_s >= lease_s:
            raise ValueError("a send must end before its lease does")
        self._store = store
        self._providers = providers
        self._limits = limits
        self._clock = clock
        self._random = random
        self._backoff = backoff
        self._lease_s = lease_s
        self._timeout_s = timeout_s

    async def run_one(self, urgencies: Sequence[Urgency] = ALL) -> Outcome | None:
        """Handle the next send of these queues; None when nothing is due."""
        now = self._clock()
        send = await self._store.claim(urgencies, now=now, lease_until=now + self._lease_s)
        if send is None:
            return None
        if send.attempts > self._backoff.attempts:
            # Begun too often without an end: the workers died of it.
            return await self._finish(send, "dead", "no attempt came to an end")
        if send.expires_at <= now:
            return await self._finish(send, "expired")
        # Asked at intake too; since then the person may have changed their mind.
        if not send.is_mandatory and await self._store.is_out(send.user, send.channel):
            return await self._finish(send, "suppressed")
        if wait_s := await self._wait(send, now):
            await self._store.again(send, now + wait_s, "", counts=False)
            return "limited"
        return await self._deliver(send)

    async def _wait(self, send: Send, now: float) -> float:
        limit = self._limits.get(send.channel)
        if limit is None:
            return 0.0
        most = limit.most if send.urgency is Urgency.URGENT else limit.most - limit.reserved
        return await self._store.take(send.channel, limit, most, now)

    async def _deliver(self, send: Send) -> Outcome:
        try:
            async with asyncio.timeout(self._timeout_s):
                # The send's id lets the provider recognise an attempt that did go through.
                await self._providers[send.channel].send(send.id, send.user, send.text)
        except Rejected as error:
            return await self._finish(send, "dead", str(error))
        except (ProviderDown, TimeoutError) as error:
            return await self._failed(send, str(error) or type(error).__name__)
        return await self._finish(send, "accepted")

    async def _failed(self, send: Send, why: str) -> Outcome:
        if send.attempts >= self._backoff.attempts:
            return await self._finish(send, "dead", why)
        wait_s = self._backoff.wait_s(send.attempts, self._random)
        await self._store.again(send, self._clock() + wait_s, why, counts=True)
        return "retry"

    async def _finish(
        self, send: Send, status: Literal["accepted", "suppressed", "expired", "dead"], error: str = ""
    ) -> Outcome:
        await self._store.finish(send.id, status, error)
        return status


async def run_workers(dispatcher: Dispatcher, *, general: int, reserved: int, idle_s: float = 0.05) -> None:
    """Run workers until cancelled; the reserved ones take urgent sends only, so that one is always free for them."""

    async def work(urgencies: Sequence[Urgency]) -> None:
        while True:
            if await dispatcher.run_one(urgencies) is None:
                await asyncio.sleep(idle_s)

    async with asyncio.TaskGroup() as group:
        for _ in range(general):
            group.create_task(work(ALL))
        for _ in range(reserved):
            group.create_task(work((Urgency.URGENT,)))
