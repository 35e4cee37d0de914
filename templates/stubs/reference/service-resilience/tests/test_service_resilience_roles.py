"""The mechanism in a component of a generated project."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from app.runtime.component import Around, Link, Spec
from app.runtime.kinds import External
from app.runtime.nodes import Service
from app.runtime.resilience import Policy
from app.runtime.settings import Settings
from app.runtime.tracing import Recorder
from service_resilience.roles import ROLES


@pytest.mark.anyio
async def test_an_order_goes_to_the_partner_in_the_background(tmp_path: Path) -> None:
    around = Around(Settings(data_dir=tmp_path, timeout_factor=100), Recorder())
    partner = External(Spec("dhl", "DHL", "external-system", roles=("service-resilience/partner-api",)), around)
    service = Service(Spec("shop", "Shop", "service"), around)
    service.links = {"dhl": Link(service, partner, Policy())}
    ROLES["calling-service"](service)
    await service.start()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(service.app), base_url="http://shop") as http:
        placed = await http.post("/orders", json={"item": "tea"}, headers={"Idempotency-Key": "k"})
        assert placed.status_code == 201
        async with asyncio.timeout(60):
            while (await http.get(f"/orders/{placed.json()['id']}")).json()["state"] != "booked":
                await asyncio.sleep(0.05)
    await service.stop()
    assert [call.id for call in partner.calls] == [placed.json()["id"]]
