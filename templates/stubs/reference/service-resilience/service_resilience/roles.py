"""Which components of a generated project the mechanism goes into."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from app.runtime.component import Component
from app.runtime.errors import Refused
from app.runtime.messages import Message
from app.runtime.nodes import Node

from .deadlines import Deadline
from .dependency import Dependency, Policy
from .embedded import SqliteOrders
from .face import make_app
from .orders import Orders, OutboxWorker

_EVERY_S = 1.0


class _Neighbour:
    """A component that plays a role; where the design has none, everything is well."""

    def __init__(self, component: Component, role: str) -> None:
        self.component = component
        self.role = f"service-resilience/{role}"

    async def has(self, item: str, deadline: Deadline) -> bool:
        """Return whether an item is in stock: a neighbour that refuses says no."""
        try:
            await self._ask("is it in stock?", item)
        except Refused:
            return False
        return True

    async def beside(self, item: str, deadline: Deadline) -> list[str]:
        """Return what goes with an item."""
        body = await self._ask("what goes with it?", item)
        return [str(one) for one in body.get("items", [])]

    async def book(self, order: str, item: str, deadline: Deadline) -> None:
        """Book the transport."""
        await self._ask("book the transport", item, id=order)

    async def _ask(self, text: str, item: str, **more: Any) -> dict[str, Any]:
        if (link := self.component.link_to(self.role)) is None:
            return {}
        message = Message(self.component.id, text, key=item, body={"item": item}, action="read", **more)
        # One try: the guards are this mechanism's, not the link's. What they see is all that counts.
        return (await link.target.transport(message)).body


def calling_service(component: Node) -> None:
    """Let the component take orders, and do the rest of them in the background."""
    store = SqliteOrders(component.around.settings.data_dir / "orders" / f"{component.id}.sqlite")
    factor = component.around.settings.timeout_factor
    stock = Dependency("essential-service", Policy(try_s=0.25 * factor))
    nicer = Dependency("optional-service", Policy(try_s=0.15 * factor, most_tries=1))
    partner = Dependency("partner-api", Policy(try_s=10 * factor, most_tries=1))
    orders = Orders(
        store,
        (stock, _Neighbour(component, "essential-service")),
        (nicer, _Neighbour(component, "optional-service")),
    )
    worker = OutboxWorker(store, partner, _Neighbour(component, "partner-api"))
    guards = {one.name: one for one in (stock, nicer, partner)}
    component.serve(make_app(orders, guards, deadline_s=factor))
    component.stopping.append(store.close)
    _repeat(component, worker.run_once)


def _repeat(component: Node, work: Callable[[], Awaitable[object]]) -> None:
    tasks: list[asyncio.Task[None]] = []

    async def repeat() -> None:
        while True:
            # Whatever goes wrong with one round, the next one comes.
            with suppress(Exception):
                await work()
            await asyncio.sleep(_EVERY_S)

    async def begin() -> None:
        tasks.append(asyncio.create_task(repeat()))

    async def end() -> None:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    component.starting.append(begin)
    component.stopping.append(end)


ROLES: Mapping[str, Callable[[Node], None]] = {"calling-service": calling_service}
