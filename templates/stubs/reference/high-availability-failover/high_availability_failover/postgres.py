"""The lease in PostgreSQL, by the server's clock, for nodes on several machines."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from .ports import Lease, LeasesDown

if TYPE_CHECKING:
    import asyncpg  # type: ignore[import-untyped]

_READ = "SELECT term, holder, extract(epoch FROM until - clock_timestamp())::float8 AS left_s FROM failover_lease"
# One row and one statement each: the row lock puts those that want the lease in line, and the second finds it taken.
_TAKE = (
    "UPDATE failover_lease SET term = term + 1, holder = $1, until = clock_timestamp() + make_interval(secs => $2)"
    " WHERE until <= clock_timestamp() RETURNING term"
)
_RENEW = (
    "UPDATE failover_lease SET until = clock_timestamp() + make_interval(secs => $3) WHERE holder = $1 AND term = $2"
    " RETURNING term"
)
_RELEASE = "UPDATE failover_lease SET until = clock_timestamp() WHERE holder = $1 AND term = $2"
_TABLE = (
    "CREATE TABLE IF NOT EXISTS failover_lease (one int PRIMARY KEY, term bigint NOT NULL, holder text NOT NULL,"
    " until timestamptz NOT NULL)"
)


class PostgresLeases:
    """One row in one schema. The server itself must not be one of the nodes that fail over."""

    def __init__(self, url: str, *, schema: str = "failover", answer_within_s: float = 2.0) -> None:
        self.url = url
        self.schema = schema
        self.answer_within_s = answer_within_s
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._opening = asyncio.Lock()

    async def read(self) -> Lease:
        """Return the latest lease."""
        row = await self._row(_READ)
        return Lease(row["term"], row["holder"], row["left_s"]) if row else Lease()

    async def take(self, holder: str, lease_s: float) -> Lease | None:
        """Give the lease to `holder` in a new term when the old one has ended."""
        row = await self._row(_TAKE, holder, lease_s)
        return Lease(row["term"], holder, lease_s) if row else None

    async def renew(self, holder: str, term: int, lease_s: float) -> bool:
        """Let the lease of a term last longer."""
        return await self._row(_RENEW, holder, term, lease_s) is not None

    async def release(self, holder: str, term: int) -> None:
        """End the lease of a term at once."""
        await self._row(_RELEASE, holder, term)

    async def close(self) -> None:
        """Close the connections."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    async def _row(self, statement: str, *values: object) -> Any:
        import asyncpg

        try:
            async with asyncio.timeout(self.answer_within_s):
                async with self._opening:
                    pool = self._pool = self._pool or await self._open()
                return await pool.fetchrow(statement, *values)
        except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
            raise LeasesDown(str(error)) from error

    async def _open(self) -> asyncpg.Pool[asyncpg.Record]:
        import asyncpg

        settings = {"search_path": self.schema, "client_min_messages": "error"}
        pool = await asyncpg.create_pool(self.url, min_size=0, max_size=2, server_settings=settings)
        async with pool.acquire() as connection, connection.transaction():
            # Two that begin at once would both find no schema; the lock lets one after the other look.
            await connection.execute("SELECT pg_advisory_xact_lock(hashtext($1))", self.schema)
            name = self.schema.replace('"', '""')
            await connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{name}"; {_TABLE}')
            first = "INSERT INTO failover_lease VALUES (1, 0, '', now()) ON CONFLICT DO NOTHING"
            await connection.execute(first)
        return pool
