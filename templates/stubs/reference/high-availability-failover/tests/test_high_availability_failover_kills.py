"""Three nodes in processes of their own; the primary is killed, or stopped and woken, while clients write."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import httpx
import pytest

from high_availability_failover import Router

LEASE_S, STATED_S, CLIENTS, KILLS, BETWEEN = 1.0, 30.0, 8, 2, 80
NAMES = ("a", "b", "c")


class Cluster:
    """Three nodes, to kill, to stop and to start again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = dict(zip(NAMES, free_ports(len(NAMES)), strict=True))
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def urls(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self.ports.values()]

    def start(self, name: str) -> None:
        peers = ",".join(f"{other}=http://127.0.0.1:{self.ports[other]}" for other in NAMES if other != name)
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "NODE_NAME": name,
            "NODE_FOLDER": str(self.folder),
            "NODE_PEERS": peers,
            "NODE_LEASES": str(self.folder / "lease.sqlite"),
            "NODE_LEASE_S": str(LEASE_S),
        }
        app = "high_availability_failover.face:from_environment"
        command = [sys.executable, "-m", "uvicorn", "--factory", app, "--log-level=critical"]
        self.processes[name] = subprocess.Popen([*command, f"--port={self.ports[name]}"], env=environment)

    def signal(self, name: str, which: signal.Signals) -> None:
        self.processes[name].send_signal(which)
        if which == signal.SIGKILL:
            self.processes[name].wait()

    def ask(self, name: str, method: str, path: str, body: dict | None = None, **headers: str) -> tuple[int, dict]:
        """Return status and body, or status 0 without an answer."""
        with closing(HTTPConnection("127.0.0.1", self.ports[name], timeout=20)) as connection:
            try:
                told = {"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
                connection.request(method, path, None if body is None else json.dumps(body), told)
                answer = connection.getresponse()
                return answer.status, json.loads(answer.read() or b"{}")
            except (OSError, HTTPException):
                return 0, {}

    def state(self, name: str) -> dict:
        return self.ask(name, "GET", "/status")[1]

    def wait_for_primary(self, *but: str) -> str:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            for name in NAMES:
                if name not in but and self.state(name).get("role") == "primary":
                    return name
            time.sleep(0.02)
        raise AssertionError("no primary")

    def wait_until_level(self, name: str, with_: str) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            one, other = self.state(name), self.state(with_)
            if one.get("last_index") == other.get("last_index") and one.get("last_term") == other.get("last_term"):
                return
            time.sleep(0.05)
        raise AssertionError(f"{name} did not catch up")


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


@contextmanager
def cluster(folder: Path):
    made = Cluster(folder)
    try:
        for name in NAMES:
            made.start(name)
        yield made
    finally:
        for process in made.processes.values():
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()


class Writers:
    """Clients that write as fast as writes are confirmed."""

    def __init__(self, urls: list[str]) -> None:
        self.http = httpx.AsyncClient(timeout=3)
        self.urls = urls
        self.confirmed: dict[str, dict] = {}
        self.tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Writers:
        self.tasks = [asyncio.create_task(self.write(client)) for client in range(CLIENTS)]
        return self

    async def __aexit__(self, *error: object) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.http.aclose()

    async def write(self, client: int) -> None:
        router, number = Router(self.http, self.urls, patience_s=120), 0
        while True:
            id, body = f"{client}-{number}", {"client": client, "number": number}
            await router.write(id, body)
            self.confirmed[id], number = body, number + 1

    async def until(self, count: int) -> None:
        async with asyncio.timeout(120):
            while len(self.confirmed) < count:
                assert not any(task.done() for task in self.tasks), "a client gave up"
                await asyncio.sleep(0.005)


async def lost_from(made: Cluster, confirmed: dict[str, dict]) -> list[str]:
    """Return the ids of confirmed records that the cluster does not return as they were."""
    async with httpx.AsyncClient(timeout=3) as http:
        router = Router(http, made.urls, patience_s=60)
        found, todo = {}, iter(confirmed)

        async def reader() -> None:
            for id in todo:
                found[id] = await router.read(id)

        await asyncio.gather(*(reader() for _ in range(CLIENTS)))
    return [id for id, body in confirmed.items() if (found[id] or {}).get("body") != body]


@pytest.mark.anyio
async def test_no_confirmed_write_is_lost_when_primaries_die(tmp_path: Path, proved) -> None:
    with cluster(tmp_path) as made:
        await asyncio.to_thread(made.wait_for_primary)
        async with Writers(made.urls) as writers:
            for _ in range(KILLS):
                await writers.until(len(writers.confirmed) + BETWEEN)
                dead = await asyncio.to_thread(made.wait_for_primary)
                made.signal(dead, signal.SIGKILL)
                before = len(writers.confirmed)
                await writers.until(before + 2 * CLIENTS)
                made.start(dead)
                primary = await asyncio.to_thread(made.wait_for_primary, dead)
                await asyncio.to_thread(made.wait_until_level, dead, primary)
            await writers.until(len(writers.confirmed) + BETWEEN)
        lost = await lost_from(made, writers.confirmed)
        terms = [made.state(name)["term"] for name in NAMES]
    assert lost == []
    assert max(terms) > KILLS
    proved("nothing-lost", nodes=3, primaries_killed=KILLS, writes_confirmed=len(writers.confirmed), lost=len(lost))


@pytest.mark.anyio
async def test_a_standby_takes_over_in_time(tmp_path: Path, proved) -> None:
    with cluster(tmp_path) as made:
        primary = await asyncio.to_thread(made.wait_for_primary)
        async with httpx.AsyncClient(timeout=3) as http:
            router = Router(http, made.urls, patience_s=120)
            await router.write("before", {"a": 1})
            made.signal(primary, signal.SIGKILL)
            killed_at = time.monotonic()
            await router.write("after", {"a": 2})
            took_s = time.monotonic() - killed_at
            assert (await router.read("before"))["body"] == {"a": 1}
    assert took_s < STATED_S
    proved("takeover", lease_s=LEASE_S, stated_s=STATED_S, first_write_after_s=round(took_s, 2))


@pytest.mark.anyio
async def test_the_old_primary_cannot_write_after_it_returns(tmp_path: Path, proved) -> None:
    with cluster(tmp_path) as made:
        old = await asyncio.to_thread(made.wait_for_primary)
        async with Writers(made.urls) as writers:
            await writers.until(BETWEEN)
            made.signal(old, signal.SIGSTOP)
            new = await asyncio.to_thread(made.wait_for_primary, old)
            await writers.until(len(writers.confirmed) + BETWEEN)
            made.signal(old, signal.SIGCONT)
            tries = [await asyncio.to_thread(write_late, made, old, number) for number in range(20)]
        await asyncio.to_thread(made.wait_until_level, old, new)
        lost = await lost_from(made, writers.confirmed)
        late = [made.ask(new, "GET", f"/records/late-{number}")[0] for number in range(20)]
    assert set(tries) == {503} and set(late) == {404}
    assert lost == []
    proved(
        "old-primary", stopped_and_woken=1, late_writes=len(tries), taken=0, confirmed=len(writers.confirmed), lost=0
    )


def write_late(made: Cluster, name: str, number: int) -> int:
    return made.ask(name, "POST", "/records", {"late": number}, Idempotency_Key=f"late-{number}")[0]
