"""Payments, ledger and provider on SQLite files."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from mechanism_kit.transactions import transaction, write_ahead

from .ledger import Booking, Entry
from .payments import Charge, Intent, Payment, Status
from .ports import StoreDown

T = TypeVar("T")
_COLUMNS = "id, key, merchant, amount_minor, currency, card_token, status, lease_until, reference"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS payments (
  id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, merchant TEXT NOT NULL, amount_minor INTEGER NOT NULL,
  currency TEXT NOT NULL, card_token TEXT NOT NULL, status TEXT NOT NULL, lease_until REAL NOT NULL, reference TEXT
);
CREATE INDEX IF NOT EXISTS payments_open ON payments (lease_until) WHERE status = 'processing';
CREATE TABLE IF NOT EXISTS bookings (payment_id TEXT PRIMARY KEY REFERENCES payments, currency TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS entries (
  payment_id TEXT NOT NULL REFERENCES bookings, line INTEGER NOT NULL, account TEXT NOT NULL,
  amount_minor INTEGER NOT NULL, PRIMARY KEY (payment_id, line)
);
CREATE TRIGGER IF NOT EXISTS entries_stay BEFORE UPDATE ON entries
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER IF NOT EXISTS entries_remain BEFORE DELETE ON entries
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
"""
_PROVIDER_SCHEMA = """
CREATE TABLE IF NOT EXISTS charges (
  request_id TEXT PRIMARY KEY, reference TEXT NOT NULL, amount_minor INTEGER NOT NULL, currency TEXT NOT NULL,
  is_approved INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS calls (request_id TEXT NOT NULL);
"""


class _File:
    """One SQLite file, used from threads, so that no commit blocks the event loop."""

    def __init__(self, path: Path, schema: str, sync: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, timeout=30, check_same_thread=False, isolation_level=None)
        write_ahead(self._db)
        self._db.execute({"FULL": "PRAGMA synchronous=FULL", "OFF": "PRAGMA synchronous=OFF"}[sync])
        self._db.execute("PRAGMA foreign_keys=ON")
        self._db.executescript(schema)

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `work` does in one transaction.

        Raises:
            StoreDown: the file cannot be used.
        """
        try:
            return await asyncio.to_thread(self._in_transaction, work)
        except (sqlite3.OperationalError, sqlite3.ProgrammingError) as error:
            raise StoreDown(str(error)) from error

    async def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def _in_transaction(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock, transaction(self._db):
            return work(self._db)


class SqlitePayments:
    """The payment store in one SQLite file; several processes may share it."""

    def __init__(self, path: Path, *, sync: str = "FULL") -> None:
        self._file = _File(path, _SCHEMA, sync)
        self.close = self._file.close

    async def claim(self, payment: Payment, now: float) -> tuple[Payment, bool]:
        """See `PaymentStore.claim`."""

        def work(db: sqlite3.Connection) -> tuple[Payment, bool]:
            found = _payment(db, "key", payment.key)
            if found is None:
                db.execute(f"INSERT INTO payments ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)", _row(payment))
                return payment, True
            if not found.is_open or found.lease_until > now:
                return found, False
            db.execute("UPDATE payments SET lease_until = ? WHERE id = ?", (payment.lease_until, found.id))
            return found, True

        return await self._file.run(work)

    async def settle(
        self, payment_id: str, status: Status, reference: str | None, booking: Booking | None
    ) -> tuple[Payment, bool]:
        """See `PaymentStore.settle`."""

        def work(db: sqlite3.Connection) -> tuple[Payment, bool]:
            done = db.execute(
                "UPDATE payments SET status = ?, reference = ? WHERE id = ? AND status = 'processing'",
                (status, reference, payment_id),
            )
            if done.rowcount and booking is not None:
                _book(db, booking)
            settled = _payment(db, "id", payment_id)
            if settled is None:
                raise KeyError(payment_id)
            return settled, bool(done.rowcount)

        return await self._file.run(work)

    async def payment(self, payment_id: str) -> Payment | None:
        """Return a payment, or None."""
        return await self._file.run(lambda db: _payment(db, "id", payment_id))

    async def stuck(self, now: float) -> Sequence[Payment]:
        """See `PaymentStore.stuck`."""
        asked = f"SELECT {_COLUMNS} FROM payments WHERE status = 'processing' AND lease_until <= ? ORDER BY id"
        return await self._file.run(lambda db: [_as_payment(row) for row in db.execute(asked, (now,))])

    async def bookings(self) -> Sequence[Booking]:
        """Return every transaction of the ledger."""

        def work(db: sqlite3.Connection) -> list[Booking]:
            rows = db.execute(
                "SELECT payment_id, currency, account, amount_minor FROM bookings JOIN entries USING (payment_id) "
                "ORDER BY payment_id, line"
            )
            return as_bookings(rows)

        return await self._file.run(work)

    async def balances(self) -> dict[str, int]:
        """Return the balance of each account."""
        asked = "SELECT account, sum(amount_minor) FROM entries GROUP BY account ORDER BY account"
        return await self._file.run(lambda db: dict(db.execute(asked).fetchall()))


class LocalProvider:
    """A provider in a SQLite file of its own: it declines tokens that say so, and outlives a crash of ours."""

    def __init__(self, path: Path, *, sync: str = "FULL") -> None:
        self._file = _File(path, _PROVIDER_SCHEMA, sync)
        self.close = self._file.close

    async def charge(self, request_id: str, intent: Intent) -> Charge:
        """Take money once for a request id."""

        def work(db: sqlite3.Connection) -> Charge:
            number = db.execute("SELECT count(*) FROM charges").fetchone()[0] + 1
            approved = not intent.card_token.startswith("declined")
            row = (request_id, f"ch_{number}", intent.amount_minor, intent.currency, approved)
            db.execute("INSERT INTO calls VALUES (?)", (request_id,))
            db.execute("INSERT INTO charges VALUES (?,?,?,?,?) ON CONFLICT DO NOTHING", row)
            return _as_charge(db.execute("SELECT * FROM charges WHERE request_id = ?", (request_id,)).fetchone())

        return await self._file.run(work)

    async def settled(self) -> Sequence[Charge]:
        """Return every charge."""
        asked = "SELECT * FROM charges ORDER BY request_id"
        return await self._file.run(lambda db: [_as_charge(row) for row in db.execute(asked)])

    async def calls(self) -> int:
        """Return how often it was asked, repeats included."""
        return await self._file.run(lambda db: int(db.execute("SELECT count(*) FROM calls").fetchone()[0]))


def as_bookings(rows: Any) -> list[Booking]:
    """Return the bookings of rows (payment, currency, account, amount) that come in the order of payments."""
    entries: dict[tuple[str, str], list[Entry]] = {}
    for payment_id, currency, account, amount in rows:
        entries.setdefault((payment_id, currency), []).append(Entry(account, amount))
    return [Booking(id, currency, tuple(lines)) for (id, currency), lines in entries.items()]


def _book(db: sqlite3.Connection, booking: Booking) -> None:
    db.execute("INSERT INTO bookings VALUES (?, ?)", (booking.payment_id, booking.currency))
    rows = [(booking.payment_id, line, entry.account, entry.amount_minor) for line, entry in enumerate(booking.entries)]
    db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?)", rows)


def _payment(db: sqlite3.Connection, column: str, value: str) -> Payment | None:
    row = db.execute(f"SELECT {_COLUMNS} FROM payments WHERE {column} = ?", (value,)).fetchone()
    return None if row is None else _as_payment(row)


def _as_payment(row: Any) -> Payment:
    id, key, merchant, amount_minor, currency, card_token, status, lease_until, reference = row
    return Payment(id, key, Intent(merchant, amount_minor, currency, card_token), status, lease_until, reference)


def _row(payment: Payment) -> tuple[Any, ...]:
    asked = payment.intent
    intent = (asked.merchant, asked.amount_minor, asked.currency, asked.card_token)
    return (payment.id, payment.key, *intent, payment.status, payment.lease_until, payment.reference)


def _as_charge(row: Any) -> Charge:
    request_id, reference, amount_minor, currency, is_approved = row
    return Charge(request_id, reference, amount_minor, currency, bool(is_approved))
