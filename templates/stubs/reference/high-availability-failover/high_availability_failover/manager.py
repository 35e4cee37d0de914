"""The agent beside each node: renews the lease of a primary, and takes it for its node when it has ended."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress

from .node import DatabaseNode
from .ports import Deposed, LeasesDown, LeaseStore, Unconfirmed


class FailoverManager:
    """Keeps one node in its right place. The primary counts its lease from before it asked, less `margin` of it."""

    def __init__(
        self,
        node: DatabaseNode,
        leases: LeaseStore,
        *,
        lease_s: float,
        margin: float = 0.1,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self.node = node
        self.leases = leases
        self.lease_s = lease_s
        self.margin = margin
        self.draw = draw

    async def run(self) -> None:
        """Watch for ever."""
        while True:
            with suppress(LeasesDown):
                await (self.watch() if self.node.primary_term is None else self.stay())
            if self.node.primary_term is None:
                await asyncio.sleep(self.lease_s / 10 * (0.5 + self.draw()))
            else:
                await asyncio.sleep(self.lease_s / 4)
                if not self.node.is_primary:
                    self.node.demote()

    async def until_primary(self) -> bool:
        """Return once the node is primary; False when it is not after two leases."""
        with suppress(TimeoutError):
            async with asyncio.timeout(2 * self.lease_s):
                while not self.node.is_primary:
                    await asyncio.sleep(self.lease_s / 100)
        return self.node.is_primary

    async def watch(self) -> bool:
        """Take over when the lease has ended; return whether the node is primary now.

        Raises:
            LeasesDown: nobody can tell whether it has.
        """
        if (await self.leases.read()).left_s > 0:
            return False
        started = self.node.clock()
        lease = await self.leases.take(self.node.name, self.lease_s)
        if lease is None:
            return False
        try:
            async with asyncio.timeout(self.lease_s * (1 - self.margin)):
                await self.node.promote(lease.term, self._end(started))
            return True
        except (Deposed, Unconfirmed, TimeoutError):
            self.node.demote()
            await self.leases.release(self.node.name, lease.term)
            return False

    async def stay(self) -> bool:
        """Renew the lease; return whether the node is still primary.

        Raises:
            LeasesDown: the lease holds until its end.
        """
        started, term = self.node.clock(), self.node.primary_term
        if term is None or not await self.leases.renew(self.node.name, term, self.lease_s):
            self.node.demote()
            return False
        if self.node.primary_term == term:
            self.node.lease_ends = self._end(started)
        return True

    async def resign(self) -> None:
        """Take no more writes and end the lease, so that another node takes over at once: for planned changes."""
        if (term := self.node.primary_term) is not None:
            self.node.demote()
            with suppress(LeasesDown):
                await self.leases.release(self.node.name, term)

    def _end(self, started: float) -> float:
        return started + self.lease_s * (1 - self.margin)
