"""Fencing: what is guarded remembers the highest token it has seen, and refuses a write with a lower one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol


class StaleToken(Exception):
    """A write came with a token that a later holder has overtaken; nothing was written."""

    def __init__(self, token: int, highest: int) -> None:
        super().__init__(f"token {token} is older than {highest}")
        self.token = token
        self.highest = highest


@dataclass(frozen=True, slots=True)
class Written:
    """A guarded thing: its value and the highest token it was written with."""

    value: str
    token: int


class GuardedStore(Protocol):
    """Keeps things that are written under a lock. Compare and write are one step."""

    async def write(self, thing: str, value: str, token: int) -> None:
        """Write, unless a higher token was seen.

        Raises:
            StaleToken: a higher one was seen.
            StoreDown: it cannot be reached.
        """
        ...

    async def read(self, thing: str) -> Written | None:
        """Return what was written last, or None.

        Raises:
            StoreDown: it cannot be reached.
        """
        ...


async def write_through(
    fence: GuardedStore, thing: str, value: str, token: int, pass_on: Callable[[str, str], Awaitable[None]]
) -> None:
    """Write to something that cannot check tokens, from behind a fence that can.

    The fence must be the only way to it, in one process: two writes that passed could still overtake each other behind.

    Raises:
        StaleToken: a higher token was seen; nothing was passed on.
    """
    await fence.write(thing, value, token)
    await pass_on(thing, value)
