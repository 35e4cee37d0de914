"""What a confirmed write costs against one that is on one disk only: `python bench.py`."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from high_availability_failover import DatabaseNode
from high_availability_failover.embedded import SqliteLog

WRITES = 600


async def per_write_us(write: Callable[[str], Awaitable[object]], at_once: int) -> float:
    """Return the microseconds of one write; `at_once` clients share the work."""

    async def client(number: int) -> None:
        for count in range(WRITES // at_once):
            await write(f"{at_once}-{number}-{count}")

    started = time.perf_counter()
    await asyncio.gather(*(client(number) for number in range(at_once)))
    return (time.perf_counter() - started) / WRITES * 1e6


async def main() -> None:
    """Print all ratios."""
    with tempfile.TemporaryDirectory(dir=".") as place:
        bare = await per_write_us(bare_write(Path(place)), 1)
        print(f"bare SQLite write, on one disk: {bare:.0f} us")
        nodes = {name: DatabaseNode(name, SqliteLog(Path(place) / name), {}) for name in "abc"}
        for name, node in nodes.items():
            node.peers.update({other: peer for other, peer in nodes.items() if other != name})
            await node.open()
        primary = nodes["a"]
        await primary.promote(1, float("inf"))
        for at_once in (1, 8, 50):
            took = await per_write_us(lambda id: primary.write(id, "body"), at_once)
            print(f"  confirmed by 2 of 3 nodes, {at_once} clients: {took:.0f} us, {took / bare:.2f} bare writes")
        for node in nodes.values():
            await node.close()


def bare_write(folder: Path) -> Callable[[str], Awaitable[object]]:
    connection = sqlite3.connect(folder / "bare", isolation_level=None, check_same_thread=False)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE one (id, body)")

    async def write(id: str) -> None:
        await asyncio.to_thread(connection.execute, "INSERT INTO one VALUES (?, 'body')", (id,))

    return write


if __name__ == "__main__":
    asyncio.run(main())
