"""What the order service needs from its neighbours and its store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from .deadlines import Deadline


class StoreDown(Exception):
    """The store does not answer; nothing was changed, or the same call finds out."""


class KeyReused(Exception):
    """The key belongs to another order."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order; `state` is accepted until the partner has it, then booked."""

    id: str
    item: str
    state: str = "accepted"


@dataclass(frozen=True, slots=True)
class Job:
    """Work for the partner; `tries` is how often it was tried."""

    order: str
    item: str
    tries: int


class Stock(Protocol):
    """Essential: without it there is no answer."""

    async def has(self, item: str, deadline: Deadline) -> bool:
        """Return whether an item is in stock."""
        ...


class Recommendations(Protocol):
    """Optional: makes the answer nicer."""

    async def beside(self, item: str, deadline: Deadline) -> list[str]:
        """Return what goes with an item."""
        ...


class Partner(Protocol):
    """Slow, outside, with maintenance windows: asked in the background only."""

    async def book(self, order: str, item: str, deadline: Deadline) -> None:
        """Book the transport; the order's id makes it safe to ask again."""
        ...


class OrderStore(Protocol):
    """Orders, and beside them the outbox: one transaction holds both. Each call raises StoreDown without an answer."""

    async def place(self, key: str, item: str) -> tuple[Order, bool]:
        """Keep an order and its job; the same key returns the order that is there, and False.

        Raises:
            KeyReused: it is one of another item.
        """
        ...

    async def get(self, id: str) -> Order | None:
        """Return an order, or None."""
        ...

    async def due(self, limit: int) -> list[Job]:
        """Return the jobs whose time has come, the oldest first."""
        ...

    async def done(self, order: str) -> None:
        """Take a job out, and mark its order as booked."""
        ...

    async def later(self, order: str, wait_s: float) -> None:
        """Count a try, and let a job wait."""
        ...
