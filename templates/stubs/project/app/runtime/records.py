"""Records in SQLite: the embedded stand-in for every kind of database."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.runtime.errors import Refused
from app.runtime.migrations import migrate
from app.runtime.ports import Answer, Idempotency


class SqliteRecords:
    """One SQLite file, or memory when there is no path. Safe to use from several threads."""

    def __init__(self, path: Path | None, sync: str = "FULL") -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        if sync not in ("FULL", "NORMAL", "OFF"):
            raise ValueError(sync)
        self._db.execute(f"PRAGMA synchronous={sync}")
        self._db.execute("PRAGMA journal_mode=WAL")
        migrate(self._db)

    def create(
        self,
        collection: str,
        id: str,
        body: Mapping[str, Any],
        *,
        unique: Mapping[str, str] | None = None,
        once: Idempotency | None = None,
    ) -> Answer:
        """Keep a new record, and with it the answer to its idempotency key.

        Raises:
            Refused: 409 for an id or a unique value that is taken, 422 for a key used with another request.
        """
        with self._transaction():
            if once is not None:
                found = self._db.execute("SELECT fingerprint, body FROM answers WHERE key = ?", (once.key,)).fetchone()
                if found is not None and found[0] != once.fingerprint:
                    raise Refused(422, "Idempotency key reused", "the key was used with another request")
                if found is not None:
                    return Answer(json.loads(found[1]), is_replay=True)
            if self._db.execute("SELECT 1 FROM records WHERE collection=? AND id=?", (collection, id)).fetchone():
                raise Refused(409, "Already exists", "a record with this key exists")
            self._keep(collection, id, body, unique or {})
            if once is not None:
                row = (once.key, once.fingerprint, json.dumps(dict(body)))
                self._db.execute("INSERT INTO answers VALUES (?, ?, ?)", row)
        return Answer(dict(body))

    def get(self, collection: str, id: str) -> dict[str, Any] | None:
        """Return a record, or None."""
        with self._lock:
            row = self._db.execute("SELECT body FROM records WHERE collection=? AND id=?", (collection, id)).fetchone()
        return None if row is None else json.loads(row[0])

    def put(
        self, collection: str, id: str, body: Mapping[str, Any], *, unique: Mapping[str, str] | None = None
    ) -> None:
        """Keep a record in place of what is there.

        Raises:
            Refused: 409 for a unique value that another record has.
        """
        with self._transaction():
            self._keep(collection, id, body, unique or {})

    def delete(self, collection: str, id: str) -> bool:
        """Remove a record; False when there was none."""
        with self._transaction():
            self._db.execute("DELETE FROM uniques WHERE collection=? AND id=?", (collection, id))
            return self._db.execute("DELETE FROM records WHERE collection=? AND id=?", (collection, id)).rowcount > 0

    def page(self, collection: str, *, after: str, limit: int) -> list[tuple[str, dict[str, Any]]]:
        """Return records by id, those after `after`."""
        with self._lock:
            rows = self._db.execute(
                "SELECT id, body FROM records WHERE collection=? AND id>? ORDER BY id LIMIT ?",
                (collection, after, limit),
            ).fetchall()
        return [(row[0], json.loads(row[1])) for row in rows]

    def count(self, collection: str | None = None) -> int:
        """Return how many records a collection, or all of them, hold."""
        with self._lock:
            row = self._db.execute(
                "SELECT count(*) FROM records WHERE ? IS NULL OR collection = ?", (collection, collection)
            ).fetchone()
        return int(row[0])

    def collections(self) -> list[str]:
        """Return the names of the collections that hold something, sorted."""
        with self._lock:
            rows = self._db.execute("SELECT DISTINCT collection FROM records ORDER BY collection").fetchall()
        return [row[0] for row in rows]

    def ping(self) -> None:
        """Raise when the store cannot be used."""
        with self._lock:
            self._db.execute("SELECT 1").fetchone()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def _keep(self, collection: str, id: str, body: Mapping[str, Any], unique: Mapping[str, str]) -> None:
        self._db.execute("DELETE FROM uniques WHERE collection=? AND id=?", (collection, id))
        for name, value in unique.items():
            try:
                self._db.execute("INSERT INTO uniques VALUES (?, ?, ?, ?)", (collection, name, value, id))
            except sqlite3.IntegrityError:
                raise Refused(409, "Already exists", f"another record has this {name}") from None
        self._db.execute(
            "INSERT INTO records VALUES (?, ?, ?) ON CONFLICT (collection, id) DO UPDATE SET body = excluded.body",
            (collection, id, json.dumps(dict(body))),
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
