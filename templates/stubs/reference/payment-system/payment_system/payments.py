"""What a payment is, and what somebody who wants one says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

Status = Literal["processing", "captured", "declined"]


@dataclass(frozen=True, slots=True)
class Intent:
    """What a caller asks for. Amounts are whole minor units (cents), never floats."""

    merchant: str
    amount_minor: int
    currency: str
    card_token: str

    @property
    def fingerprint(self) -> str:
        """Return what tells this request from another one that carries the same key."""
        parts = (self.merchant, str(self.amount_minor), self.currency, self.card_token)
        framed = "".join(f"{len(part)}:{part}" for part in parts)
        return hashlib.sha256(framed.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Payment:
    """An intent on record. `lease_until` is when somebody else may take up one that is still being processed."""

    id: str
    key: str
    intent: Intent
    status: Status
    lease_until: float
    reference: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether its outcome is not on record yet."""
        return self.status == "processing"


@dataclass(frozen=True, slots=True)
class Charge:
    """What the provider did with one request: `reference` is its own number, `request_id` ours."""

    request_id: str
    reference: str
    amount_minor: int
    currency: str
    is_approved: bool
