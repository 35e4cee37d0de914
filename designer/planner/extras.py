"""Parts that a brief names and no blueprint has: put where such a part stands, with the words as their origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from designer.catalog.catalog import Catalog
from designer.model.base import unique_slug
from designer.model.brief import Mention
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.ids import connection_id
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind
from designer.model.origin import Origin
from designer.planner.defaults import DEFAULTS, protocol_of

_ASKED_AT_THE_EDGE = frozenset({Kind.IDENTITY_PROVIDER})
_USED_BY_SERVICES = DATASTORE_KINDS | {
    Kind.SECRET_STORE,
    Kind.CONFIG_SERVICE,
    Kind.COORDINATION_SERVICE,
    Kind.EXTERNAL_SYSTEM,
    Kind.MODEL_SERVER,
    Kind.OBSERVABILITY,
}
_WORKERS = (Kind.WORKER, Kind.STREAM_PROCESSOR, Kind.SERVICE)


def extra_parts(
    mentions: Iterable[Mention], parts: Mapping[str, Component], links: Iterable[Connection], catalog: Catalog
) -> tuple[tuple[Component, ...], tuple[Connection, ...]]:
    """Return the parts named beyond the blueprints, and the connections that put them into use.

    A store, a secret store or an outside system is used by the service that most others are connected with; an identity
    provider is asked by the gateway; a broker stands between that service and a worker. Languages, frameworks, further
    clients and things whose place cannot be told are left to the rule that reports what is missing.
    """
    added: list[Component] = []
    joined: list[Connection] = []
    taken = set(parts)
    known = list(links)
    for mention in mentions:
        if mention.technology is None or mention.kind is None or _is_there(mention, (*parts.values(), *added)):
            continue
        ends = list(_place(mention.kind, parts, known))
        if not ends:
            continue
        default = DEFAULTS[mention.kind]
        part = Component(
            id=unique_slug(mention.technology, taken, fallback=mention.kind.value),
            name=mention.technology,
            kind=mention.kind,
            technology=mention.technology,
            description="Named in the brief.",
            boundary=None,
            replicas=default.replicas,
            origin=Origin.brief(*mention.span),
            properties=default.properties,
        )
        taken.add(part.id)
        added.append(part)
        joined += [_joined(source or part.id, target or part.id, part, parts, catalog) for source, target in ends]
    return tuple(added), tuple(joined)


def _is_there(mention: Mention, parts: Sequence[Component]) -> bool:
    return any(part.technology == mention.technology for part in parts)


def _place(kind: Kind, parts: Mapping[str, Component], links: Sequence[Connection]) -> Iterator[tuple[str, str]]:
    """Yield (source, target) pairs; the empty id stands for the new part."""
    busiest = _busiest(parts, links, (Kind.SERVICE,))
    if kind in _ASKED_AT_THE_EDGE:
        edge = _busiest(parts, links, (Kind.API_GATEWAY,)) or busiest
        if edge:
            yield edge, ""
    elif kind in BROKER_KINDS:
        worker = _busiest({key: part for key, part in parts.items() if key != busiest}, links, _WORKERS)
        if busiest and worker:
            yield busiest, ""
            yield "", worker
    elif kind in _USED_BY_SERVICES and busiest:
        yield busiest, ""


def _busiest(parts: Mapping[str, Component], links: Sequence[Connection], kinds: Sequence[Kind]) -> str:
    """Return the part of the first of some kinds that has most connections; empty when there is none."""
    for kind in kinds:
        found = sorted(key for key, part in parts.items() if part.kind is kind)
        if found:
            return max(found, key=lambda key: sum(1 for link in links if key in (link.source, link.target)))
    return ""


def _joined(source: str, target: str, part: Component, parts: Mapping[str, Component], catalog: Catalog) -> Connection:
    product = catalog.technology_by_word.get(part.technology.casefold())
    ends = (parts.get(source, part), parts.get(target, part))
    speaks = product.protocol if product is not None and part.kind in DATASTORE_KINDS | BROKER_KINDS else ""
    return Connection(
        id=connection_id(source, target),
        source=source,
        target=target,
        label="delivers" if source == part.id else "publishes" if part.is_broker else "uses",
        protocol=speaks or protocol_of(ends[0].kind, ends[1].kind),
        mode=Mode.ASYNC if part.is_broker else Mode.SYNC,
        origin=part.origin,
        properties={"encrypted": True, **({} if part.is_broker else {"timeout_s": 2})},
    )
