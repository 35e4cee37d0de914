"""The kinds of component that speak no HTTP: stores, caches, brokers, sinks, fakes of what is outside, and people."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from app.runtime.brokering import MemoryBroker
from app.runtime.caching import TtlCache
from app.runtime.component import Around, Component, Spec
from app.runtime.errors import Unavailable
from app.runtime.messages import Message, Reply
from app.runtime.objects import LocalFolder
from app.runtime.ports import Broker, KeyedCache, ObjectFolder, RecordStore
from app.runtime.records import SqliteRecords

T = TypeVar("T")
_MESSAGES = "messages"
_MOST_KEPT = 10_000


class Records(Component):
    """A store of records: one SQLite file, or memory for secrets."""

    def __init__(self, spec: Spec, around: Around, *, in_memory: bool = False) -> None:
        super().__init__(spec, around)
        self.in_memory = in_memory
        self.store: RecordStore | None = None
        self.is_started = False
        self._opening = asyncio.Lock()

    async def start(self) -> None:
        """Allow its use; the file is opened when it is first used."""
        self.is_started = True

    async def stop(self) -> None:
        """Close the file."""
        self.is_started = False
        if self.store is not None:
            await asyncio.to_thread(self.store.close)
            self.store = None

    async def use(self, work: Callable[[RecordStore], T]) -> T:
        """Return what `work` does with the store, in a thread of its own.

        Raises:
            Unavailable: the store is closed, or its file cannot be used.
        """
        self.check_up()
        if not self.is_started:
            raise Unavailable(self.id, "it is not open")
        try:
            async with self._opening:
                if (store := self.store) is None:
                    store = self.store = await asyncio.to_thread(self._open)
            return await asyncio.to_thread(work, store)
        except sqlite3.Error as error:
            raise Unavailable(self.id, str(error)) from error

    def _open(self) -> RecordStore:
        settings = self.around.settings
        path = None if self.in_memory else settings.data_dir / "records" / f"{self.id}.sqlite"
        return SqliteRecords(path, settings.sqlite_sync)

    async def accept(self, message: Message) -> Reply:
        """Keep the message's body under its key, or read what is there."""
        if message.action == "read":
            found = await self.use(lambda store: store.get(_MESSAGES, message.key))
            return Reply(body=found or {})
        await self.use(lambda store: store.put(_MESSAGES, message.key, message.body))
        return Reply(body=message.body)


class Cache(Component):
    """A cache in memory."""

    def __init__(self, spec: Spec, around: Around, *, ttl_s: float = 300.0) -> None:
        super().__init__(spec, around)
        self.cache: KeyedCache = TtlCache(ttl_s)

    async def accept(self, message: Message) -> Reply:
        """Keep the message's body under its key, or return what is there."""
        if message.action == "read":
            return Reply(body=self.cache.get(message.key) or {})
        self.cache.put(message.key, message.body)
        return Reply(body=message.body)


class Objects(Component):
    """An object store in a local folder."""

    def __init__(self, spec: Spec, around: Around) -> None:
        super().__init__(spec, around)
        self.objects: ObjectFolder | None = None

    async def start(self) -> None:
        """Make the folder."""
        self.objects = LocalFolder(self.around.settings.data_dir / "objects" / self.id)

    async def accept(self, message: Message) -> Reply:
        """Keep the message's text as an object under its key, or read it."""
        if (objects := self.objects) is None:
            raise Unavailable(self.id, "it is not open")
        if message.action == "read":
            found = await asyncio.to_thread(objects.get, message.key)
            return Reply(body={"size": len(found)} if found is not None else {})
        await asyncio.to_thread(objects.put, message.key, message.text.encode())
        return Reply()


class Channel(Component):
    """A queue, or a log that every consumer reads whole."""

    def __init__(self, spec: Spec, around: Around, *, fan_out: bool = False) -> None:
        super().__init__(spec, around)
        settings = around.settings
        self.broker: Broker = MemoryBroker(
            spec.id, fan_out=fan_out, deliveries=settings.deliveries, wait_s=settings.redelivery_wait_s
        )
        self.consumers: tuple[str, ...] = ()

    async def start(self) -> None:
        """Let the consumers have what is published."""
        for consumer in self.links:
            # A flow may lead to one that the design does not connect: it gets what is meant for it, no more.
            is_extra = consumer not in self.consumers
            self.broker.subscribe(consumer, self._carry(consumer), by_name_only=is_extra)

    async def stop(self) -> None:
        """End the consumers."""
        await self.broker.stop()

    async def handle(self, message: Message) -> Reply:
        """Publish a message to those whom the design connects."""
        self.broker.publish(message.passed_on(id=message.id))
        return Reply()

    async def deliver(self, target: str, message: Message, *, step: int, text: str) -> None:
        """Publish a step of a flow for one consumer."""
        self.broker.publish(message.passed_on(step=step, text=text), to=target)

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
