"""Following links: from the cache, on a miss from the store, with one reader for each code."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from .errors import Gone, StoreDown, Unknown
from .ports import Cache, Link, Links


class Redirector:
    """Finds where a code leads. A code that the cache knows does not touch the store.

    Many visitors of one missing code cause one read. Reads of different codes are bounded: beyond `most_reads` at once
    the answer is "try again", so that a cold cache does not take the store down with it.
    """

    def __init__(
        self,
        links: Links,
        cache: Cache,
        *,
        ttl_s: float = 86_400.0,
        unknown_ttl_s: float = 60.0,
        most_reads: int = 64,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.links = links
        self.cache = cache
        self.ttl_s = ttl_s
        self.unknown_ttl_s = unknown_ttl_s
        self.most_reads = most_reads
        self.clock = clock
        self._reading: dict[str, asyncio.Task[Link | None]] = {}

    async def follow(self, code: str) -> Link:
        """Return the link of a code that may be followed now.

        Raises:
            Unknown: there is none.
            Gone: it was withdrawn, blocked, or has expired.
            StoreDown: neither cache nor store can tell.
        """
        known = await self._known(code)
        link = known[0] if known is not None else await self._read_once(code)
        if link is None:
            raise Unknown("no link has this code")
        if link.status != "active" or (link.expires_at is not None and link.expires_at <= self.clock()):
            raise Gone("this link leads nowhere any more")
        return link

    async def _known(self, code: str) -> tuple[Link | None] | None:
        try:
            return await self.cache.get(code)
        except StoreDown:
            return None

    async def _read_once(self, code: str) -> Link | None:
        task = self._reading.get(code)
        if task is None:
            if len(self._reading) >= self.most_reads:
                raise StoreDown("too many codes are being read from the store")
            task = self._reading[code] = asyncio.create_task(self._read(code))
            task.add_done_callback(lambda done: self._reading.pop(code, None))
        # A visitor who hangs up must not take the answer away from the others.
        return await asyncio.shield(task)

    async def _read(self, code: str) -> Link | None:
        link = await self.links.get(code)
        with suppress(StoreDown):
            await self.cache.put(code, link, self.unknown_ttl_s if link is None else self.ttl_s)
        return link
