"""Where the mechanism sits in a generated project; with APP_RECORDS_URL its data is in PostgreSQL, else in SQLite."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from app.runtime.nodes import Job, Node, Service
from mechanism_kit.late import Late

from .charging import Charger
from .embedded import LocalProvider, SqlitePayments
from .face import make_app
from .ports import PaymentStore
from .postgres import PostgresPayments
from .reconciliation import Reconciler


def _parts(component: Node) -> tuple[Charger, Reconciler]:
    settings = component.around.settings
    sync = "OFF" if settings.sqlite_sync == "OFF" else "FULL"
    folder = settings.data_dir / "payment-system"

    async def books() -> PaymentStore:
        if settings.records_url:
            return await PostgresPayments.connect(settings.records_url)
        return SqlitePayments(folder / "payments.sqlite", sync=sync)

    async def provider() -> LocalProvider:
        return LocalProvider(folder / "provider.sqlite", sync=sync)

    store: Any = Late(component, books)
    fake: Any = Late(component, provider)
    charger = Charger(store, fake, clock=time.time, new_id=lambda: uuid.uuid4().hex)
    return charger, Reconciler(charger, clock=time.time)


def charge(component: Node) -> None:
    """Take payments: `POST /payments`, `GET /payments/{id}`."""
    component.serve(make_app(_parts(component)[0]))


def keep_the_ledger(component: Node) -> None:
    """Show accounts: `GET /accounts/{id}/balance`."""
    component.serve(make_app(ledger=_parts(component)[0].store))


def reconcile(component: Node) -> None:
    """Compare the books and repair: at each run of a job, and when `POST /reconciliations` asks."""
    if not isinstance(component, Service):
        return
    _, reconciler = _parts(component)
    component.serve(make_app(reconciler=reconciler))
    if isinstance(component, Job):

        async def perform() -> dict[str, Any]:
            return asdict(await reconciler.run())

        component.perform = perform  # type: ignore[method-assign]


ROLES: Mapping[str, Callable[[Node], None]] = {
    "payment-service": charge,
    "ledger-service": keep_the_ledger,
    "payment-recovery": reconcile,
    "reconciliation": reconcile,
}
