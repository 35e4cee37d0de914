"""A call has one effect: with 50 repeats at once, and while the process that works on it is killed."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import httpx
import pytest

from distributed_coordination import Call, Coordinator, KeyReused, Transfer
from distributed_coordination.embedded import MemoryNode, SqliteGuarded, SqliteNode, SqliteTransfers
from distributed_coordination.face import HttpNode, make_app
from distributed_coordination.postgres import Postgres, PostgresTransfers
from mechanism_kit.listening import is_there

CALLS, KILLS, AMOUNT, OPENING = 60, 3, 7, 1_000_000


needs_postgres = pytest.mark.skipif(
    not is_there(5432), reason="no PostgreSQL on 127.0.0.1:5432; start one with `pg_ctl start`"
)


async def check_once(store) -> None:
    transfer = Transfer("ann", "bob", AMOUNT)
    call = Call.of("ann", "key", transfer)
    answers = await asyncio.gather(*(store.transfer(call, transfer) for _ in range(50)))
    assert await store.balance("bob") == OPENING + AMOUNT
    assert await store.balance("ann") == OPENING - AMOUNT
    assert len({answer.body["transfer"] for answer in answers}) == 1
    assert sum(not answer.is_replay for answer in answers) == 1
    with pytest.raises(KeyReused):
        await store.transfer(Call.of("ann", "key", Transfer("ann", "bob", 8)), Transfer("ann", "bob", 8))
    await store.transfer(Call.of("cid", "key", transfer), transfer)
    assert await store.balance("bob") == OPENING + 2 * AMOUNT, "keys belong to their caller"
    much = Transfer("ann", "bob", 10 * OPENING)
    told = [await store.transfer(Call.of("ann", "much", much), much) for _ in range(2)]
    assert [(answer.status, answer.is_replay) for answer in told] == [(409, False), (409, True)]
    crossing = [Transfer("ann", "bob", 1), Transfer("bob", "ann", 1)] * 20
    await asyncio.gather(*(store.transfer(Call.of("x", str(n), one), one) for n, one in enumerate(crossing)))
    assert await store.balance("bob") == OPENING + 2 * AMOUNT


@pytest.mark.anyio
async def test_fifty_repeats_at_once_in_sqlite(tmp_path: Path) -> None:
    store = SqliteTransfers(tmp_path / "transfers.sqlite", opening=OPENING)
    await check_once(store)
    await store.close()


@needs_postgres
@pytest.mark.anyio
async def test_fifty_repeats_at_once_in_postgres() -> None:
    server = Postgres("postgresql://postgres@127.0.0.1/test", schema=f"coordination_{uuid.uuid4().hex[:8]}")
    try:
        await check_once(PostgresTransfers(server, opening=OPENING))
    finally:
        async with server.transaction() as connection:
            await connection.execute(f"DROP SCHEMA {server.schema} CASCADE")
        await server.close()


def serve(port: int, file: Path) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "COORDINATION_FILE": str(file),
        "COORDINATION_OPENING": str(OPENING),
    }
    app = "distributed_coordination.face:transfers_from_environment"
    command = [sys.executable, "-m", "uvicorn", "--factory", app, "--log-level=critical", f"--port={port}"]
    return subprocess.Popen(command, env=environment)


class Server:
    """A process that is killed after so many answers, and started again, on the same file."""

    def __init__(self, file: Path) -> None:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = int(one.getsockname()[1])
        self.file = file
        self.process = serve(self.port, file)

    def kill_and_restart(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = serve(self.port, self.file)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def call_until_answered(port: int, key: str) -> tuple[str, int]:
    """Repeat a call with its key until an answer comes; return the transfer it made and how often it was sent."""
    until, sent = time.monotonic() + 120, 0
    order = json.dumps({"source": "ann", "target": "bob", "amount": AMOUNT})
    headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
    while time.monotonic() < until:
        sent += 1
        with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            try:
                connection.request("POST", "/transfers", order, headers)
                answer = connection.getresponse()
                body = json.loads(answer.read())
                assert answer.status == 201
                return body["transfer"], sent
            except (OSError, HTTPException):
                time.sleep(0.05)
    raise AssertionError("no answer")


def test_a_repeated_call_has_one_effect(tmp_path: Path, proved) -> None:
    server, draw = Server(tmp_path / "transfers.sqlite"), random.Random(9)
    kill_at = set(draw.sample(range(5, CALLS - 5), KILLS))

    def call(number: int) -> tuple[str, int]:
        if number in kill_at:
            server.kill_and_restart()
        return call_until_answered(server.port, str(number))

    try:
        call_until_answered(server.port, "warm")
        with ThreadPoolExecutor(8) as clients:
            answered = list(clients.map(call, range(CALLS)))
        again = [call_until_answered(server.port, str(number))[0] for number in range(CALLS)]
    finally:
        server.stop()
    store = SqliteTransfers(tmp_path / "transfers.sqlite", opening=OPENING)
    effects = (asyncio.run(store.balance("bob")) - OPENING) // AMOUNT - 1
    asyncio.run(store.close())
    sent = sum(times for _, times in answered)
    assert effects == CALLS == len(set(again)) and sent > CALLS
    assert again == [transfer for transfer, _ in answered], "each repeat gets the first answer"
    proved("one-effect", calls=CALLS, kills=KILLS, sent_before_an_answer=sent, repeated_after=CALLS, effects=effects)


def client_of(app) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://coordination")


@pytest.mark.anyio
async def test_claims_and_guarded_things_over_http(tmp_path: Path) -> None:
    clients = [client_of(make_app(node=MemoryNode())) for _ in range(3)]
    nodes = [HttpNode(client, "http://coordination") for client in clients]
    store = SqliteGuarded(tmp_path / "things.sqlite")
    async with client_of(make_app(coordinator=Coordinator(nodes), guarded=store, most_bytes=1_000)) as http:
        wants = {"name": "account-5", "holder": "ann", "lease_s": 60}
        claim = (await http.post("/claims", json=wants)).json()
        refused = await http.post("/claims", json={**wants, "holder": "bob"})
        assert refused.status_code == 409
        assert refused.headers["content-type"] == "application/problem+json"
        held = {"holder": claim["holder"], "token": claim["token"], "lease_s": 60}
        assert (await http.post("/claims/account-5/renewals", json=held)).status_code == 200
        value = {"value": "new", "token": claim["token"]}
        assert (await http.put("/things/account-5", json=value)).status_code == 200
        assert (await http.post("/claims/account-5/release", json=held)).status_code == 204
        later = (await http.post("/claims", json={**wants, "holder": "bob"})).json()
        assert (await http.put("/things/account-5", json={"value": "b", "token": later["token"]})).status_code == 200
        late = await http.put("/things/account-5", json=value)
        assert (late.status_code, late.json()["highest"]) == (409, later["token"])
        assert (await http.post("/claims/account-5/renewals", json=held)).status_code == 409
        assert (await http.put("/things/x", json={"value": "a" * 2_000, "token": 1})).status_code == 413
        assert (await http.get("/things/unknown")).status_code == 404
        for client in clients[:2]:
            await client.aclose()
    for client in clients:
        await client.aclose()
    await store.close()


@pytest.mark.anyio
async def test_without_a_majority_the_answer_is_503(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    nodes = [SqliteNode(tmp_path / "file" / f"{n}.sqlite") for n in range(3)]
    async with client_of(make_app(coordinator=Coordinator(nodes, answer_within_s=30))) as http:
        answer = await http.post("/claims", json={"name": "n", "holder": "h"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


@pytest.mark.anyio
async def test_transfers_need_a_key_and_say_when_they_answer_again(tmp_path: Path) -> None:
    store = SqliteTransfers(tmp_path / "transfers.sqlite", opening=10)
    order = {"source": "ann", "target": "bob", "amount": 7}
    async with client_of(make_app(transfers=store)) as http:
        assert (await http.post("/transfers", json=order)).status_code == 422
        key = {"Idempotency-Key": "k"}
        first, again = [await http.post("/transfers", json=order, headers=key) for _ in range(2)]
        assert first.json() == again.json() and again.headers["idempotent-replay"] == "true"
        other = await http.post("/transfers", json={**order, "amount": 1}, headers=key)
        assert other.status_code == 422
        poor = await http.post("/transfers", json=order, headers={"Idempotency-Key": "k2"})
        assert poor.status_code == 409
    await store.close()
