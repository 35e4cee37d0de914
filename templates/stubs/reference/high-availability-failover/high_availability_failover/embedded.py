"""The log and the lease in SQLite files: one file for each node, one that all processes of a machine share."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from functools import wraps
from itertools import dropwhile
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from mechanism_kit.transactions import transaction, write_ahead

from .log import Entry, Position
from .ports import Lease, LeasesDown

T = TypeVar("T")
P = ParamSpec("P")
_LOG = """
CREATE TABLE IF NOT EXISTS entry (at INTEGER PRIMARY KEY, term INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS entry_id ON entry (id) WHERE id <> '';
CREATE TABLE IF NOT EXISTS known (one INTEGER PRIMARY KEY, term INTEGER NOT NULL, committed INTEGER NOT NULL);
INSERT OR IGNORE INTO known VALUES (1, 0, 0);
"""
_LEASE = """
CREATE TABLE IF NOT EXISTS lease (one INTEGER PRIMARY KEY, term INTEGER NOT NULL, holder TEXT NOT NULL, until REAL);
INSERT OR IGNORE INTO lease VALUES (1, 0, '', 0);
"""


def _open(path: Path, tables: str) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    write_ahead(connection)
    connection.executescript(f"PRAGMA synchronous = FULL; {tables}")
    return connection


def _alone(method: Callable[Concatenate[SqliteLog, P], T]) -> Callable[Concatenate[SqliteLog, P], T]:
    """Let no other thread use the log meanwhile: a call that was cancelled may still run in its thread."""

    @wraps(method)
    def run(self: SqliteLog, /, *args: P.args, **named: P.kwargs) -> T:
        with self.lock:
            return method(self, *args, **named)

    return run


class SqliteLog:
    """A log in a SQLite file of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = threading.RLock()
        self.term = self.committed = 0
        self.last = Position()

    @_alone
    def open(self) -> None:
        """Open the file, and find out how far the log goes."""
        self._connection = _open(self.path, _LOG)
        self.term, self.committed = self._connection.execute("SELECT term, committed FROM known").fetchone()
        self.last = self._end()

    @_alone
    def promise(self, term: int) -> None:
        """Keep that nothing of an earlier term is taken any more."""
        with transaction(self._connection):
            self._connection.execute("UPDATE known SET term = ?", (term,))
        self.term = term

    @_alone
    def add(self, term: int, writes: Sequence[tuple[str, str]]) -> list[Entry]:
        """Add writes to the end; of an id that the log holds already, return the entry that is there."""
        with transaction(self._connection):
            added = [self._add(term, id, body) for id, body in writes]
            self._keep_committed()
        self.last = self._end()
        return added

    @_alone
    def merge(self, entries: Sequence[Entry]) -> None:
        """Let the log say what `entries` say, which follow on it; what contradicts goes, with all that comes after."""
        # What is there already stays, with what comes after it: a batch may be late, and the log longer by now.
        new = list(dropwhile(lambda entry: self.term_at(entry.index) == entry.term, entries))
        with transaction(self._connection):
            if new:
                self._connection.execute("DELETE FROM entry WHERE at >= ?", (new[0].index,))
                rows = [(entry.index, entry.term, entry.id, entry.body) for entry in new]
                self._connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", rows)
            self._keep_committed()
        self.last = self._end()

    @_alone
    def entries(self, after: int, limit: int) -> list[Entry]:
        """Return entries in order."""
        query = "SELECT * FROM entry WHERE at > ? ORDER BY at LIMIT ?"
        return [Entry(*row) for row in self._connection.execute(query, (after, limit))]

    @_alone
    def term_at(self, index: int) -> int | None:
        """Return the term of an entry, 0 before the first; None after the last."""
        if index == 0:
            return 0
        row = self._connection.execute("SELECT term FROM entry WHERE at = ?", (index,)).fetchone()
        return int(row[0]) if row else None

    @_alone
    def find(self, id: str) -> Entry | None:
        """Return the entry of an id, or None."""
        row = self._connection.execute("SELECT * FROM entry WHERE id = ? AND id <> ''", (id,)).fetchone()
        return Entry(*row) if row else None

    @_alone
    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _add(self, term: int, id: str, body: str) -> Entry:
        if found := self.find(id):
            return found
        insert = "INSERT INTO entry (term, id, body) VALUES (?, ?, ?) RETURNING at"
        # Without AUTOINCREMENT the next number is one above the highest there is, which is what a log wants.
        return Entry(self._connection.execute(insert, (term, id, body)).fetchone()[0], term, id, body)

    def _keep_committed(self) -> None:
        self._connection.execute("UPDATE known SET committed = ?", (self.committed,))

    def _end(self) -> Position:
        row = self._connection.execute("SELECT term, at FROM entry ORDER BY at DESC LIMIT 1").fetchone()
        return Position(*row) if row else Position()


class SqliteLeases:
    """The lease in a SQLite file, by the machine's clock; opened when first used."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self.clock = clock
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()

    async def read(self) -> Lease:
        """Return the latest lease."""
        return await self._run(self._read)

    async def take(self, holder: str, lease_s: float) -> Lease | None:
        """Give the lease to `holder` in a new term when the old one has ended."""

        def take(connection: sqlite3.Connection) -> Lease | None:
            lease = self._read(connection)
            if lease.left_s > 0:
                return None
            values = (lease.term + 1, holder, self.clock() + lease_s)
            connection.execute("UPDATE lease SET term = ?, holder = ?, until = ?", values)
            return Lease(lease.term + 1, holder, lease_s)

        return await self._run(take)

    async def renew(self, holder: str, term: int, lease_s: float) -> bool:
        """Let the lease of a term last longer."""
        update = "UPDATE lease SET until = ? WHERE holder = ? AND term = ?"
        return await self._run(lambda it: bool(it.execute(update, (self.clock() + lease_s, holder, term)).rowcount))

    async def release(self, holder: str, term: int) -> None:
        """End the lease of a term at once."""
        update = "UPDATE lease SET until = 0 WHERE holder = ? AND term = ?"
        await self._run(lambda it: it.execute(update, (holder, term)))

    async def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _read(self, connection: sqlite3.Connection) -> Lease:
        term, holder, until = connection.execute("SELECT term, holder, until FROM lease").fetchone()
        return Lease(term, holder, until - self.clock())

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        def run() -> T:
            with self._lock:
                connection = self._connection = self._connection or _open(self.path, _LEASE)
                with transaction(connection):
                    return work(connection)

        try:
            return await asyncio.to_thread(run)
        except (sqlite3.Error, OSError) as error:
            raise LeasesDown(str(error)) from error
