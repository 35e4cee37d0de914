"""What the mechanism needs from stores, and what passes through. Times are seconds since 1970."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Paste:
    """What is known of a text, without the text; `reads` bounds how often it may be read, None for no bound."""

    key: str
    body_key: str
    size: int
    checksum: str
    delete_key_hash: str
    created_at: float
    expires_at: float | None = None
    visibility: str = "unlisted"
    reads: int | None = None

    def is_over(self, now: float) -> bool:
        """Whether its end has come."""
        return self.expires_at is not None and self.expires_at <= now


@dataclass(frozen=True, slots=True)
class Mark:
    """A note that a body may belong to no paste: one that is being written, or being removed."""

    body_key: str
    key: str
    at: float


class Pastes(Protocol):
    """The authoritative store of metadata: what is not here does not exist."""

    async def mark(self, mark: Mark) -> None:
        """Keep a mark."""
        ...

    async def insert(self, paste: Paste) -> bool:
        """Keep a new paste unless its key is taken; False then. Its mark goes."""
        ...

    async def get(self, key: str) -> Paste | None:
        """Return a paste, or None."""
        ...

    async def claim_read(self, key: str, number: int) -> bool:
        """Claim one of the reads of a paste, counted from 0; False when somebody has it."""
        ...

    async def remove(self, paste: Paste, at: float) -> None:
        """Forget a paste, leaving a mark for its body."""
        ...

    async def ended(self, now: float, limit: int) -> Sequence[Paste]:
        """Return pastes whose end has come, the earliest first."""
        ...

    async def marks(self, before: float, limit: int) -> Sequence[Mark]:
        """Return marks made before a time, in any order."""
        ...

    async def unmark(self, body_key: str) -> None:
        """Forget a mark."""
        ...


class Bodies(Protocol):
    """The texts, in a store of their own."""

    async def put(self, body_key: str, data: bytes) -> None:
        """Keep a body, whole or not at all."""
        ...

    async def get(self, body_key: str) -> bytes | None:
        """Return a body, or None."""
        ...

    async def drop(self, body_key: str) -> None:
        """Remove a body; that there is none is no error."""
        ...


class Cache(Protocol):
    """Keeps pastes with small bodies for a while."""

    async def get(self, key: str) -> tuple[Paste, bytes] | None:
        """Return what is known of a key."""
        ...

    async def put(self, paste: Paste, data: bytes, ttl_s: float) -> None:
        """Keep a paste and its body."""
        ...

    async def drop(self, key: str) -> None:
        """Forget a key."""
        ...
