"""One session, message by message; the stores side by side; the handshake."""

from __future__ import annotations

import asyncio
import base64
import json
import uuid
from pathlib import Path

import httpx
import pytest

from app.runtime.component import Around, Spec
from app.runtime.nodes import Service
from app.runtime.settings import Settings
from app.runtime.tracing import Recorder
from mechanism_kit.listening import is_there
from websocket_gateway import BadToken, Delivery, Gateway, Router, Said, Tokens
from websocket_gateway.embedded import SqliteMessages
from websocket_gateway.face import make_app
from websocket_gateway.ports import NodeDown, SocketClosed
from websocket_gateway.redis import RedisMessages
from websocket_gateway.roles import ROLES
from websocket_gateway.session import Limits

SECRET = b"a secret of this test only"


class FakeSocket:
    """A connection in memory; it may stop reading."""

    def __init__(self) -> None:
        self.sent: list[dict] = []
        self.frames: asyncio.Queue[str | None] = asyncio.Queue()
        self.reads = asyncio.Event()
        self.reads.set()
        self.closed: tuple[int, str] | None = None

    async def send(self, frame: str) -> None:
        await self.reads.wait()
        self.sent.append(json.loads(frame))

    async def receive(self) -> str:
        if (frame := await self.frames.get()) is None:
            raise SocketClosed
        return frame

    async def close(self, code: int, reason: str) -> None:
        self.closed = self.closed or (code, reason)
        self.frames.put_nowait(None)

    @property
    def numbers(self) -> list[int]:
        return [frame["number"] for frame in self.sent if "number" in frame]


class Deaf:
    """Nodes that no wake-up call reaches."""

    async def wake(self, node, clients):
        raise NodeDown(node)


class Here:
    """The way to one gateway in this process."""

    async def wake(self, node, clients):
        self.gateway.wake(clients)


async def until(condition) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.005)


def gateway_on(store, limits: Limits | None = None) -> Gateway:
    nodes = Here()
    nodes.gateway = Gateway("here", store, Router(store, nodes), limits=limits)
    return nodes.gateway


@pytest.fixture
async def store(tmp_path: Path):
    made = SqliteMessages(tmp_path / "messages.sqlite")
    yield made
    await made.close()


@pytest.mark.anyio
async def test_a_client_gets_what_it_missed_and_then_what_comes(store) -> None:
    gateway, socket = gateway_on(store), FakeSocket()
    await gateway.router.send([("ann", str(number)) for number in range(1, 51)])
    serving = asyncio.create_task(gateway.serve("ann", socket, after=20))
    await until(lambda: len(socket.numbers) == 30)
    await asyncio.gather(*(gateway.router.send([("ann", "live")]) for _ in range(50)))
    await until(lambda: len(socket.numbers) == 80)
    assert socket.numbers == list(range(21, 101))
    socket.frames.put_nowait(json.dumps({"ack": 90}))
    socket.frames.put_nowait(None)
    await serving
    assert [delivery.number for delivery in await store.after("ann", 0, 100)] == list(range(91, 101))
    assert gateway.sessions == {} and await store.nodes_of(["ann"]) == {}


@pytest.mark.anyio
async def test_a_lost_wake_up_call_loses_no_message(store) -> None:
    gateway, socket = Gateway("here", store, Router(store, Deaf()), limits=Limits(look_s=0.05)), FakeSocket()
    serving = asyncio.create_task(gateway.serve("ann", socket, after=0))
    await until(lambda: gateway.sessions)
    await gateway.router.send([("ann", "hello")])
    await until(lambda: socket.numbers == [1])
    socket.frames.put_nowait(None)
    await serving


@pytest.mark.anyio
async def test_a_session_takes_no_more_from_the_store_than_its_client_reads(store) -> None:
    taken, gateway, slow, quick = 0, gateway_on(store, Limits(slow_s=0.2)), FakeSocket(), FakeSocket()
    after = store.after

    async def counted(client, number, limit):
        nonlocal taken
        found = await after(client, number, limit)
        taken += len(found) * (client == "slow")
        return found

    store.after = counted
    serving = [
        asyncio.create_task(gateway.serve(name, one, after=0)) for name, one in (("slow", slow), ("quick", quick))
    ]
    await until(lambda: len(gateway.sessions) == 2 and slow.sent)
    slow.reads.clear()
    await gateway.router.send([("slow", "x")] * 5_000)
    await gateway.router.send([("quick", "x")] * 50)
    await until(lambda: len(quick.numbers) == 50)
    await serving[0]
    assert taken <= 16 and slow.closed[0] == 1013
    assert gateway.cut_off == 1 and list(gateway.sessions) == ["quick"]
    quick.frames.put_nowait(None)
    await serving[1]


@pytest.mark.anyio
async def test_a_later_connection_replaces_an_earlier_one(store) -> None:
    gateway, first, second = gateway_on(store), FakeSocket(), FakeSocket()
    serving = [asyncio.create_task(gateway.serve("ann", first, after=0))]
    await until(lambda: first.sent)
    serving.append(asyncio.create_task(gateway.serve("ann", second, after=0)))
    await serving[0]
    assert first.closed[0] == 4001 and gateway.sessions["ann"].socket is second
    await gateway.router.send([("ann", "hello")])
    await until(lambda: second.numbers == [1])
    assert first.numbers == [] and await store.nodes_of(["ann"]) == {"here": ["ann"]}
    second.frames.put_nowait(None)
    await serving[1]


@pytest.mark.anyio
async def test_a_connection_on_another_node_replaces_one_here(store) -> None:
    here, there = gateway_on(store, Limits(look_s=0.05)), gateway_on(store)
    first, second = FakeSocket(), FakeSocket()
    serving = [asyncio.create_task(here.serve("ann", first, after=0))]
    await until(lambda: first.sent)
    serving.append(asyncio.create_task(there.serve("ann", second, after=0)))
    await serving[0]
    assert first.closed[0] == 4001
    second.frames.put_nowait(None)
    await serving[1]


@pytest.mark.anyio
async def test_what_is_said_twice_arrives_once(store) -> None:
    gateway, ann, bob = gateway_on(store), FakeSocket(), FakeSocket()
    serving = [asyncio.create_task(gateway.serve(name, one, after=0)) for name, one in (("ann", ann), ("bob", bob))]
    for number in (1, 1, 3, 2, 2, 3):
        ann.frames.put_nowait(json.dumps({"say": number, "to": "bob", "body": str(number)}))
    await until(lambda: len(bob.numbers) == 3)
    assert [frame["body"] for frame in bob.sent if "body" in frame] == ["1", "2", "3"]
    await until(lambda: ann.sent[-1] == {"accepted": 3})
    for one in (ann, bob):
        one.frames.put_nowait(None)
    await asyncio.gather(*serving)


@pytest.mark.parametrize("frame", ["{", "[]", '{"ack": -1}', '{"say": 0, "to": "b", "body": ""}', "[" * 100_000])
@pytest.mark.anyio
async def test_a_frame_that_says_nothing_ends_the_session(store, frame: str) -> None:
    gateway, socket = gateway_on(store), FakeSocket()
    socket.frames.put_nowait(frame)
    await gateway.serve("ann", socket, after=0)
    assert socket.closed[0] == 4400


@pytest.mark.anyio
async def test_a_drain_asks_everybody_to_move_and_takes_nobody(store) -> None:
    gateway, socket, late = gateway_on(store), FakeSocket(), FakeSocket()
    serving = asyncio.create_task(gateway.serve("ann", socket, after=0))
    await until(lambda: gateway.sessions)
    draining = asyncio.create_task(gateway.drain(60))
    await until(lambda: {"move": True} in socket.sent)
    await gateway.router.send([("ann", "still here")])
    await until(lambda: socket.numbers == [1])
    await gateway.serve("bob", late, after=0)
    assert late.closed[0] == 1013
    socket.frames.put_nowait(None)
    await serving
    draining.cancel()
    await asyncio.gather(draining, return_exceptions=True)


async def check_store(store, name) -> None:
    ann, bob, none = name("ann"), name("bob"), name("none")
    await asyncio.gather(*(store.append([(ann, f"{part}"), (bob, "x")]) for part in range(50)))
    assert [one.number for one in await store.after(ann, 0, 100)] == list(range(1, 51))
    assert len(await store.after(bob, 30, 5)) == 5
    await store.forget(ann, 50)
    assert await store.after(ann, 0, 100) == []
    await store.append([(ann, "ü ¶ \n")])
    assert await store.after(ann, 0, 100) == [Delivery(51, "ü ¶ \n")]
    told = await asyncio.gather(*(store.accept(Said(bob, 1, ann, "said")) for _ in range(20)))
    assert sum(told) == 1 and await store.accepted(bob) == 1
    assert not await store.accept(Said(bob, 3, ann, "too early"))
    assert await store.accept(Said(bob, 2, ann, "next"))
    assert [one.body for one in await store.after(ann, 51, 9)] == ["said", "next"]
    first, second = await store.connect(ann, "node 1"), await store.connect(ann, "node 2")
    assert second > first and await store.connection(ann) == second and await store.connection(none) == 0
    await store.disconnect(ann, first)
    assert await store.nodes_of([ann, bob, none]) == {"node 2": [ann]}
    await store.disconnect(ann, second)
    assert await store.nodes_of([ann]) == {}


@pytest.mark.anyio
async def test_the_store_in_sqlite(store) -> None:
    await check_store(store, lambda name: name)


@pytest.mark.skipif(not is_there(6379), reason="no Redis on 127.0.0.1:6379; start one with `redis-server`")
@pytest.mark.anyio
async def test_the_store_in_redis() -> None:
    from redis.asyncio import Redis

    prefix = f"test-{uuid.uuid4().hex}"
    made = RedisMessages("redis://127.0.0.1:6379", prefix=prefix)
    try:
        await check_store(made, lambda name: name)
    finally:
        await made.close()
        async with Redis(host="127.0.0.1") as client:
            await client.delete(*[key async for key in client.scan_iter(f"{prefix}:*", count=1_000)])


def test_tokens_are_checked() -> None:
    now = [1_000.0]
    tokens = Tokens(SECRET, clock=lambda: now[0])
    token = tokens.make("ann", lasts_s=60)
    assert tokens.client_of(token) == "ann"
    said, signature = token.split(".")
    forged = base64.urlsafe_b64encode(json.dumps(["bob", 1e12]).encode()).decode()
    for wrong in ("", "a", "a.b", "ü.ü", f"{forged}.{signature}", f"{said}.", f"{said}.{said}", f"{token}.x"):
        with pytest.raises(BadToken):
            tokens.client_of(wrong)
    with pytest.raises(BadToken):
        Tokens(b"another secret of 16 bytes").client_of(token)
    now[0] += 60
    with pytest.raises(BadToken):
        tokens.client_of(token)
    with pytest.raises(ValueError, match="16 bytes"):
        Tokens(b"short")


class Handshake:
    """A WebSocket client that speaks to the application without a network."""

    def __init__(self, app, path: str, **headers: str) -> None:
        path, _, query = path.partition("?")
        told = [(name.encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "websocket", "path": path, "raw_path": path.encode(), "query_string": query.encode()}
        scope |= {"headers": told, "scheme": "ws", "root_path": "", "subprotocols": [], "server": ("gateway", 80)}
        self.to_app: asyncio.Queue[dict] = asyncio.Queue()
        self.from_app: asyncio.Queue[dict] = asyncio.Queue()
        self.to_app.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(app(scope, self.to_app.get, self.from_app.put))

    async def next(self) -> dict:
        async with asyncio.timeout(60):
            return await self.from_app.get()

    async def leave(self) -> None:
        self.to_app.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await self.task


@pytest.mark.anyio
async def test_the_handshake_checks_token_and_origin(store) -> None:
    tokens = Tokens(SECRET)
    app = make_app(gateway_on(store), tokens, origins=["https://ours"], most_bytes=1_000)
    path = f"/connect?token={tokens.make('ann')}"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as http:
        ann = Handshake(app, path, origin="https://ours")
        assert (await ann.next())["type"] == "websocket.accept"
        assert json.loads((await ann.next())["text"]) == {"welcome": "here", "accepted": 0}
        letter = {"client": "ann", "body": "hello"}
        assert (await http.post("/messages", json={"messages": [letter]})).status_code == 202
        assert json.loads((await ann.next())["text"]) == {"number": 1, "body": "hello"}
        assert (await http.get("/ready")).json()["connections"] == 1
        for refused, headers in ((path, {"origin": "https://other"}), ("/connect?token=x", {}), ("/connect", {})):
            assert (await Handshake(app, refused, **headers).next())["type"] == "websocket.close"
        large = await http.post("/messages", json={"messages": [{"client": "ann", "body": "x" * 2_000}]})
        assert large.status_code == 413
        await ann.leave()
        assert (await http.post("/drain", json={"window_s": 0})).json() == {"connections": 0}
        assert (await http.get("/ready")).status_code == 503
        assert (await Handshake(app, path).next())["type"] == "websocket.close"


@pytest.mark.anyio
async def test_the_mechanism_in_a_component(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("APP_MESSAGE_STORE", raising=False)
    component = Service(Spec("gw", "Gateway", "service"), Around(Settings(data_dir=tmp_path), Recorder()))
    ROLES["gateway"](component)
    await component.start()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(component.app), base_url="http://gw") as http:
        assert (await http.post("/messages", json={"messages": [{"client": "a", "body": "b"}]})).status_code == 202
        assert (await http.get("/ready")).json()["node"] == "gw"
    await component.stop()
