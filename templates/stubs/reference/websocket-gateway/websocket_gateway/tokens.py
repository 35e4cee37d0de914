"""Tokens for the handshake: who the client is and until when, signed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable


class BadToken(Exception):
    """The token is none of ours, or too old."""


class Tokens:
    """Makes and checks tokens with one secret, which all nodes share."""

    def __init__(self, secret: bytes, *, clock: Callable[[], float] = time.time) -> None:
        if len(secret) < 16:
            raise ValueError("the secret must have at least 16 bytes")
        self._secret = secret
        self._clock = clock

    def make(self, client: str, *, lasts_s: float = 3_600) -> str:
        """Return a token for a client."""
        said = json.dumps([client, self._clock() + lasts_s]).encode()
        return f"{_text(said)}.{_text(self._sign(said))}"

    def client_of(self, token: str) -> str:
        """Return whose token it is.

        Raises:
            BadToken: it was changed, or it is too old.
        """
        try:
            said, signature = (base64.urlsafe_b64decode(part.encode("ascii")) for part in token.split("."))
        except ValueError as error:
            raise BadToken("it cannot be read") from error
        # Checked before it is looked at: what is not ours is not even parsed.
        if not hmac.compare_digest(signature, self._sign(said)):
            raise BadToken("it was changed")
        client, until = json.loads(said)
        if self._clock() >= until:
            raise BadToken("it is too old")
        return str(client)

    def _sign(self, said: bytes) -> bytes:
        return hmac.new(self._secret, said, hashlib.sha256).digest()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii")
