"""Orders and outbox in one SQLite file."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from mechanism_kit.transactions import transaction, write_ahead

from .deadlines import Deadline
from .ports import Job, KeyReused, Order, StoreDown

T = TypeVar("T")
_TABLES = """
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, item TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS outbox (place INTEGER PRIMARY KEY, order_id TEXT NOT NULL UNIQUE, item TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL);
"""


class SqliteOrders:
    """Orders in a SQLite file, which is opened when first used."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self.clock = clock
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()

    async def place(self, key: str, item: str) -> tuple[Order, bool]:
        """Keep an order and its job, in one transaction; the same key returns the order that is there, and False."""
        return await self._run(lambda it: self._place(it, key, item))

    async def get(self, id: str) -> Order | None:
        """Return an order, or None."""
        query = "SELECT id, item, state FROM orders WHERE id = ?"
        row = await self._run(lambda it: it.execute(query, (id,)).fetchone())
        return Order(*row) if row else None

    async def due(self, limit: int) -> list[Job]:
        """Return the jobs whose time has come, the oldest first."""
        query = "SELECT order_id, item, tries FROM outbox WHERE due <= ? ORDER BY place LIMIT ?"
        return [Job(*row) for row in await self._run(lambda it: it.execute(query, (self.clock(), limit)).fetchall())]

    async def done(self, order: str) -> None:
        """Take a job out, and mark its order as booked."""

        def done(connection: sqlite3.Connection) -> None:
            connection.execute("UPDATE orders SET state = 'booked' WHERE id = ?", (order,))
            connection.execute("DELETE FROM outbox WHERE order_id = ?", (order,))

        await self._run(done)

    async def later(self, order: str, wait_s: float) -> None:
        """Count a try, and let a job wait."""
        update = "UPDATE outbox SET tries = tries + 1, due = ? WHERE order_id = ?"
        await self._run(lambda it: it.execute(update, (self.clock() + wait_s, order)))

    async def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _place(self, connection: sqlite3.Connection, key: str, item: str) -> tuple[Order, bool]:
        query = "SELECT id, item, state FROM orders WHERE key = ?"
        if row := connection.execute(query, (key,)).fetchone():
            if row[1] != item:
                raise KeyReused(key)
            return Order(*row), False
        order = Order(uuid.uuid4().hex, item)
        connection.execute("INSERT INTO orders VALUES (?, ?, ?, ?)", (order.id, key, item, order.state))
        insert = "INSERT INTO outbox (order_id, item, due) VALUES (?, ?, ?)"
        connection.execute(insert, (order.id, item, self.clock()))
        return order, True

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        def run() -> T:
            with self._lock:
                connection = self._connection = self._connection or self._open()
                with transaction(connection):
                    return work(connection)

        try:
            return await asyncio.to_thread(run)
        except (sqlite3.Error, OSError) as error:
            raise StoreDown(str(error)) from error

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
        write_ahead(connection)
        connection.executescript(_TABLES)
        return connection


class Fakes:
    """Neighbours that work: everything is in stock, everything goes with a receipt, and the partner says yes."""

    def __init__(self) -> None:
        self.booked: list[str] = []

    async def has(self, item: str, deadline: Deadline) -> bool:
        """Return whether an item is in stock."""
        return True

    async def beside(self, item: str, deadline: Deadline) -> list[str]:
        """Return what goes with an item."""
        return ["receipt"]

    async def book(self, order: str, item: str, deadline: Deadline) -> None:
        """Book the transport, once for each order."""
        if order not in self.booked:
            self.booked.append(order)
