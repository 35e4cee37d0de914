"""Puts the mechanism into the components of a generated project: its stores are those that the design connects."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any, TypeVar

from app.runtime.component import Link
from app.runtime.errors import Refused, Unavailable
from app.runtime.kinds import Cache as CacheComponent
from app.runtime.kinds import Objects, Records
from app.runtime.logs import log
from app.runtime.nodes import Job, Node, Service

from .embedded import FolderBodies, MemoryCache
from .errors import StoreDown
from .face import make_app
from .ports import Bodies, Cache, Mark, Paste
from .reading import Reader
from .sweeping import Sweeper
from .writing import Writer

T = TypeVar("T")
_PASTES, _ENDS, _MARKS, _READS = "pastes", "paste-ends", "paste-marks", "paste-reads"
_EVERY_S = 60.0


async def _told(work: Awaitable[T]) -> T:
    """Return what `work` gives; a neighbour that does not answer is a store that is down."""
    try:
        return await work
    except Unavailable as error:
        raise StoreDown(str(error)) from error


class StoredPastes:
    """Metadata as records of the component that keeps it; the component's own where the design has none.

    An entry by its end stands beside each paste that ends, kept first and removed last: the sweeper misses none.
    """

    def __init__(self, component: Service) -> None:
        self.component = component

    async def mark(self, mark: Mark) -> None:
        """Keep a mark."""
        await self._use(lambda store: store.put(_MARKS, mark.body_key, asdict(mark)))

    async def insert(self, paste: Paste) -> bool:
        """Keep a new paste; see the port."""
        if paste.expires_at is not None:
            await self._use(lambda store: store.put(_ENDS, _end_id(paste), asdict(paste)))
        try:
            await self._use(lambda store: store.create(_PASTES, paste.key, asdict(paste)))
        except Refused:
            await self._use(lambda store: store.delete(_ENDS, _end_id(paste)))
            return False
        await self.unmark(paste.body_key)
        return True

    async def get(self, key: str) -> Paste | None:
        """Return a paste, or None."""
        found = await self._use(lambda store: store.get(_PASTES, key))
        return Paste(**found) if found is not None else None

    async def claim_read(self, key: str, number: int) -> bool:
        """Claim one of the reads: creating its record is a step that only one can win."""
        try:
            await self._use(lambda store: store.create(_READS, f"{key}~{number:04}", {}))
        except Refused:
            return False
        return True

    async def remove(self, paste: Paste, at: float) -> None:
        """Forget a paste, leaving a mark for its body."""
        mark = Mark(paste.body_key, paste.key, at)
        await self.mark(mark)
        await self._use(lambda store: _remove(store, paste))

    async def ended(self, now: float, limit: int) -> Sequence[Paste]:
        """Return pastes whose end has come, the earliest first."""
        found = await self._use(lambda store: store.page(_ENDS, after="", limit=limit))
        return [paste for paste in (Paste(**body) for _, body in found) if paste.is_over(now)]

    async def marks(self, before: float, limit: int) -> Sequence[Mark]:
        """Return marks made before a time."""
        old: list[Mark] = []
        after = ""
        while len(old) < limit and (page := await self._page(after)):
            old += [mark for mark in (Mark(**body) for _, body in page) if mark.at < before]
            after = page[-1][0]
        return old[:limit]

    async def unmark(self, body_key: str) -> None:
        """Forget a mark."""
        await self._use(lambda store: store.delete(_MARKS, body_key))

    async def _page(self, after: str) -> list[tuple[str, dict[str, Any]]]:
        return list(await self._use(lambda store: store.page(_MARKS, after=after, limit=200)))

    async def _use(self, work: Callable[[Any], T]) -> T:
        way = self.component.link_to("pastebin/metadata-db")
        if way is None or not isinstance(way.target, Records):
            way = self.component.own_link
        return await _told(way.run(lambda target: target.use(work)))


def _remove(store: Any, paste: Paste) -> None:
    # An entry by its end may be left from a paste that found its key taken: the key is another's then.
    found = store.get(_PASTES, paste.key)
    if found is not None and found["body_key"] == paste.body_key:
        store.delete(_PASTES, paste.key)
        for number in range(paste.reads or 0):
            store.delete(_READS, f"{paste.key}~{number:04}")
    store.delete(_ENDS, _end_id(paste))


def _end_id(paste: Paste) -> str:
    return f"{int((paste.expires_at or 0) * 1000):016}~{paste.key}"


class LinkedBodies:
    """Bodies in the object store of the design, or a folder where it has none."""

    def __init__(self, component: Node) -> None:
        self.component = component

    async def put(self, body_key: str, data: bytes) -> None:
        """Keep a body."""
        await self._use(lambda one: one.put(body_key, data), lambda own: own.put(body_key, data))

    async def get(self, body_key: str) -> bytes | None:
        """Return a body, or None."""
        found: bytes | None = await self._use(lambda one: one.get(body_key), lambda own: own.get(body_key))
        return found

    async def drop(self, body_key: str) -> None:
        """Remove a body."""
        await self._use(lambda one: one.drop(body_key), lambda own: own.drop(body_key))

    async def _use(self, linked: Callable[[Any], Any], own: Callable[[Bodies], Awaitable[Any]]) -> Any:
        way = self.component.link_to("pastebin/body-store")
        if way is None or not isinstance(way.target, Objects):
            return await own(FolderBodies(self.component.around.settings.data_dir / "pastes"))
        return await _told(way.run(lambda target: target.use(linked)))


class LinkedCache:
    """The cache of the design, or memory where it has none."""

    def __init__(self, component: Node) -> None:
        self.component = component
        self.own: Cache = MemoryCache()

    def _way(self) -> Link | None:
        way = self.component.link_to("pastebin/paste-cache")
        return way if way is not None and isinstance(way.target, CacheComponent) else None

    async def get(self, key: str) -> tuple[Paste, bytes] | None:
        """Return what is known of a key."""
        if (way := self._way()) is None:
            return await self.own.get(key)
        found = await _told(way.run(lambda target: target.use(lambda cache: cache.get(f"paste/{key}"))))
        return None if found is None else (Paste(**found["paste"]), base64.b64decode(found["data"]))

    async def put(self, paste: Paste, data: bytes, ttl_s: float) -> None:
        """Keep a paste and its body."""
        if (way := self._way()) is None:
            return await self.own.put(paste, data, ttl_s)
        body = {"paste": asdict(paste), "data": base64.b64encode(data).decode()}
        name = f"paste/{paste.key}"
        await _told(way.run(lambda target: target.use(lambda cache: cache.put(name, body, ttl_s=ttl_s))))

    async def drop(self, key: str) -> None:
        """Forget a key."""
        if (way := self._way()) is None:
            return await self.own.drop(key)
        await _told(way.run(lambda target: target.use(lambda cache: cache.drop(f"paste/{key}"))))


def write(component: Node) -> None:
    """Take texts in, and remove them."""
    if isinstance(component, Service):
        component.serve(make_app(Writer(StoredPastes(component), LinkedBodies(component), LinkedCache(component))))


def read(component: Node) -> None:
    """Serve texts that have not ended."""
    if isinstance(component, Service):
        parts = StoredPastes(component), LinkedBodies(component), LinkedCache(component)
        component.serve(make_app(reader=Reader(*parts)))


def sweep(component: Node) -> None:
    """Remove what has ended every minute; a scheduled job does it in its own runs."""
    if not isinstance(component, Service):
        return
    sweeper = Sweeper(StoredPastes(component), LinkedBodies(component), LinkedCache(component))
    if isinstance(component, Job):
        _in_runs(component, sweeper)
        return
    tasks: list[asyncio.Task[None]] = []

    async def start() -> None:
        tasks.append(asyncio.create_task(_from_time_to_time(sweeper, component.id)))

    async def stop() -> None:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    component.starting.append(start)
    component.stopping.append(stop)


def _in_runs(job: Job, sweeper: Sweeper) -> None:
    async def perform() -> dict[str, Any]:
        return asdict(await sweeper.sweep())

    job.perform = perform  # type: ignore[method-assign]


async def _from_time_to_time(sweeper: Sweeper, component: str) -> None:
    while True:
        await asyncio.sleep(_EVERY_S)
        try:
            log.info("swept", extra={"component": component, **asdict(await sweeper.sweep())})
        except StoreDown as error:
            log.warning("sweep failed", extra={"component": component, "why": str(error)})


ROLES: Mapping[str, Callable[[Node], None]] = {
    "paste-service": write,
    "read-service": read,
    "expiry-sweeper": sweep,
}
