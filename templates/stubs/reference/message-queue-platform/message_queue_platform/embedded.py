"""A durable broker in one SQLite file, for one machine: a log, and for each group and partition a place in it."""

from __future__ import annotations

import asyncio
import sqlite3
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mechanism_kit.sqlite_file import SqliteFile

from .ports import Delivery, Topic, partition_of

_SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, partition INTEGER NOT NULL, key TEXT NOT NULL,
  body BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_of ON messages (topic, partition, seq);
CREATE TABLE IF NOT EXISTS places (
  topic TEXT NOT NULL, grp TEXT NOT NULL, partition INTEGER NOT NULL, done_to INTEGER NOT NULL,
  attempt INTEGER NOT NULL DEFAULT 0, leased_until REAL NOT NULL DEFAULT 0, token TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (topic, grp, partition)
) WITHOUT ROWID;
"""
_NEXT = """
SELECT places.partition, attempt, seq, key, body FROM places
JOIN messages ON seq = (
  SELECT min(seq) FROM messages WHERE topic = places.topic AND partition = places.partition AND seq > done_to
)
WHERE places.topic = ? AND grp = ? AND leased_until <= ? ORDER BY seq LIMIT 1
"""
_TRIM = """
DELETE FROM messages WHERE topic = ?1 AND partition = ?2 AND seq <= (
  SELECT min(done_to) FROM places WHERE topic = ?1 AND partition = ?2
)
"""
_PAUSE_S = 0.01


@dataclass(frozen=True, slots=True)
class _Receipt:
    seq: int
    token: str


class SqliteBroker:
    """The broker; several processes may share the file."""

    def __init__(self, path: Path, *, sync: str = "FULL", clock: Callable[[], float] = time.time) -> None:
        self.file = SqliteFile(path, _SCHEMA, sync=sync)
        self.clock = clock

    async def subscribe(self, topic: Topic, group: str) -> SqliteSubscription:
        """See `Broker.subscribe`."""
        begun = (
            "INSERT OR IGNORE INTO places (topic, grp, partition, done_to) "
            "SELECT ?, ?, ?, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'messages'), 0)"
        )

        def work(db: sqlite3.Connection) -> None:
            db.executemany(begun, [(topic.name, group, partition) for partition in range(topic.partitions)])
            # Dead letters wait for whoever looks at them first.
            dead = topic.dead_letters(group).name
            db.execute(
                "INSERT OR IGNORE INTO places (topic, grp, partition, done_to) VALUES (?, 'desk', 0, 0)", (dead,)
            )

        await self.file.run(work)
        return SqliteSubscription(self, topic, group)

    async def publish(self, topic: Topic, key: str, body: bytes) -> None:
        """See `Broker.publish`: committed to disk when it returns."""
        row = (topic.name, partition_of(key, topic.partitions), key, body)
        await self.file.run(lambda db: _put(db, row))

    async def close(self) -> None:
        """Close the file."""
        await self.file.close()


class SqliteSubscription:
    """A member of a group: it leases the next message of a partition that nobody else has."""

    def __init__(self, broker: SqliteBroker, topic: Topic, group: str) -> None:
        self._broker = broker
        self._topic = topic
        self._group = group
        self._held: dict[str, Delivery] = {}

    async def receive(self, *, wait_s: float = 1.0) -> Delivery | None:
        """See `Subscription.receive`."""
        end = time.monotonic() + wait_s
        while (delivery := await self._broker.file.run(self._lease)) is None:
            if time.monotonic() >= end:
                return None
            await asyncio.sleep(_PAUSE_S)
        self._held[delivery.receipt.token] = delivery
        return delivery

    async def done(self, delivery: Delivery) -> bool:
        """See `Subscription.done`: the token is that of the latest lease, or the message is somebody else's now."""
        self._held.pop(delivery.receipt.token, None)
        now = self._broker.clock()
        moved = (
            "UPDATE places SET done_to = ?, attempt = 0, leased_until = 0, token = '' "
            "WHERE topic = ? AND grp = ? AND partition = ? AND token = ? AND leased_until > ?"
        )
        receipt: _Receipt = delivery.receipt

        def work(db: sqlite3.Connection) -> bool:
            row = (receipt.seq, *self._place(delivery), receipt.token, now)
            if db.execute(moved, row).rowcount == 0:
                return False
            db.execute(_TRIM, (self._topic.name, delivery.partition))
            return True

        return await self._broker.file.run(work)

    async def failed(self, delivery: Delivery) -> None:
        """See `Subscription.failed`: `_lease` sets aside what had its last try."""
        self._held.pop(delivery.receipt.token, None)
        freed = "UPDATE places SET leased_until = 0 WHERE topic = ? AND grp = ? AND partition = ? AND token = ?"
        row = (*self._place(delivery), delivery.receipt.token)
        await self._broker.file.run(lambda db: db.execute(freed, row))
        if delivery.attempt >= self._topic.tries:
            await self._broker.file.run(self._set_aside)

    async def close(self) -> None:
        """See `Subscription.close`."""
        for delivery in list(self._held.values()):
            await self.failed(delivery)

    def _lease(self, db: sqlite3.Connection) -> Delivery | None:
        self._set_aside(db)
        now = self._broker.clock()
        if (row := db.execute(_NEXT, (self._topic.name, self._group, now)).fetchone()) is None:
            return None
        partition, attempt, seq, key, body = row
        receipt = _Receipt(seq, uuid.uuid4().hex)
        leased = (
            "UPDATE places SET attempt = attempt + 1, leased_until = ?, token = ? "
            "WHERE topic = ? AND grp = ? AND partition = ?"
        )
        until = now + self._topic.visibility_s
        db.execute(leased, (until, receipt.token, self._topic.name, self._group, partition))
        return Delivery(key, body, partition, attempt + 1, receipt)

    def _set_aside(self, db: sqlite3.Connection) -> None:
        spent = "attempt >= ? AND leased_until <= ?"
        asked = "SELECT partition, done_to FROM places WHERE topic = ? AND grp = ? AND " + spent
        dead = self._topic.dead_letters(self._group).name
        of_mine = (self._topic.name, self._group, self._topic.tries, self._broker.clock())
        for partition, done_to in db.execute(asked, of_mine).fetchall():
            first = (
                "SELECT seq, key, body FROM messages WHERE topic = ? AND partition = ? AND seq > ? ORDER BY seq LIMIT 1"
            )
            seq, key, body = db.execute(first, (self._topic.name, partition, done_to)).fetchone()
            _put(db, (dead, 0, key, body))
            moved = (
                "UPDATE places SET done_to = ?, attempt = 0, token = '' WHERE topic = ? AND grp = ? AND partition = ?"
            )
            db.execute(moved, (seq, self._topic.name, self._group, partition))

    def _place(self, delivery: Delivery) -> tuple[str, str, int]:
        return self._topic.name, self._group, delivery.partition


def _put(db: sqlite3.Connection, row: tuple[str, int, str, bytes]) -> None:
    db.execute("INSERT INTO messages (topic, partition, key, body) VALUES (?, ?, ?, ?)", row)
