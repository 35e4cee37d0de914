"""Where the mechanism sits in a generated project; with APP_CACHE_URL its timelines are in Redis, else in memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from app.runtime.messages import Message, Reply
from app.runtime.nodes import Node, Service
from mechanism_kit.late import Late

from .embedded import MemoryTimelines, SqliteSocial
from .face import Parts, make_app
from .feed import Feed
from .ids import PostIds
from .ports import StoreDown, Timelines
from .publishing import FanOut, Publisher
from .redis_timelines import RedisTimelines

_THRESHOLD, _LENGTH, _PAUSE_S = 10_000, 800, 0.05


@cache
def _timelines(data_dir: Path, cache_url: str) -> Timelines:
    """Return the timelines of a system: its components share those that are in memory."""
    if not cache_url:
        return MemoryTimelines(_LENGTH)
    import redis.asyncio

    return RedisTimelines(redis.asyncio.from_url(cache_url), length=_LENGTH)


def _parts(component: Node) -> Parts:
    settings = component.around.settings

    async def opened() -> SqliteSocial:
        sync = "OFF" if settings.sqlite_sync == "OFF" else "FULL"
        return SqliteSocial(settings.data_dir / "news-feed" / "social.sqlite", sync=sync)

    social: Any = Late(component, opened)
    timelines = _timelines(settings.data_dir, settings.cache_url)
    publisher = Publisher(social, next_id=PostIds(clock=time.time).next)
    feed = Feed(social, social, timelines, length=_LENGTH)
    return Parts(social, social, timelines, publisher, feed, _THRESHOLD, _LENGTH)


def serve(component: Node) -> None:
    """Show posts, follows and feeds."""
    component.serve(make_app(_parts(component)))


def fan_out(component: Node) -> None:
    """Push what waits, as long as the component runs, and at once when a message says that there is something."""
    if not isinstance(component, Service):
        return
    parts, scaffold = _parts(component), component.work
    worker = FanOut(parts.posts, parts.graph, parts.timelines)
    running: list[asyncio.Task[None]] = []

    async def work(message: Message) -> Reply:
        await worker.drain()
        return await scaffold(message)

    async def push() -> None:
        while True:
            with suppress(StoreDown):
                await worker.drain()
            await asyncio.sleep(_PAUSE_S)

    async def begin() -> None:
        running.append(asyncio.create_task(push()))

    async def end() -> None:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        running.clear()

    component.work = work  # type: ignore[method-assign]
    component.starting.append(begin)
    component.stopping.append(end)


ROLES: Mapping[str, Callable[[Node], None]] = {
    "post-service": serve,
    "follow-service": serve,
    "feed-service": serve,
    "fanout-workers": fan_out,
}
