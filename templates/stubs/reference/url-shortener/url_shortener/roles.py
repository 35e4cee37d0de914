"""Puts the mechanism into the components of a generated project: its stores are those that the design connects."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from app.runtime.component import Link as Way
from app.runtime.errors import Refused, Unavailable
from app.runtime.kinds import Cache as CacheComponent
from app.runtime.kinds import Channel, Records
from app.runtime.messages import Message, Reply
from app.runtime.nodes import Node, Service
from app.runtime.ports import Idempotency

from .clicks import ClickBuffer
from .embedded import MemoryCache
from .errors import KeyReused, StoreDown, Taken
from .face import make_app
from .leases import LeaseKeeper
from .ports import Batch, Lease, Link, Once
from .redirecting import Redirector
from .shortening import Shortener

T = TypeVar("T")
_LINKS, _LEASES, _CLICKS = "short-links", "leases", "clicks"


async def _told(work: Awaitable[T]) -> T:
    """Return what `work` gives; a neighbour that does not answer is a store that is down."""
    try:
        return await work
    except Unavailable as error:
        raise StoreDown(str(error)) from error


class _Store:
    """Records of the component that plays a role; the component's own where the design has none."""

    def __init__(self, component: Service, role: str) -> None:
        self.component = component
        self.role = f"url-shortener/{role}"

    async def use(self, work: Callable[[Any], T]) -> T:
        way = self.component.link_to(self.role)
        if way is None or not isinstance(way.target, Records):
            way = self.component.own_link
        return await _told(way.run(lambda target: target.use(work)))


class StoredLinks:
    """Links as records."""

    def __init__(self, store: _Store) -> None:
        self.store = store

    async def insert(self, link: Link, once: Once | None = None) -> Link:
        """Keep a new link; see the port."""
        key = Idempotency(f"links/{once.key}", once.fingerprint) if once else None
        try:
            answer = await self.store.use(lambda store: store.create(_LINKS, link.code, asdict(link), once=key))
        except Refused as error:
            kind = Taken if error.status == 409 else KeyReused
            raise kind(error.detail) from error
        return Link(**answer.body)

    async def get(self, code: str) -> Link | None:
        """Return a link, or None."""
        found = await self.store.use(lambda store: store.get(_LINKS, code))
        return Link(**found) if found is not None else None

    async def replace(self, link: Link) -> None:
        """Keep a link in place of the one with its code."""
        await self.store.use(lambda store: store.put(_LINKS, link.code, asdict(link)))


class StoredLeases:
    """Leases as records, one for each worker number and term; creating one is the step that only one can win."""

    def __init__(self, store: _Store) -> None:
        self.store = store

    async def latest(self) -> Mapping[int, Lease]:
        """Return the latest lease of each worker number."""
        found: dict[int, Lease] = {}
        after = ""
        while page := await self._page(after):
            # The ids grow with the terms, so the last one seen of a worker number is the latest.
            found.update((body["worker"], Lease(**body)) for _, body in page)
            after = page[-1][0]
        return found

    async def _page(self, after: str) -> list[tuple[str, dict[str, Any]]]:
        return list(await self.store.use(lambda store: store.page(_LEASES, after=after, limit=200)))

    async def add(self, lease: Lease) -> bool:
        """Keep a lease unless there is one of its term."""
        try:
            await self.store.use(lambda store: store.create(_LEASES, _lease_id(lease), asdict(lease)))
        except Refused:
            return False
        return True

    async def extend(self, lease: Lease) -> None:
        """Keep a later end."""
        await self.store.use(lambda store: store.put(_LEASES, _lease_id(lease), asdict(lease)))


def _lease_id(lease: Lease) -> str:
    return f"{lease.worker:04}~{lease.term:012}"


class LinkedCache:
    """The cache of the design, or memory where it has none."""

    def __init__(self, component: Node) -> None:
        self.component = component
        self.own = MemoryCache()

    def _way(self) -> Way | None:
        way = self.component.link_to("url-shortener/link-cache")
        return way if way is not None and isinstance(way.target, CacheComponent) else None

    async def get(self, code: str) -> tuple[Link | None] | None:
        """Return what is known of a code."""
        if (way := self._way()) is None:
            return await self.own.get(code)
        found = await _told(way.run(lambda component: component.use(lambda cache: cache.get(code))))
        return None if found is None else (Link(**found["link"]) if found["link"] else None,)

    async def put(self, code: str, link: Link | None, ttl_s: float) -> None:
        """Keep what is known of a code."""
        if (way := self._way()) is None:
            return await self.own.put(code, link, ttl_s)
        body = {"link": asdict(link) if link else None}
        await _told(way.run(lambda component: component.use(lambda cache: cache.put(code, body, ttl_s=ttl_s))))

    async def drop(self, code: str) -> None:
        """Forget a code."""
        if (way := self._way()) is None:
            return await self.own.drop(code)
        await _told(way.run(lambda component: component.use(lambda cache: cache.drop(code))))


class PublishedClicks:
    """Batches of clicks as messages into the click log; a design without one counts none."""

    def __init__(self, component: Node) -> None:
        self.component = component

    async def append(self, batch: Batch) -> None:
        """Publish a batch."""
        way = self.component.link_to("url-shortener/click-log")
        if way is None or not isinstance(way.target, Channel):
            return
        rows = [[code, hour, clicks] for (code, hour), clicks in sorted(batch.clicks.items())]
        await _told(way.send(Message(source=self.component.id, body={"clicks": rows}, id=batch.id)))


def shorten(component: Node) -> None:
    """Make links in the link store, with codes of a worker number on lease."""
    if isinstance(component, Service):
        keeper = LeaseKeeper(StoredLeases(_Store(component, "worker-leases")), f"{component.id}-{uuid.uuid4().hex[:8]}")
        links = StoredLinks(_Store(component, "link-store"))
        component.serve(make_app(Shortener(links, LinkedCache(component), keeper.code)))


def redirect(component: Node) -> None:
    """Follow links from the cache, and count clicks into the click log."""
    if isinstance(component, Service):
        clicks = ClickBuffer(PublishedClicks(component))
        component.starting.append(clicks.start)
        component.stopping.append(clicks.stop)
        links = StoredLinks(_Store(component, "link-store"))
        component.serve(make_app(redirector=Redirector(links, LinkedCache(component)), clicks=clicks))


def count(component: Node) -> None:
    """Keep the clicks of each batch by code, hour and batch, so that a batch read twice counts once."""
    if not isinstance(component, Service):
        return
    store, scaffold = _Store(component, "click-store"), component.work

    async def work(message: Message) -> Reply:
        if not isinstance(rows := message.body.get("clicks"), list):
            return await scaffold(message)
        await store.use(lambda records: _keep(records, rows, message.id))
        return Reply()

    component.work = work  # type: ignore[method-assign]


def report(component: Node) -> None:
    """Show the clicks of a code by hour."""
    if isinstance(component, Service):
        store = _Store(component, "click-store")

        async def clicks_of(code: str) -> dict[int, int]:
            return await store.use(lambda records: _summed(records, code))

        component.serve(make_app(clicks_of=clicks_of))


def _keep(records: Any, rows: list[list[Any]], batch: str) -> None:
    for code, hour, clicks in rows:
        records.put(_CLICKS, f"{code}~{hour:08}~{batch}", {"hour": hour, "clicks": clicks})


def _summed(records: Any, code: str) -> dict[int, int]:
    found: dict[int, int] = {}
    after = f"{code}~"
    while page := records.page(_CLICKS, after=after, limit=200):
        for id, body in page:
            if not id.startswith(f"{code}~"):
                return found
            found[body["hour"]] = found.get(body["hour"], 0) + body["clicks"]
        after = page[-1][0]
    return found


ROLES: Mapping[str, Callable[[Node], None]] = {
    "shorten-service": shorten,
    "redirect-service": redirect,
    "click-counter": count,
    "statistics-service": report,
}
