"""Where the mechanism sits in a generated project; with APP_RECORDS_URL its data is in PostgreSQL, else in SQLite."""

from __future__ import annotations

import asyncio
import os
import secrets
import time
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.runtime.messages import Message, Reply
from app.runtime.nodes import Job, Node, Service
from mechanism_kit.late import Late

from .embedded import FakePayments, SqliteSale
from .face import make_app
from .ports import StoreDown
from .postgres import PostgresSale
from .room import Admission, WaitingRoom
from .shop import Shop
from .tickets import Signer

# What is on sale; a real shop reads it from its catalogue.
SALE, ITEMS = "first", 100


def _signer(component: Node) -> Signer:
    """Return a signer with a secret that the components of one run share and that no source holds."""
    path: Path = component.around.settings.data_dir / "flash-sale" / "ticket-secret"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        own = path.with_name(f"{path.name}-{uuid.uuid4().hex}")
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        # Linked when it is whole: who comes second finds the first one's.
        with suppress(FileExistsError):
            os.link(own, path)
        own.unlink()
    return Signer(path.read_bytes())


def _sale(component: Node) -> Any:
    settings = component.around.settings

    async def opened() -> SqliteSale | PostgresSale:
        if settings.records_url:
            store: SqliteSale | PostgresSale = await PostgresSale.connect(settings.records_url)
        else:
            sync = "OFF" if settings.sqlite_sync == "OFF" else "FULL"
            store = SqliteSale(settings.data_dir / "flash-sale" / "sale.sqlite", sync=sync)
        await store.open_sale(SALE, ITEMS)
        return store

    return Late(component, opened)


def _shop(component: Node) -> Shop:
    signer = _signer(component)
    return Shop(_sale(component), FakePayments(), signer, clock=time.time, new_id=lambda: uuid.uuid4().hex)


def queue_up(component: Node) -> None:
    """Give places and admission."""
    component.serve(make_app(WaitingRoom(_sale(component), _signer(component), clock=time.time)))


def sell(component: Node) -> None:
    """Give holds and take orders."""
    component.serve(make_app(shop=_shop(component)))


def admit(component: Node) -> None:
    """Let people in at each run of the scheduler."""
    admission = Admission(_sale(component), clock=time.time)

    async def perform() -> dict[str, Any]:
        return {"let_in": await admission.step(SALE)}

    _run(component, perform)


def sweep(component: Node) -> None:
    """Return the items of holds that ended, and settle payments that a crash left open."""
    shop = _shop(component)

    async def perform() -> dict[str, Any]:
        return {"returned": await shop.stock.sweep(time.time()), "settled": await shop.finish_payments()}

    _run(component, perform)


def _run(component: Node, perform: Callable[[], Coroutine[Any, Any, dict[str, Any]]]) -> None:
    """Let a job do this at each run, and another service once a second and with each message."""
    if isinstance(component, Job):
        component.perform = perform  # type: ignore[method-assign]
    elif isinstance(component, Service):
        scaffold = component.work

        async def work(message: Message) -> Reply:
            await perform()
            return await scaffold(message)

        component.work = work  # type: ignore[method-assign]
        _repeat(component, perform)


def _repeat(component: Node, perform: Callable[[], Awaitable[object]], every_s: float = 1.0) -> None:
    tasks: list[asyncio.Task[None]] = []

    async def repeat() -> None:
        while True:
            with suppress(StoreDown):
                await perform()
            await asyncio.sleep(every_s)

    async def begin() -> None:
        tasks.append(asyncio.create_task(repeat()))

    async def end() -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        tasks.clear()

    component.starting.append(begin)
    component.stopping.append(end)


ROLES: Mapping[str, Callable[[Node], None]] = {
    "waiting-room": queue_up,
    "inventory-service": sell,
    "order-service": sell,
    "admission-control": admit,
    "hold-sweeper": sweep,
}
