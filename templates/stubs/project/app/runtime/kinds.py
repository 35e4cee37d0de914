"""The kinds of component that speak no HTTP: stores, caches, brokers, sinks, fakes of what is outside, and people."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar, cast

from app.runtime.adapters import open_broker, open_cache, open_objects, open_records, open_search
from app.runtime.caching import TtlCache
from app.runtime.component import Around, Component, Spec
from app.runtime.errors import Refused, Unavailable
from app.runtime.messages import Message, Reply
from app.runtime.ports import Broker, KeyedCache, ObjectFolder, RecordStore, SearchedStore

T = TypeVar("T")
S = TypeVar("S", bound="_Closing")
_MESSAGES = "messages"
_MOST_KEPT = 10_000


class _Closing(Protocol):
    def ping(self) -> None: ...

    def close(self) -> None: ...


class Kept(Component, Generic[S]):
    """What keeps data: opened when it is first used, and used in a thread of its own."""

    def __init__(self, spec: Spec, around: Around) -> None:
        super().__init__(spec, around)
        self.store: S | None = None
        self.is_started = False
        self._opening = asyncio.Lock()

    async def start(self) -> None:
        """Allow its use; it is opened when it is first used."""
        self.is_started = True

    async def stop(self) -> None:
        """Close it."""
        self.is_started = False
        if self.store is not None:
            await asyncio.to_thread(self.store.close)
            self.store = None

    async def use(self, work: Callable[[S], T]) -> T:
        """Return what `work` does with the store.

        Raises:
            Unavailable: it is closed, or cannot be used.
        """
        self.check_up()
        if not self.is_started:
            raise Unavailable(self.id, "it is not open")
        try:
            async with self._opening:
                if (store := self.store) is None:
                    store = self.store = await asyncio.to_thread(self._open)
            return await asyncio.to_thread(work, store)
        except (sqlite3.Error, OSError) as error:
            raise Unavailable(self.id, str(error)) from error

    def _open(self) -> S:
        """Return what is kept; each kind opens its own."""
        raise NotImplementedError


class Records(Kept[RecordStore]):
    """A store of records: one SQLite file, memory for secrets, or a server; with `searched` it finds them by words."""

    def __init__(self, spec: Spec, around: Around, *, in_memory: bool = False, searched: bool = False) -> None:
        super().__init__(spec, around)
        self.in_memory = in_memory
        self.searched = searched

    def _open(self) -> RecordStore:
        settings = self.around.settings
        if self.searched:
            return open_search(settings, self.id)
        return open_records(settings, self.id, in_memory=self.in_memory)

    async def accept(self, message: Message) -> Reply:
        """Keep the message's body under its key, or read what is there; where there is search, `search` may be words."""
        if message.action == "read":
            if self.searched and message.body.get("search"):
                return Reply(body={"found": await self.search(_MESSAGES, str(message.body["search"]))})
            found = await self.use(lambda store: store.get(_MESSAGES, message.key))
            return Reply(body=found or {})
        await self.use(lambda store: store.put(_MESSAGES, message.key, message.body))
        return Reply(body=message.body)

    async def search(self, collection: str, text: str, *, skip: int = 0, limit: int = 50) -> list[dict[str, Any]]:
        """Return the records in which every word of `text` stands, the best match first.

        Raises:
            Unavailable: they cannot be searched now.
            Refused: 422 for a page beyond the deepest, 501 where nothing searches.
        """
        if not self.searched:
            raise Refused(501, "No search", "this store finds records by their keys only")
        found = await self.use(
            lambda store: cast(SearchedStore, store).search(collection, text, skip=skip, limit=limit)
        )
        return [body for _, body in found]


class Cache(Component):
    """A cache in memory, or on a server."""

    def __init__(self, spec: Spec, around: Around, *, ttl_s: float = 300.0) -> None:
        super().__init__(spec, around)
        self.cache: KeyedCache = open_cache(around.settings, spec.id, ttl_s)

    async def use(self, work: Callable[[KeyedCache], T]) -> T:
        """Return what `work` does with the cache; one on a server is asked in a thread.

        Raises:
            Unavailable: it does not answer.
        """
        self.check_up()
        return work(self.cache) if isinstance(self.cache, TtlCache) else await asyncio.to_thread(work, self.cache)

    async def accept(self, message: Message) -> Reply:
        """Keep the message's body under its key, or return what is there."""
        if message.action == "read":
            found: Any = await self.use(lambda cache: cache.get(message.key))
            return Reply(body=found or {})
        await self.use(lambda cache: cache.put(message.key, message.body))
        return Reply(body=message.body)


class Objects(Kept[ObjectFolder]):
    """An object store: a local folder, or a server."""

    def _open(self) -> ObjectFolder:
        return open_objects(self.around.settings, self.id)

    async def accept(self, message: Message) -> Reply:
        """Keep the message's text as an object under its key, or read it."""
        if message.action == "read":
            found = await self.use(lambda objects: objects.get(message.key))
            return Reply(body={"size": len(found)} if found is not None else {})
        await self.use(lambda objects: objects.put(message.key, message.text.encode()))
        return Reply()


class Channel(Component):
    """A queue, or a log that every consumer reads whole."""

    def __init__(self, spec: Spec, around: Around, *, fan_out: bool = False) -> None:
        super().__init__(spec, around)
        self.broker: Broker = open_broker(around.settings, spec.id, fan_out=fan_out)
        self.consumers: tuple[str, ...] = ()

    async def start(self) -> None:
        """Let the consumers have what is published."""
        for consumer in self.links:
            # A flow may lead to one that the design does not connect: it gets what is meant for it, no more.
            is_extra = consumer not in self.consumers
            self.broker.subscribe(consumer, self._carry(consumer), by_name_only=is_extra)
        await self.broker.start()

    async def stop(self) -> None:
        """End the consumers."""
        await self.broker.stop()

    async def handle(self, message: Message) -> Reply:
        """Publish a message to those whom the design connects."""
        await self.broker.publish(message.passed_on(id=message.id))
        return Reply()

    async def deliver(self, target: str, message: Message, *, step: int, text: str) -> None:
        """Publish a step of a flow for one consumer."""
        await self.broker.publish(message.passed_on(step=step, text=text), to=target)

    def _carry(self, consumer: str) -> Any:
        async def carry(message: Message) -> None:
            await self.links[consumer].send(message.passed_on(id=message.id, source=self.id))

        return carry


class Sink(Component):
    """Where signals of operation go: the latest are kept in memory."""

    def __init__(self, spec: Spec, around: Around) -> None:
        super().__init__(spec, around)
        self.signals: deque[Message] = deque(maxlen=_MOST_KEPT)

    async def accept(self, message: Message) -> Reply:
        """Keep a signal."""
        self.signals.append(message)
        return Reply()


class External(Component):
    """A fake of a system outside: it answers, and keeps a log of the calls it got."""

    def __init__(self, spec: Spec, around: Around) -> None:
        super().__init__(spec, around)
        self.calls: deque[Message] = deque(maxlen=_MOST_KEPT)
        self._answers: dict[str, Reply] = {}

    async def accept(self, message: Message) -> Reply:
        """Keep the call, and answer the same message the same way."""
        self.calls.append(message)
        return self._answers.setdefault(message.id, Reply(body={"reference": f"fake-{len(self._answers) + 1}"}))


class Actor(Component):
    """Whoever uses the system: it begins flows and hears what it is told."""

    def __init__(self, spec: Spec, around: Around) -> None:
        super().__init__(spec, around)
        self.heard: deque[Message] = deque(maxlen=_MOST_KEPT)

    async def accept(self, message: Message) -> Reply:
        """Hear a message."""
        self.heard.append(message)
        return Reply()
