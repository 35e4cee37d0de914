"""Where the mechanism sits in a generated project; its data is in SQLite files of the project's data folder."""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections.abc import Callable, Mapping
from string import Template
from typing import Any

from app.runtime.nodes import Node, Service
from mechanism_kit.late import Late

from .dispatcher import Dispatcher, run_workers
from .embedded import FileProvider, SqliteSends
from .face import make_app
from .intake import Intake
from .messages import Channel, Kind, Urgency
from .ports import Limit, Provider, StoreDown

_CHANNELS: tuple[Channel, ...] = ("email", "sms", "push")
_GENERAL, _RESERVED = 4, 2

# What the business says about its notifications: put your own here.
KINDS: Mapping[str, Kind] = {
    "login-code": Kind(Urgency.URGENT, ("sms",), Template("Your code is $code"), is_mandatory=True, keep_s=300),
    "order-shipped": Kind(Urgency.STANDARD, ("email", "push"), Template("Order $order is on its way")),
    "offer": Kind(Urgency.BULK, ("email",), Template("$text")),
}


def _store(component: Node) -> Any:
    settings = component.around.settings

    async def opened() -> SqliteSends:
        sync = "OFF" if settings.sqlite_sync == "OFF" else "FULL"
        return SqliteSends(settings.data_dir / "notification-system" / "sends.sqlite", sync=sync)

    return Late(component, opened)


def _provider(component: Node, channel: Channel) -> Any:
    path = component.around.settings.data_dir / "notification-system" / f"{channel}.sqlite"

    async def opened() -> FileProvider:
        return FileProvider(path)

    return Late(component, opened)


def accept(component: Node) -> None:
    """Accept notifications and opt-outs, and show dead letters."""
    component.serve(make_app(Intake(_store(component), KINDS, clock=time.time, new_id=lambda: uuid.uuid4().hex)))


def dispatch(component: Node) -> None:
    """Send what is due as long as the component runs."""
    if not isinstance(component, Service):
        return
    providers: dict[Channel, Provider] = {name: _provider(component, name) for name in _CHANNELS}
    limits = {name: Limit(most=500, window_s=1.0, reserved=50) for name in _CHANNELS}
    dispatcher = Dispatcher(_store(component), providers, limits, clock=time.time, random=random.random)
    running: list[asyncio.Task[None]] = []

    async def send() -> None:
        while True:
            try:
                await run_workers(dispatcher, general=_GENERAL, reserved=_RESERVED)
            except* StoreDown:
                await asyncio.sleep(1.0)

    async def begin() -> None:
        running.append(asyncio.create_task(send()))

    async def end() -> None:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        running.clear()

    component.starting.append(begin)
    component.stopping.append(end)


ROLES: Mapping[str, Callable[[Node], None]] = {
    "notification-intake": accept,
    "dispatcher": dispatch,
}
