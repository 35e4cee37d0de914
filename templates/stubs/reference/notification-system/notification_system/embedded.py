"""Notifications, queues and limits in one SQLite file; providers in memory and in a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

from mechanism_kit.sqlite_file import SqliteFile

from .messages import Channel, Request, Send, Status, Urgency
from .ports import Limit

_SCHEMA = """
CREATE TABLE IF NOT EXISTS notifications (
  caller TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL,
  PRIMARY KEY (caller, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sends (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, notification TEXT NOT NULL, user TEXT NOT NULL,
  kind TEXT NOT NULL, channel TEXT NOT NULL, urgency INTEGER NOT NULL, is_mandatory INTEGER NOT NULL,
  text TEXT NOT NULL, expires_at REAL NOT NULL, due_at REAL NOT NULL, status TEXT NOT NULL,
  attempts INTEGER NOT NULL, error TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS sends_due ON sends (urgency, due_at, seq) WHERE status = 'open';
CREATE INDEX IF NOT EXISTS sends_of ON sends (notification);
CREATE TABLE IF NOT EXISTS opt_outs (user TEXT NOT NULL, channel TEXT NOT NULL, PRIMARY KEY (user, channel)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS taken (channel TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS taken_at ON taken (channel, at);
"""
_COLUMNS = (
    "id, notification, user, kind, channel, urgency, is_mandatory, text, expires_at, due_at, status, attempts, error"
)
_NEXT = (
    f"SELECT {_COLUMNS} FROM sends INDEXED BY sends_due WHERE status = 'open' AND urgency = ? AND due_at <= ? "
    "ORDER BY due_at, seq LIMIT 1"
)


class SqliteSends:
    """The send store; several processes may share the file.

    Being due and being leased are one column: a claimed send is due again when its lease ends.
    """

    def __init__(self, path: Path, *, sync: str = "FULL") -> None:
        self.file = SqliteFile(path, _SCHEMA, sync=sync)
        self.close = self.file.close

    async def accept(self, request: Request, id: str, sends: Sequence[Send]) -> tuple[str, str, bool]:
        """See `SendStore.accept`."""
        marks = ", ".join("?" * 13)

        def work(db: sqlite3.Connection) -> tuple[str, str, bool]:
            asked = "SELECT id, fingerprint FROM notifications WHERE caller = ? AND key = ?"
            if (found := db.execute(asked, (request.caller, request.key)).fetchone()) is not None:
                return found[0], found[1], False
            row = (request.caller, request.key, id, request.fingerprint)
            db.execute("INSERT INTO notifications VALUES (?, ?, ?, ?)", row)
            db.executemany(f"INSERT INTO sends ({_COLUMNS}) VALUES ({marks})", [astuple(send) for send in sends])
            return id, request.fingerprint, True

        return await self.file.run(work)

    async def claim(self, urgencies: Sequence[Urgency], *, now: float, lease_until: float) -> Send | None:
        """See `SendStore.claim`."""

        def work(db: sqlite3.Connection) -> Send | None:
            for urgency in urgencies:
                if (row := db.execute(_NEXT, (urgency, now)).fetchone()) is not None:
                    send = _as_send(row)
                    leased = "UPDATE sends SET due_at = ?, attempts = attempts + 1 WHERE id = ?"
                    db.execute(leased, (lease_until, send.id))
                    return replace(send, attempts=send.attempts + 1, due_at=lease_until)
            return None

        return await self.file.run(work)

    async def finish(self, send_id: str, status: Status, error: str = "") -> None:
        """See `SendStore.finish`."""
        said = "UPDATE sends SET status = ?, error = ? WHERE id = ? AND status = 'open'"
        await self.file.run(lambda db: db.execute(said, (status, error, send_id)))

    async def again(self, send: Send, due_at: float, error: str, *, counts: bool) -> None:
        """See `SendStore.again`; a worker whose lease ended has no say any more."""
        attempts = send.attempts if counts else send.attempts - 1
        put = "UPDATE sends SET due_at = ?, error = ?, attempts = ? WHERE id = ? AND status = 'open' AND due_at = ?"
        await self.file.run(lambda db: db.execute(put, (due_at, error, attempts, send.id, send.due_at)))

    async def redrive(self, send_id: str, now: float) -> bool:
        """See `SendStore.redrive`."""
        put = "UPDATE sends SET status = 'open', attempts = 0, due_at = ? WHERE id = ? AND status = 'dead'"
        return await self.file.run(lambda db: db.execute(put, (now, send_id)).rowcount > 0)

    async def sends(self, *, notification: str | None = None, status: Status | None = None) -> Sequence[Send]:
        """See `SendStore.sends`."""
        asked = f"SELECT {_COLUMNS} FROM sends WHERE coalesce(?, notification) = notification "
        asked += "AND coalesce(?, status) = status ORDER BY seq LIMIT 1000"
        return await self.file.run(lambda db: [_as_send(row) for row in db.execute(asked, (notification, status))])

    async def counts(self) -> dict[str, int]:
        """Return how many sends there are by status."""
        asked = "SELECT status, count(*) FROM sends GROUP BY status"
        return await self.file.run(lambda db: dict(db.execute(asked).fetchall()))

    async def opt_out(self, user: str, channel: Channel, *, is_out: bool = True) -> None:
        """See `SendStore.opt_out`."""
        change = "INSERT OR IGNORE INTO opt_outs VALUES (?, ?)"
        if not is_out:
            change = "DELETE FROM opt_outs WHERE user = ? AND channel = ?"
        await self.file.run(lambda db: db.execute(change, (user, channel)))

    async def is_out(self, user: str, channel: Channel) -> bool:
        """Whether the person opted out."""
        asked = "SELECT 1 FROM opt_outs WHERE user = ? AND channel = ?"
        return await self.file.run(lambda db: db.execute(asked, (user, channel)).fetchone() is not None)

    async def take(self, channel: Channel, limit: Limit, most: int, now: float) -> float:
        """See `SendStore.take`: a log of what was taken, as long as the window."""

        def work(db: sqlite3.Connection) -> float:
            start = now - limit.window_s
            db.execute("DELETE FROM taken WHERE channel = ? AND at <= ?", (channel, start))
            newest_first = "SELECT at FROM taken WHERE channel = ? ORDER BY at DESC LIMIT 1 OFFSET ?"
            blocking = db.execute(newest_first, (channel, most - 1)).fetchone() if most > 0 else (now,)
            if blocking is not None:
                return max(blocking[0] - start, 1e-3)
            db.execute("INSERT INTO taken VALUES (?, ?)", (channel, now))
            return 0.0

        return await self.file.run(work)


class FileProvider:
    """A provider in a SQLite file of its own: it recognises a repeated id, and outlives a crash of ours."""

    def __init__(self, path: Path, *, sync: str = "FULL") -> None:
        schema = "CREATE TABLE IF NOT EXISTS delivered (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, user TEXT, text TEXT);"
        calls = "CREATE TABLE IF NOT EXISTS calls (id TEXT);"
        self.file = SqliteFile(path, schema + calls, sync=sync)
        self.close = self.file.close

    async def send(self, send_id: str, user: str, text: str) -> None:
        """Deliver once for an id."""

        def work(db: sqlite3.Connection) -> None:
            db.execute("INSERT INTO calls VALUES (?)", (send_id,))
            put = "INSERT INTO delivered (id, user, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
            db.execute(put, (send_id, user, text))

        await self.file.run(work)

    async def delivered(self) -> list[tuple[str, str, str]]:
        """Return id, person and text of what was delivered, in that order."""
        return await self.file.run(
            lambda db: db.execute("SELECT id, user, text FROM delivered ORDER BY seq").fetchall()
        )

    async def calls(self) -> int:
        """Return how often it was asked, repeats included."""
        return await self.file.run(lambda db: int(db.execute("SELECT count(*) FROM calls").fetchone()[0]))


def _as_send(row: Any) -> Send:
    send = Send(*row)
    return replace(send, urgency=Urgency(send.urgency), is_mandatory=bool(send.is_mandatory))
