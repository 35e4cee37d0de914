"""The mechanism in the components of a generated project."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from app.runtime.component import Around, Spec
from app.runtime.nodes import Job, Service
from app.runtime.settings import Settings
from app.runtime.tracing import Recorder
from distributed_coordination.roles import ROLES


@pytest.mark.anyio
async def test_roles_fill_components(tmp_path: Path) -> None:
    around = Around(Settings(data_dir=tmp_path), Recorder())
    locks, leader, follower = (
        kind(Spec(name, name, "x"), around) for name, kind in (("locks", Service), ("job", Job), ("job", Job))
    )
    ROLES["lock-clients"](locks)
    for copy in (leader, follower):
        ROLES["leader-group"](copy)
    for component in (locks, leader):
        await component.start()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(locks.app), base_url="http://locks") as http:
        assert (await http.post("/claims", json={"name": "a", "holder": "h"})).json()["token"] == 1
    assert (await leader.run_once())["term"] == 1
    await follower.start()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(follower.app), base_url="http://job") as http:
        refused = await http.post("/runs")
    for component in (locks, leader, follower):
        await component.stop()
    assert refused.status_code == 409
