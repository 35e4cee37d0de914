"""A SQLite transaction for work that reads in order to write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


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
