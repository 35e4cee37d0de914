"""What the limiter needs from the outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from .rules import Rule, RuleBook


class StoreDown(Exception):
    """The shared counts cannot be reached."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What the store did for one rule: how long to wait (0 when there is budget), and what is left."""

    wait_ms: int
    left: int


class CounterStore(Protocol):
    """Keeps the counts that all copies share."""

    async def take(self, caller: str, rules: Sequence[Rule], cost: int) -> list[Taken]:
        """Take `cost` from every rule's budget in one atomic step, or from none when one has too little.

        Raises:
            StoreDown: it cannot be reached.
        """
        ...

    async def close(self) -> None:
        """Give back what it holds."""
        ...


class RuleStore(Protocol):
    """Keeps the rules, by version."""

    async def load(self) -> RuleBook:
        """Return the rules in force.

        Raises:
            StoreDown: it cannot be reached.
        """
        ...

    async def replace(self, book: RuleBook) -> bool:
        """Put the next version in force; False when somebody else was first with it.

        Raises:
            StoreDown: it cannot be reached.
        """
        ...
