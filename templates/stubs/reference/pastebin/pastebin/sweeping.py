"""The sweeper: removes what has ended, and bodies that no paste names."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from .errors import StoreDown
from .ports import Bodies, Cache, Pastes


@dataclass(frozen=True, slots=True)
class Swept:
    """What one round removed."""

    pastes: int
    orphans: int


class Sweeper:
    """Works in small batches; a round that is cut short is finished by the next, and doing it twice changes nothing.

    A mark younger than `patience_s` is left alone: its paste may be being written.
    """

    def __init__(
        self,
        pastes: Pastes,
        bodies: Bodies,
        cache: Cache,
        *,
        patience_s: float = 86_400.0,
        batch: int = 100,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.pastes = pastes
        self.bodies = bodies
        self.cache = cache
        self.patience_s = patience_s
        self.batch = batch
        self.clock = clock

    async def sweep(self) -> Swept:
        """Remove all that has ended by now, and all old marks; return how much.

        Raises:
            StoreDown: a store does not answer; what was removed so far stays removed.
        """
        ended = orphans = 0
        while found := await self.pastes.ended(self.clock(), self.batch):
            for paste in found:
                await self.pastes.remove(paste, self.clock())
                with suppress(StoreDown):
                    await self.cache.drop(paste.key)
                await self.bodies.drop(paste.body_key)
                await self.pastes.unmark(paste.body_key)
                ended += 1
        while marks := await self.pastes.marks(self.clock() - self.patience_s, self.batch):
            for mark in marks:
                owner = await self.pastes.get(mark.key)
                if owner is None or owner.body_key != mark.body_key:
                    await self.bodies.drop(mark.body_key)
                    orphans += 1
                await self.pastes.unmark(mark.body_key)
        return Swept(ended, orphans)
