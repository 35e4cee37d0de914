"""The ports on SQLite, a local folder and memory."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import secrets
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from mechanism_kit.transactions import transaction, write_ahead

from .errors import StoreDown
from .ports import Mark, Paste

T = TypeVar("T")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS pastes (key TEXT PRIMARY KEY, expires_at REAL, body TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_end ON pastes (expires_at) WHERE expires_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS marks (body_key TEXT PRIMARY KEY, key TEXT NOT NULL, at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reads (
  key TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)
) WITHOUT ROWID;
"""


class SqlitePastes:
    """Metadata in one SQLite file, or memory; every call is one transaction in a thread."""

    def __init__(self, path: Path | None = None, sync: str = "FULL") -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None, timeout=10)
        self._db.execute(f"PRAGMA synchronous={'FULL' if sync == 'FULL' else 'OFF'}")
        write_ahead(self._db)
        self._db.executescript(_SCHEMA)

    async def mark(self, mark: Mark) -> None:
        """Keep a mark."""
        row = (mark.body_key, mark.key, mark.at)
        await self._run(lambda db: db.execute("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", row))

    async def insert(self, paste: Paste) -> bool:
        """Keep a new paste; see the port."""

        def work(db: sqlite3.Connection) -> bool:
            row = (paste.key, paste.expires_at, json.dumps(asdict(paste)))
            if db.execute("INSERT OR IGNORE INTO pastes VALUES (?, ?, ?)", row).rowcount == 0:
                return False
            db.execute("DELETE FROM marks WHERE body_key = ?", (paste.body_key,))
            return True

        return await self._run(work)

    async def get(self, key: str) -> Paste | None:
        """Return a paste, or None."""
        row = await self._run(lambda db: db.execute("SELECT body FROM pastes WHERE key = ?", (key,)).fetchone())
        return None if row is None else Paste(**json.loads(row[0]))

    async def claim_read(self, key: str, number: int) -> bool:
        """Claim one of the reads of a paste."""
        row = (key, number)
        return await self._run(lambda db: db.execute("INSERT OR IGNORE INTO reads VALUES (?, ?)", row).rowcount > 0)

    async def remove(self, paste: Paste, at: float) -> None:
        """Forget a paste, leaving a mark for its body."""

        def work(db: sqlite3.Connection) -> None:
            db.execute("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", (paste.body_key, paste.key, at))
            db.execute("DELETE FROM pastes WHERE key = ?", (paste.key,))
            db.execute("DELETE FROM reads WHERE key = ?", (paste.key,))

        await self._run(work)

    async def ended(self, now: float, limit: int) -> Sequence[Paste]:
        """Return pastes whose end has come."""
        ask = "SELECT body FROM pastes WHERE expires_at <= ? ORDER BY expires_at LIMIT ?"
        rows = await self._run(lambda db: db.execute(ask, (now, limit)).fetchall())
        return [Paste(**json.loads(row[0])) for row in rows]

    async def marks(self, before: float, limit: int) -> Sequence[Mark]:
        """Return marks made before a time."""
        ask = "SELECT body_key, key, at FROM marks WHERE at < ? LIMIT ?"
        rows = await self._run(lambda db: db.execute(ask, (before, limit)).fetchall())
        return [Mark(*row) for row in rows]

    async def unmark(self, body_key: str) -> None:
        """Forget a mark."""
        await self._run(lambda db: db.execute("DELETE FROM marks WHERE body_key = ?", (body_key,)))

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await asyncio.to_thread(self._in_transaction, work)

    def _in_transaction(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            try:
                with transaction(self._db):
                    return work(self._db)
            except sqlite3.Error as error:
                raise StoreDown(str(error)) from error


class FolderBodies:
    """One file a body; its name on disk is a digest, so that no key can lead out of the folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    async def put(self, body_key: str, data: bytes) -> None:
        """Keep a body: on disk before it has its name."""
        await asyncio.to_thread(self._put, body_key, data)

    async def get(self, body_key: str) -> bytes | None:
        """Return a body, or None."""
        try:
            return await asyncio.to_thread(self._place(body_key).read_bytes)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreDown(str(error)) from error

    async def drop(self, body_key: str) -> None:
        """Remove a body."""
        await asyncio.to_thread(self._place(body_key).unlink, missing_ok=True)

    def _put(self, body_key: str, data: bytes) -> None:
        draft = self.root / f"{secrets.token_hex(8)}.part"
        try:
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._place(body_key))
        except OSError as error:
            raise StoreDown(str(error)) from error
        finally:
            draft.unlink(missing_ok=True)

    def _place(self, body_key: str) -> Path:
        return self.root / hashlib.sha256(body_key.encode()).hexdigest()


class MemoryCache:
    """At most `size` pastes in memory; the one used longest ago leaves a full cache."""

    def __init__(self, size: int = 1_000, clock: Callable[[], float] = time.monotonic) -> None:
        self.size = size
        self.clock = clock
        self._entries: OrderedDict[str, tuple[float, Paste, bytes]] = OrderedDict()

    async def get(self, key: str) -> tuple[Paste, bytes] | None:
        """Return what is known of a key."""
        found = self._entries.get(key)
        if found is None:
            return None
        if found[0] <= self.clock():
            del self._entries[key]
            return None
        self._entries.move_to_end(key)
        return found[1], found[2]

    async def put(self, paste: Paste, data: bytes, ttl_s: float) -> None:
        """Keep a paste and its body."""
        self._entries[paste.key] = (self.clock() + ttl_s, paste, data)
        self._entries.move_to_end(paste.key)
        while len(self._entries) > self.size:
            self._entries.popitem(last=False)

    async def drop(self, key: str) -> None:
        """Forget a key."""
        self._entries.pop(key, None)
