"""Hold, pay, sold: an item is in one hand at a time."""

from __future__ import annotations

from collections.abc import Callable

from .ports import Hold, Payments, Stock
from .tickets import Signer


class NothingFree(Exception):
    """No item is free now; held ones may come back."""


class HoldEnded(Exception):
    """The hold ended before it was paid for, or there is none."""


class Declined(Exception):
    """The payment was refused; the item went back."""


class Shop:
    """Holds an item for a buyer who was let in, and sells it once it is paid for."""

    def __init__(
        self,
        stock: Stock,
        payments: Payments,
        signer: Signer,
        *,
        clock: Callable[[], float],
        new_id: Callable[[], str],
        hold_s: float = 600.0,
        payment_s: float = 60.0,
    ) -> None:
        self.stock = stock
        self._payments = payments
        self._signer = signer
        self._clock = clock
        self._new_id = new_id
        self._hold_s = hold_s
        self._payment_s = payment_s

    async def hold(self, sale: str, entry: str) -> Hold:
        """Return the hold of an item.

        Raises:
            BadTicket: the buyer was not let in, or the time is over.
            NothingFree: no item is free now.
        """
        now = self._clock()
        buyer = self._signer.open(entry, kind="entry", sale=sale, now=now).buyer
        hold = await self.stock.hold(Hold(self._new_id(), sale, 0, buyer, "held", now + self._hold_s))
        if hold is None:
            raise NothingFree(sale)
        return hold

    async def buy(self, hold_id: str) -> Hold:
        """Take payment for a hold and return it as sold; the same call again gives the same answer.

        Raises:
            HoldEnded: it ended before.
            Declined: the buyer did not pay; the item is free again.
        """
        now = self._clock()
        hold = await self.stock.begin_payment(hold_id, now=now, until=now + self._payment_s)
        if hold is None:
            raise HoldEnded(hold_id)
        return hold if hold.state == "sold" else await self._settle(hold)

    async def finish_payments(self) -> int:
        """Settle what was being paid for when a process died; return how many. The payment is not taken twice."""
        left = await self.stock.unpaid(self._clock())
        for hold in left:
            try:
                await self._settle(hold)
            except Declined:
                continue
        return len(left)

    async def _settle(self, hold: Hold) -> Hold:
        # The hold's id is the key: whoever asks again asks for the same payment.
        if not await self._payments.charge(hold.id, hold.buyer):
            await self.stock.release(hold.id, state="paying")
            raise Declined(hold.id)
        sold = await self.stock.sell(hold.id)
        if sold is None:
            raise HoldEnded(hold.id)
        return sold
