"""The schema of the embedded record store, in steps: each runs once, in order, in a transaction of its own.

Add a step at the end to change the schema; never change one that was released.
"""

from __future__ import annotations

import sqlite3

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE IF NOT EXISTS records (
             collection TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (collection, id)
           ) WITHOUT ROWID""",
        """CREATE TABLE IF NOT EXISTS uniques (
             collection TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL,
             PRIMARY KEY (collection, field, value)
           ) WITHOUT ROWID""",
        """CREATE TABLE IF NOT EXISTS answers (
             key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, body TEXT NOT NULL
           ) WITHOUT ROWID""",
    ),
)


def migrate(db: sqlite3.Connection, steps: tuple[tuple[str, ...], ...] = STEPS) -> int:
    """Bring a file to the latest version and return it; one that is newer than this program is refused.

    Raises:
        sqlite3.DatabaseError: the file was written by a newer version, or a step fails; that step left nothing behind.
    """
    while True:
        # The lock is taken before the version is read, so two processes that start at once do each step once.
        db.execute("BEGIN IMMEDIATE")
        try:
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            if version > len(steps):
                raise sqlite3.DatabaseError(f"the file has version {version}, this program knows {len(steps)}")
            if version == len(steps):
                return version
            for statement in steps[version]:
                db.execute(statement)
            db.execute(f"PRAGMA user_version={version + 1}")
        except BaseException:
            # Ctrl-C as well: a step that was broken off leaves nothing behind.
            db.execute("ROLLBACK")
            raise
        finally:
            if db.in_transaction:
                db.execute("COMMIT")
