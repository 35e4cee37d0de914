"""Double entry: money is never made or lost, it moves between accounts."""

from __future__ import annotations

from dataclasses import dataclass

from .payments import Charge, Payment


class Unbalanced(ValueError):
    """The entries of a transaction do not sum to zero."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A movement on one account: above zero it receives, below zero it gives."""

    account: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Booking:
    """One ledger transaction, named by the payment that it books, so that no payment is booked twice."""

    payment_id: str
    currency: str
    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        if len(self.entries) < 2 or (total := sum(entry.amount_minor for entry in self.entries)) != 0:
            raise Unbalanced(f"{self.payment_id}: {len(self.entries)} entries sum to {total if self.entries else 0}")


def fee_of(amount_minor: int, fee_basis_points: int) -> int:
    """Return the fee for an amount, half a unit rounded up.

    >>> fee_of(1999, 290)
    58
    """
    return (amount_minor * fee_basis_points + 5_000) // 10_000


def book_charge(payment: Payment, charge: Charge, *, fee_basis_points: int) -> Booking:
    """Return the transaction of a charge: the provider owes us, we owe the merchant and keep the fee.

    The amount is the one that the provider took: the ledger records what happened.
    """
    fee = fee_of(charge.amount_minor, fee_basis_points)
    entries = [
        Entry("provider:clearing", charge.amount_minor),
        Entry(f"merchant:{payment.intent.merchant}", fee - charge.amount_minor),
    ]
    if fee:
        entries.append(Entry("platform:fees", -fee))
    return Booking(payment.id, charge.currency, tuple(entries))
