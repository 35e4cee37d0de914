from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from app.runtime.component import Around, Spec
from app.runtime.nodes import Job, Service
from app.runtime.settings import Settings
from app.runtime.tracing import Recorder
from payment_system.roles import ROLES

pytestmark = pytest.mark.anyio


async def test_roles_share_one_set_of_books(tmp_path: Path) -> None:
    around = Around(Settings(data_dir=tmp_path, sqlite_sync="OFF"), Recorder())
    service = Service(Spec("payments", "Payments", "service"), around)
    job = Job(Spec("compare", "Compare", "batch-job"), around)
    ledger = Service(Spec("ledger", "Ledger", "service"), around)
    for role, component in (("payment-service", service), ("ledger-service", ledger), ("reconciliation", job)):
        ROLES[role](component)
        await component.start()
    body = {"merchant": "books", "amount_minor": 1000, "currency": "EUR", "card_token": "tok"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(service.app), base_url="http://pay") as client:
        answer = await client.post("/payments", json=body, headers={"Idempotency-Key": "one"})
        assert answer.status_code == 201
        assert (await client.get("/healthz")).status_code == 200
    async with httpx.AsyncClient(transport=httpx.ASGITransport(ledger.app), base_url="http://pay") as client:
        balance = await client.get("/accounts/provider:clearing/balance")
        assert balance.json() == {"account": "provider:clearing", "balance_minor": 1000}
    assert (await job.perform())["matched"] == 1
    for component in (service, ledger, job):
        await component.stop()
