"""What agreement and single effects cost, against one write that is safe on disk: `python bench.py`."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from distributed_coordination import Call, Coordinator, Transfer
from distributed_coordination.embedded import MemoryNode, SqliteGuarded, SqliteNode, SqliteTransfers

CALLS = 300


async def per_call_us(call: Callable[[], Awaitable[object]]) -> float:
    """Return the microseconds of one call."""
    await call()
    started = time.perf_counter()
    for _ in range(CALLS):
        await call()
    return (time.perf_counter() - started) / CALLS * 1e6


async def main() -> None:
    """Print all ratios."""
    with tempfile.TemporaryDirectory(dir=".") as place:
        folder = Path(place)
        bare = await per_call_us(bare_write(folder))
        print(f"bare SQLite write, on disk: {bare:.0f} us")
        await compare("claim and release, 3 nodes in memory", locking([MemoryNode() for _ in range(3)]), bare)
        nodes = [SqliteNode(folder / f"node-{number}.sqlite") for number in range(3)]
        await compare("claim and release, 3 nodes on disk", locking(nodes), bare)
        things, accounts = SqliteGuarded(folder / "things"), SqliteTransfers(folder / "accounts", opening=10**9)
        tokens = itertools.count(1)
        await compare("write with a fencing token", lambda: things.write("thing", "value", next(tokens)), bare)
        move, keys = Transfer("ann", "bob", 1), itertools.count()
        await compare(
            "transfer with a new key", lambda: accounts.transfer(Call.of("a", str(next(keys)), move), move), bare
        )
        await compare("transfer repeated", lambda: accounts.transfer(Call.of("a", "0", move), move), bare)
        for one in (*nodes, things, accounts):
            await one.close()


def bare_write(folder: Path) -> Callable[[], Awaitable[object]]:
    connection = sqlite3.connect(folder / "bare", isolation_level=None, check_same_thread=False)
    connection.executescript(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE one (k PRIMARY KEY, v)"
    )
    numbers = itertools.count()

    async def write() -> None:
        await asyncio.to_thread(connection.execute, "REPLACE INTO one VALUES (1, ?)", (next(numbers),))

    return write


def locking(nodes: list[MemoryNode] | list[SqliteNode]) -> Callable[[], Awaitable[object]]:
    coordinator = Coordinator(nodes)

    async def lock() -> None:
        claim = await coordinator.acquire("name", "me", lease_s=60)
        assert claim is not None
        await coordinator.release(claim)

    return lock


async def compare(what: str, call: Callable[[], Awaitable[object]], bare: float) -> None:
    took = await per_call_us(call)
    print(f"  {what}: {took:.0f} us, {took / bare:.2f} bare writes")


if __name__ == "__main__":
    asyncio.run(main())
