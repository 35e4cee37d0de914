"""Each algorithm by itself: exact counts, exact waits, and the same in Python, SQLite and Redis."""

from __future__ import annotations

import random
import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from mechanism_kit.listening import is_there
from rate_limiter.embedded import MemoryCounters, SqliteCounters
from rate_limiter.redis import RedisCounters
from rate_limiter.rules import Algorithm, Rule

HOUR = 3_600_000
START = 1_000 * HOUR


class Clock:
    def __init__(self, now: int = START) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


needs_redis = pytest.mark.skipif(not is_there(6379), reason="no Redis on 127.0.0.1:6379; start one with `redis-server`")


async def admitted(store, rule: Rule, tries: int, cost: int = 1) -> int:
    answers = [await store.take("caller", [rule], cost) for _ in range(tries)]
    return sum(answer[0].wait_ms == 0 for answer in answers)


# What the second window allows after half of it, when the first was used up: a bucket has refilled whole, a sliding
# counter still sees half of the first window.
@pytest.mark.parametrize(
    ("algorithm", "second"),
    [
        (Algorithm.TOKEN_BUCKET, 100),
        (Algorithm.FIXED_WINDOW, 100),
        (Algorithm.SLIDING_LOG, 100),
        (Algorithm.SLIDING_COUNTER, 50),
    ],
)
@pytest.mark.anyio
async def test_the_second_window(algorithm: Algorithm, second: int) -> None:
    clock = Clock()
    store, rule = MemoryCounters(clock), Rule("r", 100, HOUR, algorithm)
    assert await admitted(store, rule, 300) == 100
    clock.now += HOUR * 3 // 2
    assert await admitted(store, rule, 300) == second


@pytest.mark.parametrize("algorithm", list(Algorithm))
@pytest.mark.anyio
async def test_the_wait_is_exact(algorithm: Algorithm) -> None:
    draw = random.Random(5)
    clock = Clock()
    store, rule = MemoryCounters(clock), Rule("r", 7, HOUR, algorithm)
    refusals = 0
    for _ in range(500):
        clock.now += draw.randrange(HOUR // 4)
        cost = draw.randint(1, 3)
        (taken,) = await store.take("caller", [rule], cost)
        if taken.wait_ms:
            refusals += 1
            clock.now += taken.wait_ms - 1
            assert (await store.take("caller", [rule], cost))[0].wait_ms == 1
            clock.now += 1
            assert (await store.take("caller", [rule], cost))[0].wait_ms == 0
    assert refusals > 50


@pytest.mark.anyio
async def test_a_sliding_log_holds_in_every_window() -> None:
    draw = random.Random(6)
    clock = Clock()
    store, rule = MemoryCounters(clock), Rule("r", 10, HOUR, Algorithm.SLIDING_LOG)
    passed = []
    for _ in range(3_000):
        clock.now += draw.randrange(HOUR // 20)
        if (await store.take("caller", [rule], 1))[0].wait_ms == 0:
            passed.append(clock.now)
    assert all(later - first >= HOUR for first, later in zip(passed, passed[10:], strict=False))


@pytest.mark.parametrize("algorithm", list(Algorithm))
@pytest.mark.anyio
async def test_a_clock_that_goes_back_gives_no_second_budget(algorithm: Algorithm) -> None:
    clock = Clock()
    store, rule = MemoryCounters(clock), Rule("r", 10, HOUR, algorithm)
    assert await admitted(store, rule, 20) == 10
    clock.now -= 10 * HOUR
    assert await admitted(store, rule, 20) == 0


@pytest.mark.anyio
async def test_all_limits_are_taken_or_none() -> None:
    store = MemoryCounters(Clock())
    wide, narrow = Rule("wide", 100, HOUR), Rule("narrow", 5, HOUR)
    for _ in range(50):
        await store.take("caller", [wide, narrow], 1)
    assert (await store.take("caller", [wide], 1))[0].left == 95


async def compare(one, other, clock: Clock, requests: int, seed: int) -> None:
    draw = random.Random(seed)
    rules = [Rule(f"{algorithm}-{n}", n, HOUR // n, algorithm) for algorithm in Algorithm for n in (3, 7, 50)]
    rules += [replace(rule, id=f"{rule.id}-burst", burst=11) for rule in rules[:3]]
    for _ in range(requests):
        clock.now += draw.choice([0, 1, HOUR // 100, HOUR // 9, HOUR, -5])
        chosen, cost = draw.sample(rules, draw.randint(1, 3)), draw.randint(1, 3)
        caller = draw.choice(["ann", "bob"])
        assert await one.take(caller, chosen, cost) == await other.take(caller, chosen, cost)


@pytest.mark.anyio
async def test_sqlite_counts_like_memory(tmp_path: Path) -> None:
    clock = Clock()
    store = SqliteCounters(tmp_path / "counts.sqlite", clock)
    await compare(MemoryCounters(clock), store, clock, 1_500, 7)
    await store.close()


@needs_redis
@pytest.mark.anyio
async def test_redis_counts_like_memory() -> None:
    clock = Clock()
    prefix = f"test-{uuid.uuid4().hex}"
    store = RedisCounters("redis://127.0.0.1:6379", prefix=prefix, now_ms=clock)
    try:
        await compare(MemoryCounters(clock), store, clock, 1_500, 8)
    finally:
        await forget(prefix)
        await store.close()


async def forget(prefix: str) -> None:
    from redis.asyncio import Redis

    async with Redis(host="127.0.0.1") as client:
        if keys := [key async for key in client.scan_iter(f"{prefix}:*", count=1_000)]:
            await client.delete(*keys)


def test_a_rule_that_cannot_be_counted_exactly_is_refused() -> None:
    with pytest.raises(ValueError, match="limit and window"):
        Rule("r", 0, HOUR)
    with pytest.raises(ValueError, match="must stay under"):
        Rule("r", 2**40, HOUR)
