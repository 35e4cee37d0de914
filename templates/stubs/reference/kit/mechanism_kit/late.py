"""A store that is opened when it is first used."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from .errors import StoreDown


class Stopping(Protocol):
    """What says when a store is no longer needed: a component of the project."""

    stopping: list[Callable[[], Awaitable[None]]]


class Late:
    """A store that is opened when it is first used, and closed when its component stops."""

    def __init__(self, component: Stopping, opened: Callable[[], Awaitable[Any]]) -> None:
        self._opened = opened
        self._store: Any = None
        self._opening = asyncio.Lock()
        component.stopping.append(self._close)

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        """Return a method of the store, which opens it first.

        Raises:
            StoreDown: it cannot be reached; the next call tries again.
        """

        async def call(*given: Any, **more: Any) -> Any:
            async with self._opening:
                if self._store is None:
                    self._store = await self._reached()
            return await getattr(self._store, name)(*given, **more)

        return call

    async def _reached(self) -> Any:
        try:
            return await self._opened()
        except OSError as error:
            raise StoreDown(str(error)) from error

    async def _close(self) -> None:
        if self._store is not None:
            await self._store.close()
            self._store = None
