"""Payments and ledger on PostgreSQL; the database itself refuses a transaction that does not sum to zero."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from .embedded import as_bookings
from .ledger import Booking
from .payments import Intent, Payment, Status
from .ports import StoreDown

_COLUMNS = "id, key, merchant, amount_minor, currency, card_token, status, lease_until, reference"
_SCHEMA = """
CREATE SCHEMA IF NOT EXISTS {schema};
SET LOCAL search_path = {schema};
CREATE TABLE IF NOT EXISTS payments (
  id text PRIMARY KEY, key text NOT NULL UNIQUE, merchant text NOT NULL, amount_minor bigint NOT NULL,
  currency text NOT NULL, card_token text NOT NULL, status text NOT NULL, lease_until double precision NOT NULL,
  reference text
);
CREATE INDEX IF NOT EXISTS payments_open ON payments (lease_until) WHERE status = 'processing';
CREATE TABLE IF NOT EXISTS bookings (payment_id text PRIMARY KEY REFERENCES payments, currency text NOT NULL);
CREATE TABLE IF NOT EXISTS entries (
  payment_id text NOT NULL REFERENCES bookings, line int NOT NULL, account text NOT NULL,
  amount_minor bigint NOT NULL, PRIMARY KEY (payment_id, line)
);
CREATE OR REPLACE FUNCTION entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;
CREATE OR REPLACE TRIGGER entries_stay BEFORE UPDATE OR DELETE ON entries
  FOR EACH ROW EXECUTE FUNCTION entries_stay();
CREATE OR REPLACE FUNCTION entries_balance() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  BEGIN
    IF (SELECT sum(amount_minor) FROM entries WHERE payment_id = NEW.payment_id) <> 0 THEN
      RAISE EXCEPTION 'the entries of % do not sum to zero', NEW.payment_id;
    END IF;
    RETURN NULL;
  END $$;
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'entries_balance' AND tgrelid = 'entries'::regclass) THEN
    CREATE CONSTRAINT TRIGGER entries_balance AFTER INSERT ON entries DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION entries_balance();
  END IF;
END $$;
"""


class PostgresPayments:
    """The payment store in one schema of a PostgreSQL database; make it with `connect`."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    @classmethod
    async def connect(cls, url: str, *, schema: str = "payment_system", most_connections: int = 10) -> PostgresPayments:
        """Return the store, its tables made.

        Raises:
            ValueError: the schema's name is more than small letters, digits and underscores.
        """
        import asyncpg  # type: ignore[import-untyped]

        if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", schema):
            raise ValueError(schema)
        pool = await asyncpg.create_pool(
            url, min_size=1, max_size=most_connections, server_settings={"search_path": schema}
        )
        async with pool.acquire() as db, db.transaction():
            # Two instances that start together must not make the same table at once.
            await db.execute("SELECT pg_advisory_xact_lock(hashtext($1))", schema)
            await db.execute(_SCHEMA.format(schema=schema))
        return cls(pool)

    async def claim(self, payment: Payment, now: float) -> tuple[Payment, bool]:
        """See `PaymentStore.claim`: of concurrent inserts of one key the database lets one through."""
        made = f"INSERT INTO payments ({_COLUMNS}) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT (key) DO NOTHING"
        taken_over = (
            "UPDATE payments SET lease_until = $2 WHERE key = $1 AND status = 'processing' AND lease_until <= $3"
        )
        async with self._database() as db:
            if await db.execute(made, *_row(payment)) == "INSERT 0 1":
                return payment, True
            is_mine = await db.execute(taken_over, payment.key, payment.lease_until, now) == "UPDATE 1"
            row = await db.fetchrow(f"SELECT {_COLUMNS} FROM payments WHERE key = $1", payment.key)
        return _as_payment(row), is_mine

    async def settle(
        self, payment_id: str, status: Status, reference: str | None, booking: Booking | None
    ) -> tuple[Payment, bool]:
        """See `PaymentStore.settle`."""
        changed = "UPDATE payments SET status = $2, reference = $3 WHERE id = $1 AND status = 'processing'"
        async with self._database() as db, db.transaction():
            is_new = await db.execute(changed, payment_id, status, reference) == "UPDATE 1"
            if is_new and booking is not None:
                await _book(db, booking)
            row = await db.fetchrow(f"SELECT {_COLUMNS} FROM payments WHERE id = $1", payment_id)
        if row is None:
            raise KeyError(payment_id)
        return _as_payment(row), is_new

    async def payment(self, payment_id: str) -> Payment | None:
        """Return a payment, or None."""
        async with self._database() as db:
            row = await db.fetchrow(f"SELECT {_COLUMNS} FROM payments WHERE id = $1", payment_id)
        return None if row is None else _as_payment(row)

    async def stuck(self, now: float) -> Sequence[Payment]:
        """See `PaymentStore.stuck`."""
        asked = f"SELECT {_COLUMNS} FROM payments WHERE status = 'processing' AND lease_until <= $1 ORDER BY id"
        async with self._database() as db:
            return [_as_payment(row) for row in await db.fetch(asked, now)]

    async def bookings(self) -> Sequence[Booking]:
        """Return every transaction of the ledger."""
        asked = (
            "SELECT payment_id, currency, account, amount_minor FROM bookings JOIN entries USING (payment_id) "
            "ORDER BY payment_id, line"
        )
        async with self._database() as db:
            return as_bookings(await db.fetch(asked))

    async def balances(self) -> dict[str, int]:
        """Return the balance of each account."""
        asked = "SELECT account, sum(amount_minor)::bigint FROM entries GROUP BY account ORDER BY account"
        async with self._database() as db:
            return {row[0]: row[1] for row in await db.fetch(asked)}

    async def close(self) -> None:
        """Close the connections."""
        await self._pool.close()

    @asynccontextmanager
    async def _database(self) -> AsyncIterator[Any]:
        import asyncpg

        try:
            async with self._pool.acquire() as db:
                yield db
        except (
            OSError,
            asyncpg.InterfaceError,
            asyncpg.PostgresConnectionError,
            asyncpg.CannotConnectNowError,
        ) as error:
            raise StoreDown(str(error)) from error


async def _book(db: Any, booking: Booking) -> None:
    await db.execute("INSERT INTO bookings VALUES ($1, $2)", booking.payment_id, booking.currency)
    rows = [(booking.payment_id, line, entry.account, entry.amount_minor) for line, entry in enumerate(booking.entries)]
    await db.executemany("INSERT INTO entries VALUES ($1, $2, $3, $4)", rows)


def _as_payment(row: Any) -> Payment:
    id, key, merchant, amount_minor, currency, card_token, status, lease_until, reference = row
    return Payment(id, key, Intent(merchant, amount_minor, currency, card_token), status, lease_until, reference)


def _row(payment: Payment) -> tuple[Any, ...]:
    asked = payment.intent
    intent = (asked.merchant, asked.amount_minor, asked.currency, asked.card_token)
    return (payment.id, payment.key, *intent, payment.status, payment.lease_until, payment.reference)
