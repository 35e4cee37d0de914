"""Instructions that take a part out: its callers go straight on to what it led to, or another product does its work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from designer.edits.edits import Connect, Edit, RemoveComponent
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.flow import Step
from designer.model.graph import Graph
from designer.model.kinds import BROKER_KINDS, Family, Kind
from designer.model.technology import Technology
from designer.planner.defaults import DEFAULTS, protocol_of
from designer.refining.change import Bench, Change, after_edits
from designer.refining.changing import with_product
from designer.refining.naming import ambiguous, find_parts, links_between, part_of, parts_of, unknown
from designer.refining.products import kind_named, product_named
from designer.refining.rewiring import connecting, flows_by_way_of
from designer.refining.words import listed, without_article

_ALL = re.compile(r"^(?:all|every|any|each|both)\s+(?:of\s+)?(?:the\s+)?", re.I)
_MOST_PAIRS = 12
_PASSES_ON = frozenset({*(kind for kind in Kind if kind.family is Family.EDGE), *BROKER_KINDS})


def remove(bench: Bench, found: re.Match[str]) -> Change:
    """Remove one part; every part of a product or kind where the instruction says all or none."""
    said = found["a"]
    if _ALL.match(said):
        return removed(bench, parts_of(bench, _ALL.sub("", said)))
    return removed(bench, (part_of(bench, said),))


def have_none(bench: Bench, found: re.Match[str]) -> Change | None:
    """Do without a product or a kind of part; that there is none is no error, since that is what is wanted.

    Another product takes the place of one that is refused; a part that is refused goes. The brief is told.
    """
    said = without_article(found["a"])
    product, kind = product_named(said, bench.catalog), kind_named(said, bench.catalog)
    parts = find_parts(bench, said)
    refused = f"No {product.name if product else said}." if product or kind else ""
    if product is not None and not any(part.name.casefold() == said.casefold() for part in parts):
        return _without_product(bench, parts, product)._replace(statement=refused)
    if parts:
        if len(parts) > 1 and kind is None:
            raise ambiguous(said, parts)
        return removed(bench, parts)._replace(statement=refused)
    if product is None and kind is None:
        raise unknown(bench, said)
    return Change(says=(f"there is no {said} in the design, and none will be planned",), statement=refused)


def _without_product(bench: Bench, parts: Sequence[Component], product: Technology) -> Change:
    edits: list[Edit] = []
    says: list[str] = []
    for part in parts:
        other = _other_product(bench, part, product)
        if other is None:
            change = removed(bench, (part,))
        else:
            change = with_product(bench, (part,), other)
            says.append(f"{other.name} does what {product.name} did; to do without it, say 'remove {part.name}'")
        edits += change.edits
        says += change.says
    if not parts:
        says.append(f"there is no {product.name} in the design, and none will be planned")
    return Change(tuple(edits), tuple(says))


def _other_product(bench: Bench, part: Component, refused: Technology) -> Technology | None:
    """Return what plays a part instead of a product: what its blueprint names, the usual one, or any of the kind."""
    names = [*_options(bench, part), DEFAULTS[part.kind].technology]
    known = [found for name in names if (found := bench.catalog.technology(name)) is not None]
    known += [item for item in bench.catalog.technologies if item.kinds[0] is part.kind]
    return next((item for item in known if item != refused and part.kind in item.kinds), None)


def _options(bench: Bench, part: Component) -> Iterator[str]:
    for name in part.roles:
        owner, _, role = name.partition("/")
        blueprint = bench.catalog.by_id.get(owner)
        spec = blueprint.roles.get(role) if blueprint is not None else None
        if spec is not None and spec.technology is not None:
            yield from (spec.technology.default, *spec.technology.options)


def removed(bench: Bench, parts: Sequence[Component]) -> Change:
    """Return the change that takes parts out; who went through one of them goes straight on."""
    edits: list[Edit] = []
    says: list[str] = []
    for part in parts:
        bridges = tuple(_bridges(bench, part)) if part.kind in _PASSES_ON else ()
        own: list[Edit] = [bridge for bridge in bridges if not _is_connected(bench, bridge)]
        own += _shortened(bench, part, bridges)
        own.append(RemoveComponent(id=part.id))
        says += _said(bench.design.graph, part, bridges)
        edits += own
        bench = after_edits(bench, own)
    return Change(tuple(edits), tuple(says))


def _bridges(bench: Bench, part: Component) -> Iterator[Connect]:
    """Yield a connection from each that goes through a part to each that it leads to."""
    graph = bench.design.graph
    pairs = _through(bench, part)
    for first in graph.incoming[part.id]:
        for second in graph.outgoing[part.id]:
            if first.source == second.target:
                continue
            if (first.source, second.target) in pairs and _carries_on(graph, first, second):
                pairs.discard((first.source, second.target))
                yield _bridge(graph, part, first, second)


def _through(bench: Bench, part: Component) -> set[tuple[str, str]]:
    """Return who goes through a part to whom, as flows tell; where none does, everybody to everybody, if they are few."""
    walked = set()
    for flow in bench.design.flows:
        came = ""
        for step in flow.steps:
            if step.target == part.id:
                came = step.source
            elif step.source == part.id and came and step.target != came:
                walked.add((came, step.target))
    graph = bench.design.graph
    sources, targets = ([link.source for link in graph.incoming[part.id]], [o.target for o in graph.outgoing[part.id]])
    pairs = {(source, target) for source in sources for target in targets}
    if part.kind not in BROKER_KINDS and len(pairs) <= _MOST_PAIRS:
        return pairs
    return walked & pairs or (pairs if len(pairs) <= _MOST_PAIRS else set())


def _carries_on(graph: Graph, first: Connection, second: Connection) -> bool:
    """Tell whether what comes over one connection goes on over the other: no copies of data, no telemetry."""
    aside = {Family.OPERATIONS}
    families = {graph.by_id[first.source].family, graph.by_id[second.target].family}
    return Mode.REPLICATION not in (first.mode, second.mode) and families.isdisjoint(aside)


def _bridge(graph: Graph, part: Component, first: Connection, second: Connection) -> Connect:
    source, target = graph.by_id[first.source], graph.by_id[second.target]
    carried = second if part.kind not in BROKER_KINDS else first
    protocol = second.protocol if part.kind not in BROKER_KINDS else protocol_of(source.kind, target.kind)
    mode = Mode.SYNC if part.kind in BROKER_KINDS else second.mode
    return connecting(
        source.kind, target.kind, (source.id, target.id), label=carried.label, protocol=protocol, mode=mode
    )


def _is_connected(bench: Bench, bridge: Connect) -> bool:
    return bool(links_between(bench.design.graph, bridge.source, bridge.target))


def _shortened(bench: Bench, part: Component, bridges: Sequence[Connect]) -> Iterator[Edit]:
    """Yield the flows with their two steps over a part made one, where a bridge takes its place."""
    ends = {(bridge.source, bridge.target) for bridge in bridges}
    if not ends:
        return
    came = ""

    def ways(step: Step) -> tuple[Step, ...]:
        nonlocal came
        if step.target == part.id:
            came = step.source
            return ()
        if step.source == part.id:
            known = (came, step.target) in ends or (step.target, came) in ends
            return (step.model_copy(update={"source": came}),) if known else ()
        return (step,)

    yield from flows_by_way_of(bench.design, ways)


def _said(graph: Graph, part: Component, bridges: Sequence[Connect]) -> Iterator[str]:
    if not bridges:
        return
    pairs = [f"{graph.by_id[one.source].name} to {graph.by_id[one.target].name}" for one in bridges[:6]]
    more = f" and {len(bridges) - 6} more" if len(bridges) > 6 else ""
    waits = ", and waits for the answer" if part.kind in BROKER_KINDS else ""
    yield f"without {part.name}, {listed(pairs)}{more} is direct{waits}"
