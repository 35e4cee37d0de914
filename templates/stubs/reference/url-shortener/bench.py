"""`python bench.py`: redirects against a bare Starlette handler, and codes for each second, measured in one run."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket
import statistics
import time
from collections.abc import Awaitable, Callable

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from url_shortener import ClickBuffer, Link, MemoryCache, Redirector, Snowflake, SqliteClicks, SqliteLinks
from url_shortener.embedded import Sqlite
from url_shortener.face import make_app

ROUNDS, CALLS, CONNECTIONS = 7, 3_000, 8


async def bare(request: Request) -> Response:
    return Response(status_code=302, headers={"location": "https://example.org/"})


async def shortener(clicks: ClickBuffer) -> ASGIApp:
    cache = MemoryCache()
    await cache.put("abc", Link("abc", "https://example.org/", 0.0), 1_000)
    return make_app(redirector=Redirector(SqliteLinks(Sqlite()), cache), clicks=clicks)


async def in_process(app: ASGIApp) -> float:
    """Return calls a second, without server and network."""
    scope = {"type": "http", "method": "GET", "path": "/abc", "raw_path": b"/abc", "root_path": "", "headers": []}

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        pass

    started = time.perf_counter()
    for _ in range(CALLS):
        await app({**scope, "query_string": b"", "app": None}, receive, send)
    return CALLS / (time.perf_counter() - started)


async def over_loopback(app: ASGIApp) -> float:
    """Return requests a second through the server, over a few connections that stay open."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
        serving = asyncio.create_task(server.serve([listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        port = listening.getsockname()[1]
        started = time.perf_counter()
        await asyncio.gather(*(_ask(port, CALLS // CONNECTIONS) for _ in range(CONNECTIONS)))
        rate = CALLS / (time.perf_counter() - started)
        server.should_exit = True
        await serving
    return rate


async def _ask(port: int, times: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(times):
        writer.write(b"GET /abc HTTP/1.1\r\nhost: short\r\n\r\n")
        answer = await reader.readuntil(b"\r\n\r\n")
        assert b" 302 " in answer, answer
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


async def compare(name: str, measure: Callable[[ASGIApp], Awaitable[float]]) -> None:
    """Measure both in turn, so that a busy moment hits both, and print the middle of the ratios."""
    clicks = ClickBuffer(SqliteClicks(Sqlite()), size=10**7)
    await clicks.start()
    plain, ours = Starlette(routes=[Route("/{code}", bare)]), await shortener(clicks)
    ratios, rates = [], []
    for _ in range(ROUNDS):
        gc.collect()
        base = await measure(plain)
        rates.append(await measure(ours))
        ratios.append(rates[-1] / base)
    await clicks.stop()
    print(f"{name}: {statistics.median(rates):,.0f} redirects/s, {statistics.median(ratios):.0%} of bare Starlette")


def codes() -> None:
    generator = Snowflake(1)
    started = time.perf_counter()
    for _ in range(200_000):
        generator.code()
    print(f"codes: {200_000 / (time.perf_counter() - started):,.0f}/s from one generator")


async def main() -> None:
    await compare("in process", in_process)
    await compare("over loopback", over_loopback)
    codes()


if __name__ == "__main__":
    asyncio.run(main())
