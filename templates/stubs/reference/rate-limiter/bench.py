"""What a decision costs, against the bare round trip or transaction that it cannot do without: `python bench.py`."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

from rate_limiter import Algorithm, Ask, Limiter, Rule, RuleBook
from rate_limiter.embedded import MemoryCounters, SqliteCounters
from rate_limiter.redis import RedisCounters

CALLS = 4_000
URL = "redis://127.0.0.1:6379"


async def per_call_us(call: Callable[[], Awaitable[object]], at_once: int) -> float:
    """Return the microseconds of one call; `at_once` callers share the work."""

    async def some() -> None:
        for _ in range(CALLS // at_once):
            await call()

    await call()
    started = time.perf_counter()
    await asyncio.gather(*(some() for _ in range(at_once)))
    return (time.perf_counter() - started) / CALLS * 1e6


def limiter(store: object, algorithm: Algorithm) -> Limiter:
    """Return a limiter that admits half of what is asked."""
    book = RuleBook(1, (Rule(uuid.uuid4().hex, CALLS // 2, 3_600_000, algorithm),))
    return Limiter(store, book, deadline_s=10)  # type: ignore[arg-type]


async def against_redis() -> None:
    """Compare with PING."""
    from redis.asyncio import Redis

    prefix = f"bench-{uuid.uuid4().hex}"
    store = RedisCounters(URL, prefix=prefix)
    async with Redis.from_url(URL) as client:
        for at_once in (1, 50):
            bare = await per_call_us(client.ping, at_once)
            print(f"bare Redis round trip, {at_once} at once: {bare:.0f} us")
            for algorithm in Algorithm:
                asked = limiter(store, algorithm)
                took = await per_call_us(lambda asked=asked: asked.decide(Ask("ann")), at_once)  # type: ignore[misc]
                print(f"  {algorithm:16} {took:5.0f} us a decision, {took / bare:.2f} round trips")
        await client.delete(*[key async for key in client.scan_iter(f"{prefix}:*", count=1_000)])
    await store.close()


async def against_sqlite(folder: Path) -> None:
    """Compare with an upsert in a transaction of its own."""
    connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE one (k PRIMARY KEY, v)")

    async def once() -> None:
        connection.executescript("BEGIN IMMEDIATE; REPLACE INTO one VALUES (1, 2); COMMIT")

    bare = await per_call_us(once, 1)
    print(f"bare SQLite transaction: {bare:.0f} us")
    for name, store in (("SQLite", SqliteCounters(folder / "counts.sqlite")), ("memory", MemoryCounters())):
        asked = limiter(store, Algorithm.TOKEN_BUCKET)
        took = await per_call_us(lambda asked=asked: asked.decide(Ask("ann")), 1)  # type: ignore[misc]
        print(f"  token-bucket in {name}: {took:.0f} us a decision, {took / bare:.2f} transactions")
        await store.close()
    connection.close()


async def main() -> None:
    """Print all ratios."""
    with tempfile.TemporaryDirectory() as folder:
        await against_sqlite(Path(folder))
    try:
        await against_redis()
    except OSError:
        print("no Redis on 127.0.0.1:6379; start one with `redis-server`")


if __name__ == "__main__":
    asyncio.run(main())
