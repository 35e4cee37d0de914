"""Two instances in processes of their own, one shared store, fifty clients at once: exactly N are admitted."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from mechanism_kit.listening import is_there
from rate_limiter.rules import Algorithm

CLIENTS, EACH, LIMIT = 50, 6, 100


@contextmanager
def instance(port: int, folder: Path, store: str) -> Iterator[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LIMITER_RULES": str(folder / "rules.sqlite"),
        "LIMITER_STORE": "redis://127.0.0.1:6379" if store == "redis" else str(folder / "counts.sqlite"),
        "LIMITER_COPIES": "2",
        "LIMITER_DEADLINE_S": "30",
    }
    command = [sys.executable, "-m", "uvicorn", "--factory", "rate_limiter.face:from_environment", "--log-level=error"]
    process = subprocess.Popen([*command, f"--port={port}"], env=environment)
    try:
        wait_for(f"http://127.0.0.1:{port}/limits", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in (0, -signal.SIGTERM)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, "it ended"
        try:
            if httpx.get(url, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("it did not start")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def window_s() -> int:
    """A window of the clock that does not end while the test runs, and in which a bucket gets back no whole token."""
    day = 86_400
    return next(window for window in (3 * day, 5 * day, 7 * day) if window - time.time() % window > 600)


needs_redis = pytest.mark.skipif(not is_there(6379), reason="no Redis on 127.0.0.1:6379; start one with `redis-server`")
EXACT = dict.fromkeys(Algorithm, (LIMIT, CLIENTS * EACH - LIMIT))


@pytest.mark.anyio
async def test_exactly_n_pass_two_instances(tmp_path: Path, proved) -> None:
    assert await counts_of("sqlite", tmp_path) == EXACT
    proved(
        "exactly-n", instances=2, clients=CLIENTS, asked=CLIENTS * EACH, limit=LIMIT, admitted_by_each_algorithm=LIMIT
    )


@needs_redis
@pytest.mark.anyio
async def test_exactly_n_pass_two_instances_that_share_a_redis(tmp_path: Path) -> None:
    assert await counts_of("redis", tmp_path) == EXACT


async def counts_of(store: str, folder: Path) -> dict[Algorithm, tuple[int, int]]:
    """Return by algorithm how many of the requests were admitted and refused."""
    with instance(free_port(), folder, store) as one:
        put_limits(one)
        with instance(free_port(), folder, store) as other:
            return {algorithm: await ask_all([one, other], algorithm) for algorithm in Algorithm}


def put_limits(url: str) -> None:
    for algorithm in Algorithm:
        body = {"limit": LIMIT, "window_s": window_s(), "algorithm": algorithm, "plan": algorithm}
        assert httpx.put(f"{url}/limits/{algorithm}", json=body).status_code == 200


async def ask_all(urls: list[str], plan: str) -> tuple[int, int]:
    caller, begin = uuid.uuid4().hex, asyncio.Event()
    async with httpx.AsyncClient(timeout=60, limits=httpx.Limits(max_connections=CLIENTS)) as http:

        async def client(number: int) -> list[httpx.Response]:
            await begin.wait()
            question = {"caller": caller, "plan": plan}
            return [await http.post(f"{urls[(number + n) % 2]}/decisions", json=question) for n in range(EACH)]

        clients = [asyncio.create_task(client(number)) for number in range(CLIENTS)]
        begin.set()
        answers = [answer for told in await asyncio.gather(*clients) for answer in told]
    await forget(caller)
    refused = [answer for answer in answers if answer.status_code == 429]
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in refused)
    assert not any("x-ratelimit-local" in answer.headers for answer in answers)
    return sum(answer.status_code == 200 for answer in answers), len(refused)


async def forget(caller: str) -> None:
    if not is_there(6379):
        return
    from redis.asyncio import Redis

    async with Redis(host="127.0.0.1") as client:
        if keys := [key async for key in client.scan_iter(f"limit:{{{caller}}}:*", count=1_000)]:
            await client.delete(*keys)
