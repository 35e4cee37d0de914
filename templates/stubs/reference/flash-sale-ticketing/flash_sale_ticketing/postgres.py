"""Queue and stock on PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal

from .ports import Counts, Hold, Place, StoreDown

_SCHEMA = """
CREATE SCHEMA IF NOT EXISTS {schema};
SET LOCAL search_path = {schema};
CREATE TABLE IF NOT EXISTS rooms (sale text PRIMARY KEY, last bigint NOT NULL, served bigint NOT NULL);
CREATE TABLE IF NOT EXISTS places (
  sale text NOT NULL, number bigint NOT NULL, buyer text NOT NULL, chance_until double precision,
  PRIMARY KEY (sale, number), UNIQUE (sale, buyer)
);
CREATE TABLE IF NOT EXISTS items (
  sale text NOT NULL, item int NOT NULL, state text NOT NULL DEFAULT 'free', hold_id text UNIQUE, buyer text,
  until double precision, PRIMARY KEY (sale, item)
);
CREATE INDEX IF NOT EXISTS items_free ON items (sale, item) WHERE state = 'free';
CREATE UNIQUE INDEX IF NOT EXISTS items_one_each ON items (sale, buyer) WHERE buyer IS NOT NULL;
CREATE TABLE IF NOT EXISTS sales (
  sale text NOT NULL, item int NOT NULL, buyer text NOT NULL, hold_id text NOT NULL, PRIMARY KEY (sale, item)
);
"""
_HOLD = "SELECT hold_id, sale, item, buyer, state, until FROM items"
_FREE = "UPDATE items SET state = 'free', hold_id = NULL, buyer = NULL, until = NULL"
_GONE = """
SELECT count(*) FROM places WHERE sale = $1 AND number <= $2 AND chance_until <= $3
  AND NOT EXISTS (SELECT 1 FROM items WHERE items.sale = places.sale AND items.buyer = places.buyer)
"""
# Two buyers never wait for the same row: whoever comes second takes the next one.
_TAKE = """
WITH first AS (
  SELECT item FROM items WHERE sale = $1 AND state = 'free' ORDER BY item LIMIT 1 FOR UPDATE SKIP LOCKED
)
UPDATE items SET state = 'held', hold_id = $2, buyer = $3, until = $4 FROM first
WHERE items.sale = $1 AND items.item = first.item RETURNING items.item
"""


class PostgresSale:
    """The queue and the stock in one schema of a PostgreSQL database; make it with `connect`."""

    def __init__(self, pool: Any, checkout: Any) -> None:
        self._pool = pool
        # Whoever has an item must not wait behind the crowd that wants one.
        self._checkout = checkout

    @classmethod
    async def connect(cls, url: str, *, schema: str = "flash_sale", most_connections: int = 10) -> PostgresSale:
        """Return the store, its tables made.

        Raises:
            ValueError: the schema's name is more than small letters, digits and underscores.
        """
        import asyncpg  # type: ignore[import-untyped]

        if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", schema):
            raise ValueError(schema)
        settings = {"search_path": schema}
        pool = await asyncpg.create_pool(url, min_size=1, max_size=most_connections, server_settings=settings)
        checkout = await asyncpg.create_pool(url, min_size=1, max_size=3, server_settings=settings)
        async with pool.acquire() as db, db.transaction():
            # Two instances that start together must not make the same table at once.
            await db.execute("SELECT pg_advisory_xact_lock(hashtext($1))", schema)
            await db.execute(_SCHEMA.format(schema=schema))
        return cls(pool, checkout)

    async def join(self, sale: str, buyer: str) -> tuple[Place, bool]:
        """See `Queue.join`: the row of the room is locked while a number is given, so numbers come in order."""
        async with self._transaction() as db:
            await db.execute("INSERT INTO rooms VALUES ($1, 0, 0) ON CONFLICT DO NOTHING", sale)
            last = await db.fetchval("SELECT last FROM rooms WHERE sale = $1 FOR UPDATE", sale)
            if (found := await _place(db, sale, buyer)) is not None:
                return found, False
            await db.execute("UPDATE rooms SET last = $2 WHERE sale = $1", sale, last + 1)
            await db.execute("INSERT INTO places (sale, number, buyer) VALUES ($1, $2, $3)", sale, last + 1, buyer)
            return Place(last + 1, buyer), True

    async def place(self, sale: str, buyer: str) -> Place | None:
        """Return the place that a buyer has."""
        async with self._transaction() as db:
            return await _place(db, sale, buyer)

    async def served(self, sale: str) -> int:
        """Return the mark."""
        async with self._transaction() as db:
            return await db.fetchval("SELECT served FROM rooms WHERE sale = $1", sale) or 0

    async def serve(self, sale: str, *, now: float, chance_until: float, most: int) -> int:
        """See `Queue.serve`."""
        async with self._transaction() as db:
            room = await db.fetchrow("SELECT last, served FROM rooms WHERE sale = $1 FOR UPDATE", sale)
            if room is None:
                return 0
            last, served = room
            items = await db.fetchval("SELECT count(*) FROM items WHERE sale = $1", sale)
            gone = await db.fetchval(_GONE, sale, served, now)
            mark = max(served, min(last, served + most, items + gone))
            let_in = "UPDATE places SET chance_until = $1 WHERE sale = $2 AND number > $3 AND number <= $4"
            await db.execute(let_in, chance_until, sale, served, mark)
            await db.execute("UPDATE rooms SET served = $2 WHERE sale = $1", sale, mark)
            return int(mark - served)

    async def open_sale(self, sale: str, items: int) -> None:
        """Put items on sale."""
        put = "INSERT INTO items (sale, item) SELECT $1, generate_series(1, $2::int) ON CONFLICT DO NOTHING"
        async with self._transaction() as db:
            await db.execute(put, sale, items)

    async def hold(self, wanted: Hold) -> Hold | None:
        """See `Stock.hold`."""
        import asyncpg

        async with self._database() as db:
            try:
                row = await db.fetchrow(_TAKE, wanted.sale, wanted.id, wanted.buyer, wanted.until)
            except asyncpg.UniqueViolationError:
                row = None
            if row is not None:
                return Hold(wanted.id, wanted.sale, row[0], wanted.buyer, "held", wanted.until)
            has = await db.fetchrow(f"{_HOLD} WHERE sale = $1 AND buyer = $2", wanted.sale, wanted.buyer)
            return None if has is None else Hold(*has)

    async def begin_payment(self, hold_id: str, *, now: float, until: float) -> Hold | None:
        """See `Stock.begin_payment`."""
        begun = "UPDATE items SET state = 'paying', until = $1 WHERE hold_id = $2 AND state = 'held' AND until > $3"
        async with self._transaction(self._checkout) as db:
            await db.execute(begun, until, hold_id, now)
            row = await db.fetchrow(f"{_HOLD} WHERE hold_id = $1 AND state IN ('paying', 'sold')", hold_id)
        return None if row is None else Hold(*row)

    async def sell(self, hold_id: str) -> Hold | None:
        """See `Stock.sell`; the row in `sales` is the second guard: an item has one."""
        sold = "UPDATE items SET state = 'sold' WHERE hold_id = $1 AND state = 'paying'"
        async with self._transaction(self._checkout) as db:
            is_new = await db.execute(sold, hold_id) == "UPDATE 1"
            row = await db.fetchrow(f"{_HOLD} WHERE hold_id = $1 AND state = 'sold'", hold_id)
            if row is None:
                return None
            hold = Hold(*row)
            if is_new:
                put = "INSERT INTO sales VALUES ($1, $2, $3, $4)"
                await db.execute(put, hold.sale, hold.item, hold.buyer, hold.id)
        return hold

    async def order(self, hold_id: str) -> Hold | None:
        """Return a hold that is being paid for or is sold."""
        async with self._database(self._checkout) as db:
            row = await db.fetchrow(f"{_HOLD} WHERE hold_id = $1 AND state IN ('paying', 'sold')", hold_id)
        return None if row is None else Hold(*row)

    async def release(self, hold_id: str, *, state: Literal["held", "paying"]) -> bool:
        """Return the item of a hold that is in this state."""
        async with self._transaction(self._checkout) as db:
            freed = await db.execute(f"{_FREE} WHERE hold_id = $1 AND state = $2", hold_id, state)
        return bool(freed == "UPDATE 1")

    async def sweep(self, now: float) -> int:
        """See `Stock.sweep`."""
        async with self._transaction(self._checkout) as db:
            freed = await db.execute(f"{_FREE} WHERE state = 'held' AND until <= $1", now)
        return int(freed.split()[1])

    async def unpaid(self, now: float) -> Sequence[Hold]:
        """Return the holds whose payment should have ended."""
        async with self._transaction(self._checkout) as db:
            rows = await db.fetch(f"{_HOLD} WHERE state = 'paying' AND until <= $1 ORDER BY sale, item", now)
        return [Hold(*row) for row in rows]

    async def counts(self, sale: str) -> Counts:
        """Return the items by state."""
        async with self._transaction(self._checkout) as db:
            rows = await db.fetch("SELECT state, count(*) FROM items WHERE sale = $1 GROUP BY state", sale)
        return Counts(**{row[0]: row[1] for row in rows})

    async def sales(self, sale: str) -> Sequence[tuple[int, str]]:
        """Return the items sold, with their buyers."""
        async with self._transaction(self._checkout) as db:
            rows = await db.fetch("SELECT item, buyer FROM sales WHERE sale = $1 ORDER BY item", sale)
        return [(row[0], row[1]) for row in rows]

    async def close(self) -> None:
        """Close the connections."""
        await self._pool.close()
        await self._checkout.close()

    @asynccontextmanager
    async def _transaction(self, pool: Any = None) -> AsyncIterator[Any]:
        async with self._database(pool) as db, db.transaction():
            yield db

    @asynccontextmanager
    async def _database(self, pool: Any = None) -> AsyncIterator[Any]:
        import asyncpg

        try:
            async with (pool or self._pool).acquire() as db:
                yield db
        except (
            OSError,
            asyncpg.InterfaceError,
            asyncpg.PostgresConnectionError,
            asyncpg.CannotConnectNowError,
        ) as error:
            raise StoreDown(str(error)) from error


async def _place(db: Any, sale: str, buyer: str) -> Place | None:
    asked = "SELECT number, buyer, chance_until FROM places WHERE sale = $1 AND buyer = $2"
    row = await db.fetchrow(asked, sale, buyer)
    return None if row is None else Place(*row)
