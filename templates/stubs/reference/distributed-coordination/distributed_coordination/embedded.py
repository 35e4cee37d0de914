"""Coordinator nodes, the guarded store and the accounts, each in a SQLite file that processes of one machine share."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from mechanism_kit.transactions import transaction, write_ahead

from . import registers
from .fencing import StaleToken, Written
from .idempotency import Answer, Call, Transfer, given_again
from .ports import NodeDown, StoreDown, Vote, Wish
from .registers import Register

_ACTS = {"claim": registers.claim, "renew": registers.renew, "release": registers.release}


class MemoryNode:
    """A node that forgets everything when its process ends: for tests, and to read."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.registers: dict[str, Register] = {}

    async def ask(self, wish: Wish) -> Vote:
        """Return what the node says."""
        before = self.registers.get(wish.name, Register())
        after = _ACTS[wish.act](before, wish.holder, wish.token, self.clock(), wish.lease_s)
        self.registers[wish.name] = after or before
        return Vote(after is not None, (after or before).token)


class SqliteFile:
    """A SQLite file, opened when first used; each piece of work is one transaction on disk."""

    def __init__(self, path: Path, tables: str) -> None:
        self.path = path
        self.tables = tables
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction, which ends with the block; an error takes everything back."""
        with self._lock:
            connection = self._connection = self._connection or self._open()
            with transaction(connection):
                yield connection

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
        write_ahead(connection)
        connection.executescript(f"PRAGMA synchronous = FULL; {self.tables}")
        return connection


class SqliteNode:
    """A node whose promises outlive it.

    Leases are by the machine's clock; a clock that jumps may end one early, and then tokens keep the old holder out.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.file = SqliteFile(
            path,
            "CREATE TABLE IF NOT EXISTS register"
            " (name TEXT PRIMARY KEY, token INTEGER NOT NULL, holder TEXT NOT NULL, until REAL NOT NULL) WITHOUT ROWID",
        )

    async def ask(self, wish: Wish) -> Vote:
        """Return what the node says, once it is on disk."""
        try:
            return await asyncio.to_thread(self._ask, wish)
        except (sqlite3.Error, OSError) as error:
            raise NodeDown(str(error)) from error

    def holders(self) -> list[tuple[str, Register]]:
        """Return what is held now, by name."""
        with self.file.transaction() as connection:
            rows = connection.execute(
                "SELECT * FROM register WHERE until > ? ORDER BY name", (self.clock(),)
            ).fetchall()
        return [(name, Register(token, holder, until)) for name, token, holder, until in rows]

    async def close(self) -> None:
        """Close the file."""
        self.file.close()

    def _ask(self, wish: Wish) -> Vote:
        with self.file.transaction() as connection:
            query = "SELECT token, holder, until FROM register WHERE name = ?"
            row = connection.execute(query, (wish.name,)).fetchone()
            before = Register(*row) if row else Register()
            after = _ACTS[wish.act](before, wish.holder, wish.token, self.clock(), wish.lease_s)
            if after is None:
                return Vote(False, before.token)
            values = (wish.name, after.token, after.holder, after.until)
            connection.execute("REPLACE INTO register VALUES (?, ?, ?, ?)", values)
            return Vote(True, after.token)


class SqliteGuarded:
    """Guarded things in a SQLite file."""

    def __init__(self, path: Path) -> None:
        self.file = SqliteFile(
            path,
            "CREATE TABLE IF NOT EXISTS thing"
            " (id TEXT PRIMARY KEY, value TEXT NOT NULL, token INTEGER NOT NULL) WITHOUT ROWID",
        )

    async def write(self, thing: str, value: str, token: int) -> None:
        """Write, unless a higher token was seen."""
        await _told(lambda: self._write(thing, value, token))

    async def read(self, thing: str) -> Written | None:
        """Return what was written last, or None."""
        return await _told(lambda: self._read(thing))

    async def close(self) -> None:
        """Close the file."""
        self.file.close()

    def _write(self, thing: str, value: str, token: int) -> None:
        with self.file.transaction() as connection:
            changed = connection.execute(
                "INSERT INTO thing VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE"
                " SET value = excluded.value, token = excluded.token WHERE thing.token <= excluded.token",
                (thing, value, token),
            ).rowcount
            if not changed:
                highest = connection.execute("SELECT token FROM thing WHERE id = ?", (thing,)).fetchone()[0]
                raise StaleToken(token, highest)

    def _read(self, thing: str) -> Written | None:
        with self.file.transaction() as connection:
            row = connection.execute("SELECT value, token FROM thing WHERE id = ?", (thing,)).fetchone()
        return Written(*row) if row else None


class SqliteTransfers:
    """Accounts and the keys of calls in one SQLite file. New accounts begin with `opening`."""

    def __init__(self, path: Path, *, opening: int = 0, id: Callable[[], str] = lambda: uuid.uuid4().hex) -> None:
        self.opening = opening
        self.id = id
        self.file = SqliteFile(
            path,
            "CREATE TABLE IF NOT EXISTS account (id TEXT PRIMARY KEY, balance INTEGER NOT NULL) WITHOUT ROWID;"
            "CREATE TABLE IF NOT EXISTS call (caller TEXT, key TEXT, fingerprint TEXT NOT NULL, status INTEGER NOT NULL,"
            " answer TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (caller, key)) WITHOUT ROWID",
        )

    async def transfer(self, call: Call, transfer: Transfer) -> Answer:
        """Move money once; the write lock makes a repeat wait for the first."""
        return await _told(lambda: self._transfer(call, transfer))

    async def balance(self, account: str) -> int:
        """Return what an account holds."""
        return await _told(lambda: self._balance(account))

    async def close(self) -> None:
        """Close the file."""
        self.file.close()

    def _transfer(self, call: Call, transfer: Transfer) -> Answer:
        with self.file.transaction() as connection:
            query = "SELECT fingerprint, status, answer FROM call WHERE caller = ? AND key = ?"
            if row := connection.execute(query, (call.caller, call.key)).fetchone():
                return given_again(call, *row)
            answer = self._move(connection, transfer)
            values = (call.caller, call.key, call.fingerprint, answer.status, json.dumps(answer.body), time.time())
            connection.execute("INSERT INTO call VALUES (?, ?, ?, ?, ?, ?)", values)
        return answer

    def _move(self, connection: sqlite3.Connection, transfer: Transfer) -> Answer:
        opened = [(transfer.source, self.opening), (transfer.target, self.opening)]
        connection.executemany("INSERT OR IGNORE INTO account VALUES (?, ?)", opened)
        take = "UPDATE account SET balance = balance - ? WHERE id = ? AND balance >= ?"
        if not connection.execute(take, (transfer.amount, transfer.source, transfer.amount)).rowcount:
            return Answer(409, {"error": "the account holds too little"})
        give = "UPDATE account SET balance = balance + ? WHERE id = ?"
        connection.execute(give, (transfer.amount, transfer.target))
        return Answer(201, {"transfer": self.id(), "amount": transfer.amount})

    def _balance(self, account: str) -> int:
        with self.file.transaction() as connection:
            row = connection.execute("SELECT balance FROM account WHERE id = ?", (account,)).fetchone()
        return int(row[0]) if row else self.opening


T = TypeVar("T")


async def _told(work: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(work)
    except (sqlite3.Error, OSError) as error:
        raise StoreDown(str(error)) from error
