"""`python bench.py`: feeds a second, against one query over all followed authors in the same database."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from news_feed import FanOut, Feed, PostIds, Publisher, follow
from news_feed.embedded import MemoryTimelines, SqliteSocial

READERS, AUTHORS, FOLLOWED, POSTS, SECONDS = 1000, 20_000, 200, 50_000, 2.0
STARS = 20  # followed by every second reader
NAIVE = (
    "SELECT posts.id, posts.author, text FROM posts JOIN follows ON follows.author = posts.author "
    "WHERE reader = ? AND NOT is_deleted ORDER BY posts.id DESC LIMIT 20"
)


async def per_second(work: Callable[[str], Awaitable[object]], readers: list[str]) -> float:
    """Return how often `work` is done for some reader in a second."""
    rng, done, started = random.Random(1), 0, time.perf_counter()
    while time.perf_counter() < started + SECONDS:
        await work(rng.choice(readers))
        done += 1
    return done / (time.perf_counter() - started)


async def main() -> None:
    """Build a network, measure and print."""
    rng = random.Random(7)
    readers, authors = [f"r{n}" for n in range(READERS)], [f"a{n}" for n in range(AUTHORS)]
    with tempfile.TemporaryDirectory() as folder:
        social, timelines = SqliteSocial(Path(folder) / "social.sqlite", sync="OFF"), MemoryTimelines()
        stores = {"graph": social, "posts": social, "timelines": timelines, "threshold": 400, "length": 800}
        for reader in readers:
            await timelines.replace(reader, [], 0)
            liked = {*rng.sample(authors[:STARS], STARS // 2), *rng.sample(authors[STARS:], FOLLOWED - STARS // 2)}
            await asyncio.gather(*(follow(reader, author, **stores) for author in liked))
        publisher = Publisher(social, next_id=PostIds(clock=time.time).next)
        for _ in range(POSTS // 100):
            await asyncio.gather(*(publisher.publish(rng.choice(authors), "Hello") for _ in range(100)))
        fanout, started = FanOut(social, social, timelines), time.perf_counter()
        await fanout.drain()
        pushed = fanout.entries_written / (time.perf_counter() - started)
        feed = Feed(social, social, timelines)

        async def naive(reader: str) -> list[tuple[int, str, str]]:
            def work(db: sqlite3.Connection) -> list[tuple[int, str, str]]:
                return db.execute(NAIVE, (reader,)).fetchall()

            return await social.file.run(work)

        for reader in readers[:100]:
            assert [row[0] for row in await naive(reader)] == [post.id for post in (await feed.page(reader)).posts]
        base, mine = await per_second(naive, readers), await per_second(feed.page, readers)
        print(f"entries pushed/s {pushed:.0f} ({fanout.entries_written} for {POSTS} posts)")
        print(f"feeds/s {mine:.0f}, by one query {base:.0f}, ratio {mine / base:.2f}")
        await social.close()


if __name__ == "__main__":
    asyncio.run(main())
