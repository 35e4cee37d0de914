"""Messages and connections in one SQLite file, which the nodes of one machine share."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from mechanism_kit.transactions import transaction, write_ahead

from .ports import Delivery, Said, StoreDown

T = TypeVar("T")
_TABLES = """
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS client (id TEXT PRIMARY KEY, last INTEGER NOT NULL DEFAULT 0, accepted INTEGER NOT NULL DEFAULT 0,
  connection INTEGER NOT NULL DEFAULT 0, node TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS message (client TEXT, number INTEGER, body TEXT NOT NULL, PRIMARY KEY (client, number)) WITHOUT ROWID;
"""
_NEXT = "INSERT INTO client (id, last) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET last = last + 1 RETURNING last"


class SqliteMessages:
    """Messages in a SQLite file, which is opened when first used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()

    async def append(self, messages: Sequence[tuple[str, str]]) -> None:
        """Give each (client, body) that client's next number, and keep it, in one transaction."""

        def append(connection: sqlite3.Connection) -> None:
            for client, body in messages:
                _append(connection, client, body)

        await self._write(append)

    async def after(self, client: str, number: int, limit: int) -> list[Delivery]:
        """Return a client's messages in order, the first ones after a number."""
        query = "SELECT number, body FROM message WHERE client = ? AND number > ? ORDER BY number LIMIT ?"
        rows = await self._run(lambda it: it.execute(query, (client, number, limit)).fetchall())
        return [Delivery(*row) for row in rows]

    async def forget(self, client: str, number: int) -> None:
        """Drop a client's messages up to a number."""
        delete = "DELETE FROM message WHERE client = ? AND number <= ?"
        await self._write(lambda it: it.execute(delete, (client, number)))

    async def accept(self, said: Said) -> bool:
        """Keep what a client said as a message of the receiver, once."""

        def accept(connection: sqlite3.Connection) -> bool:
            connection.execute("INSERT OR IGNORE INTO client (id) VALUES (?)", (said.client,))
            # Only the next one: what comes again is known, and what comes too early is said again in its turn.
            update = "UPDATE client SET accepted = ? WHERE id = ? AND accepted = ?"
            is_next = connection.execute(update, (said.number, said.client, said.number - 1)).rowcount > 0
            if is_next:
                _append(connection, said.to, said.body)
            return is_next

        return await self._write(accept)

    async def accepted(self, client: str) -> int:
        """Return the number of the last thing a client said that was accepted."""
        return await self._value("accepted", client)

    async def connect(self, client: str, node: str) -> int:
        """Keep that a client is on a node now; return the number of this connection."""
        statement = (
            "INSERT INTO client (id, connection, node) VALUES (?1, 1, ?2) ON CONFLICT (id) DO UPDATE"
            " SET connection = connection + 1, node = ?2 RETURNING connection"
        )
        return await self._write(lambda it: int(it.execute(statement, (client, node)).fetchone()[0]))

    async def disconnect(self, client: str, connection: int) -> None:
        """Forget where a client is, unless a later connection has come."""
        update = "UPDATE client SET node = '' WHERE id = ? AND connection = ?"
        await self._write(lambda it: it.execute(update, (client, connection)))

    async def connection(self, client: str) -> int:
        """Return the number of a client's latest connection."""
        return await self._value("connection", client)

    async def nodes_of(self, clients: Iterable[str]) -> dict[str, list[str]]:
        """Return the clients that are connected, by node."""

        def find(connection: sqlite3.Connection) -> dict[str, list[str]]:
            found: dict[str, list[str]] = {}
            for client in clients:
                row = connection.execute("SELECT node FROM client WHERE id = ? AND node <> ''", (client,)).fetchone()
                if row:
                    found.setdefault(row[0], []).append(client)
            return found

        return await self._run(find)

    async def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    async def _value(self, column: str, client: str) -> int:
        query = f"SELECT {column} FROM client WHERE id = ?"
        row = await self._run(lambda it: it.execute(query, (client,)).fetchone())
        return int(row[0]) if row else 0

    async def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        def change(connection: sqlite3.Connection) -> T:
            with transaction(connection):
                return work(connection)

        return await self._run(change)

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        def run() -> T:
            with self._lock:
                connection = self._connection = self._connection or self._open()
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


def _append(connection: sqlite3.Connection, client: str, body: str) -> None:
    number = connection.execute(_NEXT, (client,)).fetchone()[0]
    connection.execute("INSERT INTO message VALUES (?, ?, ?)", (client, number, body))
