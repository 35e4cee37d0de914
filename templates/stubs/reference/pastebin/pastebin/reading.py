"""Reading a paste: the clock decides last, whatever cache, sweeper or stores say."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from contextlib import suppress

from .errors import Missing, StoreDown
from .ports import Bodies, Cache, Paste, Pastes

MOST_CACHED = 65_536


class Reader:
    """Finds a paste and its text. One that has ended is never served: the clock is read after everything else."""

    def __init__(
        self,
        pastes: Pastes,
        bodies: Bodies,
        cache: Cache,
        *,
        ttl_s: float = 3_600.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.pastes = pastes
        self.bodies = bodies
        self.cache = cache
        self.ttl_s = ttl_s
        self.clock = clock

    async def read(self, key: str) -> tuple[Paste, bytes]:
        """Return a paste and its text.

        Raises:
            Missing: there is none, it has ended, or it was read as often as it may be.
            StoreDown: neither cache nor stores can tell.
        """
        paste, data = await self._cached(key) or await self._loaded(key)
        if paste.is_over(self.clock()):
            raise Missing("there is no such paste")
        return paste, data

    async def _cached(self, key: str) -> tuple[Paste, bytes] | None:
        try:
            return await self.cache.get(key)
        except StoreDown:
            return None

    async def _loaded(self, key: str) -> tuple[Paste, bytes]:
        paste = await self.pastes.get(key)
        if paste is None or paste.is_over(self.clock()):
            raise Missing("there is no such paste")
        await self._claim(paste)
        data = await self.bodies.get(paste.body_key)
        # The sweeper or its owner may have removed it since; a damaged text is no text either.
        if data is None or hashlib.sha256(data).hexdigest() != paste.checksum:
            raise Missing("there is no such paste")
        await self._keep(paste, data)
        return paste, data

    async def _claim(self, paste: Paste) -> None:
        if paste.reads is None:
            return
        for number in range(paste.reads):
            if await self.pastes.claim_read(paste.key, number):
                return
        raise Missing("there is no such paste")

    async def _keep(self, paste: Paste, data: bytes) -> None:
        """Keep a small paste in the cache, never longer than it has left to live; one with counted reads not at all."""
        left = self.ttl_s if paste.expires_at is None else min(self.ttl_s, paste.expires_at - self.clock())
        if paste.reads is None and len(data) <= MOST_CACHED and left > 0:
            with suppress(StoreDown):
                await self.cache.put(paste, data, left)
