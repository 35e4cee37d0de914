"""Every HTTP face: health, problem details, bounds, the whole system on one port."""

from __future__ import annotations

import httpx
import pytest

from app.runtime.kinds import Kept
from app.runtime.nodes import Node
from app.runtime.settings import Settings
from app.runtime.system import System
from app.wiring import build

NODES = sorted(build(Settings()).nodes)
PROBLEM = "application/problem+json"


@pytest.mark.anyio
async def test_the_system_is_well_and_ready(client: httpx.AsyncClient) -> None:
    for path in ("/healthz", "/readyz", "/"):
        assert (await client.get(path)).status_code == 200


@pytest.mark.anyio
@pytest.mark.parametrize("node", NODES)
async def test_a_component_is_well_and_ready(client: httpx.AsyncClient, node: str) -> None:
    for path in ("healthz", "readyz"):
        answer = await client.get(f"/components/{node}/{path}")
        assert answer.status_code == 200
        assert answer.json()["component"] == node


@pytest.mark.anyio
@pytest.mark.parametrize("node", NODES)
async def test_a_component_whose_store_is_down_is_not_ready(
    client: httpx.AsyncClient, system: System, node: str
) -> None:
    stores = [link.target for link in system[node].links.values() if isinstance(link.target, Kept)]
    for store in stores:
        store.is_down = True
    answer = await client.get(f"/components/{node}/readyz")
    assert answer.status_code == (503 if stores else 200)
    assert bool(answer.headers.get("retry-after")) == bool(stores)


@pytest.mark.anyio
async def test_an_unknown_path_is_a_problem_with_details(client: httpx.AsyncClient) -> None:
    answer = await client.get("/nowhere")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["title"] == "Not Found"


@pytest.mark.anyio
@pytest.mark.parametrize("node", NODES)
async def test_a_body_that_is_too_large_is_refused(system: System, settings: Settings, node: str) -> None:
    component = system[node]
    assert isinstance(component, Node)
    read = 0

    async def endless():  # type: ignore[no-untyped-def]
        nonlocal read
        while read < 100 * settings.max_body_bytes:
            read += 65_536
            yield b"[" * 65_536

    transport = httpx.ASGITransport(component.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://component") as client:
        stated = await client.post("/healthz", content=b"", headers={"content-length": str(2**40)})
        assert stated.status_code == 413
        assert stated.headers["content-type"] == PROBLEM
        for route in getattr(component, "routes", ()):
            if route.method == "POST":
                path = "/".join("x" if part.startswith("{") else part for part in route.path.split("/"))
                answer = await client.post(path, content=endless())
                assert answer.status_code == 413
                assert read < 50 * 1_048_576
                break
