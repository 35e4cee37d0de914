"""What a numbered, kept message costs against one that is only passed on: `python bench.py`."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from websocket_gateway import Gateway, Router
from websocket_gateway.embedded import SqliteMessages
from websocket_gateway.redis import RedisMessages

CLIENTS, ROUNDS = 50, 40


class Counting:
    """A connection in memory that counts what is sent over it."""

    def __init__(self) -> None:
        self.got = 0
        self.end = asyncio.Event()

    async def send(self, frame: str) -> None:
        self.got += "number" in json.loads(frame)
        await asyncio.sleep(0)

    async def receive(self) -> str:
        await self.end.wait()
        return "end"

    async def close(self, code: int, reason: str) -> None:
        self.end.set()


class Here:
    """The way to one gateway in this process."""

    gateway: Gateway

    async def wake(self, node: str, clients: list[str]) -> None:
        self.gateway.wake(clients)


async def per_message_us(send: Callable[[], Awaitable[object]], sockets: list[Counting]) -> float:
    """Return the microseconds from sending a message to every client until all have it, for each message."""
    before, started = sum(one.got for one in sockets), time.perf_counter()
    for _ in range(ROUNDS):
        await send()
    while sum(one.got for one in sockets) < before + CLIENTS * ROUNDS:
        await asyncio.sleep(0)
    return (time.perf_counter() - started) / CLIENTS / ROUNDS * 1e6


async def measure(name: str, store: SqliteMessages | RedisMessages, bare: float) -> None:
    nodes = Here()
    nodes.gateway = Gateway("here", store, Router(store, nodes))
    sockets = {f"client-{number}": Counting() for number in range(CLIENTS)}
    serving = [asyncio.create_task(nodes.gateway.serve(client, one, after=0)) for client, one in sockets.items()]
    while len(nodes.gateway.sessions) < CLIENTS:
        await asyncio.sleep(0.01)
    round = [(client, "hello") for client in sockets]
    took = await per_message_us(lambda: nodes.gateway.router.send(round), list(sockets.values()))
    print(f"  kept in {name}: {took:.1f} us a message, {took / bare:.1f} bare messages")
    for one in sockets.values():
        one.end.set()
    await asyncio.gather(*serving)
    await store.close()


async def main() -> None:
    """Print all ratios."""
    sockets = [Counting() for _ in range(CLIENTS)]
    frame = json.dumps({"number": 1, "body": "hello"})
    bare = await per_message_us(lambda: asyncio.gather(*(one.send(frame) for one in sockets)), sockets)
    print(f"bare message, passed on to {CLIENTS} clients in memory: {bare:.1f} us")
    with tempfile.TemporaryDirectory(dir=".") as place:
        await measure("SQLite", SqliteMessages(Path(place) / "messages.sqlite"), bare)
    prefix = f"bench-{time.time_ns()}"
    try:
        await measure("Redis", RedisMessages("redis://127.0.0.1:6379", prefix=prefix), bare)
        await forget(prefix)
    except OSError:
        print("no Redis on 127.0.0.1:6379; start one with `redis-server`")


async def forget(prefix: str) -> None:
    from redis.asyncio import Redis

    async with Redis(host="127.0.0.1") as client:
        await client.delete(*[key async for key in client.scan_iter(f"{prefix}:*", count=1_000)])


if __name__ == "__main__":
    asyncio.run(main())
