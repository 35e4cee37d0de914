"""What the mechanism needs from outside: two stores, each call one transaction, and somebody who takes payment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from mechanism_kit.errors import StoreDown as StoreDown

State = Literal["free", "held", "paying", "sold"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the queue of a sale. `chance_until` is set when it was served: the buyer may hold an item till then."""

    number: int
    buyer: str
    chance_until: float | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """One item that is taken: held till `until`, being paid for, or sold."""

    id: str
    sale: str
    item: int
    buyer: str
    state: State
    until: float


@dataclass(frozen=True, slots=True)
class Counts:
    """The items of a sale by state; the sum never changes."""

    free: int = 0
    held: int = 0
    paying: int = 0
    sold: int = 0

    @property
    def items(self) -> int:
        """All items."""
        return self.free + self.held + self.paying + self.sold


class Queue(Protocol):
    """Numbered places, and the mark up to which they are served."""

    async def join(self, sale: str, buyer: str) -> tuple[Place, bool]:
        """Return the buyer's place, and whether it is new: the next number, the first time."""
        ...

    async def place(self, sale: str, buyer: str) -> Place | None:
        """Return the place that a buyer has, or None."""
        ...

    async def served(self, sale: str) -> int:
        """Return the mark: the highest number that was let in."""
        ...

    async def serve(self, sale: str, *, now: float, chance_until: float, most: int) -> int:
        """Move the mark by at most `most` places and return how many were let in.

        So many are let in that each finds an item: the mark reaches the number of items, and goes on by one for
        each whose chance passed by `now` without an item to show for it.
        """
        ...


class Stock(Protocol):
    """The items of sales."""

    async def open_sale(self, sale: str, items: int) -> None:
        """Put items on sale, unless the sale has some already."""
        ...

    async def hold(self, wanted: Hold) -> Hold | None:
        """Take the first free item for a buyer (`wanted.item` says nothing), or None when there is none.

        A buyer who has an item in this sale gets that one again.
        """
        ...

    async def begin_payment(self, hold_id: str, *, now: float, until: float) -> Hold | None:
        """Keep a hold from ending while it is paid for; None when it has ended."""
        ...

    async def sell(self, hold_id: str) -> Hold | None:
        """Sell what is being paid for, once; None when it is not."""
        ...

    async def order(self, hold_id: str) -> Hold | None:
        """Return a hold that is being paid for or is sold; None when it is neither."""
        ...

    async def release(self, hold_id: str, *, state: Literal["held", "paying"]) -> bool:
        """Return the item of a hold that is in this state; False when it is not."""
        ...

    async def sweep(self, now: float) -> int:
        """Return the items of all holds that ended, and say how many; what is being paid for is left."""
        ...

    async def unpaid(self, now: float) -> Sequence[Hold]:
        """Return the holds whose payment should have ended by now."""
        ...

    async def counts(self, sale: str) -> Counts:
        """Return the items of a sale by state."""
        ...

    async def sales(self, sale: str) -> Sequence[tuple[int, str]]:
        """Return the items sold, each with its buyer, in the order of items."""
        ...


class Payments(Protocol):
    """Takes payment once for a key, however often it is asked."""

    async def charge(self, key: str, buyer: str) -> bool:
        """Return whether the buyer paid."""
        ...
