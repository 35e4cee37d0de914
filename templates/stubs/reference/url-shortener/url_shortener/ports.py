"""What the mechanism needs from stores, and what passes through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Link:
    """A code and where it leads; times are seconds since 1970."""

    code: str
    target_url: str
    created_at: float
    expires_at: float | None = None
    is_alias: bool = False
    is_permanent: bool = False
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Once:
    """A caller's idempotency key, and a fingerprint of the request that it stands for."""

    key: str
    fingerprint: str


class Links(Protocol):
    """The authoritative store of links."""

    async def insert(self, link: Link, once: Once | None = None) -> Link:
        """Keep a new link in one step, and return it; a key that came before returns the link made then.

        Raises:
            Taken: another link has the code; nothing was changed.
            KeyReused: the key came before with another request.
            StoreDown: it does not answer.
        """
        ...

    async def get(self, code: str) -> Link | None:
        """Return a link, or None."""
        ...

    async def replace(self, link: Link) -> None:
        """Keep a link in place of the one with its code."""
        ...


class Cache(Protocol):
    """Keeps links for a while, and None for codes that are known not to exist."""

    async def get(self, code: str) -> tuple[Link | None] | None:
        """Return what is known of a code, in a tuple of one; None when nothing is.

        Raises:
            StoreDown: it does not answer.
        """
        ...

    async def put(self, code: str, link: Link | None, ttl_s: float) -> None:
        """Keep what is known of a code."""
        ...

    async def drop(self, code: str) -> None:
        """Forget a code."""
        ...


@dataclass(frozen=True, slots=True)
class Batch:
    """Clicks by code and hour (hours since 1970). `id` tells a batch that comes twice."""

    id: str
    clicks: Mapping[tuple[str, int], int]


class ClickLog(Protocol):
    """Takes clicks in, each batch once however often it comes."""

    async def append(self, batch: Batch) -> None:
        """Keep a batch.

        Raises:
            StoreDown: it does not answer.
        """
        ...


@dataclass(frozen=True, slots=True)
class Lease:
    """A worker number that one holder has until a time in milliseconds; `term` grows with each holder."""

    worker: int
    term: int
    holder: str
    ends_ms: int


class Leases(Protocol):
    """Remembers the leases; `add` is a step that only one caller can win."""

    async def latest(self) -> Mapping[int, Lease]:
        """Return the lease of the latest term of each worker number that ever had one."""
        ...

    async def add(self, lease: Lease) -> bool:
        """Keep a lease unless its worker number has one of this term; False then."""
        ...

    async def extend(self, lease: Lease) -> None:
        """Keep a later end of a lease."""
        ...
