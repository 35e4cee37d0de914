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


async def test_the_desk_shows_a_dead_letter_until_it_is_published_again_or_discarded(tmp_path: Path) -> None:
    now = [1000.0]
    broker = SqliteBroker(tmp_path / "broker.sqlite", sync="OFF", clock=lambda: now[0])

    async def opened() -> SqliteBroker:
        return broker

    async def fail(client: httpx.AsyncClient) -> None:
        got = (await client.post(f"{GROUP}/receive")).json()
        assert (await client.post(f"/receipts/{got['receipt']}/failed")).status_code == 204

    async with speak(make_app(Bridge(opened, tries=1))) as client, speak(make_app(Bridge(opened, tries=1))) as desk:
        assert (await client.get("/dead-letters")).json() == []
        await client.put(GROUP)
        for text in ("one", "two"):
            await client.post("/topics/orders/messages", json=message(text))
            await fail(client)
        assert (await desk.get("/dead-letters")).json() == []
        where = "/dead-letters?topic=orders&group=billing"
        (letter,) = (await desk.get(where)).json()
        assert letter == {"id": letter["id"], "topic": "orders", "group": "billing", **message("one")}
        # Looking is no try, however often: the letter stays, and its id with it.
        assert (await desk.get("/dead-letters")).json() == [letter]
        assert (await desk.get("/dead-letters?topic=orders")).status_code == 422
        wrong = [await desk.post("/dead-letters/nothing/redrive"), await desk.delete("/dead-letters/nothing")]
        assert [answer.status_code for answer in wrong] == [404, 404]
        assert (await desk.post(f"/dead-letters/{letter['id']}/redrive")).status_code == 202
        got = (await client.post(f"{GROUP}/receive")).json()
        assert base64.b64decode(got["body"]) == b"one"
        (second,) = (await desk.get("/dead-letters")).json()
        assert base64.b64decode(second["body"]) == b"two"
        # Somebody looked and went away: the letter comes again, and a late answer changes nothing.
        now[0] += 60
        late = await desk.delete(f"/dead-letters/{second['id']}")
        assert late.status_code == 409 and (await desk.get("/dead-letters")).json() == [second]
        assert (await desk.delete(f"/dead-letters/{second['id']}")).status_code == 204
        assert (await desk.get("/dead-letters")).json() == []
        await broker.close()


async def test_redriving_all_takes_what_lies_on_the_desk_too(tmp_path: Path) -> None:
    broker = SqliteBroker(tmp_path / "broker.sqlite", sync="OFF")

    async def opened() -> SqliteBroker:
        return broker

    async with speak(make_app(Bridge(opened, tries=1))) as client:
        await client.put(GROUP)
        await client.post("/topics/orders/messages", json=message("one"))
        got = (await client.post(f"{GROUP}/receive")).json()
        await client.post(f"/receipts/{got['receipt']}/failed")
        assert len((await client.get("/dead-letters")).json()) == 1
        assert (await client.post(f"{GROUP}/redrive")).json() == {"redriven": 1}
        assert (await client.get("/dead-letters")).json() == []
        await broker.close()


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
