"""What decides about a write, message by message: a network that holds messages back, and leases by a clock of ours."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from high_availability_failover import Conflict, DatabaseNode, Deposed, FailoverManager, NotPrimary, Unconfirmed
from high_availability_failover.embedded import SqliteLeases, SqliteLog
from high_availability_failover.face import make_app
from high_availability_failover.ports import PeerDown
from high_availability_failover.postgres import PostgresLeases
from mechanism_kit.listening import is_there

FAR = float("inf")


class Wire:
    """The way from one node to another: open, cut, or held until it is let go."""

    def __init__(self, target: DatabaseNode) -> None:
        self.target = target
        self.is_cut = False
        self.held: asyncio.Event | None = None
        self.waiting = 0

    async def promise(self, term):
        self.check()
        return await self.target.promise(term)

    async def append(self, batch):
        self.check()
        if self.held is not None:
            self.waiting += 1
            await self.held.wait()
        return await self.target.append(batch)

    async def entries(self, after):
        self.check()
        return await self.target.entries(after)

    def check(self) -> None:
        if self.is_cut:
            raise PeerDown("cut")


@asynccontextmanager
async def three(folder: Path):
    nodes = {
        name: DatabaseNode(name, SqliteLog(folder / f"{name}.sqlite"), {}, confirm_within_s=30, beat_s=0.02)
        for name in "abc"
    }
    for name, node in nodes.items():
        node.peers.update({other: Wire(peer) for other, peer in nodes.items() if other != name})
        await node.open()
    yield nodes
    for node in nodes.values():
        await node.close()


async def until(condition) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.005)


@pytest.mark.anyio
async def test_a_write_on_its_way_when_the_term_ends_is_refused(tmp_path: Path) -> None:
    # The lease of the old primary lasts for ever here: only the terms that standbys promised can stop it.
    async with three(tmp_path) as nodes:
        a, b = nodes["a"], nodes["b"]
        await a.promote(1, FAR)
        first = await a.write("first", "1")
        for wire in a.peers.values():
            wire.held = asyncio.Event()
        late = asyncio.create_task(a.write("late", "2"))
        await until(lambda: all(wire.waiting for wire in a.peers.values()) and a.log.last.at > first.index)
        for peer in ("b", "c"):
            nodes[peer].peers["a"].is_cut = True
        await b.promote(2, FAR)
        await b.write("new", "3")
        for wire in a.peers.values():
            wire.held.set()
        with pytest.raises(Unconfirmed):
            await late
        with pytest.raises(NotPrimary):
            await a.write("later", "4")
        for peer in ("b", "c"):
            nodes[peer].peers["a"].is_cut = False
        await until(lambda: a.log.last == b.log.last)
        assert a.log.find("late") is None, "the old primary has rewound"
        assert (await b.read("first")).body == "1" and await b.read("late") is None


@pytest.mark.anyio
async def test_a_new_primary_takes_the_furthest_log(tmp_path: Path) -> None:
    async with three(tmp_path) as nodes:
        a, b, c = nodes.values()
        await a.promote(1, FAR)
        a.peers["c"].is_cut = True
        # More than one batch, so that catching up takes several.
        await asyncio.gather(*(a.write(str(number), "x") for number in range(500)))
        assert c.log.last.at < b.log.last.at
        c.peers["a"].is_cut = True
        await c.promote(2, FAR)
        assert None not in [await c.read(str(number)) for number in range(500)]


@pytest.mark.anyio
async def test_without_a_standby_nothing_is_confirmed_and_nobody_takes_over(tmp_path: Path) -> None:
    async with three(tmp_path) as nodes:
        a, b, c = nodes.values()
        await a.promote(1, FAR)
        a.confirm_within_s = 0.05
        for wire in a.peers.values():
            wire.is_cut = True
        with pytest.raises(Unconfirmed):
            await a.write("alone", "1")
        assert await a.read("alone") is None
        for wire in b.peers.values():
            wire.is_cut = True
        with pytest.raises(Unconfirmed):
            await b.promote(2, FAR)
        assert not b.is_primary and not c.is_primary


@pytest.mark.anyio
async def test_a_term_is_promised_once_and_survives_a_restart(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "a.sqlite")
    node = DatabaseNode("a", log, {})
    await node.open()
    await node.promise(7)
    await node.close()
    again = DatabaseNode("a", SqliteLog(tmp_path / "a.sqlite"), {})
    await again.open()
    for term in (6, 7):
        with pytest.raises(Deposed):
            await again.promise(term)
    await again.close()


@pytest.mark.anyio
async def test_the_same_write_again_is_one_record(tmp_path: Path) -> None:
    async with three(tmp_path) as nodes:
        await nodes["a"].promote(1, FAR)
        entries = await asyncio.gather(*(nodes["a"].write("id", "body") for _ in range(20)))
        assert len({entry.index for entry in entries}) == 1
        with pytest.raises(Conflict):
            await nodes["a"].write("id", "other body")


@pytest.mark.anyio
async def test_a_primary_whose_lease_has_ended_answers_nothing(tmp_path: Path) -> None:
    async with three(tmp_path) as nodes:
        now = [0.0]
        nodes["a"].clock = lambda: now[0]
        await nodes["a"].promote(1, 10)
        await nodes["a"].write("id", "body")
        now[0] = 10.0
        with pytest.raises(NotPrimary):
            await nodes["a"].read("id")
        with pytest.raises(NotPrimary):
            await nodes["a"].write("other", "body")


async def check_leases(leases, end_now) -> None:
    took = await asyncio.gather(*(leases.take(name, 600) for name in "abcdefgh"))
    (lease,) = (one for one in took if one is not None)
    assert lease.term == 1 and (await leases.read()).holder == lease.holder
    assert await leases.renew(lease.holder, 1, 600) and not await leases.renew("other", 1, 600)
    await leases.release("other", 1)
    assert await leases.take("other", 600) is None
    await end_now(lease)
    assert (await leases.take("other", 600)).term == 2
    assert not await leases.renew(lease.holder, 1, 600)


@pytest.mark.anyio
async def test_leases_in_sqlite(tmp_path: Path) -> None:
    now = [1_000.0]
    leases = SqliteLeases(tmp_path / "lease.sqlite", lambda: now[0])

    async def end(lease) -> None:
        now[0] += 600

    await check_leases(leases, end)
    await leases.close()


@pytest.mark.skipif(not is_there(5432), reason="no PostgreSQL on 127.0.0.1:5432; start one with `pg_ctl start`")
@pytest.mark.anyio
async def test_leases_in_postgres() -> None:
    import asyncpg

    url, schema = "postgresql://postgres@127.0.0.1/test", f"failover_{uuid.uuid4().hex[:8]}"
    leases = PostgresLeases(url, schema=schema, answer_within_s=60)
    try:
        await check_leases(leases, lambda lease: leases.release(lease.holder, lease.term))
    finally:
        await leases.close()
        connection = await asyncpg.connect(url)
        await connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        await connection.close()


@pytest.mark.anyio
async def test_a_planned_switchover_loses_nothing(tmp_path: Path) -> None:
    async with three(tmp_path) as nodes:
        leases = SqliteLeases(tmp_path / "lease.sqlite")
        managers = {name: FailoverManager(node, leases, lease_s=60) for name, node in nodes.items()}
        assert await managers["a"].watch() and not await managers["b"].watch()
        await nodes["a"].write("id", "body")
        await managers["a"].resign()
        assert await managers["b"].watch()
        assert (await nodes["b"].read("id")).body == "body"
        assert not await managers["a"].watch()
        await leases.close()


@pytest.mark.anyio
async def test_records_over_http(tmp_path: Path) -> None:
    async with three(tmp_path) as nodes:
        app = make_app(nodes["a"], most_bytes=1_000)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://node") as http:
            key = {"Idempotency-Key": "id"}
            refused = await http.post("/records", json={"a": 1}, headers=key)
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
            assert (await http.get("/health/ready")).status_code == 503
            await nodes["a"].promote(1, FAR)
            assert (await http.get("/health/ready")).json() == {"ready": True}
            assert (await http.post("/records", json={"a": 1}, headers=key)).status_code == 201
            assert (await http.post("/records", json={"a": 1}, headers=key)).status_code == 201
            assert (await http.post("/records", json={"a": 2}, headers=key)).status_code == 409
            assert (await http.post("/records", json={"a": 1})).status_code == 422
            assert (await http.post("/records", json={"a": "x" * 2_000}, headers=key)).status_code == 413
            assert (await http.get("/records/id")).json()["body"] == {"a": 1}
            assert (await http.get("/records/none")).status_code == 404
            assert (await http.get("/status")).json()["role"] == "primary"
            stale = await http.post("/replication/promises", json={"term": 1})
            assert (stale.status_code, stale.json()["term"]) == (409, 1)
