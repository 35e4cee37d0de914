from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from news_feed import FanOut, Feed, Post, PostIds, Publisher, Timelines, follow, unfollow
from news_feed.embedded import MemoryTimelines, SqliteSocial
from news_feed.face import Parts, make_app
from news_feed.feed import merged
from news_feed.ids import NEWEST
from news_feed.redis_timelines import RedisTimelines

pytestmark = pytest.mark.anyio


class Network:
    """The mechanism, and next to it the naive answer: all posts, looked through."""

    def __init__(self, folder: Path, timelines: Timelines, *, threshold: int, length: int, batch: int = 500) -> None:
        self.social = SqliteSocial(folder / "social.sqlite", sync="OFF")
        self.timelines = timelines
        self.threshold, self.length = threshold, length
        numbers = itertools.count(1000)
        self.publisher = Publisher(self.social, next_id=lambda: next(numbers))
        self.fanout = FanOut(self.social, self.social, timelines, batch=batch)
        self.feed = Feed(self.social, self.social, timelines, length=length)
        self.posts: list[Post] = []
        self.follows: set[tuple[str, str]] = set()

    async def publish(self, author: str) -> Post:
        self.posts.append(await self.publisher.publish(author, f"by {author}"))
        return self.posts[-1]

    async def follow(self, reader: str, author: str) -> None:
        self.follows.add((reader, author))
        stores = {"graph": self.social, "posts": self.social, "timelines": self.timelines}
        await follow(reader, author, threshold=self.threshold, length=self.length, **stores)

    async def unfollow(self, reader: str, author: str) -> None:
        self.follows.discard((reader, author))
        await unfollow(reader, author, graph=self.social, threshold=self.threshold)

    async def delete(self, post: Post) -> None:
        self.posts.remove(post)
        assert await self.social.delete(post.id, post.author)

    def naive(self, reader: str, before: int, limit: int) -> tuple[Post, ...]:
        own = (post for post in reversed(self.posts) if post.id < before and (reader, post.author) in self.follows)
        return tuple(itertools.islice(own, limit))

    async def same(self, reader: str, before: int, limit: int) -> bool:
        page = await self.feed.page(reader, before=before, limit=limit)
        return page.posts == self.naive(reader, before, limit)


@pytest.fixture(params=["memory", "redis"])
async def timelines_of(request: pytest.FixtureRequest) -> AsyncIterator[Any]:
    if request.param == "memory":
        yield MemoryTimelines
        return
    import redis.asyncio

    client, prefix = redis.asyncio.Redis(), f"feed-test-{uuid4().hex[:12]}:"
    try:
        await client.ping()
    except redis.exceptions.ConnectionError:
        pytest.skip("Redis does not answer; start one: docker run -p 6379:6379 redis:7")
    yield lambda length: RedisTimelines(client, length=length, prefix=prefix)
    async for key in client.scan_iter(f"{prefix}*"):
        await client.delete(key)
    await client.aclose()


async def act(net: Network, rng: random.Random, readers: list[str], authors: list[str]) -> None:
    """Do one of the things that happen in a network; the first authors are the liked ones."""
    author = authors[min(int(rng.expovariate(0.15)), len(authors) - 1)]
    reader, what = rng.choice(readers), rng.random()
    if what < 0.45:
        await net.publish(author)
    elif what < 0.65:
        await net.follow(reader, author)
    elif what < 0.78:
        await net.unfollow(reader, author)
    elif what < 0.83 and net.posts:
        await net.delete(rng.choice(net.posts[-100:]))
    elif what < 0.86:
        await net.timelines.drop(reader)
    elif what < 0.93:
        await net.fanout.step()
    else:
        await net.feed.page(reader, limit=3)


async def test_feed_equals_the_naive_one(timelines_of, tmp_path: Path, proved) -> None:
    compared = differ = crossings = deep = 0
    for seed in range(4):
        rng = random.Random(seed)
        net = Network(tmp_path / str(seed), timelines_of(12), threshold=5, length=12, batch=3)
        readers, authors = [f"s{seed}-r{n}" for n in range(15)], [f"a{n}" for n in range(20)]
        popular: set[str] = set()
        for turn in range(600):
            await act(net, rng, readers, authors)
            if turn % 12:
                continue
            await net.fanout.drain()
            now = {a.name for r in readers for a in await net.social.following(r) if a.is_popular}
            crossings, popular = crossings + len(now ^ popular), now
            for reader in rng.sample(readers, 5):
                before = rng.choice([NEWEST, *(post.id for post in net.posts)])
                compared += 1
                deep += before != NEWEST
                differ += not await net.same(reader, before, rng.choice([1, 5, 20, 40]))
        await net.social.close()
    assert differ == 0
    assert crossings > 20
    proved(
        "same-as-naive",
        timelines=type(net.timelines).__name__,
        pages_compared=compared,
        of_them_from_a_cursor=deep,
        times_an_author_crossed_the_threshold=crossings,
        differ=differ,
    )


async def test_hybrid_writes_less_than_push_and_reads_less_than_pull(tmp_path: Path, proved) -> None:
    rng = random.Random(9)
    net = Network(tmp_path, MemoryTimelines(200), threshold=300, length=200)
    readers, authors = [f"r{n}" for n in range(600)], [f"a{n}" for n in range(100)]
    for reader in readers:
        await net.timelines.replace(reader, [], 0)
        liked = {authors[min(int(rng.paretovariate(0.7)) - 1, 99)] for _ in range(25)}
        await asyncio.gather(*(net.follow(reader, author) for author in liked))
    followers = {author: sum((reader, author) in net.follows for reader in readers) for author in authors}
    would_push = 0
    for _ in range(1500):
        author = rng.choice(authors)
        await net.publish(author)
        would_push += followers[author]
    await net.fanout.drain()
    same = [await net.same(reader, NEWEST, 20) for reader in readers]
    assert all(same)
    pulled = [len([a for a in await net.social.following(reader) if a.last_pulled]) for reader in readers]
    followed = [len(await net.social.following(reader)) for reader in readers]
    assert net.fanout.entries_written < would_push
    assert sum(pulled) < sum(followed)
    assert net.feed.gathered == 0
    proved(
        "hybrid-saves-work",
        feeds_equal=sum(same),
        entries_written=net.fanout.entries_written,
        entries_if_all_were_pushed=would_push,
        authors_read_for_a_feed=sum(pulled) / len(readers),
        authors_read_if_all_were_pulled=sum(followed) / len(readers),
    )
    await net.social.close()


async def test_paging_neither_repeats_nor_skips_while_posts_come_in(timelines_of, tmp_path: Path) -> None:
    net = Network(tmp_path, timelines_of(12), threshold=2, length=12)
    for author in ("ann", "bob", "cleo"):
        await net.follow("me", author)
    await net.follow("you", "ann")  # ann is popular now
    expected = [(await net.publish(author)).id for author in ("ann", "bob", "cleo") * 15][::-1]
    seen: list[int] = []
    cursor: int | None = NEWEST
    while cursor is not None:
        await net.fanout.drain()
        page = await net.feed.page("me", before=cursor, limit=4)
        seen += [post.id for post in page.posts]
        cursor = page.next_before
        await net.publish("ann")
        await net.publish("bob")
    assert seen == expected
    await net.social.close()


async def test_long_past_of_a_new_author_is_all_there(timelines_of, tmp_path: Path) -> None:
    net = Network(tmp_path, timelines_of(12), threshold=100, length=12)
    for _ in range(40):
        await net.publish("ann")
    await net.fanout.drain()
    await net.feed.page("me")  # an empty timeline
    await net.follow("me", "ann")
    assert await net.same("me", NEWEST, 40)
    await net.social.close()


class SlowGather(SqliteSocial):
    """Lets something happen after a timeline was gathered, and before it is there."""

    meanwhile: Any = None

    async def of(self, *asked: Any, **more: Any) -> Any:
        found = await super().of(*asked, **more)
        if (do := self.meanwhile) is not None:
            self.meanwhile = None
            await do()
        return found


async def test_post_while_a_timeline_is_made_anew_is_not_lost(timelines_of, tmp_path: Path) -> None:
    net = Network(tmp_path, timelines_of(12), threshold=100, length=12)
    await net.social.close()
    slow = SlowGather(tmp_path / "social.sqlite", sync="OFF")
    net.social = slow
    net.publisher._posts = slow
    net.feed = Feed(slow, slow, net.timelines, length=12)
    net.fanout = FanOut(slow, slow, net.timelines)
    await net.follow("me", "ann")
    await net.publish("ann")

    async def meanwhile() -> None:
        await net.publish("ann")
        await net.fanout.drain()
        await net.publish("bob")
        await net.fanout.drain()
        await net.follow("me", "bob")

    slow.meanwhile = meanwhile
    await net.feed.page("me")
    assert await net.same("me", NEWEST, 10)
    assert len(net.naive("me", NEWEST, 10)) == 3
    await slow.close()


async def test_fan_out_goes_on_where_a_worker_died(timelines_of, tmp_path: Path, proved) -> None:
    net = Network(tmp_path, timelines_of(12), threshold=100, length=12, batch=2)
    for number in range(7):
        await net.follow(f"r{number}", "ann")
        await net.feed.page(f"r{number}")
    await net.publish("ann")
    await net.fanout.step()
    await net.timelines.push(["r2", "r3"], [(net.posts[0].id, "ann")])  # done, and died before saying so
    await FanOut(net.social, net.social, net.timelines, batch=2).drain()
    for number in range(7):
        entries = await net.timelines.newest(f"r{number}", before=NEWEST, limit=10)
        assert list(entries) == [(net.posts[0].id, "ann")]
    await net.social.close()
    proved("fan-out-twice", timelines=type(net.timelines).__name__, followers=7, delivered_twice=2, doubles=0)


def test_ids_grow_with_time_and_are_unique() -> None:
    class Clock:
        now = 1_700_000_000.0

        def __call__(self) -> float:
            return self.now

    clock = Clock()
    ids = PostIds(clock=clock, worker=3)
    got = [ids.next() for _ in range(10_000)]
    clock.now -= 5
    got.append(ids.next())
    clock.now += 10
    got.append(ids.next())
    assert got == sorted(set(got))
    assert 0 < got[-1] < NEWEST
    assert not set(got) & {PostIds(clock=clock, worker=4).next()}
    with pytest.raises(ValueError, match="worker"):
        PostIds(clock=clock, worker=1024)


def test_merge_has_no_doubles() -> None:
    assert merged([[(5, "a"), (3, "b")], [(5, "a"), (4, "c"), (3, "b"), (1, "a")]], 3) == [(5, "a"), (4, "c"), (3, "b")]


async def test_face(tmp_path: Path) -> None:
    net = Network(tmp_path, MemoryTimelines(12), threshold=100, length=12)
    app = make_app(Parts(net.social, net.social, net.timelines, net.publisher, net.feed, 100, 12), most_bytes=2000)
    me, ann = {"X-Caller": "me"}, {"X-Caller": "ann"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://feed") as client:
        assert (await client.put("/following/ann", headers=me)).status_code == 204
        ids = []
        for number in range(3):
            ids.append((await client.post("/posts", json={"text": f"{number}"}, headers=ann)).json()["id"])
        await net.fanout.drain()
        first = (await client.get("/feed?limit=2", headers=me)).json()
        rest = (await client.get(f"/feed?limit=2&before={first['next_before']}", headers=me)).json()
        assert [post["id"] for post in first["posts"] + rest["posts"]] == ids[::-1]
        assert rest["next_before"] is None
        assert (await client.delete(f"/posts/{ids[0]}", headers=ann)).status_code == 204
        bad = [
            await client.delete(f"/posts/{ids[1]}", headers=me),
            await client.get("/feed?limit=1000", headers=me),
            await client.get(f"/feed?before={10**30}", headers=me),
            await client.get("/feed"),
            await client.post("/posts", json={}, headers=ann),
            await client.post("/posts", json={"text": "x" * 3000}, headers=ann),
        ]
        assert (await client.delete("/following/ann", headers=me)).status_code == 204
        assert (await client.get("/feed", headers=me)).json() == {"posts": [], "next_before": None}
        await net.social.close()
        bad.append(await client.get("/feed", headers=me))
    assert [answer.status_code for answer in bad] == [404, 422, 422, 422, 422, 413, 503]
    assert {answer.headers["content-type"] for answer in bad} == {"application/problem+json"}
