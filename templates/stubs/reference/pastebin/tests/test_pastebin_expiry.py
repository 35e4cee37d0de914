"""An expired paste is never served: sweeper running, stopped or racing, and from the cache."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from pastebin import FolderBodies, MemoryCache, Reader, SqlitePastes, Sweeper, Writer
from pastebin.errors import Missing

LIVES = 10.0


async def text(data: bytes = b"hello") -> AsyncIterator[bytes]:
    yield data


class World:
    """Stores, and a clock that tests turn."""

    def __init__(self, folder: Path, patience_s: float = 86_400.0) -> None:
        self.now = 1_000_000.0
        self.pastes = SqlitePastes()
        self.bodies = FolderBodies(folder)
        self.cache = MemoryCache(clock=self.clock)
        stores = self.pastes, self.bodies, self.cache
        self.writer = Writer(*stores, clock=self.clock)
        self.reader = Reader(*stores, clock=self.clock)
        self.sweeper = Sweeper(*stores, clock=self.clock, patience_s=patience_s, batch=7)

    def clock(self) -> float:
        return self.now


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.mark.anyio
@pytest.mark.parametrize("is_cached", [False, True])
@pytest.mark.parametrize("is_swept", [False, True])
async def test_it_is_gone_at_its_end_in_every_state(world: World, is_cached: bool, is_swept: bool) -> None:
    paste, _ = await world.writer.create(text(), life_s=LIVES)
    if is_cached:
        await world.reader.read(paste.key)
    world.now += LIVES - 0.001
    assert (await world.reader.read(paste.key))[1] == b"hello"
    world.now += 0.001
    if is_swept:
        await world.sweeper.sweep()
    with pytest.raises(Missing):
        await world.reader.read(paste.key)


@pytest.mark.anyio
async def test_a_cache_that_keeps_too_long_serves_nothing_that_has_ended(world: World) -> None:
    paste, _ = await world.writer.create(text(), life_s=LIVES)
    await world.cache.put(paste, b"hello", ttl_s=1_000_000)
    world.now += LIVES
    with pytest.raises(Missing):
        await world.reader.read(paste.key)


@pytest.mark.anyio
async def test_one_that_ends_while_its_body_is_fetched_is_not_served(world: World) -> None:
    paste, _ = await world.writer.create(text(), life_s=LIVES)
    fetch = world.bodies.get

    async def slow(body_key: str) -> bytes | None:
        data = await fetch(body_key)
        world.now += LIVES
        return data

    world.bodies.get = slow  # type: ignore[method-assign]
    with pytest.raises(Missing):
        await world.reader.read(paste.key)


@pytest.mark.anyio
async def test_readers_that_race_with_the_sweeper_and_the_clock_get_nothing_that_has_ended(
    world: World, proved
) -> None:
    """Every read notes the clock when it returns; no text may come after its end."""
    ends = {}
    for number in range(50):
        paste, _ = await world.writer.create(text(b"%d" % number), life_s=1.0 + number % 10)
        ends[paste.key] = paste.expires_at
    served = late = 0
    is_done, has_read = False, asyncio.Event()

    async def keep_reading() -> None:
        nonlocal served, late
        while not is_done:
            for key in ends:
                # A read from the cache waits for nothing, and would let nobody else run.
                await asyncio.sleep(0)
                try:
                    paste, _ = await world.reader.read(key)
                except Missing:
                    continue
                served += 1
                late += paste.is_over(world.now)
            has_read.set()

    async def keep_sweeping() -> None:
        while not is_done:
            await world.sweeper.sweep()

    async def let_time_pass() -> None:
        nonlocal is_done
        for _ in range(24):
            # Not before some reader has been through all pastes; the others are in the middle of theirs.
            has_read.clear()
            await has_read.wait()
            world.now += 0.5
        is_done = True

    await asyncio.gather(let_time_pass(), keep_sweeping(), *(keep_reading() for _ in range(4)))
    assert served > 100
    assert late == 0
    await world.sweeper.sweep()
    assert not list(world.bodies.root.iterdir())
    proved("never-served-expired", pastes=len(ends), reads_served=served, served_after_their_end=late)


@pytest.mark.anyio
async def test_the_sweeper_removes_in_batches_and_twice_changes_nothing(world: World) -> None:
    for _ in range(30):
        await world.writer.create(text(), life_s=LIVES)
    kept, _ = await world.writer.create(text(b"stays"))
    world.now += LIVES
    assert (await world.sweeper.sweep()).pastes == 30
    assert (await world.sweeper.sweep()).pastes == 0
    assert (await world.reader.read(kept.key))[1] == b"stays"
    assert len(list(world.bodies.root.iterdir())) == 1


@pytest.mark.anyio
async def test_a_paste_is_read_as_often_as_it_may_be_by_however_many(world: World) -> None:
    paste, _ = await world.writer.create(text(), reads=3)
    found = await asyncio.gather(*(world.reader.read(paste.key) for _ in range(40)), return_exceptions=True)
    assert sum(isinstance(one, tuple) for one in found) == 3
    assert sum(isinstance(one, Missing) for one in found) == 37
