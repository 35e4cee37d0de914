"""The ports on embedded means: counts in memory for one process, in a SQLite file for several on one machine."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

from mechanism_kit.transactions import transaction, write_ahead

from .algorithms import ALGORITHMS, Look, State, keep_ms
from .ports import StoreDown, Taken
from .rules import Algorithm, OnStoreDown, Rule, RuleBook

_SWEEP_EVERY = 1_000
_TABLES = """
CREATE TABLE IF NOT EXISTS budget (key TEXT PRIMARY KEY, state TEXT NOT NULL, until_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS budget_until ON budget (until_ms);
CREATE TABLE IF NOT EXISTS rule_book (version INTEGER PRIMARY KEY, rules TEXT NOT NULL);
"""


def wall_clock_ms() -> int:
    """Return the time in milliseconds."""
    return time.time_ns() // 1_000_000


def _key(caller: str, rule: Rule) -> str:
    return json.dumps([caller, rule.id, rule.algorithm])


def _look_at(rules: Sequence[Rule], states: Sequence[State], now: int, cost: int) -> list[Look]:
    return [ALGORITHMS[rule.algorithm](rule, state, now, cost) for rule, state in zip(rules, states, strict=True)]


class MemoryCounters:
    """Counts of one process."""

    def __init__(self, now_ms: Callable[[], int] = wall_clock_ms) -> None:
        self.now_ms = now_ms
        self._states: dict[str, tuple[State, int]] = {}
        self._calls = 0

    async def take(self, caller: str, rules: Sequence[Rule], cost: int) -> list[Taken]:
        """Take from all rules or none; atomic, because nothing here waits."""
        now = self.now_ms()
        self._sweep(now)
        keys = [_key(caller, rule) for rule in rules]
        looks = _look_at(rules, [self._states.get(key, ((), 0))[0] for key in keys], now, cost)
        if not any(look.wait_ms for look in looks):
            for key, rule, look in zip(keys, rules, looks, strict=True):
                self._states[key] = (look.after, now + keep_ms(rule))
        return [Taken(look.wait_ms, look.left) for look in looks]

    async def close(self) -> None:
        """Forget everything."""
        self._states.clear()

    def _sweep(self, now: int) -> None:
        self._calls += 1
        if self._calls % _SWEEP_EVERY == 0:
            self._states = {key: kept for key, kept in self._states.items() if kept[1] > now}


class SqliteCounters:
    """Counts and rules in one SQLite file, which all processes of a machine may share; opened when first used."""

    def __init__(self, path: Path, now_ms: Callable[[], int] = wall_clock_ms) -> None:
        self.path = path
        self.now_ms = now_ms
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()
        self._calls = 0

    async def take(self, caller: str, rules: Sequence[Rule], cost: int) -> list[Taken]:
        """Take from all rules or none, in one transaction."""
        return await asyncio.to_thread(self._take, caller, rules, cost)

    async def load(self) -> RuleBook:
        """Return the rules in force."""
        return await asyncio.to_thread(self._load)

    async def replace(self, book: RuleBook) -> bool:
        """Put the next version in force, unless somebody else was first with it."""
        return await asyncio.to_thread(self._replace, book)

    async def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _take(self, caller: str, rules: Sequence[Rule], cost: int) -> list[Taken]:
        keys = [_key(caller, rule) for rule in rules]
        with self._transaction() as connection:
            # Read the clock inside the transaction: who is later in line also has the later time.
            now = self.now_ms()
            self._sweep(connection, now)
            looks = _look_at(rules, [_state(connection, key) for key in keys], now, cost)
            if not any(look.wait_ms for look in looks):
                rows = [
                    (key, json.dumps(look.after), now + keep_ms(rule))
                    for key, rule, look in zip(keys, rules, looks, strict=True)
                ]
                connection.executemany("REPLACE INTO budget VALUES (?, ?, ?)", rows)
        return [Taken(look.wait_ms, look.left) for look in looks]

    def _load(self) -> RuleBook:
        with self._transaction() as connection:
            row = connection.execute("SELECT version, rules FROM rule_book ORDER BY version DESC LIMIT 1").fetchone()
        return RuleBook(row[0], tuple(rule_from(values) for values in json.loads(row[1]))) if row else RuleBook()

    def _replace(self, book: RuleBook) -> bool:
        rules = json.dumps([asdict(rule) for rule in book.rules])
        with self._transaction() as connection:
            newest = connection.execute("SELECT coalesce(max(version), 0) FROM rule_book").fetchone()[0]
            if newest != book.version - 1:
                return False
            connection.execute("INSERT INTO rule_book VALUES (?, ?)", (book.version, rules))
        return True

    def _sweep(self, connection: sqlite3.Connection, now: int) -> None:
        self._calls += 1
        if self._calls % _SWEEP_EVERY == 0:
            connection.execute("DELETE FROM budget WHERE until_ms <= ?", (now,))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._lock:
                connection = self._connection = self._connection or _open(self.path)
                with transaction(connection):
                    yield connection
        except (sqlite3.Error, OSError) as error:
            raise StoreDown(str(error)) from error


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    # The limiter has a deadline of its own, which is what decides.
    connection = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
    write_ahead(connection)
    # Counts may be lost with the machine: callers then get a fresh budget, nothing worse.
    connection.execute("PRAGMA synchronous = OFF")
    with closing(connection.cursor()) as cursor:
        cursor.executescript(_TABLES)
    return connection


def _state(connection: sqlite3.Connection, key: str) -> State:
    row = connection.execute("SELECT state FROM budget WHERE key = ?", (key,)).fetchone()
    return tuple(json.loads(row[0])) if row else ()


def rule_from(values: dict[str, object]) -> Rule:
    """Return the rule that `dataclasses.asdict` took apart.

    Raises:
        ValueError: a value is none that a rule can have.
    """
    texts = {"algorithm": Algorithm, "on_store_down": OnStoreDown}
    return Rule(**{name: texts[name](value) if name in texts else value for name, value in values.items()})  # type: ignore[arg-type]
