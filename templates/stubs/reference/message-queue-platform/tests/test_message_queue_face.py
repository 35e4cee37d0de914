from __future__ import annotations

import base64
from pathlib import Path

import httpx
import pytest

from app.runtime.component import Around, Spec
from app.runtime.nodes import Service
from app.runtime.settings import Settings
from app.runtime.tracing import Recorder
from message_queue_platform.embedded import SqliteBroker
from message_queue_platform.face import Bridge, make_app
from message_queue_platform.roles import ROLES

pytestmark = pytest.mark.anyio
GROUP = "/topics/orders/groups/billing"


def message(text: str) -> dict[str, str]:
    return {"key": "k", "body": base64.b64encode(text.encode()).decode()}


def speak(app: object) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://queue")  # type: ignore[arg-type]


async def test_bridge_hands_out_takes_back_and_redrives(tmp_path: Path) -> None:
    broker = SqliteBroker(tmp_path / "broker.sqlite", sync="OFF")

    async def opened() -> SqliteBroker:
        return broker

    async with speak(make_app(Bridge(opened, tries=2), most_bytes=1000)) as client:
        assert (await client.put(GROUP)).status_code == 204
        assert (await client.post(f"{GROUP}/receive?wait_s=0")).status_code == 204
        assert (await client.post("/topics/orders/messages", json=message("one"))).status_code == 202
        for attempt in (1, 2):
            got = (await client.post(f"{GROUP}/receive")).json()
            assert (got["attempt"], base64.b64decode(got["body"])) == (attempt, b"one")
            assert (await client.post(f"/receipts/{got['receipt']}/failed")).status_code == 204
        assert (await client.post(f"{GROUP}/receive?wait_s=0")).status_code == 204
        assert (await client.post(f"{GROUP}/redrive")).json() == {"redriven": 1}
        got = (await client.post(f"{GROUP}/receive")).json()
        assert got["attempt"] == 1
        done = f"/receipts/{got['receipt']}/done"
        assert [(await client.post(done)).status_code for _ in range(2)] == [204, 410]
        bad = [
            await client.post("/topics/orders/messages", json={"key": "k", "body": "not base64!"}),
            await client.post("/topics/UPPER/messages", json=message("x")),
            await client.post("/topics/orders/messages", json=message("x" * 2000)),
            await client.post(f"{GROUP}/receive?wait_s=1000"),
        ]
        await broker.close()
        bad.append(await client.post("/topics/orders/messages", json=message("x")))
    assert [answer.status_code for answer in bad] == [422, 422, 413, 422, 503]
    assert {answer.headers["content-type"] for answer in bad} == {"application/problem+json"}


async def test_roles_share_one_broker(tmp_path: Path) -> None:
    around = Around(Settings(data_dir=tmp_path, sqlite_sync="OFF"), Recorder())
    producer, workers = (Service(Spec(name, name, "service"), around) for name in ("producer", "workers"))
    ROLES["producer"](producer)
    ROLES["workers"](workers)
    for component in (producer, workers):
        await component.start()
    async with speak(producer.app) as one, speak(workers.app) as other:
        await other.put(GROUP)
        await one.post("/topics/orders/messages", json=message("hello"))
        got = (await other.post(f"{GROUP}/receive")).json()
    assert base64.b64decode(got["body"]) == b"hello"
    for component in (producer, workers):
        await component.stop()
