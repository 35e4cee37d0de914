"""A charge, once per key: claim, ask the provider, record outcome and booking together."""

from __future__ import annotations

from collections.abc import Callable

from .ledger import book_charge
from .payments import Charge, Intent, Payment
from .ports import PaymentProvider, PaymentStore


class KeyReused(Exception):
    """A key came again with another request."""


class InFlight(Exception):
    """The first request with this key is still being processed."""

    def __init__(self, payment: Payment) -> None:
        super().__init__(payment.id)
        self.payment = payment


class Charger:
    """Charges a card once per idempotency key.

    The intent is on record before any money moves. The provider gets the payment's id as its request id, so that
    whoever asks again (a retry, another instance, the recovery) asks for the same charge and not for a second one.
    """

    def __init__(
        self,
        store: PaymentStore,
        provider: PaymentProvider,
        *,
        clock: Callable[[], float],
        new_id: Callable[[], str],
        lease_s: float = 30.0,
        fee_basis_points: int = 290,
    ) -> None:
        self.store = store
        self.provider = provider
        self._clock = clock
        self._new_id = new_id
        self._lease_s = lease_s
        self._fee_basis_points = fee_basis_points

    async def charge(self, key: str, intent: Intent) -> Payment:
        """Return the payment of a key with its outcome.

        Raises:
            KeyReused: the key was used for another request.
            InFlight: somebody is at it; the same call later gives the outcome.
            ProviderTimeout: the provider did not answer; recovery finds out.
        """
        now = self._clock()
        wanted = Payment(self._new_id(), key, intent, "processing", now + self._lease_s)
        payment, is_mine = await self.store.claim(wanted, now)
        if payment.intent.fingerprint != intent.fingerprint:
            raise KeyReused(key)
        if is_mine:
            return await self.finish(payment)
        if payment.is_open:
            raise InFlight(payment)
        return payment

    async def finish(self, payment: Payment) -> Payment:
        """Ask the provider for the outcome of a payment and record it.

        Raises:
            ProviderTimeout: the provider did not answer.
        """
        charge = await self.provider.charge(payment.id, payment.intent)
        settled, _ = await self.record(payment, charge)
        return settled

    async def record(self, payment: Payment, charge: Charge) -> tuple[Payment, bool]:
        """Record what the provider did; return the payment, and whether this was news."""
        if not charge.is_approved:
            return await self.store.settle(payment.id, "declined", charge.reference, None)
        booking = book_charge(payment, charge, fee_basis_points=self._fee_basis_points)
        return await self.store.settle(payment.id, "captured", charge.reference, booking)
