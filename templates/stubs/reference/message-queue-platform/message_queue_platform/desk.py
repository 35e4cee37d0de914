"""The redrive desk: somebody looks at a dead letter, and publishes it again or discards it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from .ports import Broker, Delivery, Subscription, Topic

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that nobody in a group could process; the same message has the same id each time."""

    id: str
    topic: str
    group: str
    key: str
    body: bytes


@dataclass(slots=True)
class _Drawer:
    """The dead letters of one group: the first one is in hands till `until`."""

    topic: Topic
    group: str
    letters: Subscription
    held: Delivery | None = None
    until: float = 0.0

    async def first(self) -> Letter | None:
        """Return the oldest letter; the broker gives the next one when this one is done."""
        if self.held is None or time.monotonic() >= self.until:
            until = time.monotonic() + self.topic.visibility_s
            self.held, self.until = await self.letters.receive(wait_s=0.1), until
        if self.held is None:
            return None
        told = f"{self.topic.name}\0{self.group}\0{self.held.key}\0".encode() + self.held.body
        id = hashlib.sha256(told).hexdigest()[:32]
        return Letter(id, self.topic.name, self.group, self.held.key, self.held.body)

    async def done(self) -> bool:
        """Say that the letter in hands is dealt with; False when it comes again."""
        held, self.held = self.held, None
        return held is not None and await self.letters.done(held)


class Desk:
    """The oldest dead letter of each group that was asked for: what is behind it comes when it is dealt with."""

    def __init__(self, opened: Callable[[], Awaitable[Broker]], topic: Callable[[str], Topic]) -> None:
        self._opened = opened
        self._topic = topic
        self._drawers: dict[Place, _Drawer] = {}

    async def letters(self, places: Iterable[Place]) -> list[Letter]:
        """Return the oldest letter of each of these groups, and of those that were asked for before."""
        for place in places:
            await self._open(place)
        found = [await drawer.first() for _, drawer in sorted(self._drawers.items())]
        return [letter for letter in found if letter is not None]

    async def redrive(self, id: str) -> bool | None:
        """Publish a letter again, for every group of its topic; None when it is not here, False when it comes again."""
        if (drawer := await self._with(id)) is None or drawer.held is None:
            return None
        # First there, then not here: a crash in between doubles a message and loses none.
        await (await self._opened()).publish(drawer.topic, drawer.held.key, drawer.held.body)
        return await drawer.done()

    async def discard(self, id: str) -> bool | None:
        """Forget a letter; None when it is not here, False when its time was over and it comes again."""
        drawer = await self._with(id)
        return None if drawer is None else await drawer.done()

    async def leave(self, place: Place) -> None:
        """Give back the letters of a group."""
        if (drawer := self._drawers.pop(place, None)) is not None:
            await drawer.letters.close()

    async def close(self) -> None:
        """Give back all letters."""
        for place in list(self._drawers):
            await self.leave(place)

    async def _open(self, place: Place) -> None:
        if place not in self._drawers:
            topic = self._topic(place[0])
            letters = await (await self._opened()).subscribe(topic.dead_letters(place[1]), "desk")
            self._drawers[place] = _Drawer(topic, place[1], letters)

    async def _with(self, id: str) -> _Drawer | None:
        for drawer in self._drawers.values():
            if (letter := await drawer.first()) is not None and letter.id == id:
                return drawer
        return None
