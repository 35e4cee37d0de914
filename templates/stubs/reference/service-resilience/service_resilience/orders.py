"""An order service with guards: the essential first, the optional beside it, the rest through the outbox."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from .deadlines import Deadline
from .dependency import Dependency
from .errors import BreakerOpen, Unanswered
from .fallback import LastGood, Part
from .ports import Order, OrderStore, Partner, Recommendations, Stock


class SoldOut(Exception):
    """The item is not in stock."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An accepted order, whether it is new, and what goes with it."""

    order: Order
    is_new: bool
    beside: Part[list[str]]


class Orders:
    """Accepts orders within a deadline."""

    def __init__(
        self,
        store: OrderStore,
        stock: tuple[Dependency, Stock],
        recommendations: tuple[Dependency, Recommendations],
        remembered: LastGood[list[str]] | None = None,
    ) -> None:
        self.store = store
        self.stock = stock
        self.recommendations = recommendations
        self.remembered = remembered or LastGood[list[str]]()

    async def place(self, key: str, item: str, deadline: Deadline) -> Placed:
        """Accept an order; the same key and item may come again.

        Raises:
            Unanswered: stock did not answer; nothing was kept.
            SoldOut: there is none.
            KeyReused: the key belongs to another order.
        """
        beside = asyncio.create_task(self._beside(item, deadline))
        try:
            dependency, stock = self.stock
            if not await dependency.call(lambda left: stock.has(item, left), deadline):
                raise SoldOut(item)
            order, is_new = await self.store.place(key, item)
            return Placed(order, is_new, await beside)
        finally:
            beside.cancel()

    async def _beside(self, item: str, deadline: Deadline) -> Part[list[str]]:
        dependency, service = self.recommendations
        return await self.remembered.ask(item, dependency, lambda left: service.beside(item, left), deadline)


class OutboxWorker:
    """Does what may wait: each job again and again, with growing waits, until the partner has it."""

    def __init__(
        self,
        store: OrderStore,
        dependency: Dependency,
        partner: Partner,
        *,
        first_wait_s: float = 1.0,
        most_wait_s: float = 300,
    ) -> None:
        self.store = store
        self.dependency = dependency
        self.partner = partner
        self.first_wait_s = first_wait_s
        self.most_wait_s = most_wait_s

    async def run_once(self, limit: int = 20) -> int:
        """Try the jobs that are due; return how many were done. While the breaker is open none is tried."""
        done = 0
        for job in await self.store.due(limit):
            try:
                deadline = Deadline.after(self.dependency.policy.try_s)
                await self.dependency.call(
                    lambda left, job=job: self.partner.book(job.order, job.item, left),  # type: ignore[misc]
                    deadline,
                )
            except BreakerOpen:
                break
            except Unanswered:
                # The shift keeps a job that was tried very often from overflowing.
                wait = self.first_wait_s * 2 ** min(job.tries, 30)
                await self.store.later(job.order, min(self.most_wait_s, wait))
                continue
            await self.store.done(job.order)
            done += 1
        return done
