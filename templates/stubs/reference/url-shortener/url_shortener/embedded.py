"""The ports on SQLite and memory."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from mechanism_kit.transactions import transaction, write_ahead

from .errors import KeyReused, StoreDown, Taken
from .ports import Batch, Lease, Link, Once

T = TypeVar("T")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS links (code TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS requests (
  key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, code TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS batches (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS clicks (
  code TEXT NOT NULL, hour INTEGER NOT NULL, clicks INTEGER NOT NULL, PRIMARY KEY (code, hour)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS leases (
  worker INTEGER NOT NULL, term INTEGER NOT NULL, holder TEXT NOT NULL, ends_ms INTEGER NOT NULL,
  PRIMARY KEY (worker, term)
) WITHOUT ROWID;
"""


class Sqlite:
    """One SQLite file, or memory when there is no path; every piece of work is one transaction in a thread."""

    def __init__(self, path: Path | None = None, sync: str = "FULL") -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None, timeout=10)
        self._db.execute(f"PRAGMA synchronous={'FULL' if sync == 'FULL' else 'OFF'}")
        write_ahead(self._db)
        self._db.executescript(_SCHEMA)

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `work` returns, committed.

        Raises:
            StoreDown: SQLite cannot do it.
        """
        return await asyncio.to_thread(self._run, work)

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            try:
                with transaction(self._db):
                    return work(self._db)
            except sqlite3.Error as error:
                raise StoreDown(str(error)) from error

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()


class SqliteLinks:
    """Links by their code; the primary key is what refuses a code that is taken."""

    def __init__(self, db: Sqlite) -> None:
        self.db = db

    async def insert(self, link: Link, once: Once | None = None) -> Link:
        """Keep a new link; see the port."""

        def work(db: sqlite3.Connection) -> Link:
            if once is not None:
                row = db.execute("SELECT fingerprint, code FROM requests WHERE key = ?", (once.key,)).fetchone()
                if row is not None:
                    return _made_before(db, once, *row)
            taken = db.execute("SELECT 1 FROM links WHERE code = ?", (link.code,)).fetchone()
            if taken:
                raise Taken(f"another link has the code {link.code!r}")
            db.execute("INSERT INTO links VALUES (?, ?)", (link.code, json.dumps(asdict(link))))
            if once is not None:
                db.execute("INSERT INTO requests VALUES (?, ?, ?)", (once.key, once.fingerprint, link.code))
            return link

        return await self.db.run(work)

    async def get(self, code: str) -> Link | None:
        """Return a link, or None."""
        return await self.db.run(lambda db: _read(db, code))

    async def replace(self, link: Link) -> None:
        """Keep a link in place of the one with its code."""
        body = json.dumps(asdict(link))
        await self.db.run(lambda db: db.execute("UPDATE links SET body = ? WHERE code = ?", (body, link.code)))


def _made_before(db: sqlite3.Connection, once: Once, fingerprint: str, code: str) -> Link:
    if fingerprint != once.fingerprint:
        raise KeyReused("the key was used with another request")
    found = _read(db, code)
    assert found is not None
    return found


def _read(db: sqlite3.Connection, code: str) -> Link | None:
    row = db.execute("SELECT body FROM links WHERE code = ?", (code,)).fetchone()
    return None if row is None else Link(**json.loads(row[0]))


class MemoryCache:
    """At most `size` codes in memory, each for its time; the one used longest ago leaves a full cache."""

    def __init__(self, size: int = 100_000, clock: Callable[[], float] = time.monotonic) -> None:
        self.size = size
        self.clock = clock
        self._entries: OrderedDict[str, tuple[float, tuple[Link | None]]] = OrderedDict()

    async def get(self, code: str) -> tuple[Link | None] | None:
        """Return what is known of a code."""
        found = self._entries.get(code)
        if found is None:
            return None
        if found[0] <= self.clock():
            del self._entries[code]
            return None
        self._entries.move_to_end(code)
        return found[1]

    async def put(self, code: str, link: Link | None, ttl_s: float) -> None:
        """Keep what is known of a code."""
        self._entries[code] = (self.clock() + ttl_s, (link,))
        self._entries.move_to_end(code)
        while len(self._entries) > self.size:
            self._entries.popitem(last=False)

    async def drop(self, code: str) -> None:
        """Forget a code."""
        self._entries.pop(code, None)


class SqliteClicks:
    """Sums of clicks by code and hour; a batch and its id are kept in one transaction, so it counts once."""

    def __init__(self, db: Sqlite) -> None:
        self.db = db

    async def append(self, batch: Batch) -> None:
        """Add a batch up, unless it was before."""

        def work(db: sqlite3.Connection) -> None:
            if db.execute("INSERT OR IGNORE INTO batches VALUES (?)", (batch.id,)).rowcount == 0:
                return
            db.executemany(
                "INSERT INTO clicks VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET clicks = clicks + excluded.clicks",
                [(code, hour, number) for (code, hour), number in sorted(batch.clicks.items())],
            )

        await self.db.run(work)

    async def of(self, code: str) -> Mapping[int, int]:
        """Return the clicks of a code by hour."""
        rows: list[Any] = await self.db.run(
            lambda db: db.execute("SELECT hour, clicks FROM clicks WHERE code = ? ORDER BY hour", (code,)).fetchall()
        )
        return {int(hour): int(clicks) for hour, clicks in rows}


class SqliteLeases:
    """Leases by worker number and term; the primary key lets one of two who try win."""

    def __init__(self, db: Sqlite) -> None:
        self.db = db

    async def latest(self) -> Mapping[int, Lease]:
        """Return the latest lease of each worker number."""
        rows: list[Any] = await self.db.run(
            lambda db: db.execute("SELECT worker, max(term), holder, ends_ms FROM leases GROUP BY worker").fetchall()
        )
        return {row[0]: Lease(*row) for row in rows}

    async def add(self, lease: Lease) -> bool:
        """Keep a lease unless there is one of its term."""
        row = (lease.worker, lease.term, lease.holder, lease.ends_ms)
        return await self.db.run(
            lambda db: db.execute("INSERT OR IGNORE INTO leases VALUES (?,?,?,?)", row).rowcount > 0
        )

    async def extend(self, lease: Lease) -> None:
        """Keep a later end."""
        row = (lease.ends_ms, lease.worker, lease.term)
        await self.db.run(lambda db: db.execute("UPDATE leases SET ends_ms = ? WHERE worker = ? AND term = ?", row))
