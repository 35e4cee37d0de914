"""The way back to the truth: finish what was cut off, then compare our books with the provider's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .charging import Charger
from .ledger import Booking
from .payments import Charge
from .ports import ProviderTimeout


@dataclass(slots=True)
class Report:
    """What a reconciliation found. Payments and references by id; a person looks at the last three lists."""

    matched: int = 0
    repaired: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    unknown_here: list[str] = field(default_factory=list)
    missing_there: list[str] = field(default_factory=list)
    amount_differs: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether both books say the same."""
        return not (self.waiting or self.unknown_here or self.missing_there or self.amount_differs)


class Reconciler:
    """Compares and repairs. Running it twice, or while charges go on, changes nothing more."""

    def __init__(self, charger: Charger, *, clock: Callable[[], float]) -> None:
        self._charger = charger
        self._clock = clock

    async def run(self) -> Report:
        """Book what the provider took and we did not record, ask again about what it does not know, and compare."""
        report = Report()
        # Our side is read first: a charge made in between is then news from the provider, not a loss.
        booked = {booking.payment_id: booking for booking in await self._charger.store.bookings()}
        charges = await self._charger.provider.settled()
        for charge in charges:
            await self._compare(charge, booked.pop(charge.request_id, None), report)
        report.missing_there.extend(sorted(booked))
        await self._recover(report)
        return report

    async def _compare(self, charge: Charge, booking: Booking | None, report: Report) -> None:
        if booking is not None:
            is_equal = charge.is_approved and _amount(booking) == (charge.amount_minor, charge.currency)
            report.matched += is_equal
            if not is_equal:
                report.amount_differs.append(charge.request_id)
            return
        payment = await self._charger.store.payment(charge.request_id)
        if payment is None:
            report.unknown_here.append(charge.reference)
            return
        _, is_new = await self._charger.record(payment, charge)
        if is_new:
            report.repaired.append(payment.id)
        else:
            report.matched += 1

    async def _recover(self, report: Report) -> None:
        for payment in await self._charger.store.stuck(self._clock()):
            try:
                # The same request id: a charge that is on its way already is not made a second time.
                await self._charger.finish(payment)
                report.repaired.append(payment.id)
            except ProviderTimeout:
                report.waiting.append(payment.id)


def _amount(booking: Booking) -> tuple[int, str]:
    received = sum(entry.amount_minor for entry in booking.entries if entry.account == "provider:clearing")
    return received, booking.currency
