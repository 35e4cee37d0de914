"""Distributed coordination: locks, leaders and calls that take effect once, though any process may stop at any moment.

`registers` is what one coordinator node decides, `coordinator` asks a majority of them, `leadership` leads for a term,
`fencing` and `idempotency` say what the guarded stores have to check. `embedded` and `postgres` are such stores.
"""

from .coordinator import Claim, Coordinator, NoMajority
from .fencing import GuardedStore, StaleToken, Written
from .idempotency import Answer, Call, KeyReused, Transfer, TransferStore
from .leadership import lead

__all__ = [
    "Answer",
    "Call",
    "Claim",
    "Coordinator",
    "GuardedStore",
    "KeyReused",
    "NoMajority",
    "StaleToken",
    "Transfer",
    "TransferStore",
    "Written",
    "lead",
]
