"""The router: keeps a message under its receiver's next number first, and only then looks where the receiver is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress

from .ports import MessageStore, NodeDown, Nodes, Said


class Router:
    """Brings messages on their way. A wake-up call that gets lost costs time, and no message."""

    def __init__(self, store: MessageStore, nodes: Nodes) -> None:
        self.store = store
        self.nodes = nodes

    async def send(self, messages: Sequence[tuple[str, str]]) -> None:
        """Send each (client, body). When this returns they are kept, and arrive once the client is connected.

        Raises:
            StoreDown: nothing was kept.
        """
        await self.store.append(messages)
        await self._wake({client for client, _ in messages})

    async def say(self, said: Said) -> bool:
        """Send what one client says to another, once however often it is said; False when it was said before.

        Raises:
            StoreDown: it is not known whether it was kept; the client says it again.
        """
        is_new = await self.store.accept(said)
        if is_new:
            await self._wake({said.to})
        return is_new

    async def _wake(self, clients: Iterable[str]) -> None:
        places = await self.store.nodes_of(clients)
        await asyncio.gather(*(self._wake_one(node, there) for node, there in places.items()))

    async def _wake_one(self, node: str, clients: Sequence[str]) -> None:
        with suppress(NodeDown):
            await self.nodes.wake(node, clients)
