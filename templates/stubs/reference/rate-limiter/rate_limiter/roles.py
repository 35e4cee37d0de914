"""Which components of a generated project the limiter goes into."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack

from app.runtime.nodes import Node

from .embedded import SqliteCounters
from .face import Limited, by_address, make_app, open_counters
from .limiter import Limiter, following


def _build(component: Node) -> tuple[Limiter, SqliteCounters]:
    """Return a limiter over the counts that all components of this system share; APP_COUNTER_STORE may name a Redis."""
    rules = SqliteCounters(component.around.settings.data_dir / "rate-limiter.sqlite")
    store = open_counters(os.environ.get("APP_COUNTER_STORE", str(rules.path)))
    limiter = Limiter(store, copies=int(os.environ.get("APP_COPIES", "1")), deadline_s=0.25)

    running = AsyncExitStack()

    async def begin() -> None:
        running.push_async_callback(rules.close)
        running.push_async_callback(store.close)
        await running.enter_async_context(following(limiter, rules))

    component.starting.append(begin)
    component.stopping.append(running.aclose)
    return limiter, rules


def limiter_service(component: Node) -> None:
    """Let the component decide, and show the limits."""
    component.serve(make_app(*_build(component)))


def gateway(component: Node) -> None:
    """Let the gateway refuse what has no budget; as long as there are no limits, everything passes."""
    limiter, _ = _build(component)
    component.app.add_middleware(Limited, limiter=limiter, who=by_address)


ROLES: Mapping[str, Callable[[Node], None]] = {
    "limiter-service": limiter_service,
    "rules-admin": limiter_service,
    "gateway": gateway,
}
