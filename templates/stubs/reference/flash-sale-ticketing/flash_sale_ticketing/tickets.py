"""Signed tickets: who has which place, and who was let in. Checking one asks no store."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from typing import Literal


class BadTicket(Exception):
    """A ticket is forged, of another kind or sale, or has run out."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a ticket says: a `place` in the queue, or an `entry` to the shop that ends at `until`."""

    kind: Literal["place", "entry"]
    sale: str
    buyer: str
    until: float = 0.0


class Signer:
    """Seals and opens tickets with a secret of at least 16 bytes."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 16:
            raise ValueError("the secret has fewer than 16 bytes")
        self._secret = secret

    def seal(self, ticket: Ticket) -> str:
        """Return the ticket as text, signed."""
        body = json.dumps(asdict(ticket), sort_keys=True).encode()
        return base64.urlsafe_b64encode(self._sign(body) + body).decode()

    def open(self, text: str, *, kind: str, sale: str, now: float) -> Ticket:
        """Return what a ticket says.

        Raises:
            BadTicket: it cannot be used for this.
        """
        try:
            raw = base64.b64decode(text.encode(), altchars=b"-_", validate=True)
        except (binascii.Error, UnicodeEncodeError):
            raise BadTicket("no ticket") from None
        signature, body = raw[:32], raw[32:]
        if not hmac.compare_digest(signature, self._sign(body)):
            raise BadTicket("not signed by us")
        ticket = Ticket(**json.loads(body))
        if (ticket.kind, ticket.sale) != (kind, sale):
            raise BadTicket("for something else")
        if kind == "entry" and ticket.until <= now:
            raise BadTicket("run out")
        return ticket

    def _sign(self, body: bytes) -> bytes:
        return hmac.new(self._secret, body, hashlib.sha256).digest()
