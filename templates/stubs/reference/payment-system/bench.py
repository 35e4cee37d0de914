"""`python bench.py`: charges a second, against bare transactions with the same number of commits and rows."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

from payment_system import Charge, Charger, Intent, PaymentStore
from payment_system.embedded import SqlitePayments
from payment_system.postgres import PostgresPayments

POSTGRES = "postgresql://postgres@127.0.0.1:5432/test"
INTENT = Intent("books", 1999, "EUR", "tok")


class InstantProvider:
    """Answers at once, so that only our part is measured."""

    async def charge(self, request_id: str, intent: Intent) -> Charge:
        """Approve."""
        return Charge(request_id, request_id, intent.amount_minor, intent.currency, True)

    async def settled(self) -> list[Charge]:
        """Keep no books."""
        return []


async def per_second(work: Callable[[], Awaitable[object]], *, clients: int, seconds: float = 2.0) -> float:
    """Return how often `clients` at once get `work` done in a second."""
    end, done = time.perf_counter() + seconds, itertools.count()

    async def one() -> None:
        while time.perf_counter() < end:
            await work()
            next(done)

    started = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(clients)))
    return next(done) / (time.perf_counter() - started)


def charging(store: PaymentStore) -> Callable[[], Awaitable[object]]:
    """Return a charge with a key of its own."""
    charger = Charger(store, InstantProvider(), clock=time.time, new_id=lambda: uuid.uuid4().hex)
    return lambda: charger.charge(uuid.uuid4().hex, INTENT)


async def sqlite(folder: Path) -> None:
    """Print the charges a second on SQLite and the ratio to bare commits."""
    bare = SqlitePayments(folder / "bare.sqlite")
    await bare._file.run(lambda db: db.execute("CREATE TABLE rows (id TEXT PRIMARY KEY, body TEXT)"))

    async def two_commits() -> None:
        id = uuid.uuid4().hex
        await bare._file.run(lambda db: db.execute("INSERT INTO rows VALUES (?, ?)", (id, "x" * 100)))
        await bare._file.run(lambda db: db.execute("UPDATE rows SET body = ? WHERE id = ?", ("y" * 100, id)))

    base = await per_second(two_commits, clients=8)
    mine = await per_second(charging(SqlitePayments(folder / "payments.sqlite")), clients=8)
    print(f"SQLite      {mine:7.0f} charges/s  {base:7.0f} bare pairs of commits/s  ratio {mine / base:.2f}")


async def postgres() -> None:
    """Print the charges a second on PostgreSQL and the ratio to bare commits."""
    schema = f"payment_bench_{uuid.uuid4().hex[:8]}"
    store = await PostgresPayments.connect(POSTGRES, schema=schema)
    pool = store._pool
    await pool.execute("CREATE TABLE rows (id text PRIMARY KEY, body text)")

    async def two_commits() -> None:
        id = uuid.uuid4().hex
        await pool.execute("INSERT INTO rows VALUES ($1, $2)", id, "x" * 100)
        await pool.execute("UPDATE rows SET body = $2 WHERE id = $1", id, "y" * 100)

    base = await per_second(two_commits, clients=8)
    mine = await per_second(charging(store), clients=8)
    print(f"PostgreSQL  {mine:7.0f} charges/s  {base:7.0f} bare pairs of commits/s  ratio {mine / base:.2f}")
    await pool.execute(f"DROP SCHEMA {schema} CASCADE")
    await store.close()


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
