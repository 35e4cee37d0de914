"""`python bench.py`: reservations a second, against bare transactions that change one row."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

from flash_sale_ticketing import Hold, Stock
from flash_sale_ticketing.embedded import SqliteSale
from flash_sale_ticketing.postgres import PostgresSale

POSTGRES = "postgresql://postgres@127.0.0.1:5432/test"
ITEMS = 60_000
SECONDS = 2.0


def bare_sqlite(path: Path) -> float:
    """Return how many one-row transactions a second one thread commits, each synced to disk."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT)")
    db.executemany("INSERT INTO rows VALUES (?, 'free')", [(n,) for n in range(1000)])
    end, done = time.perf_counter() + SECONDS, 0
    while time.perf_counter() < end:
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE rows SET body = ? WHERE id = ?", (uuid.uuid4().hex, done % 1000))
        db.execute("COMMIT")
        done += 1
    db.close()
    return done / SECONDS


async def per_second(work: Callable[[int], Awaitable[object]], *, clients: int) -> float:
    """Return how often `clients` at once get `work` done in a second."""
    end, turn, done = time.perf_counter() + SECONDS, itertools.count(), itertools.count()

    async def one() -> None:
        while time.perf_counter() < end:
            await work(next(turn))
            next(done)

    started = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(clients)))
    return next(done) / (time.perf_counter() - started)


async def holds_per_second(stock: Stock, *, clients: int) -> float:
    """Return how many reservations a second `clients` buyers at once get."""
    await stock.open_sale("s", ITEMS)
    ends = time.time() + 600

    async def hold(turn: int) -> None:
        assert await stock.hold(Hold(uuid.uuid4().hex, "s", 0, f"buyer{turn}", "held", ends)) is not None

    return await per_second(hold, clients=clients)


async def sqlite(folder: Path) -> None:
    """Print what SQLite does."""
    base = bare_sqlite(folder / "bare.sqlite")
    for clients in (1, 100, 1000):
        sale = SqliteSale(folder / f"sale{clients}.sqlite")
        mine = await holds_per_second(sale, clients=clients)
        await sale.close()
        print(
            f"SQLite     {clients:5} buyers  {mine:7.0f} holds/s  {base:7.0f} bare commits/s  ratio {mine / base:.2f}"
        )


async def postgres() -> None:
    """Print what PostgreSQL does."""
    schema = f"flash_bench_{uuid.uuid4().hex[:8]}"
    sale = await PostgresSale.connect(POSTGRES, schema=schema)
    pool = sale._pool
    await pool.execute("CREATE TABLE rows AS SELECT n AS id, 'free' AS body FROM generate_series(0, 999) n")
    await pool.execute("ALTER TABLE rows ADD PRIMARY KEY (id)")

    async def bare(turn: int) -> None:
        await pool.execute("UPDATE rows SET body = $1 WHERE id = $2", uuid.uuid4().hex, turn % 1000)

    for clients in (1, 10, 100):
        base = await per_second(bare, clients=clients)
        await pool.execute("TRUNCATE items")
        mine = await holds_per_second(sale, clients=clients)
        print(
            f"PostgreSQL {clients:5} buyers  {mine:7.0f} holds/s  {base:7.0f} bare commits/s  ratio {mine / base:.2f}"
        )
    await pool.execute(f"DROP SCHEMA {schema} CASCADE")
    await sale.close()


async def main() -> None:
    """Measure both."""
    with tempfile.TemporaryDirectory() as folder:
        await sqlite(Path(folder))
    try:
        await postgres()
    except OSError:
        print("PostgreSQL does not answer")


if __name__ == "__main__":
    asyncio.run(main())
