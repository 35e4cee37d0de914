"""Worker numbers on lease, so that no two living generators hold the same one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from .codes import WORKERS, Snowflake, wall_ms
from .errors import NoLease, StoreDown
from .ports import Lease, Leases


class LeaseKeeper:
    """Holds one worker number for one generator.

    The holder stops `margin_ms` before its lease ends and others wait as long after it, so clocks that differ by less
    than twice that do no harm. Whoever finds an ended lease adds the next term; of two who try, the store lets one win.
    """

    def __init__(
        self,
        leases: Leases,
        holder: str,
        *,
        ttl_ms: int = 30_000,
        margin_ms: int = 2_000,
        clock: Callable[[], int] = wall_ms,
    ) -> None:
        self.leases = leases
        self.holder = holder
        self.ttl_ms = ttl_ms
        self.margin_ms = margin_ms
        self.clock = clock
        self.lease: Lease | None = None
        self.generator: Snowflake | None = None
        self._changing = asyncio.Lock()

    async def code(self) -> str:
        """Return a new code; see `current` for what it may raise."""
        return (await self.current()).code()

    async def current(self) -> Snowflake:
        """Return a generator whose worker number is leased, renewed in its last half and taken anew once it ended.

        Raises:
            NoLease: every worker number is held.
            StoreDown: the leases cannot be reached, and the one held has ended.
        """
        async with self._changing:
            lease, generator = self.lease, self.generator
            left = -1 if lease is None else lease.ends_ms - self.margin_ms - self.clock()
            if lease is None or generator is None or left <= 0:
                lease = self.lease = await self._take()
                generator = self.generator = Snowflake(lease.worker, clock=self.clock)
            elif left < self.ttl_ms // 2:
                lease = self.lease = await self._longer(lease)
            generator.valid_until_ms = lease.ends_ms - self.margin_ms
            return generator

    async def _take(self) -> Lease:
        latest, now = await self.leases.latest(), self.clock()
        for worker in range(WORKERS):
            before = latest.get(worker)
            if before is not None and now < before.ends_ms + self.margin_ms:
                continue
            wanted = Lease(worker, before.term + 1 if before else 1, self.holder, now + self.ttl_ms)
            if await self.leases.add(wanted):
                return wanted
        raise NoLease("all worker numbers are held")

    async def _longer(self, lease: Lease) -> Lease:
        longer = replace(lease, ends_ms=self.clock() + self.ttl_ms)
        try:
            await self.leases.extend(longer)
        except StoreDown:
            # What is held is held until its end; the next call tries again.
            return lease
        return longer
