"""The mechanism in a component of a generated project."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from app.runtime.component import Around, Spec
from app.runtime.nodes import Service
from app.runtime.settings import Settings
from app.runtime.tracing import Recorder
from high_availability_failover.roles import ROLES


@pytest.mark.anyio
async def test_the_service_keeps_its_records_over_a_restart(tmp_path: Path) -> None:
    for code in (404, 200):
        service = Service(Spec("app", "App", "service"), Around(Settings(data_dir=tmp_path), Recorder()))
        ROLES["app-service"](service)
        await service.start()
        async with httpx.AsyncClient(transport=httpx.ASGITransport(service.app), base_url="http://app") as http:
            assert (await http.get("/records/k")).status_code == code
            assert (await http.post("/records", json={"a": 1}, headers={"Idempotency-Key": "k"})).status_code == 201
        await service.stop()
