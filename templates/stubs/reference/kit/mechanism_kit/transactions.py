"""SQLite for several processes: a log that all may open at once, and transactions for work that reads in order to write."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager

_TURNING_ON_S = 10.0


def write_ahead(db: sqlite3.Connection) -> None:
    """Let a file be read while somebody writes, by a write-ahead log; once turned on, it stays on.

    Raises:
        sqlite3.OperationalError: others kept the file to themselves all the time.
    """
    until = time.monotonic() + _TURNING_ON_S
    while True:
        try:
            db.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            # Of two processes that turn it on at the same moment SQLite refuses one at once, whatever its timeout.
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Hold the write lock of a file for a block: all that the block did is committed, or nothing of it.

    The connection begins no transaction by itself (`isolation_level=None`), and one thread at a time uses it.

    Raises:
        sqlite3.OperationalError: another connection had the lock for longer than this one's timeout.
    """
    # IMMEDIATE takes the lock before the first read: no other thread or process writes between what the block reads
    # and what it writes. A plain BEGIN takes it with the first write, and is refused there, without any waiting, when
    # somebody has written since the read.
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
        db.execute("COMMIT")
    except BaseException:
        # Whatever it was: half of the work must not be committed with the next. After some errors SQLite has taken
        # everything back already.
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
