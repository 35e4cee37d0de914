from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from app.runtime.component import Around, Spec
from app.runtime.nodes import Service
from app.runtime.settings import Settings
from app.runtime.tracing import Recorder
from notification_system.roles import ROLES

pytestmark = pytest.mark.anyio


async def test_roles_send_together(tmp_path: Path) -> None:
    around = Around(Settings(data_dir=tmp_path, sqlite_sync="OFF"), Recorder())
    intake, dispatcher = (Service(Spec(name, name, "service"), around) for name in ("intake", "dispatcher"))
    ROLES["notification-intake"](intake)
    ROLES["dispatcher"](dispatcher)
    body = {"caller": "shop", "user": "ann", "kind": "order-shipped", "values": {"order": "7"}}
    for component in (intake, dispatcher):
        await component.start()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(intake.app), base_url="http://tell") as client:
        answer = await client.post("/notifications", json=body, headers={"Idempotency-Key": "k"})
        assert answer.status_code == 202
        async with asyncio.timeout(30):
            while [send["status"] for send in (await client.get(f"/{answer.headers['Location']}")).json()] != [
                "accepted"
            ] * 2:
                await asyncio.sleep(0.01)
    for component in (intake, dispatcher):
        await component.stop()
