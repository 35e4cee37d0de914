"""The guarded store and the accounts in PostgreSQL; a row lock and a unique key take the part of SQLite's write lock."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from .fencing import StaleToken, Written
from .idempotency import Answer, Call, Transfer, given_again
from .ports import StoreDown

if TYPE_CHECKING:
    import asyncpg  # type: ignore[import-untyped]

_TABLES = """
CREATE TABLE IF NOT EXISTS thing (id text PRIMARY KEY, value text NOT NULL, token bigint NOT NULL);
CREATE TABLE IF NOT EXISTS account (id text PRIMARY KEY, balance bigint NOT NULL);
CREATE TABLE IF NOT EXISTS call (caller text, key text, fingerprint text NOT NULL, status int NOT NULL DEFAULT 0,
  answer text NOT NULL DEFAULT '', at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (caller, key));
"""


class Postgres:
    """A few connections to one schema, opened when first used; the tables are made."""

    def __init__(self, url: str, *, schema: str = "coordination") -> None:
        self.url = url
        self.schema = schema
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[asyncpg.pool.PoolConnectionProxy[asyncpg.Record]]:
        """Open a transaction, which ends with the block.

        Raises:
            StoreDown: the server does not answer.
        """
        import asyncpg

        try:
            async with self._opening:
                pool = self._pool = self._pool or await self._open()
            async with pool.acquire() as connection, connection.transaction():
                yield connection
        except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, OSError) as error:
            raise StoreDown(str(error)) from error

    async def close(self) -> None:
        """Close the connections."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    async def _open(self) -> asyncpg.Pool[asyncpg.Record]:
        import asyncpg

        pool = await asyncpg.create_pool(
            self.url,
            min_size=0,
            max_size=8,
            server_settings={"search_path": self.schema, "client_min_messages": "error"},
        )
        async with pool.acquire() as connection, connection.transaction():
            # Two that begin at once would both find no schema; the lock lets one after the other look.
            await connection.execute("SELECT pg_advisory_xact_lock(hashtext($1))", self.schema)
            name = self.schema.replace('"', '""')
            await connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{name}"; {_TABLES}')
        return pool


class PostgresGuarded:
    """Guarded things in PostgreSQL."""

    def __init__(self, server: Postgres) -> None:
        self.server = server

    async def write(self, thing: str, value: str, token: int) -> None:
        """Write, unless a higher token was seen: one statement compares and writes."""
        statement = (
            "INSERT INTO thing VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE"
            " SET value = excluded.value, token = excluded.token WHERE thing.token <= excluded.token"
        )
        async with self.server.transaction() as connection:
            if await connection.execute(statement, thing, value, token) == "INSERT 0 0":
                raise StaleToken(token, await connection.fetchval("SELECT token FROM thing WHERE id = $1", thing))

    async def read(self, thing: str) -> Written | None:
        """Return what was written last, or None."""
        async with self.server.transaction() as connection:
            row = await connection.fetchrow("SELECT value, token FROM thing WHERE id = $1", thing)
        return Written(row["value"], row["token"]) if row else None

    async def close(self) -> None:
        """Close the connections."""
        await self.server.close()


class PostgresTransfers:
    """Accounts and the keys of calls in PostgreSQL. New accounts begin with `opening`."""

    def __init__(self, server: Postgres, *, opening: int = 0) -> None:
        self.server = server
        self.opening = opening

    async def transfer(self, call: Call, transfer: Transfer) -> Answer:
        """Move money once; the unique key makes a repeat wait for the transaction of the first."""
        async with self.server.transaction() as connection:
            claim = "INSERT INTO call (caller, key, fingerprint) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
            if await connection.execute(claim, call.caller, call.key, call.fingerprint) == "INSERT 0 0":
                query = "SELECT fingerprint, status, answer FROM call WHERE caller = $1 AND key = $2"
                return given_again(call, *await connection.fetchrow(query, call.caller, call.key))
            answer = await self._move(connection, transfer)
            keep = "UPDATE call SET status = $3, answer = $4 WHERE caller = $1 AND key = $2"
            await connection.execute(keep, call.caller, call.key, answer.status, json.dumps(answer.body))
        return answer

    async def balance(self, account: str) -> int:
        """Return what an account holds."""
        async with self.server.transaction() as connection:
            found = await connection.fetchval("SELECT balance FROM account WHERE id = $1", account)
        return self.opening if found is None else int(found)

    async def close(self) -> None:
        """Close the connections."""
        await self.server.close()

    async def _move(self, connection: asyncpg.pool.PoolConnectionProxy[asyncpg.Record], transfer: Transfer) -> Answer:
        # Always in the same order, so that two transfers between the same accounts cannot wait for each other.
        both = sorted({transfer.source, transfer.target})
        new = [(account, self.opening) for account in both]
        await connection.executemany("INSERT INTO account VALUES ($1, $2) ON CONFLICT DO NOTHING", new)
        query = "SELECT id, balance FROM account WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE"
        held = {row["id"]: row["balance"] for row in await connection.fetch(query, both)}
        if held[transfer.source] < transfer.amount:
            return Answer(409, {"error": "the account holds too little"})
        change = "UPDATE account SET balance = balance + $2 WHERE id = $1"
        await connection.execute(change, transfer.source, -transfer.amount)
        await connection.execute(change, transfer.target, transfer.amount)
        return Answer(201, {"transfer": uuid.uuid4().hex, "amount": transfer.amount})
