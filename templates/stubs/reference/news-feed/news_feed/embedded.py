"""Posts and follow graph in one SQLite file, timelines in memory."""

from __future__ import annotations

import bisect
import sqlite3
from collections.abc import Mapping, Sequence, Set
from pathlib import Path

from mechanism_kit.sqlite_file import SqliteFile

from .ports import Author, Job, Post

_SCHEMA = """
CREATE TABLE IF NOT EXISTS posts (
  id INTEGER PRIMARY KEY, author TEXT NOT NULL, text TEXT NOT NULL, is_deleted INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS posts_of ON posts (author, id);
CREATE TABLE IF NOT EXISTS follows (reader TEXT NOT NULL, author TEXT NOT NULL, PRIMARY KEY (reader, author)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS followers ON follows (author, reader);
CREATE TABLE IF NOT EXISTS authors (
  name TEXT PRIMARY KEY, followers INTEGER NOT NULL, is_popular INTEGER NOT NULL, last_pulled INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS authors_pulled ON authors (last_pulled) WHERE last_pulled > 0;
CREATE TABLE IF NOT EXISTS jobs (post INTEGER PRIMARY KEY, author TEXT NOT NULL, done_to TEXT NOT NULL);
"""


class SqliteSocial:
    """Posts and follow graph; several processes may share the file."""

    def __init__(self, path: Path, *, sync: str = "FULL") -> None:
        self.file = SqliteFile(path, _SCHEMA, sync=sync)
        self.close = self.file.close

    async def follow(self, reader: str, author: str, *, popular_from: int, popular_until: int) -> bool:
        """See `Graph.follow`."""

        def work(db: sqlite3.Connection) -> bool:
            if not db.execute("INSERT OR IGNORE INTO follows VALUES (?, ?)", (reader, author)).rowcount:
                return False
            _count(db, author, 1, popular_from, popular_until)
            return True

        return await self.file.run(work)

    async def unfollow(self, reader: str, author: str, *, popular_from: int, popular_until: int) -> bool:
        """See `Graph.unfollow`."""

        def work(db: sqlite3.Connection) -> bool:
            if not db.execute("DELETE FROM follows WHERE reader = ? AND author = ?", (reader, author)).rowcount:
                return False
            _count(db, author, -1, popular_from, popular_until)
            return True

        return await self.file.run(work)

    async def followers(self, author: str, *, after: str, limit: int) -> Sequence[str]:
        """See `Graph.followers`."""
        asked = "SELECT reader FROM follows WHERE author = ? AND reader > ? ORDER BY reader LIMIT ?"
        return await self.file.run(lambda db: [row[0] for row in db.execute(asked, (author, after, limit))])

    async def following(self, reader: str) -> Sequence[Author]:
        """See `Graph.following`."""
        asked = (
            "SELECT name, followers, is_popular, last_pulled FROM follows JOIN authors ON name = author "
            "WHERE reader = ? ORDER BY name"
        )
        return await self.file.run(lambda db: [_as_author(row) for row in db.execute(asked, (reader,))])

    async def pulled(self, reader: str, *, since: int) -> Sequence[str]:
        """See `Graph.pulled`: few authors are popular, so one looks from their side."""
        asked = (
            "SELECT name FROM authors INDEXED BY authors_pulled CROSS JOIN follows ON author = name AND reader = ? "
            "WHERE last_pulled > 0 AND last_pulled >= ?"
        )
        return await self.file.run(lambda db: [row[0] for row in db.execute(asked, (reader, since))])

    async def still(self, reader: str, authors: Sequence[str]) -> Set[str]:
        """See `Graph.still`."""
        asked = f"SELECT author FROM follows WHERE reader = ? AND author IN ({', '.join('?' * len(authors))})"
        return await self.file.run(lambda db: {row[0] for row in db.execute(asked, (reader, *authors))})

    async def add(self, post: Post) -> bool:
        """See `Posts.add`."""

        def work(db: sqlite3.Connection) -> bool:
            row = (post.id, post.author, post.text)
            db.execute("INSERT INTO posts (id, author, text) VALUES (?, ?, ?)", row)
            pulled = "UPDATE authors SET last_pulled = max(last_pulled, ?) WHERE name = ? AND is_popular"
            if db.execute(pulled, (post.id, post.author)).rowcount:
                return False
            db.execute("INSERT INTO jobs VALUES (?, ?, '')", (post.id, post.author))
            return True

        return await self.file.run(work)

    async def delete(self, post_id: int, author: str) -> bool:
        """See `Posts.delete`."""
        gone = "UPDATE posts SET is_deleted = 1, text = '' WHERE id = ? AND author = ? AND NOT is_deleted"
        return await self.file.run(lambda db: db.execute(gone, (post_id, author)).rowcount > 0)

    async def of(self, authors: Sequence[str], *, before: int, limit: int) -> Sequence[tuple[int, str]]:
        """See `Posts.of`."""
        asked = "SELECT id, author FROM posts WHERE author = ? AND id < ? AND NOT is_deleted ORDER BY id DESC LIMIT ?"

        def work(db: sqlite3.Connection) -> list[tuple[int, str]]:
            found = [row for author in authors for row in db.execute(asked, (author, before, limit))]
            return sorted(found, reverse=True)[:limit]

        return await self.file.run(work)

    async def bodies(self, ids: Sequence[int]) -> Mapping[int, Post]:
        """See `Posts.bodies`."""
        asked = f"SELECT id, author, text FROM posts WHERE NOT is_deleted AND id IN ({', '.join('?' * len(ids))})"
        return await self.file.run(lambda db: {row[0]: Post(*row) for row in db.execute(asked, tuple(ids))})

    async def next_job(self) -> Job | None:
        """See `Posts.next_job`."""

        def work(db: sqlite3.Connection) -> Job | None:
            row = db.execute("SELECT post, author, done_to FROM jobs ORDER BY post LIMIT 1").fetchone()
            return None if row is None else Job(*row)

        return await self.file.run(work)

    async def job_done(self, job: Job, *, done_to: str | None) -> None:
        """See `Posts.job_done`."""

        def work(db: sqlite3.Connection) -> None:
            if done_to is None:
                db.execute("DELETE FROM jobs WHERE post = ?", (job.post,))
            else:
                db.execute("UPDATE jobs SET done_to = ? WHERE post = ?", (done_to, job.post))

        await self.file.run(work)


class MemoryTimelines:
    """Timelines in this process, rising lists; cut when longer than `length`."""

    def __init__(self, length: int = 800) -> None:
        self._length = length
        self._entries: dict[str, list[tuple[int, str]]] = {}
        self._floors: dict[str, int] = {}

    async def floor(self, reader: str) -> int | None:
        """See `Timelines.floor`."""
        return self._floors.get(reader)

    async def newest(self, reader: str, *, before: int, limit: int) -> Sequence[tuple[int, str]]:
        """See `Timelines.newest`."""
        entries = self._entries.get(reader, [])
        end = bisect.bisect_left(entries, (before, ""))
        return entries[max(0, end - limit) : end][::-1]

    async def push(self, readers: Sequence[str], entries: Sequence[tuple[int, str]]) -> None:
        """See `Timelines.push`."""
        for reader in readers:
            if reader in self._floors:
                for entry in entries:
                    self._insert(reader, entry)

    async def replace(self, reader: str, entries: Sequence[tuple[int, str]], floor: int) -> None:
        """See `Timelines.replace`."""
        self._entries[reader] = sorted(entries)
        self._floors[reader] = floor

    async def drop(self, reader: str) -> None:
        """See `Timelines.drop`."""
        self._entries.pop(reader, None)
        self._floors.pop(reader, None)

    def _insert(self, reader: str, entry: tuple[int, str]) -> None:
        its = self._entries[reader]
        at = bisect.bisect_left(its, entry)
        if entry[0] < self._floors[reader] or (at < len(its) and its[at] == entry):
            return
        its.insert(at, entry)
        if len(its) > self._length:
            del its[0]
            self._floors[reader] = its[0][0]


def _count(db: sqlite3.Connection, author: str, change: int, popular_from: int, popular_until: int) -> None:
    db.execute("INSERT OR IGNORE INTO authors VALUES (?, 0, 0, 0)", (author,))
    counted = (
        "UPDATE authors SET followers = followers + ?1, is_popular = CASE WHEN followers + ?1 >= ?2 THEN 1 "
        "WHEN followers + ?1 < ?3 THEN 0 ELSE is_popular END WHERE name = ?4"
    )
    db.execute(counted, (change, popular_from, popular_until, author))


def _as_author(row: tuple[str, int, int, int]) -> Author:
    name, followers, is_popular, last_pulled = row
    return Author(name, followers, bool(is_popular), last_pulled)
