"""Instructions that add a part without saying where: it is put where such a part belongs, if there is one place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designer.edits.edits import AddComponent, ChangeComponent, Connect, Edit
from designer.model.component import Component
from designer.model.connection import Mode
from designer.model.kinds import Family, Kind
from designer.refining.adding import already, is_there, named, new_part, put_in_front
from designer.refining.change import Bench, Change, after_edits
from designer.refining.copies import main_store
from designer.refining.naming import find_parts, links_between
from designer.refining.products import Wanted, wanted_part
from designer.refining.rewiring import connecting, in_the_way
from designer.rules.facts import Facts

_IN_FRONT = frozenset({Kind.CDN, Kind.LOAD_BALANCER, Kind.API_GATEWAY, Kind.WAF})
_WATCHED = frozenset({Family.EDGE, Family.COMPUTE})


def add_alone(bench: Bench, found: re.Match[str]) -> Change:
    """Add a part where such a part belongs; one that may belong anywhere is connected to nothing yet, and said to be."""
    wanted = wanted_part(found["what"], bench.catalog)
    if wanted.kind in _IN_FRONT and (change := _at_the_entrance(bench, wanted)) is not None:
        return change
    if wanted.kind is Kind.IDENTITY_PROVIDER:
        return add_sign_in(bench, wanted)
    if wanted.kind is Kind.OBSERVABILITY:
        return add_observability(bench, wanted)
    if wanted.kind is Kind.CACHE and (store := main_store(bench)) is not None and bench.design.graph.incoming[store.id]:
        change = put_in_front(bench, store, wanted)
        return change._replace(says=(*change.says, f"taken for {store.name}, which critical flows use most"))
    return _unconnected(bench, wanted)


def _unconnected(bench: Bench, wanted: Wanted) -> Change:
    graph = bench.design.graph
    new = named(bench, wanted, wanted.kind.label)
    if is_there(graph, new):
        return already(new.name, "in the design")
    same = [part for part in find_parts(bench, wanted.name or wanted.kind.label) if part.kind is wanted.kind]
    others = f"; {same[0].name} is there as well" if same else ""
    says = (f"{new.name} is connected to nothing yet{others}: 'connect A to {new.name}' does that",)
    return Change(tuple(new_part(graph, new)), says)


def _at_the_entrance(bench: Bench, wanted: Wanted) -> Change | None:
    """Return the change that leads clients over a new part; None when no client calls anything."""
    graph = bench.design.graph
    users = {user.id for user in Facts(bench.design).users}
    calls = tuple(
        link
        for link in graph.connections
        if link.source in users and link.mode is Mode.SYNC and graph.by_id[link.target].family is not Family.EXTERNAL
        if graph.by_id[link.target].kind is not Kind.DNS
    )
    if not calls:
        return None
    there = [part for part in graph.components if part.kind is wanted.kind and part.id in {o.target for o in calls}]
    if there:
        return already(there[0].name, "in front of everything else")
    new = named(bench, wanted, wanted.kind.label)
    return Change((*new_part(graph, new), *in_the_way(bench.design, calls, new.id, new.kind)))


def add_sign_in(bench: Bench, wanted: Wanted | None = None) -> Change:
    """Add an identity provider that the entrances, or the services behind them, check tokens with; once."""
    graph = bench.design.graph
    there = [part for part in graph.components if part.kind is Kind.IDENTITY_PROVIDER]
    if there and (wanted is None or not wanted.name):
        return Change(says=(f"{there[0].name} is there and finds out who somebody is",))
    wanted = wanted or wanted_part("identity provider", bench.catalog)
    new = named(bench, wanted, "Identity provider")
    if is_there(graph, new):
        return already(new.name, "in the design")
    checkers = _checkers(bench)
    edits: list[Edit] = [*new_part(graph, new)]
    edits += [connecting(part.kind, new.kind, (part.id, new.id), label="check token") for part in checkers]
    edits += _knowing(checkers)
    says = () if checkers else (f"{new.name} is connected to nothing yet: 'connect A to {new.name}' does that",)
    return Change(tuple(edits), says)


def _knowing(checkers: tuple[Component, ...]) -> Iterator[ChangeComponent]:
    for part in checkers:
        if part.prop("authenticates") is not True:
            yield ChangeComponent(id=part.id, properties={"authenticates": True})


def _checkers(bench: Bench) -> tuple[Component, ...]:
    """Return the gateways and services that clients come to first; what only passes on is gone through."""
    graph = bench.design.graph
    todo = [part for part in Facts(bench.design).entrances if not part.is_datastore]
    seen: set[str] = set()
    found: dict[str, Component] = {}
    while todo:
        part = todo.pop()
        if part.id in seen:
            continue
        seen.add(part.id)
        if part.kind is Kind.API_GATEWAY or part.family is Family.COMPUTE:
            found[part.id] = part
        elif part.family is Family.EDGE:
            todo += [graph.by_id[link.target] for link in graph.outgoing[part.id]]
    return tuple(found[key] for key in sorted(found))


def add_observability(bench: Bench, wanted: Wanted | None = None) -> Change:
    """Let every part that answers or works tell what it does to one that watches, which is added where there is none."""
    graph = bench.design.graph
    there = [part for part in graph.components if part.kind is Kind.OBSERVABILITY]
    edits: list[Edit] = []
    if there and (wanted is None or not wanted.name):
        key, kind = there[0].id, there[0].kind
    else:
        new: AddComponent = named(bench, wanted or wanted_part("observability", bench.catalog), "Monitoring")
        key, kind = new.id, new.kind
        edits += new_part(graph, new)
    bench = after_edits(bench, edits)
    graph = bench.design.graph
    watched = [part for part in graph.components if part.family in _WATCHED and part.kind is not Kind.DNS]
    links: list[Connect] = [
        connecting(part.kind, kind, (part.id, key), label="metrics and traces")
        for part in watched
        if not links_between(graph, part.id, key)
    ]
    if not edits and not links:
        return already(graph.by_id[key].name, "watching every part that answers or works")
    return Change((*edits, *links))
