"""Taking money exactly once: a claimed key, one outcome, a ledger that sums to zero, and a way back after a crash.

`charging.py` holds the mechanism, `reconciliation.py` the way back; both work over the ports of `ports.py`.
"""

from .charging import Charger, InFlight, KeyReused
from .ledger import Booking, Entry, Unbalanced, book_charge
from .payments import Charge, Intent, Payment, Status
from .ports import PaymentProvider, PaymentStore, ProviderTimeout, StoreDown
from .reconciliation import Reconciler, Report

__all__ = [
    "Booking",
    "Charge",
    "Charger",
    "Entry",
    "InFlight",
    "Intent",
    "KeyReused",
    "Payment",
    "PaymentProvider",
    "PaymentStore",
    "ProviderTimeout",
    "Reconciler",
    "Report",
    "Status",
    "StoreDown",
    "Unbalanced",
    "book_charge",
]
