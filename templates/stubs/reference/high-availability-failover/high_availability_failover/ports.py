"""What a node needs from its peers and from the consensus store, and what can go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from .log import Entry, Position


class Deposed(Exception):
    """A later term is known: whoever acts for an earlier one is primary no more."""

    def __init__(self, term: int) -> None:
        super().__init__(f"term {term} is known")
        self.term = term


class NotPrimary(Exception):
    """This node takes no writes and answers no reads now."""


class Unconfirmed(Exception):
    """A write is on this node's disk and no standby has confirmed it in time; the same call finds out later."""


class Conflict(Exception):
    """The id belongs to another record."""


class PeerDown(Exception):
    """A peer did not answer; it may have done what it was asked all the same."""


class LeasesDown(Exception):
    """The consensus store does not answer."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries for a standby, which follow the one at `before`."""

    term: int
    before: Position
    entries: tuple[Entry, ...]
    committed: int


@dataclass(frozen=True, slots=True)
class Merged:
    """Whether a batch fitted a standby's log; `committed` is an index up to which both logs agree for certain."""

    is_fitting: bool
    committed: int


class Peer(Protocol):
    """Another node, over the network. Each call raises PeerDown without an answer, Deposed when a later term is known."""

    async def promise(self, term: int) -> Position:
        """Let it refuse everything of earlier terms from now on; return how far its log goes."""
        ...

    async def append(self, batch: Batch) -> Merged:
        """Let it keep entries, on disk, before it answers."""
        ...

    async def entries(self, after: int) -> list[Entry]:
        """Return entries of its log in order, the first ones after an index."""
        ...


@dataclass(frozen=True, slots=True)
class Lease:
    """Who is primary in which term; `left_s` is how long the lease still lasts, not above 0 when it has ended."""

    term: int = 0
    holder: str = ""
    left_s: float = 0.0


class LeaseStore(Protocol):
    """The consensus store: agrees who is primary. Every call is one atomic step and raises LeasesDown without answer."""

    async def read(self) -> Lease:
        """Return the latest lease."""
        ...

    async def take(self, holder: str, lease_s: float) -> Lease | None:
        """Give the lease to `holder` in a new term when the old one has ended; None when it lasts."""
        ...

    async def renew(self, holder: str, term: int, lease_s: float) -> bool:
        """Let the lease of a term last longer; False when it is somebody else's."""
        ...

    async def release(self, holder: str, term: int) -> None:
        """End the lease of a term at once."""
        ...
