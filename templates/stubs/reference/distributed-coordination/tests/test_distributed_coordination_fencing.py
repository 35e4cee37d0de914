"""A holder that is stopped for real (SIGSTOP) between its check and its write, and nodes that are restarted."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import uuid
from contextlib import suppress
from pathlib import Path

import pytest

from distributed_coordination import Coordinator, StaleToken
from distributed_coordination.embedded import SqliteGuarded, SqliteNode
from distributed_coordination.fencing import write_through
from distributed_coordination.postgres import Postgres, PostgresGuarded
from mechanism_kit.listening import is_there

LEASE_S = 1.0
HOLDER = """
import asyncio, sys
from pathlib import Path
from distributed_coordination import Coordinator, StaleToken
from distributed_coordination.embedded import SqliteGuarded, SqliteNode

async def main(folder):
    nodes = [SqliteNode(folder / f"node-{n}.sqlite") for n in range(3)]
    coordinator, store = Coordinator(nodes, answer_within_s=30), SqliteGuarded(folder / "things.sqlite")
    claim = await coordinator.wait_for("account-5", "A", lease_s=float(sys.argv[2]))
    await store.write("account-5", "A was here", claim.token)
    print("checked", coordinator.is_held(claim), claim.token, flush=True)
    sys.stdin.readline()  # stopped here: after the check, before the write
    try:
        await store.write("account-5", "A, late", claim.token)
        print("written", flush=True)
    except StaleToken as error:
        print("refused", error.token, error.highest, flush=True)

asyncio.run(main(Path(sys.argv[1])))
"""


needs_postgres = pytest.mark.skipif(
    not is_there(5432), reason="no PostgreSQL on 127.0.0.1:5432; start one with `pg_ctl start`"
)


@pytest.mark.anyio
async def test_a_paused_holders_late_write_is_refused(tmp_path: Path, proved) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path), str(LEASE_S)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    holder = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    with holder:
        _, _, token = (await asyncio.to_thread(holder.stdout.readline)).split()
        holder.send_signal(signal.SIGSTOP)
        nodes = [SqliteNode(tmp_path / f"node-{n}.sqlite") for n in range(3)]
        store = SqliteGuarded(tmp_path / "things.sqlite")
        successor = await Coordinator(nodes, answer_within_s=30).wait_for("account-5", "B", lease_s=30)
        await store.write("account-5", "B was here", successor.token)
        holder.send_signal(signal.SIGCONT)
        holder.stdin.write("\n")
        said = (await asyncio.to_thread(holder.stdout.readline)).split()
    assert said == ["refused", token, str(successor.token)]
    assert (await store.read("account-5")).value == "B was here"
    for one in (*nodes, store):
        await one.close()
    proved("late-write", paused_holders_token=int(token), successors_token=successor.token, late_writes_done=0)


@pytest.mark.anyio
async def test_what_a_node_granted_survives_its_restart(tmp_path: Path) -> None:
    clock = [1_000.0]
    tokens = []
    for round in range(30):
        nodes = [SqliteNode(tmp_path / f"node-{n}.sqlite", lambda: clock[0]) for n in range(3)]
        coordinator = Coordinator(nodes, answer_within_s=30)
        claim = await coordinator.acquire("name", "me", lease_s=10)
        assert claim is not None
        tokens.append(claim.token)
        assert await Coordinator(nodes, answer_within_s=30).acquire("name", "other", lease_s=10) is None
        clock[0] += 5 if round % 2 else 11
        for node in nodes:
            await node.close()
        if round % 2:
            again = [SqliteNode(tmp_path / f"node-{n}.sqlite", lambda: clock[0]) for n in range(3)]
            assert await Coordinator(again, answer_within_s=30).acquire("name", "other", lease_s=10) is None
            clock[0] += 6
            for node in again:
                await node.close()
    assert tokens == sorted(set(tokens))


async def check_fence(store, thing: str) -> None:
    await store.write(thing, "33", 33)
    await store.write(thing, "33 again", 33)
    await store.write(thing, "34", 34)
    with pytest.raises(StaleToken) as refused:
        await store.write(thing, "late", 33)
    assert refused.value.highest == 34
    assert (await store.read(thing)).value == "34"

    async def one(token: int) -> None:
        with suppress(StaleToken):
            await store.write(thing, str(token), token)

    await asyncio.gather(*(one(token) for token in range(100, 140)))
    assert (await store.read(thing)).token == 139
    assert await store.read(f"no {thing}") is None


@pytest.mark.anyio
async def test_a_sqlite_store_fences(tmp_path: Path) -> None:
    store = SqliteGuarded(tmp_path / "things.sqlite")
    await check_fence(store, "thing")
    await store.close()


@needs_postgres
@pytest.mark.anyio
async def test_a_postgres_store_fences() -> None:
    server = Postgres("postgresql://postgres@127.0.0.1/test", schema=f"coordination_{uuid.uuid4().hex[:8]}")
    try:
        await check_fence(PostgresGuarded(server), "thing")
    finally:
        async with server.transaction() as connection:
            await connection.execute(f"DROP SCHEMA {server.schema} CASCADE")
        await server.close()


@pytest.mark.anyio
async def test_behind_a_fence_a_resource_hears_no_late_write(tmp_path: Path) -> None:
    fence, heard = SqliteGuarded(tmp_path / "fence.sqlite"), []

    async def printer(thing: str, value: str) -> None:
        heard.append(value)

    await write_through(fence, "printer", "first", 1, printer)
    await write_through(fence, "printer", "second", 2, printer)
    with pytest.raises(StaleToken):
        await write_through(fence, "printer", "late", 1, printer)
    assert heard == ["first", "second"]
    await fence.close()
