"""Records in PostgreSQL: the same contract as on SQLite, for every component one set of rows in shared tables."""

from __future__ import annotations

import json
import queue
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

from app.runtime.errors import Refused, Unavailable
from app.runtime.ports import Answer, Idempotency

_POOL = 8
_LOCK = 7_209_315_544_312
# Each step runs once, in order; add one at the end to change the schema, and never change one that was released.
# Text, not jsonb: what was put in comes out as it was. Ids sort by their bytes, as they do on SQLite.
STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE app_records (component TEXT, collection TEXT, id TEXT COLLATE "C", body TEXT NOT NULL,
           PRIMARY KEY (component, collection, id))""",
        """CREATE TABLE app_uniques (component TEXT, collection TEXT, field TEXT, value TEXT, id TEXT NOT NULL,
           PRIMARY KEY (component, collection, field, value))""",
        """CREATE TABLE app_answers (component TEXT, key TEXT, fingerprint TEXT NOT NULL, body TEXT NOT NULL,
           PRIMARY KEY (component, key))""",
    ),
)
Run = Callable[..., list[list[Any]]]


class PostgresRecords:
    """The records of one component. Safe to use from several threads and processes."""

    def __init__(self, url: str, component: str) -> None:
        self.component = component
        self._address = _address(url)
        self._idle: queue.LifoQueue[Any] = queue.LifoQueue()
        self._slots: queue.Queue[None] = queue.Queue()
        for _ in range(_POOL):
            self._slots.put(None)
        self._migrate()

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
        text = json.dumps(dict(body))
        with self._transaction() as run:
            if once is not None and (before := _answer_before(run, self.component, once, text)) is not None:
                return before
            made = run(
                "INSERT INTO app_records VALUES (:component, :collection, :id, :body) ON CONFLICT DO NOTHING RETURNING id",
                component=self.component, collection=collection, id=id, body=text,
            )  # fmt: skip
            if not made:
                raise Refused(409, "Already exists", "a record with this key exists")
            self._keep_unique(run, collection, id, unique or {})
        return Answer(dict(body))

    def get(self, collection: str, id: str) -> dict[str, Any] | None:
        """Return a record, or None."""
        with self._transaction() as run:
            rows = run(
                "SELECT body FROM app_records WHERE component=:component AND collection=:collection AND id=:id",
                component=self.component, collection=collection, id=id,
            )  # fmt: skip
        return json.loads(rows[0][0]) if rows else None

    def put(
        self, collection: str, id: str, body: Mapping[str, Any], *, unique: Mapping[str, str] | None = None
    ) -> None:
        """Keep a record in place of what is there.

        Raises:
            Refused: 409 for a unique value that another record has.
        """
        with self._transaction() as run:
            run(
                "INSERT INTO app_records VALUES (:component, :collection, :id, :body)"
                " ON CONFLICT (component, collection, id) DO UPDATE SET body = excluded.body",
                component=self.component, collection=collection, id=id, body=json.dumps(dict(body)),
            )  # fmt: skip
            self._keep_unique(run, collection, id, unique or {})

    def delete(self, collection: str, id: str) -> bool:
        """Remove a record; False when there was none."""
        where = "WHERE component=:component AND collection=:collection AND id=:id"
        place = {"component": self.component, "collection": collection, "id": id}
        with self._transaction() as run:
            run(f"DELETE FROM app_uniques {where}", **place)
            return bool(run(f"DELETE FROM app_records {where} RETURNING id", **place))

    def page(self, collection: str, *, after: str, limit: int) -> list[tuple[str, dict[str, Any]]]:
        """Return records by id, those after `after`."""
        with self._transaction() as run:
            rows = run(
                "SELECT id, body FROM app_records WHERE component=:component AND collection=:collection AND id>:after"
                " ORDER BY id LIMIT :most",
                component=self.component, collection=collection, after=after, most=limit,
            )  # fmt: skip
        return [(row[0], json.loads(row[1])) for row in rows]

    def count(self, collection: str | None = None) -> int:
        """Return how many records a collection, or all of them, hold."""
        narrower = "" if collection is None else " AND collection=:collection"
        more = {} if collection is None else {"collection": collection}
        with self._transaction() as run:
            rows = run(f"SELECT count(*) FROM app_records WHERE component=:own{narrower}", own=self.component, **more)
        return int(rows[0][0])

    def collections(self) -> list[str]:
        """Return the names of the collections that hold something, sorted."""
        with self._transaction() as run:
            rows = run("SELECT DISTINCT collection FROM app_records WHERE component=:own", own=self.component)
        return sorted(row[0] for row in rows)

    def ping(self) -> None:
        """Raise when the store cannot be used."""
        with self._transaction() as run:
            run("SELECT 1")

    def close(self) -> None:
        """Close the connections that are not in use."""
        while not self._idle.empty():
            self._idle.get_nowait().close()

    def _keep_unique(self, run: Run, collection: str, id: str, unique: Mapping[str, str]) -> None:
        place = {"component": self.component, "collection": collection, "id": id}
        run("DELETE FROM app_uniques WHERE component=:component AND collection=:collection AND id=:id", **place)
        for name, value in sorted(unique.items()):
            made = run(
                "INSERT INTO app_uniques VALUES (:component, :collection, :field, :value, :id)"
                " ON CONFLICT DO NOTHING RETURNING id",
                **place, field=name, value=value,
            )  # fmt: skip
            if not made:
                raise Refused(409, "Already exists", f"another record has this {name}")

    def _migrate(self) -> None:
        with self._transaction() as run:
            # Whoever comes second waits here, and then finds the work done.
            run("SELECT pg_advisory_xact_lock(:lock)", lock=_LOCK)
            run("CREATE TABLE IF NOT EXISTS app_version (version INTEGER NOT NULL)")
            rows = run("SELECT version FROM app_version")
            version = int(rows[0][0]) if rows else 0
            if version > len(STEPS):
                raise Unavailable(self.component, f"the schema has version {version}, this program knows {len(STEPS)}")
            for statement in (statement for step in STEPS[version:] for statement in step):
                run(statement)
            if version < len(STEPS):
                run("DELETE FROM app_version")
                run("INSERT INTO app_version VALUES (:version)", version=len(STEPS))

    @contextmanager
    def _transaction(self) -> Iterator[Run]:
        """Give what runs statements in one transaction, on a connection of its own; a broken one is not used again."""
        from pg8000.exceptions import DatabaseError, InterfaceError

        self._slots.get()
        connection: Any = None
        try:
            connection = self._connected()
            connection.run("START TRANSACTION")
            yield connection.run
            connection.run("COMMIT")
        except Refused:
            connection.run("ROLLBACK")
            raise
        except (DatabaseError, InterfaceError, OSError) as error:
            self._discard(connection)
            connection = None
            # The server's words may hold values of the statement, so only their kind is told.
            raise Unavailable(self.component, f"PostgreSQL: {type(error).__name__}") from error
        except BaseException:
            # Whatever broke the work off, nobody knows what the connection still holds.
            self._discard(connection)
            connection = None
            raise
        finally:
            if connection is not None:
                self._idle.put(connection)
            self._slots.put(None)

    def _connected(self) -> Any:
        from pg8000.native import Connection

        try:
            return self._idle.get_nowait()
        except queue.Empty:
            return Connection(**self._address)

    @staticmethod
    def _discard(connection: Any) -> None:
        if connection is not None:
            try:
                connection.close()
            except Exception:  # it is broken already
                return


def _answer_before(run: Run, component: str, once: Idempotency, text: str) -> Answer | None:
    """Return the answer that a key got before; else keep this one. A call under way with the key is waited for."""
    made = run(
        "INSERT INTO app_answers VALUES (:component, :key, :fingerprint, :body) ON CONFLICT DO NOTHING RETURNING key",
        component=component, key=once.key, fingerprint=once.fingerprint, body=text,
    )  # fmt: skip
    if made:
        return None
    rows = run(
        "SELECT fingerprint, body FROM app_answers WHERE component=:component AND key=:key",
        component=component, key=once.key,
    )  # fmt: skip
    if rows[0][0] != once.fingerprint:
        raise Refused(422, "Idempotency key reused", "the key was used with another request")
    return Answer(json.loads(rows[0][1]), is_replay=True)


def _address(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "user": unquote(parts.username or "postgres"),
        "password": unquote(parts.password) if parts.password else None,
        "host": parts.hostname or "127.0.0.1",
        "port": parts.port or 5432,
        "database": unquote(parts.path.lstrip("/")) or "postgres",
        "timeout": 10,
    }
