"""Queue and stock in one SQLite file, and a payment provider in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from mechanism_kit.sqlite_file import SqliteFile

from .ports import Counts, Hold, Place

_SCHEMA = """
CREATE TABLE IF NOT EXISTS rooms (sale TEXT PRIMARY KEY, last INTEGER NOT NULL, served INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS places (
  sale TEXT NOT NULL, number INTEGER NOT NULL, buyer TEXT NOT NULL, chance_until REAL,
  PRIMARY KEY (sale, number), UNIQUE (sale, buyer)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items (
  sale TEXT NOT NULL, item INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'free', hold_id TEXT UNIQUE, buyer TEXT,
  until REAL, PRIMARY KEY (sale, item)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS items_free ON items (sale, item) WHERE state = 'free';
CREATE UNIQUE INDEX IF NOT EXISTS items_one_each ON items (sale, buyer) WHERE buyer IS NOT NULL;
CREATE TABLE IF NOT EXISTS sales (
  sale TEXT NOT NULL, item INTEGER NOT NULL, buyer TEXT NOT NULL, hold_id TEXT NOT NULL, PRIMARY KEY (sale, item)
) WITHOUT ROWID;
"""
_HOLD = "SELECT hold_id, sale, item, buyer, state, until FROM items"
_FREE = "UPDATE items SET state = 'free', hold_id = NULL, buyer = NULL, until = NULL"
# Those who were let in, whose time is over, and who have no item.
_GONE = """
SELECT count(*) FROM places WHERE sale = ? AND number <= ? AND chance_until <= ?
  AND NOT EXISTS (SELECT 1 FROM items WHERE items.sale = places.sale AND items.buyer = places.buyer)
"""


class SqliteSale:
    """The queue and the stock of sales; several processes may share the file."""

    def __init__(self, path: Path, *, sync: str = "FULL") -> None:
        self.file = SqliteFile(path, _SCHEMA, sync=sync)
        self.close = self.file.close

    async def join(self, sale: str, buyer: str) -> tuple[Place, bool]:
        """See `Queue.join`."""

        def work(db: sqlite3.Connection) -> tuple[Place, bool]:
            if (found := _place(db, sale, buyer)) is not None:
                return found, False
            db.execute("INSERT INTO rooms VALUES (?, 0, 0) ON CONFLICT DO NOTHING", (sale,))
            row = db.execute("UPDATE rooms SET last = last + 1 WHERE sale = ? RETURNING last", (sale,)).fetchone()
            db.execute("INSERT INTO places (sale, number, buyer) VALUES (?, ?, ?)", (sale, row[0], buyer))
            return Place(row[0], buyer), True

        return await self.file.run(work)

    async def place(self, sale: str, buyer: str) -> Place | None:
        """Return the place that a buyer has."""
        return await self.file.run(lambda db: _place(db, sale, buyer))

    async def served(self, sale: str) -> int:
        """Return the mark."""
        asked = "SELECT served FROM rooms WHERE sale = ?"
        return await self.file.run(lambda db: (db.execute(asked, (sale,)).fetchone() or (0,))[0])

    async def serve(self, sale: str, *, now: float, chance_until: float, most: int) -> int:
        """See `Queue.serve`."""

        def work(db: sqlite3.Connection) -> int:
            row = db.execute("SELECT last, served FROM rooms WHERE sale = ?", (sale,)).fetchone()
            if row is None:
                return 0
            last, served = row
            items = db.execute("SELECT count(*) FROM items WHERE sale = ?", (sale,)).fetchone()[0]
            gone = db.execute(_GONE, (sale, served, now)).fetchone()[0]
            mark = max(served, min(last, served + most, items + gone))
            let_in = "UPDATE places SET chance_until = ? WHERE sale = ? AND number > ? AND number <= ?"
            db.execute(let_in, (chance_until, sale, served, mark))
            db.execute("UPDATE rooms SET served = ? WHERE sale = ?", (mark, sale))
            return int(mark - served)

        return await self.file.run(work)

    async def open_sale(self, sale: str, items: int) -> None:
        """Put items on sale."""
        rows = [(sale, item) for item in range(1, items + 1)]
        put = "INSERT INTO items (sale, item) VALUES (?, ?) ON CONFLICT DO NOTHING"
        await self.file.run(lambda db: db.executemany(put, rows))

    async def hold(self, wanted: Hold) -> Hold | None:
        """See `Stock.hold`."""
        taken = (
            "UPDATE items SET state = 'held', hold_id = ?, buyer = ?, until = ? WHERE sale = ? AND item = "
            "(SELECT item FROM items INDEXED BY items_free WHERE sale = ? AND state = 'free' ORDER BY item LIMIT 1) RETURNING item"
        )

        def work(db: sqlite3.Connection) -> Hold | None:
            has = db.execute(f"{_HOLD} WHERE sale = ? AND buyer = ?", (wanted.sale, wanted.buyer)).fetchone()
            if has is not None:
                return Hold(*has)
            row = db.execute(taken, (wanted.id, wanted.buyer, wanted.until, wanted.sale, wanted.sale)).fetchone()
            return row and Hold(wanted.id, wanted.sale, row[0], wanted.buyer, "held", wanted.until)

        return await self.file.run(work)

    async def begin_payment(self, hold_id: str, *, now: float, until: float) -> Hold | None:
        """See `Stock.begin_payment`."""
        begun = "UPDATE items SET state = 'paying', until = ? WHERE hold_id = ? AND state = 'held' AND until > ?"

        def work(db: sqlite3.Connection) -> Hold | None:
            db.execute(begun, (until, hold_id, now))
            row = db.execute(f"{_HOLD} WHERE hold_id = ? AND state IN ('paying', 'sold')", (hold_id,)).fetchone()
            return None if row is None else Hold(*row)

        return await self.file.run(work)

    async def sell(self, hold_id: str) -> Hold | None:
        """See `Stock.sell`; the row in `sales` is the second guard: an item has one."""

        def work(db: sqlite3.Connection) -> Hold | None:
            done = db.execute("UPDATE items SET state = 'sold' WHERE hold_id = ? AND state = 'paying'", (hold_id,))
            row = db.execute(f"{_HOLD} WHERE hold_id = ? AND state = 'sold'", (hold_id,)).fetchone()
            if row is None:
                return None
            hold = Hold(*row)
            if done.rowcount:
                db.execute("INSERT INTO sales VALUES (?, ?, ?, ?)", (hold.sale, hold.item, hold.buyer, hold.id))
            return hold

        return await self.file.run(work)

    async def order(self, hold_id: str) -> Hold | None:
        """Return a hold that is being paid for or is sold."""
        asked = f"{_HOLD} WHERE hold_id = ? AND state IN ('paying', 'sold')"
        row = await self.file.run(lambda db: db.execute(asked, (hold_id,)).fetchone())
        return None if row is None else Hold(*row)

    async def release(self, hold_id: str, *, state: Literal["held", "paying"]) -> bool:
        """Return the item of a hold that is in this state."""
        freed = f"{_FREE} WHERE hold_id = ? AND state = ?"
        return await self.file.run(lambda db: db.execute(freed, (hold_id, state)).rowcount > 0)

    async def sweep(self, now: float) -> int:
        """See `Stock.sweep`."""
        freed = f"{_FREE} WHERE state = 'held' AND until <= ?"
        return await self.file.run(lambda db: db.execute(freed, (now,)).rowcount)

    async def unpaid(self, now: float) -> Sequence[Hold]:
        """Return the holds whose payment should have ended."""
        asked = f"{_HOLD} WHERE state = 'paying' AND until <= ? ORDER BY sale, item"
        return await self.file.run(lambda db: [Hold(*row) for row in db.execute(asked, (now,))])

    async def counts(self, sale: str) -> Counts:
        """Return the items by state."""
        asked = "SELECT state, count(*) FROM items WHERE sale = ? GROUP BY state"
        return await self.file.run(lambda db: Counts(**dict(db.execute(asked, (sale,)).fetchall())))

    async def sales(self, sale: str) -> Sequence[tuple[int, str]]:
        """Return the items sold, with their buyers."""
        asked = "SELECT item, buyer FROM sales WHERE sale = ? ORDER BY item"
        return await self.file.run(lambda db: db.execute(asked, (sale,)).fetchall())


class FakePayments:
    """Takes payment from everybody but those named, once for a key."""

    def __init__(self, *, refuses: frozenset[str] = frozenset()) -> None:
        self.taken: dict[str, str] = {}
        self._refuses = refuses

    async def charge(self, key: str, buyer: str) -> bool:
        """Return whether the buyer paid."""
        if buyer in self._refuses:
            return False
        self.taken.setdefault(key, buyer)
        return True


def _place(db: sqlite3.Connection, sale: str, buyer: str) -> Place | None:
    asked = "SELECT number, buyer, chance_until FROM places WHERE sale = ? AND buyer = ?"
    row: Any = db.execute(asked, (sale, buyer)).fetchone()
    return None if row is None else Place(*row)
