"""What the mechanism needs from outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from mechanism_kit.errors import StoreDown as StoreDown

from .ledger import Booking
from .payments import Charge, Intent, Payment, Status


class ProviderTimeout(Exception):
    """The provider did not answer: whether it took the money is not known."""


class PaymentProvider(Protocol):
    """Takes money from cards. Providers of today accept a request id and do a repeated request once."""

    async def charge(self, request_id: str, intent: Intent) -> Charge:
        """Take money once for a request id, however often it is sent.

        Raises:
            ProviderTimeout: there was no answer.
        """
        ...

    async def settled(self) -> Sequence[Charge]:
        """Return every charge on the provider's books: what its settlement file says."""
        ...


class PaymentStore(Protocol):
    """Payments and the ledger in one database: an outcome and its booking are one transaction."""

    async def claim(self, payment: Payment, now: float) -> tuple[Payment, bool]:
        """Put a payment on record under its key, or find the one that has the key.

        Return it with True when the caller is to process it: it is new, or its lease ran out at `now` (the lease
        is then the one of `payment`). Of any number of concurrent callers with one key, one gets True.
        """
        ...

    async def settle(
        self, payment_id: str, status: Status, reference: str | None, booking: Booking | None
    ) -> tuple[Payment, bool]:
        """Record the outcome with its booking, unless there is one already; return the payment, and whether it was new."""
        ...

    async def payment(self, payment_id: str) -> Payment | None:
        """Return a payment, or None."""
        ...

    async def stuck(self, now: float) -> Sequence[Payment]:
        """Return the payments that are still being processed and whose lease ran out."""
        ...

    async def bookings(self) -> Sequence[Booking]:
        """Return every transaction of the ledger, in the order of payment ids."""
        ...

    async def balances(self) -> dict[str, int]:
        """Return the balance of each account that has entries."""
        ...

    async def close(self) -> None:
        """Give back what it holds."""
        ...
