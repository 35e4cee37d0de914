"""Counting never slows a redirect: a log that stalls, fails, or comes back."""

from __future__ import annotations

import asyncio
import time

import httpx
import pytest

from url_shortener import ClickBuffer, Link, MemoryCache, Redirector, SqliteClicks, SqliteLinks
from url_shortener.embedded import Sqlite
from url_shortener.errors import StoreDown
from url_shortener.face import make_app
from url_shortener.ports import Batch

LINK = Link("abc", "https://example.org/", 0.0)
REDIRECTS = 2_000


class GatedLog(SqliteClicks):
    """A log that takes nothing in before it is let go."""

    def __init__(self, db: Sqlite) -> None:
        super().__init__(db)
        self.go = asyncio.Event()
        self.tries = 0

    async def append(self, batch: Batch) -> None:
        self.tries += 1
        await self.go.wait()
        await super().append(batch)


async def _median_us(clicks: ClickBuffer) -> float:
    """Follow a cached code many times; return the middle of the times taken."""
    cache = MemoryCache()
    await cache.put("abc", LINK, 1_000)
    app = make_app(redirector=Redirector(SqliteLinks(Sqlite()), cache), clicks=clicks)
    taken = []
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://short") as client:
        for _ in range(REDIRECTS):
            started = time.perf_counter()
            answer = await client.get("/abc")
            taken.append(time.perf_counter() - started)
            assert answer.status_code == 302
    return sorted(taken)[REDIRECTS // 2] * 1e6


@pytest.mark.anyio
async def test_a_stalled_click_log_does_not_hold_redirects_up(proved) -> None:
    free, stalled = GatedLog(Sqlite()), GatedLog(Sqlite())
    free.go.set()
    median = {}
    for name, log in (("free", free), ("stalled", stalled)):
        clicks = ClickBuffer(log, batch=100, clock=lambda: 7_200.0)
        await clicks.start()
        # Every redirect below is answered while the log of the second round takes nothing in at all.
        median[name] = await _median_us(clicks)
        log.go.set()
        await clicks.stop()
        assert clicks.lost == 0
        assert await log.of("abc") == {2: REDIRECTS}
    assert stalled.tries >= 1
    proved(
        "clicks-beside",
        redirects_while_stalled=REDIRECTS,
        clicks_lost=0,
        stalled_over_free_latency=round(median["stalled"] / median["free"], 2),
    )


@pytest.mark.anyio
async def test_the_buffer_is_bounded_and_says_what_it_lost() -> None:
    log = GatedLog(Sqlite())
    clicks = ClickBuffer(log, size=100, clock=lambda: 0.0)
    for _ in range(150):
        clicks.note("abc")
    assert clicks.lost == 50
    await clicks.start()
    log.go.set()
    await clicks.stop()
    assert await log.of("abc") == {0: 100}


@pytest.mark.anyio
async def test_a_batch_that_failed_after_it_was_kept_counts_once() -> None:
    class Forgetful(SqliteClicks):
        answers = 0

        async def append(self, batch: Batch) -> None:
            await super().append(batch)
            self.answers += 1
            if self.answers == 1:
                raise StoreDown("kept, but the answer got lost")

    log = Forgetful(Sqlite())
    clicks = ClickBuffer(log, wait_s=0.001, clock=lambda: 0.0)
    clicks.note("abc")
    await clicks.start()
    await clicks.stop()
    assert log.answers == 2
    assert await log.of("abc") == {0: 1}


@pytest.mark.anyio
async def test_what_could_not_be_handed_over_before_the_end_is_told() -> None:
    clicks = ClickBuffer(GatedLog(Sqlite()), batch=10, clock=lambda: 0.0)
    for _ in range(30):
        clicks.note("abc")
    await clicks.start()
    await clicks.stop(within_s=0.01)
    assert clicks.lost == 30
