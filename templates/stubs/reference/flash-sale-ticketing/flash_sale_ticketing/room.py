"""The waiting room: first come, first let in, and never more than can be served."""

from __future__ import annotations

from collections.abc import Callable

from .ports import Queue
from .tickets import Signer, Ticket


class NotYet(Exception):
    """The number is not served yet."""


class ChancePassed(Exception):
    """The number was served, and its time is over."""


class WaitingRoom:
    """Gives places in order of arrival, and entry to those whose number is served."""

    def __init__(self, queue: Queue, signer: Signer, *, clock: Callable[[], float]) -> None:
        self.queue = queue
        self._signer = signer
        self._clock = clock

    async def join(self, sale: str, buyer: str) -> tuple[int, str, bool]:
        """Return the buyer's number, a ticket for it, and whether it is new. Joining again changes nothing."""
        place, is_new = await self.queue.join(sale, buyer)
        return place.number, self._signer.seal(Ticket("place", sale, buyer)), is_new

    async def enter(self, sale: str, ticket: str) -> str:
        """Exchange the ticket for a place that is served for one that opens the shop.

        Raises:
            BadTicket: it is forged, or for another sale.
            NotYet: the number is not served yet.
            ChancePassed: it was, and the time is over.
        """
        now = self._clock()
        buyer = self._signer.open(ticket, kind="place", sale=sale, now=now).buyer
        place = await self.queue.place(sale, buyer)
        if place is None or place.chance_until is None:
            raise NotYet(buyer)
        if place.chance_until <= now:
            raise ChancePassed(buyer)
        return self._signer.seal(Ticket("entry", sale, buyer, place.chance_until))


class Admission:
    """Lets people in, at each step as many as there are items for and as checkout bears (`most`)."""

    def __init__(self, queue: Queue, *, clock: Callable[[], float], chance_s: float = 120.0, most: int = 100) -> None:
        self._queue = queue
        self._clock = clock
        self._chance_s = chance_s
        self._most = most

    async def step(self, sale: str) -> int:
        """Move the served mark, and return how many were let in."""
        now = self._clock()
        return await self._queue.serve(sale, now=now, chance_until=now + self._chance_s, most=self._most)
