"""Instructions about copies: replicas of a part, read replicas of a store, a second region."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from designer.edits.edits import MAX_REPLICAS, AddBoundary, AddComponent, ChangeComponent, Connect, Decide, Edit
from designer.model.base import Scalar, slugify
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.graph import Graph
from designer.model.kinds import Family, Kind
from designer.planner.defaults import DEFAULTS
from designer.refining.change import Bench, Change, unclear
from designer.refining.naming import part_of, parts_of
from designer.refining.words import listed, number_in
from designer.rules.facts import Facts
from designer.rules.reliability.single_point_of_failure import single_point_of_failure

_ALL = re.compile(r"^(?:all|every|each)(?:\s+(?:of\s+)?(?:the\s+)?)?", re.I)
_OWN_REGION = frozenset({"source_of_truth", "transactional", "backup", "multi_zone", "failover", "regions"})
_SECOND = "second-region"
_READ_ONLY: dict[str, Scalar | None] = {"source_of_truth": False, "rebuildable": True}
_RUNS = frozenset({Family.EDGE, Family.COMPUTE, Family.MESSAGING, Family.OPERATIONS})


def set_replicas(bench: Bench, found: re.Match[str]) -> Change:
    """Run so many copies of a part, or of each of a kind where the instruction says all."""
    number = number_in(found["n"])
    if number is None or not 1 <= number <= MAX_REPLICAS:
        raise unclear(f"{found['n'][:40]!r} is no number of copies", f"use a whole number from 1 to {MAX_REPLICAS:,}")
    return _with_copies(bench, found["a"], lambda part: number)


def scale_replicas(bench: Bench, found: re.Match[str]) -> Change:
    """Run twice, three times or half as many copies of a part."""
    word = found["factor"].casefold()
    factor = {"double": 2.0, "triple": 3.0, "halve": 0.5}[word]
    return _with_copies(bench, found["a"], lambda part: min(MAX_REPLICAS, max(1, round(part.replicas * factor))))


def more_copies(bench: Bench, found: re.Match[str]) -> Change:
    """Run some more or fewer copies of a part: one, where no number is said."""
    number = number_in(found["n"] or "one") or 1
    if re.search(r"fewer|less", found.group(), re.I):
        number = -number
    return _with_copies(bench, found["a"], lambda part: min(MAX_REPLICAS, max(1, part.replicas + number)))


def no_single_points(bench: Bench, found: re.Match[str]) -> Change:
    """Run a second copy of every part that critical flows cannot do without and that has one."""
    known = bench.design.graph.by_id
    alone = {
        key: known[key]
        for finding in single_point_of_failure.findings(Facts(bench.design))
        for key in finding.subjects
        if key in known
    }
    if not alone:
        return Change(says=("no part is a single point of failure; nothing changed",))
    return Change(tuple(ChangeComponent(id=key, replicas=max(2, part.replicas)) for key, part in alone.items()))


def _with_copies(bench: Bench, words: str, wanted: Callable[[Component], int]) -> Change:
    is_all = _ALL.match(words)
    said = _ALL.sub("", words)
    parts = parts_of(bench, said) if is_all else (part_of(bench, said),)
    edits: list[Edit] = []
    says = []
    for part in parts:
        number = wanted(part)
        if part.family in (Family.CLIENT, Family.EXTERNAL):
            raise unclear(f"{part.name} is not run by this system, so it has no copies to set", "name a part that is")
        if part.replicas == number:
            says.append(f"{part.name} has {number} {'copy' if number == 1 else 'copies'} already; nothing changed")
        else:
            edits.append(ChangeComponent(id=part.id, replicas=number))
    return Change(tuple(edits), tuple(says))


def add_read_replica(bench: Bench, found: re.Match[str]) -> Change:
    """Add a copy of a store that follows it; in a second region, where that is said."""
    stated = found["a"] or found["b"]
    store = _named_or_main(bench, stated or "")
    far = "region" in found.group().casefold()
    number = number_in(found["n"] or "") or 0
    if not store.is_datastore:
        if far or "read" in found.group().casefold():
            fix = f"say 'run 3 replicas of {store.name}'"
            raise unclear(f"{store.name} keeps no data, so it has no read replica", fix)
        return _with_copies(bench, store.name, lambda part: min(MAX_REPLICAS, part.replicas + max(1, number)))
    graph = bench.design.graph
    key = replica_id(store, far=far)
    if key in graph.by_id:
        return Change(says=(f"{graph.by_id[key].name} is there already, following {store.name}; nothing changed",))
    edits: list[Edit] = [*(_boundary(graph) if far else ()), *_replica(graph, store, far=far, copies=number)]
    if not far:
        edits += _readers(graph, store, key)
    says = [] if stated else [f"taken for {store.name}, the store of truth that critical flows use most"]
    if far:
        says.append(f"nothing reads {_replica_name(store, far=True)} yet: it stands by, seconds behind {store.name}")
    return Change(tuple(edits), tuple(says))


def main_store(bench: Bench) -> Component | None:
    """Return the store that is meant when none is named: of those of truth, the one that critical flows use most."""
    graph = bench.design.graph
    stores = [part for part in graph.components if part.is_datastore and part.kind is not Kind.CACHE]
    stores = [part for part in stores if not _is_with_client(part, graph)]
    truth = [part for part in stores if part.prop("source_of_truth") is True] or stores
    steps = [step for flow in bench.design.flows for step in flow.steps if flow.critical or flow.kind == "normal"]
    uses = {part.id: sum(part.id in (step.source, step.target) for step in steps) for part in truth}
    critical = [step for flow in bench.design.flows if flow.critical for step in flow.steps]
    first = {part.id: sum(part.id in (step.source, step.target) for step in critical) for part in truth}
    return min(truth, key=lambda part: (-first[part.id], -uses[part.id], part.id), default=None)


def _named_or_main(bench: Bench, stated: str) -> Component:
    """Return the store that is named, or meant when none is.

    Raises:
        InputError: there is none, or the name may mean several.
    """
    if stated:
        return part_of(bench, stated)
    store = main_store(bench)
    if store is None:
        raise unclear("the design has no store to copy", "name the part, as in 'add a read replica of X'")
    return store


def replica_id(store: Component, *, far: bool) -> str:
    """Return the id that the replica of a store has."""
    return slugify(f"{store.id[:40]}-replica{'-second-region' if far else ''}")


def _replica_name(store: Component, *, far: bool) -> str:
    return f"{store.name[:90]} replica{', second region' if far else ''}"


def _replica(graph: Graph, store: Component, *, far: bool, copies: int = 0) -> Iterator[Edit]:
    kept: dict[str, Scalar | None] = {
        name: value for name, value in store.properties.items() if name not in _OWN_REGION
    }
    yield AddComponent(
        id=replica_id(store, far=far),
        name=_replica_name(store, far=far),
        kind=store.kind,
        technology=store.technology[:80],
        description=f"A copy of {store.name}, a moment behind, for reading.",
        boundary=(_SECOND if far else store.boundary) or "",
        replicas=min(copies, MAX_REPLICAS) or (2 if far else 1),
        properties={**kept, **_READ_ONLY},
    )
    yield Connect(
        source=store.id,
        target=replica_id(store, far=far),
        label="change log",
        protocol="replication",
        mode=Mode.REPLICATION,
        properties={"encrypted": True},
    )


def _readers(graph: Graph, store: Component, key: str) -> Iterator[Edit]:
    """Yield the connections of those that read a store to its replica; one that only writes has nothing to read."""
    seen: set[str] = set()
    for link in graph.incoming[store.id]:
        writes_only = link.prop("writes") is True and link.prop("reads") is not True
        if link.mode is Mode.SYNC and not writes_only and link.source not in seen:
            seen.add(link.source)
            properties: dict[str, Scalar | None] = {
                name: value for name, value in link.properties.items() if name not in ("writes", "idempotency_key")
            }
            yield Connect(
                source=link.source,
                target=key,
                label="read",
                protocol=link.protocol[:80],
                properties={**properties, "reads": True},
            )


def survive_region(bench: Bench, found: re.Match[str]) -> Change:
    """Let the system survive a region: a replica of every store of truth, everything else run in both, one entry."""
    graph = bench.design.graph
    stores = [
        part
        for part in graph.components
        if part.is_datastore
        and part.prop("rebuildable") is not True
        and not _is_with_client(part, graph)
        and (part.prop("source_of_truth") is True or part.kind is Kind.OBJECT_STORE)
    ]
    edits: list[Edit] = []
    for store in stores:
        if replica_id(store, far=True) not in graph.by_id:
            edits += _replica(graph, store, far=True)
    here = {store.id for store in stores}
    for part in graph.components:
        runs = part.family in _RUNS or (part.is_datastore and part.kind is Kind.CACHE)
        if runs and part.id not in here and not _is_with_client(part, graph) and not _has_two(part):
            edits.append(ChangeComponent(id=part.id, properties={"regions": 2}))
    edits += _entry(bench)
    if not edits:
        return Change(says=("the design runs in a second region already; nothing changed",))
    title = "A second region stands by"
    if title.casefold() not in {decision.title.casefold() for decision in bench.design.decisions}:
        edits.append(_decision(title, stores))
    return Change((*_boundary(graph), *edits))


def _decision(title: str, stores: list[Component]) -> Decide:
    names = listed([store.name for store in stores[:8]])
    return Decide(
        title=title,
        context="The system has to go on when a region is lost.",
        choice=f"One region leads; the other runs the same parts and follows {names or 'it'}, seconds behind."[:2000],
        alternatives=(),
        consequences=(
            "the last seconds of writes may be lost with the region",
            "the change to the second region is exercised, so that it works",
        ),
    )


def _has_two(part: Component) -> bool:
    regions = part.prop("regions")
    return isinstance(regions, int | float) and regions >= 2


def _is_with_client(part: Component, graph: Graph) -> bool:
    """Tell whether a part runs on a client: a store that only clients call."""
    callers = [graph.by_id[link.source] for link in graph.incoming[part.id]]
    return part.is_datastore and bool(callers) and all(caller.family is Family.CLIENT for caller in callers)


def _entry(bench: Bench) -> Iterator[Edit]:
    """Yield the edits that lead clients over a DNS name that answers with the region that is alive."""
    graph = bench.design.graph
    if any(part.kind is Kind.DNS for part in graph.components):
        return
    entries: list[Connection] = [
        link
        for link in graph.connections
        if graph.by_id[link.source].family is Family.CLIENT
        and graph.by_id[link.target].family in (Family.EDGE, Family.COMPUTE)
        and not _stands_with(graph.by_id[link.source], graph.by_id[link.target])
        and link.mode is not Mode.REPLICATION
    ]
    if not entries:
        return
    default = DEFAULTS[Kind.DNS]
    properties: dict[str, Scalar | None] = {**default.properties, "health_check": True, "failover": "automatic"}
    key = "region-dns" if "region-dns" not in graph.by_id else "region-steering-dns"
    homes = [graph.by_id[link.target].boundary for link in entries if graph.by_id[link.target].boundary]
    yield AddComponent(
        id=key,
        name="Region steering",
        kind=Kind.DNS,
        technology=default.technology,
        description="Answers with the region that is alive.",
        boundary=homes[0] or "" if homes else "",
        replicas=default.replicas,
        properties=properties,
    )
    for source in dict.fromkeys(link.source for link in entries):
        yield Connect(
            source=source,
            target=key,
            label="find living region",
            protocol="DNS",
            properties={"timeout_s": 2, "reads": True},
        )
    for target in dict.fromkeys(link.target for link in entries):
        yield Connect(
            source=key,
            target=target,
            label="check health",
            protocol="HTTPS",
            mode=Mode.ASYNC,
            properties={"encrypted": True, "schedule": "every 10 seconds"},
        )


def _stands_with(one: Component, other: Component) -> bool:
    return one.boundary is not None and one.boundary == other.boundary


def _boundary(graph: Graph) -> Iterator[AddBoundary]:
    if _SECOND not in {boundary.id for boundary in graph.boundaries}:
        yield AddBoundary(id=_SECOND, name="Second region", type="region")
