"""The contract that every adapter keeps."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace
from typing import Any, Protocol

from mechanism_kit.errors import StoreDown as StoreDown

BrokerDown = StoreDown
_EVER = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: messages with the same key share a partition and keep their order.

    A message that is not done within `visibility_s` comes again; after `tries` deliveries it is set aside.
    """

    name: str
    partitions: int = 4
    visibility_s: float = 30.0
    tries: int = 5

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,99}", self.name):
            raise ValueError(f"{self.name!r}: a topic is named in small letters, digits and hyphens")
        if self.partitions < 1 or self.tries < 1 or self.visibility_s <= 0:
            raise ValueError(f"{self.name}: partitions, tries and visibility are above zero")

    def dead_letters(self, group: str) -> Topic:
        """Return the topic where a group's messages go that nobody could process: read it like any other.

        Looking at a letter is no try to process it: it does not leave this topic for having been looked at.
        """
        return replace(self, name=f"{self.name}-{group}-dead", partitions=1, tries=_EVER)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message in somebody's hands. `attempt` is 1 the first time; `receipt` is the adapter's own."""

    key: str
    body: bytes
    partition: int
    attempt: int
    receipt: Any


class Subscription(Protocol):
    """A member of a group. Each message of the topic goes to one member of each group.

    Of a partition, one message at a time is in hands, so that order holds through failures too.
    """

    async def receive(self, *, wait_s: float = 1.0) -> Delivery | None:
        """Return the next message, or None when there was none for that long."""
        ...

    async def done(self, delivery: Delivery) -> bool:
        """Say that a message is processed; False when its time was over and it comes again."""
        ...

    async def failed(self, delivery: Delivery) -> None:
        """Give a message back: it comes again at once, or goes to the dead letters after the last try."""
        ...

    async def close(self) -> None:
        """Leave the group; what is in hands comes again."""
        ...


class Broker(Protocol):
    """Carries messages, each at least once."""

    async def subscribe(self, topic: Topic, group: str) -> Subscription:
        """Join a group; a new group gets what is published from now on."""
        ...

    async def publish(self, topic: Topic, key: str, body: bytes) -> None:
        """Publish a message and return when the broker has it safe.

        Raises:
            BrokerDown: it may or may not have it; publish again, consumers know repeats.
        """
        ...

    async def close(self) -> None:
        """Give back what it holds."""
        ...


def partition_of(key: str, partitions: int) -> int:
    """Return the partition of a key, the same in every process and for every broker.

    >>> partition_of("order-7", 4)
    2
    """
    return zlib.crc32(key.encode()) % partitions
