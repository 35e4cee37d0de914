"""What the gateway needs from its stores, the other nodes, and a connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


class StoreDown(Exception):
    """The store does not answer."""


class NodeDown(Exception):
    """Another node does not answer; its clients will come back and ask for what they missed."""


class SocketClosed(Exception):
    """The other side is gone."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message for a client; its numbers begin with 1 and have no gaps."""

    number: int
    body: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a client says to another, with a number of its own: 1, 2, 3 ... over all its connections."""

    client: str
    number: int
    to: str
    body: str


class MessageStore(Protocol):
    """The last minutes of each client's messages, and who is connected where. Each call raises StoreDown."""

    async def append(self, messages: Sequence[tuple[str, str]]) -> None:
        """Give each (client, body) that client's next number, and keep it; all or none."""
        ...

    async def after(self, client: str, number: int, limit: int) -> list[Delivery]:
        """Return a client's messages in order, the first ones after a number."""
        ...

    async def forget(self, client: str, number: int) -> None:
        """Drop a client's messages up to a number: it has them."""
        ...

    async def accept(self, said: Said) -> bool:
        """Keep what a client said as a message of the receiver, once; False when it is known or numbers are missing."""
        ...

    async def accepted(self, client: str) -> int:
        """Return the number of the last thing a client said that was accepted."""
        ...

    async def connect(self, client: str, node: str) -> int:
        """Keep that a client is on a node now; return the number of this connection, above that of earlier ones."""
        ...

    async def disconnect(self, client: str, connection: int) -> None:
        """Forget where a client is, unless a later connection has come."""
        ...

    async def connection(self, client: str) -> int:
        """Return the number of a client's latest connection, 0 without one."""
        ...

    async def nodes_of(self, clients: Iterable[str]) -> dict[str, list[str]]:
        """Return the clients that are connected, by node."""
        ...


class Nodes(Protocol):
    """The way to the nodes."""

    async def wake(self, node: str, clients: Sequence[str]) -> None:
        """Tell a node that there is something new for clients of it.

        Raises:
            NodeDown: it does not answer. Nothing is lost: the messages are in the store.
        """
        ...


class Socket(Protocol):
    """One open connection."""

    async def send(self, frame: str) -> None:
        """Return once the frame is on its way; wait while the other side does not read.

        Raises:
            SocketClosed: the other side is gone.
        """
        ...

    async def receive(self) -> str:
        """Return the next frame.

        Raises:
            SocketClosed: the other side is gone.
        """
        ...

    async def close(self, code: int, reason: str) -> None:
        """Close it."""
        ...
