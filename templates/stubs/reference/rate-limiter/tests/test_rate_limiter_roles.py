"""The limiter in the components of a generated project."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from app.runtime.component import Around, Spec
from app.runtime.nodes import Edge, Service
from app.runtime.settings import Settings
from app.runtime.tracing import Recorder
from rate_limiter.roles import ROLES


def client(app) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://component")


@pytest.mark.anyio
async def test_service_and_gateway_share_limits(tmp_path: Path) -> None:
    around = Around(Settings(data_dir=tmp_path), Recorder())
    service, edge = (
        Service(Spec("limiter", "Limiter", "service"), around),
        Edge(Spec("edge", "Edge", "gateway"), around),
    )
    ROLES["limiter-service"](service)
    ROLES["gateway"](edge)
    await service.start()
    async with client(service.app) as http:
        assert (await http.put("/limits/all", json={"limit": 3, "window_s": 3_600})).status_code == 200
        assert (await http.get("/healthz")).status_code == 200
    await edge.start()
    async with client(edge.app) as http:
        codes = [(await http.get("/nowhere/x")).status_code for _ in range(5)]
    await edge.stop()
    await service.stop()
    assert codes == [404, 404, 404, 429, 429]
