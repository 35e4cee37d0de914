"""What the coordinator needs from its nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Act = Literal["claim", "renew", "release"]


class NodeDown(Exception):
    """A node did not answer; it may have done what it was asked all the same."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a node is asked to do with a name."""

    act: Act
    name: str
    holder: str
    token: int
    lease_s: float


@dataclass(frozen=True, slots=True)
class Vote:
    """What a node says, and the highest token that it ever gave for the name."""

    is_granted: bool
    token: int


class Node(Protocol):
    """One node of the coordinator. What it granted survives its restart."""

    async def ask(self, wish: Wish) -> Vote:
        """Return what the node says.

        Raises:
            NodeDown: nothing came back.
        """
        ...


class StoreDown(Exception):
    """A guarded store cannot be reached; nothing was changed, or the same call finds out."""
