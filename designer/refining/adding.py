"""Instructions that add a part: somewhere, between two, in front of, behind or for one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designer.edits.edits import AddComponent, Edit
from designer.model.base import Scalar, slugify, unique_slug
from designer.model.component import Component
from designer.model.connection import Mode
from designer.model.graph import Graph
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind
from designer.model.technology import Technology
from designer.planner.defaults import BOUNDARIES, DEFAULTS, boundary_of
from designer.refining.change import Bench, Change, unclear
from designer.refining.naming import find_parts, links_between, part_of
from designer.refining.products import Wanted, product_named, wanted_part
from designer.refining.rewiring import connecting, in_the_way
from designer.refining.words import capital, stems, without_article

_CALLED = {*BROKER_KINDS, *DATASTORE_KINDS, Kind.OBSERVABILITY, Kind.IDENTITY_PROVIDER, Kind.SECRET_STORE,
           Kind.CONFIG_SERVICE, Kind.COORDINATION_SERVICE, Kind.MODEL_SERVER, Kind.EXTERNAL_SYSTEM,
           Kind.SERVICE, Kind.FUNCTION, Kind.WORKFLOW_ENGINE}  # fmt: skip
_EDGE = frozenset(kind for kind in Kind if kind.family is Family.EDGE)
_CALLERS = frozenset({Kind.SCHEDULER, *(kind for kind in Kind if kind.family is Family.CLIENT)})


def add_between(bench: Bench, found: re.Match[str]) -> Change:
    """Put a part between two: what went from one to the other goes over it; a cache stands beside that way."""
    one, other = part_of(bench, found["a"]), part_of(bench, found["b"])
    if one.id == other.id:
        raise unclear(f"both ends are {one.name}", "name two parts")
    wanted = wanted_part(found["what"], bench.catalog)
    graph = bench.design.graph
    there = links_between(graph, one.id, other.id)
    if not there and links_between(graph, other.id, one.id):
        one, other = other, one
        there = links_between(graph, one.id, other.id)
    new = named(bench, wanted, f"{other.name} {wanted.kind.label.lower()}")
    pairs = ((one.id, new.id), (new.id, other.id))
    if _aside(wanted.kind, other):
        return _beside(bench, new, (one,))
    if is_there(graph, new) and all(links_between(graph, *pair) for pair in pairs):
        return already(new.name, f"between {one.name} and {other.name}")
    protocol = _protocol(bench, new)
    if there:
        return Change((*new_part(graph, new), *in_the_way(bench.design, there, new.id, new.kind, protocol=protocol)))
    links = (
        connecting(one.kind, new.kind, pairs[0], protocol=protocol),
        connecting(new.kind, other.kind, pairs[1], protocol=protocol),
    )
    return Change((*new_part(graph, new), *links))


def add_in_front(bench: Bench, found: re.Match[str]) -> Change:
    """Put a part in front of one: its callers go over the new part; those of a store look into a cache first."""
    anchor = part_of(bench, found["a"])
    wanted = wanted_part(found["what"], bench.catalog)
    return put_in_front(bench, anchor, wanted)


def put_in_front(bench: Bench, anchor: Component, wanted: Wanted) -> Change:
    """Return the change that puts a part in front of one; a cache stands beside the way of its callers."""
    graph = bench.design.graph
    new = named(bench, wanted, f"{anchor.name} {wanted.kind.label.lower()}")
    calls = tuple(
        link for link in graph.incoming[anchor.id] if link.mode is not Mode.REPLICATION and link.source != new.id
    )
    if _aside(wanted.kind, anchor):
        callers = {link.source: graph.by_id[link.source] for link in calls if link.mode is Mode.SYNC}
        if not callers:
            raise unclear(
                f"nothing calls {anchor.name}, so nothing would look into the cache", "connect a caller first"
            )
        return _beside(bench, new, tuple(callers.values()))
    if is_there(graph, new) and links_between(graph, new.id, anchor.id):
        return already(new.name, f"in front of {anchor.name}")
    protocol = _protocol(bench, new)
    if not calls:
        link = connecting(new.kind, anchor.kind, (new.id, anchor.id), protocol=protocol)
        says = (f"nothing calls {anchor.name} yet, so nothing calls {new.name} either",)
        return Change((*new_part(graph, new), link), says)
    return Change((*new_part(graph, new), *in_the_way(bench.design, calls, new.id, new.kind, protocol=protocol)))


def add_behind(bench: Bench, found: re.Match[str]) -> Change:
    """Put a part behind one, which calls it."""
    anchor = part_of(bench, found["a"])
    return _linked(bench, anchor, wanted_part(found["what"], bench.catalog), calls_anchor=False)


def add_caller(bench: Bench, found: re.Match[str]) -> Change:
    """Add a part that calls one, or takes its work from it where that one is a broker."""
    if not find_parts(bench, found["a"]) and (outside := product_named(found["a"], bench.catalog)) is not None:
        return _with_what_it_calls(bench, found["what"], outside)
    anchor = part_of(bench, found["a"])
    takes = anchor.is_broker and re.match(r"consum|read|subscrib|listen|poll|work", found["verb"], re.I) is not None
    wanted = wanted_part(found["what"], bench.catalog)
    named_so = wanted._replace(name=wanted.name or capital(without_article(found["what"])))
    return _linked(bench, anchor, named_so, calls_anchor=not takes)


def _with_what_it_calls(bench: Bench, words: str, product: Technology) -> Change:
    """Add a part together with the product that it calls, which is not there yet."""
    called = named(bench, Wanted(product.kinds[0], product.name, product.name), product.name)
    wanted = wanted_part(words, bench.catalog)
    new = named(bench, wanted, capital(without_article(words)))
    link = connecting(new.kind, called.kind, (new.id, called.id), protocol=product.protocol)
    says = (f"nothing calls {new.name} yet: 'connect A to {new.name}' does that",)
    return Change((*new_part(bench.design.graph, called), *new_part(bench.design.graph, new), link), says)


def add_for(bench: Bench, found: re.Match[str]) -> Change:
    """Add a part for one: called by it, calling it, or in its way, as such a part is."""
    anchor = part_of(bench, found["a"])
    wanted = wanted_part(found["what"], bench.catalog)
    if wanted.kind in _EDGE or (wanted.kind is Kind.CACHE and anchor.is_datastore):
        return put_in_front(bench, anchor, wanted)
    called = wanted.kind in _CALLED or (anchor.is_broker and wanted.kind not in _CALLERS)
    return _linked(bench, anchor, wanted, calls_anchor=wanted.kind in _CALLERS or not called)


def _linked(bench: Bench, anchor: Component, wanted: Wanted, *, calls_anchor: bool) -> Change:
    graph = bench.design.graph
    new = named(bench, wanted, f"{anchor.name} {wanted.kind.label.lower()}")
    ends, kinds = (anchor.id, new.id), (anchor.kind, new.kind)
    if calls_anchor:
        ends, kinds = (new.id, anchor.id), (new.kind, anchor.kind)
    if is_there(graph, new) and links_between(graph, *ends):
        return already(new.name, f"connected to {anchor.name}")
    return Change((*new_part(graph, new), connecting(*kinds, ends, protocol=_protocol(bench, new, anchor))))


def _beside(bench: Bench, new: AddComponent, callers: tuple[Component, ...]) -> Change:
    graph = bench.design.graph
    links: list[Edit] = [
        connecting(caller.kind, new.kind, (caller.id, new.id), label="look up")
        for caller in callers
        if new.id not in graph.by_id or not links_between(graph, caller.id, new.id)
    ]
    if is_there(graph, new) and not links:
        return already(new.name, "used by its callers")
    return Change((*new_part(graph, new), *links))


def _aside(kind: Kind, anchor: Component) -> bool:
    """Tell whether a part stands beside the way to another, as a cache beside a store: both are asked."""
    return kind is Kind.CACHE and anchor.is_datastore


def named(bench: Bench, wanted: Wanted, name: str) -> AddComponent:
    """Return the edit that adds a part; its id is that of the part with this name and kind, when there is one."""
    shown = capital(wanted.name or name)[:120]
    graph = bench.design.graph
    same = next(
        (part for part in graph.components if part.kind is wanted.kind and stems(part.name) == stems(shown)), None
    )
    default = DEFAULTS[wanted.kind]
    properties: dict[str, Scalar | None] = dict(default.properties)
    return AddComponent(
        id=same.id if same is not None else unique_slug(shown, set(graph.by_id), fallback=slugify(wanted.kind.value)),
        name=shown,
        kind=wanted.kind,
        technology=wanted.technology[:80],
        description=wanted.description,
        boundary=_home(graph, wanted.kind),
        replicas=default.replicas,
        properties=properties,
    )


def _home(graph: Graph, kind: Kind) -> str:
    """Return the boundary in which parts of a kind or its family stand here, or where they usually do."""
    alike = [part for part in graph.components if part.boundary and part.family is kind.family]
    for near in ([part for part in alike if part.kind is kind], alike):
        if homes := [part.boundary or "" for part in near]:
            return max(sorted(set(homes)), key=homes.count)
    usual = boundary_of(kind)
    return usual if usual in {boundary.id for boundary in graph.boundaries} and usual in BOUNDARIES else ""


def new_part(graph: Graph, new: AddComponent) -> Iterator[AddComponent]:
    """Yield the edit that adds a part, unless it is there."""
    if not is_there(graph, new):
        yield new


def is_there(graph: Graph, new: AddComponent) -> bool:
    """Tell whether a part that should be added is there already."""
    return new.id in graph.by_id


def already(name: str, where: str) -> Change:
    """Return the change that changes nothing, since a part is there."""
    return Change(says=(f"{name} is there already, {where}; nothing changed",))


def _protocol(bench: Bench, new: AddComponent, anchor: Component | None = None) -> str:
    """Return what a broker speaks, so that both sides of it do; nothing for other parts."""
    broker = new.technology if new.kind in BROKER_KINDS else anchor.technology if anchor and anchor.is_broker else ""
    product = bench.catalog.technology(broker) if broker else None
    return product.protocol if product is not None else ""
