"""What the components need from stores and brokers. The embedded adapters are one way to give it; yours is another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """A stored answer, with whether it is the first one given again."""

    body: dict[str, Any]
    is_replay: bool = False


@dataclass(frozen=True, slots=True)
class Idempotency:
    """A caller's key, and a fingerprint of the request that it stands for."""

    key: str
    fingerprint: str


class RecordStore(Protocol):
    """Keeps records in named collections; every change is one transaction."""

    def create(
        self,
        collection: str,
        id: str,
        body: Mapping[str, Any],
        *,
        unique: Mapping[str, str] | None = None,
        once: Idempotency | None = None,
    ) -> Answer:
        """Keep a new record; the same idempotency key gives the first answer again."""
        ...

    def get(self, collection: str, id: str) -> dict[str, Any] | None:
        """Return a record, or None."""
        ...

    def put(
        self, collection: str, id: str, body: Mapping[str, Any], *, unique: Mapping[str, str] | None = None
    ) -> None:
        """Keep a record in place of what is there."""
        ...

    def delete(self, collection: str, id: str) -> bool:
        """Remove a record; False when there was none."""
        ...

    def page(self, collection: str, *, after: str, limit: int) -> list[tuple[str, dict[str, Any]]]:
        """Return records by id, those after `after`."""
        ...

    def count(self, collection: str | None = None) -> int:
        """Return how many records a collection, or all of them, hold."""
        ...

    def collections(self) -> list[str]:
        """Return the names of the collections that hold something, sorted."""
        ...

    def ping(self) -> None:
        """Raise when the store cannot be used."""
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...


class KeyedCache(Protocol):
    """Keeps values for a while."""

    def get(self, key: str) -> Any | None:
        """Return a value that has not expired, or None."""
        ...

    def put(self, key: str, value: Any, *, ttl_s: float | None = None) -> None:
        """Keep a value."""
        ...

    def drop(self, key: str) -> None:
        """Forget a value."""
        ...


class ObjectFolder(Protocol):
    """Keeps bytes under names."""

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes, whole or not at all."""
        ...

    def get(self, name: str) -> bytes | None:
        """Return the bytes, or None."""
        ...

    def drop(self, name: str) -> None:
        """Remove the bytes."""
        ...

    def names(self, *, after: str = "", limit: int = 1000) -> list[str]:
        """Return names of objects in the order of their keys, those after `after`: a list in pages."""
        ...

    def ping(self) -> None:
        """Raise when the store cannot be used."""
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...


class SearchedStore(RecordStore, Protocol):
    """A record store that also finds records by the words in them."""

    def search(self, collection: str, text: str, *, skip: int = 0, limit: int = 50) -> list[tuple[str, dict[str, Any]]]:
        """Return the records in which every word of `text` stands, the best match first."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """What an index knows of a record: where it is, and the text that is looked through."""

    collection: str
    id: str
    text: str


class TextIndex(Protocol):
    """Finds ids of records by words. What it holds can be made again from the records at any time.

    `version` orders what is told of a record: of two calls the one with the higher version counts, whichever comes
    first.
    """

    def is_filled(self) -> bool:
        """Return whether it has heard of all records once; it is made ready to be filled when it has not."""
        ...

    def set_filled(self) -> None:
        """Note that it has."""
        ...

    def put(self, entries: Sequence[Entry], *, version: int) -> None:
        """Take entries in, in place of those of the same records; they are found when this returns."""
        ...

    def drop(self, collection: str, id: str, *, version: int) -> None:
        """Forget an entry."""
        ...

    def search(self, collection: str, text: str, *, skip: int, limit: int) -> list[str]:
        """Return ids of records, the best match first."""
        ...

    def ping(self) -> None:
        """Raise when the index cannot be used."""
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...


class Broker(Protocol):
    """Carries messages to consumers, at least once."""

    def subscribe(self, consumer: str, handle: Callable[[Any], Awaitable[None]], *, by_name_only: bool = False) -> None:
        """Let `handle` have what is published, or only what names it; a message whose handling raises comes again."""
        ...

    async def start(self) -> None:
        """Begin to deliver, once all consumers have subscribed."""
        ...

    async def publish(self, message: Any, *, to: str | None = None) -> None:
        """Accept a message, for those who are due it or for the one consumer named; it is kept when this returns."""
        ...

    async def stop(self) -> None:
        """End the consumers."""
        ...

    async def settle(self) -> None:
        """Return when nothing waits and nothing is being handled."""
        ...
