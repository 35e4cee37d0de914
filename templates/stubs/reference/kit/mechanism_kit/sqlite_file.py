"""A SQLite file with one writer: what waits together is committed together."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from .errors import StoreDown
from .transactions import transaction, write_ahead

T = TypeVar("T")
_MOST_AT_ONCE = 500
Work = Callable[[sqlite3.Connection], Any]


class SqliteFile:
    """Runs pieces of work one after the other, each whole or not at all, and commits them in groups.

    A commit waits for the disk; when many ask at once, hundreds of them share one. Nobody is answered
    before the commit that holds their work.
    """

    def __init__(self, path: Path, schema: str, *, sync: str = "FULL") -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=30, check_same_thread=False, isolation_level=None)
        write_ahead(self._db)
        self._db.execute({"FULL": "PRAGMA synchronous=FULL", "OFF": "PRAGMA synchronous=OFF"}[sync])
        self._db.executescript(schema)
        self._asked: queue.SimpleQueue[tuple[Work, asyncio.Future[Any]] | None] = queue.SimpleQueue()
        self._is_open = True
        self._writer = threading.Thread(target=self._write, name=f"writer of {path.name}", daemon=True)
        self._writer.start()

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `work` does, once that is committed.

        Raises:
            StoreDown: the file cannot be used.
        """
        if not self._is_open:
            raise StoreDown("the file is closed")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._asked.put((work, future))
        return await future

    async def close(self) -> None:
        """Finish what was asked, and close the file."""
        if self._is_open:
            self._is_open = False
            self._asked.put(None)
            await asyncio.to_thread(self._writer.join)

    def _write(self) -> None:
        while (first := self._asked.get()) is not None:
            group, is_last = self._group(first)
            try:
                outcomes = self._commit([work for work, _ in group])
            except sqlite3.Error as error:
                outcomes = [StoreDown(str(error))] * len(group)
            _deliver([(future, outcome) for (_, future), outcome in zip(group, outcomes, strict=True)])
            if is_last:
                break
        self._db.close()

    def _group(self, first: tuple[Work, asyncio.Future[Any]]) -> tuple[list[tuple[Work, asyncio.Future[Any]]], bool]:
        group = [first]
        while len(group) < _MOST_AT_ONCE:
            try:
                more = self._asked.get_nowait()
            except queue.Empty:
                break
            if more is None:
                return group, True
            group.append(more)
        return group, False

    def _commit(self, group: list[Work]) -> list[Any]:
        with transaction(self._db):
            return [self._one(work) for work in group]

    def _one(self, work: Work) -> Any:
        self._db.execute("SAVEPOINT one")
        try:
            return work(self._db)
        except Exception as error:
            self._db.execute("ROLLBACK TO one")
            return error
        finally:
            self._db.execute("RELEASE one")


def _deliver(outcomes: list[tuple[asyncio.Future[Any], Any]]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
    for future, outcome in outcomes:
        by_loop.setdefault(future.get_loop(), []).append((future, outcome))
    for loop, its in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_answer, its)


def _answer(outcomes: list[tuple[asyncio.Future[Any], Any]]) -> None:
    for future, outcome in outcomes:
        if future.done():
            continue
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
