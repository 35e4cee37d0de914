"""Score a graph against a blueprint: the best assignment of components to roles, and what is missing or wrong.

Roles are found by kind, technology, stated properties and connections; words only break ties, and ids play no
part. Renaming everything leaves the score unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from designer.model.base import Frozen
from designer.model.blueprint import Blueprint, ConnectionSpec, DemandSpec, RoleSpec
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.graph import Graph
from designer.model.kinds import Family, Kind

_ROUNDS = 3
_LEAST_LINKED = 0.34
# A part that fits two roles alike plays the one that must be there.
_REQUIRED = 0.05
# What a part says of itself decides between neighbours of the same shape; its links and demands are judged all the same.
_DECLARED = 0.5
_SIMILAR: tuple[frozenset[Kind], ...] = (
    frozenset({Kind.RELATIONAL_DB, Kind.DOCUMENT_DB, Kind.WIDE_COLUMN_DB, Kind.KEY_VALUE_STORE}),
    frozenset({Kind.CACHE, Kind.KEY_VALUE_STORE}),
    frozenset({Kind.QUEUE, Kind.EVENT_LOG}),
    frozenset({Kind.SERVICE, Kind.WORKER, Kind.FUNCTION, Kind.STREAM_PROCESSOR}),
    frozenset({Kind.WORKER, Kind.BATCH_JOB, Kind.SCHEDULER, Kind.FUNCTION}),
    frozenset({Kind.WEB_CLIENT, Kind.MOBILE_CLIENT, Kind.CLIENT_SDK, Kind.DEVICE, Kind.PERSON}),
    frozenset({Kind.LOAD_BALANCER, Kind.API_GATEWAY}),
    frozenset({Kind.COORDINATION_SERVICE, Kind.KEY_VALUE_STORE, Kind.CONFIG_SERVICE}),
)


class Item(Frozen):
    """One thing that deviates: `subject` is a role, a connection ("from>to") or a demand ("role.property")."""

    type: Literal["role", "connection", "demand"]
    subject: str
    text: str
    components: tuple[str, ...] = ()


class Matched(Frozen):
    """A role, the component that plays it, and why we think so."""

    role: str
    component: str
    evidence: tuple[str, ...] = ()


class Conformance(Frozen):
    """How well a graph follows a blueprint; `score` is 0 to 100, and 100 only when nothing required is amiss."""

    blueprint: str
    score: int
    matched: tuple[Matched, ...] = ()
    missing: tuple[Item, ...] = ()
    wrong: tuple[Item, ...] = ()
    unexpected: tuple[str, ...] = ()


class _Links(NamedTuple):
    """Connections of a graph or a pattern by end: (other end, mode) pairs."""

    out: Mapping[str, tuple[tuple[str, str], ...]]
    into: Mapping[str, tuple[tuple[str, str], ...]]


def conformance(graph: Graph, blueprint: Blueprint) -> Conformance:
    """Return how well a graph follows a blueprint, with every deviation named."""
    pattern = _pattern_links(blueprint)
    links = _graph_links(graph)
    candidates = _candidates(graph, blueprint)
    optional = frozenset(key for key, role in blueprint.roles.items() if not role.required)
    assigned = _improve(_start(candidates, pattern, links), candidates, pattern, links, optional)
    assigned = _drop_loose(assigned, pattern, links)
    assigned = _share(assigned, blueprint, graph, pattern)
    effective = _effective_roles(blueprint, assigned)
    missing_roles = [key for key in effective if key not in assigned]
    wanted = [link for link in blueprint.connections if _is_wanted(link, assigned)]
    link_items = [item for link in wanted if (item := _link_item(link, assigned, graph)) is not None]
    demands = [demand for demand in blueprint.demands if _demand_applies(demand, assigned)]
    demand_items = [item for demand in demands if (item := _demand_item(demand, blueprint, assigned, graph))]
    missing = [
        Item(type="role", subject=key, text=f"no part plays the role {blueprint.roles[key].name!r}")
        for key in missing_roles
    ]
    missing += [item for item in link_items if not item.components]
    return Conformance(
        blueprint=blueprint.id,
        score=_total(
            (len(effective) - len(missing_roles), len(effective)),
            (len(wanted) - len(link_items), len(wanted) + _lost_links(blueprint, effective, missing_roles)),
            (len(demands) - len(demand_items), len(demands)),
        ),
        matched=tuple(
            Matched(
                role=key, component=assigned[key], evidence=_evidence(key, blueprint, assigned, graph, pattern, links)
            )
            for key in sorted(assigned)
        ),
        missing=tuple(sorted(missing, key=lambda item: (item.type, item.subject))),
        wrong=(*(item for item in link_items if item.components), *demand_items),
        unexpected=tuple(sorted(_unexpected(graph, blueprint, assigned))),
    )


def named(found: Conformance) -> frozenset[str]:
    """Return the subjects of everything that deviates."""
    return frozenset(item.subject for item in (*found.missing, *found.wrong))


def best_matches(graph: Graph, blueprints: Iterable[Blueprint], *, limit: int = 5) -> tuple[Conformance, ...]:
    """Return the blueprints that a graph follows best, best first."""
    found = [conformance(graph, blueprint) for blueprint in blueprints]
    return tuple(sorted(found, key=lambda item: (-item.score, item.blueprint))[:limit])


def _total(*parts: tuple[int, int]) -> int:
    """Return 0 to 100 from (met, all) of roles, connections and demands; rounded down so that 100 means all."""
    weights = (0.5, 0.35, 0.15)
    used = [(weight, met, whole) for weight, (met, whole) in zip(weights, parts, strict=True) if whole]
    total = sum(weight for weight, _, _ in used)
    return int(100 * sum(weight * met / whole for weight, met, whole in used) / total + 1e-9) if used else 0


def _pattern_links(blueprint: Blueprint) -> _Links:
    return _links((link.source, link.target, link.mode.value) for link in blueprint.connections)


def _graph_links(graph: Graph) -> _Links:
    return _links((link.source, link.target, link.mode.value) for link in graph.connections)


def _links(items: Iterable[tuple[str, str, str]]) -> _Links:
    out: dict[str, list[tuple[str, str]]] = {}
    into: dict[str, list[tuple[str, str]]] = {}
    for source, target, mode in items:
        out.setdefault(source, []).append((target, mode))
        into.setdefault(target, []).append((source, mode))
    return _Links({key: tuple(value) for key, value in out.items()}, {key: tuple(value) for key, value in into.items()})


@lru_cache(maxsize=4096)
def _kind_fit(wanted: Kind, also: tuple[Kind, ...], kind: Kind) -> float:
    if kind == wanted:
        return 1.0
    if kind in also:
        return 0.95
    if any({wanted, kind} <= group for group in _SIMILAR):
        return 0.5
    return 0.0


def _candidates(graph: Graph, blueprint: Blueprint) -> dict[str, dict[str, float]]:
    """Return for each role the components that may play it, with how well each fits by itself."""
    by_kind: dict[Kind, list[Component]] = {}
    for component in graph.components:
        by_kind.setdefault(component.kind, []).append(component)
    found: dict[str, dict[str, float]] = {}
    gated = {role for option in blueprint.options.values() for item in option.choices.values() for role in item.roles}
    for key, role in blueprint.roles.items():
        may_lack = not role.required or key in gated
        fits: dict[str, float] = {}
        for kind, components in by_kind.items():
            if fit := _kind_fit(role.kind, role.or_kinds, kind):
                for component in components:
                    if may_lack and _plays_elsewhere(component, blueprint):
                        continue
                    fits[component.id] = fit + _technology_fit(role, component) + _property_fit(role, component)
                    fits[component.id] += 1e-6 * _word_fit(role, component) + (_REQUIRED if role.required else 0.0)
                    fits[component.id] += _DECLARED if f"{blueprint.id}/{key}" in component.roles else 0.0
        found[key] = fits
    return found


def _plays_elsewhere(component: Component, blueprint: Blueprint) -> bool:
    """Tell whether a part says that it plays other roles only: it plays none that this blueprint can do without.

    A part that a rule added and that no blueprint called for stands beside the pattern.
    """
    prefix = f"{blueprint.id}/"
    if not component.roles:
        return component.origin.by == "rule"
    return not any(role.startswith(prefix) for role in component.roles)


def _technology_fit(role: RoleSpec, component: Component) -> float:
    if role.technology is None or not component.technology:
        return 0.0
    named = component.technology.casefold()
    if named == role.technology.default.casefold():
        return 0.2
    return 0.15 if any(named == option.casefold() for option in role.technology.options) else 0.0


def _property_fit(role: RoleSpec, component: Component) -> float:
    if not role.properties:
        return 0.0
    same = sum(1 for key, value in role.properties.items() if component.properties.get(key) == value)
    return 0.3 * same / len(role.properties)


def _word_fit(role: RoleSpec, component: Component) -> float:
    wanted = set(" ".join((role.name, *role.words)).casefold().split())
    return len(wanted & set(component.name.casefold().split())) / max(1, len(wanted))


def _start(candidates: Mapping[str, Mapping[str, float]], pattern: _Links, links: _Links) -> dict[str, str]:
    """Return a first assignment: similarity spread over connections, then the best pairs first."""
    similarity = {(role, name): fit for role, fits in candidates.items() for name, fit in fits.items()}
    base = dict(similarity)
    for _ in range(_ROUNDS):
        similarity = {pair: base[pair] * (1 + _neighbours(pair, pattern, links, similarity)) for pair in similarity}
        top = max(similarity.values(), default=1.0)
        similarity = {pair: value / top for pair, value in similarity.items()}
    assigned: dict[str, str] = {}
    taken: set[str] = set()
    for role, name in sorted(similarity, key=lambda pair: (-round(similarity[pair], 9), pair)):
        if role not in assigned and name not in taken:
            assigned[role] = name
            taken.add(name)
    return assigned


def _neighbours(
    pair: tuple[str, str], pattern: _Links, links: _Links, similarity: Mapping[tuple[str, str], float]
) -> float:
    role, name = pair
    total, count = 0.0, 0
    for wanted, there in ((pattern.out.get(role, ()), links.out.get(name, ())),
                          (pattern.into.get(role, ()), links.into.get(name, ()))):  # fmt: skip
        for other, mode in wanted:
            count += 1
            total += max(
                (similarity.get((other, end), 0.0) * (1.0 if mode == found else 0.7) for end, found in there),
                default=0.0,
            )
    return 2 * total / count if count else 0.0


def _improve(
    assigned: dict[str, str],
    candidates: Mapping[str, Mapping[str, float]],
    pattern: _Links,
    links: _Links,
    optional: frozenset[str],
) -> dict[str, str]:
    """Return the assignment after moves and swaps that raise the total fit, until none does."""
    edges = {(source, target): mode for source, ends in links.out.items() for target, mode in ends}
    current = dict(assigned)
    for _ in range(6):
        changed = False
        for role in sorted(candidates):
            holder = {name: key for key, name in current.items()}
            for name in sorted(candidates[role], key=lambda item: (-candidates[role][item], item)):
                other = holder.get(name)
                if other == role:
                    continue
                moved = _moved(current, role, name, other, candidates)
                touched = [role, *([other] if other else [])]
                gain = _worth(moved, touched, candidates, pattern, edges, optional) - _worth(
                    current, touched, candidates, pattern, edges, optional
                )
                if gain > 1e-9:
                    current, changed = moved, True
                    holder = {item: key for key, item in current.items()}
        if not changed:
            break
    return current


def _moved(
    current: Mapping[str, str], role: str, name: str, other: str | None,
    candidates: Mapping[str, Mapping[str, float]],
) -> dict[str, str]:  # fmt: skip
    moved = dict(current)
    before = moved.pop(role, None)
    if other is not None:
        del moved[other]
        if before is not None and before in candidates[other]:
            moved[other] = before
    moved[role] = name
    return moved


def _worth(
    assigned: Mapping[str, str], roles: Iterable[str], candidates: Mapping[str, Mapping[str, float]],
    pattern: _Links, edges: Mapping[tuple[str, str], str], optional: frozenset[str],
) -> float:  # fmt: skip
    """Return what the given roles contribute: own fit, and connections that exist in the right direction."""
    total = 0.0
    seen: set[tuple[str, str]] = set()
    for role in roles:
        if role not in assigned:
            continue
        total += candidates[role][assigned[role]]
        ends = [(role, other, mode) for other, mode in pattern.out.get(role, ())]
        ends += [(other, role, mode) for other, mode in pattern.into.get(role, ())]
        for source, target, mode in ends:
            if (source, target) in seen or source not in assigned or target not in assigned:
                continue
            seen.add((source, target))
            found = edges.get((assigned[source], assigned[target]))
            if found is not None:
                total += 1.0 if found == mode else 0.6
            elif (assigned[target], assigned[source]) in edges:
                total += 0.3
            elif role in optional:
                # An optional role has to earn its part; a required one may have lost a connection.
                total -= 0.4
    return total


def _drop_loose(assigned: dict[str, str], pattern: _Links, links: _Links) -> dict[str, str]:
    """Return the assignment without components that are wired nothing like the role they were given.

    A part that only lost a connection keeps its role; one whose own connections lead elsewhere is another part.
    """
    edges = {(source, target) for source, ends in links.out.items() for target, _ in ends}
    kept = dict(assigned)
    for role in sorted(assigned):
        ends = [(role, other) for other, _ in pattern.out.get(role, ()) if other in assigned]
        ends += [(other, role) for other, _ in pattern.into.get(role, ()) if other in assigned]
        pairs = {(assigned[source], assigned[target]) for source, target in ends}
        met = sum(1 for pair in pairs if pair in edges or pair[::-1] in edges)
        name = assigned[role]
        foreign = sum(1 for end, _ in links.out.get(name, ()) if not {(name, end), (end, name)} & pairs)
        foreign += sum(1 for end, _ in links.into.get(name, ()) if not {(name, end), (end, name)} & pairs)
        if ends and foreign and met / len(ends) < _LEAST_LINKED and (met == 0 or len(ends) > 3):
            del kept[role]
    return kept


def _share(assigned: dict[str, str], blueprint: Blueprint, graph: Graph, pattern: _Links) -> dict[str, str]:
    """Let a role that may share a part with another be played by that part, when it carries the role's connections."""
    shared = dict(assigned)
    for key, role in blueprint.roles.items():
        if key in shared:
            continue
        for other in role.shares_with:
            fits = other in assigned and _kind_fit(role.kind, role.or_kinds, graph.by_id[assigned[other]].kind)
            if fits and _carries(key, assigned[other], assigned, graph, pattern):
                shared[key] = assigned[other]
                break
    return shared


def _carries(role: str, name: str, assigned: Mapping[str, str], graph: Graph, pattern: _Links) -> bool:
    out = {item.target for item in graph.outgoing[name]}
    into = {item.source for item in graph.incoming[name]}
    wanted = [assigned[other] in out for other, _ in pattern.out.get(role, ()) if other in assigned]
    wanted += [assigned[other] in into for other, _ in pattern.into.get(role, ()) if other in assigned]
    return bool(wanted) and sum(wanted) / len(wanted) > 0.5


def _effective_roles(blueprint: Blueprint, assigned: Mapping[str, str]) -> tuple[str, ...]:
    """Return the roles that this graph must have: the required ones, at option points those of its own choice."""
    gated: set[str] = set()
    chosen: set[str] = set()
    for option in blueprint.options.values():
        own = {role for choice in option.choices.values() for role in choice.roles}
        gated |= own
        if option.kind == "any-of":
            continue
        there = own & assigned.keys()
        # The choice that explains best what is there: fewest parts missing, fewest left over.
        best = min(
            option.choices.items(), key=lambda pair: (len(set(pair[1].roles) ^ there), -len(pair[1].roles), pair[0])
        )
        chosen.update(best[1].roles)
    return tuple(key for key, role in blueprint.roles.items() if role.required and (key not in gated or key in chosen))


def _is_wanted(link: ConnectionSpec, assigned: Mapping[str, str]) -> bool:
    return link.required and link.source in assigned and link.target in assigned


def _lost_links(blueprint: Blueprint, effective: Iterable[str], missing: Iterable[str]) -> int:
    """Count the required connections that miss an end, so that a missing role costs its connections too."""
    wanted, gone = set(effective), set(missing)
    return sum(
        1 for link in blueprint.connections
        if link.required and link.source in wanted and link.target in wanted and {link.source, link.target} & gone
    )  # fmt: skip


def _link_item(link: ConnectionSpec, assigned: Mapping[str, str], graph: Graph) -> Item | None:
    source, target = assigned[link.source], assigned[link.target]
    if source == target:
        return None
    subject = f"{link.source}>{link.target}"
    there = [item for item in graph.outgoing[source] if item.target == target]
    if any(item.mode == link.mode for item in there):
        return None
    if there:
        text = f"the connection {subject} is {there[0].mode.value}, the blueprint wants {link.mode.value}"
        return Item(type="connection", subject=subject, text=text, components=(source, target))
    if any(item.target == source for item in graph.outgoing[target]):
        text = f"the connection {subject} points the wrong way"
        return Item(type="connection", subject=subject, text=text, components=(source, target))
    return Item(type="connection", subject=subject, text=f"the connection {subject} ({link.label}) is missing")


def _demand_applies(demand: DemandSpec, assigned: Mapping[str, str]) -> bool:
    if demand.role is not None:
        return demand.role in assigned
    source, _, target = (demand.connection or "").partition(">")
    return source in assigned and target in assigned


def _demand_item(demand: DemandSpec, blueprint: Blueprint, assigned: Mapping[str, str], graph: Graph) -> Item | None:
    if demand.role is not None:
        component = graph.by_id[assigned[demand.role]]
        if _component_meets(component, blueprint.roles[demand.role], demand.property):
            return None
        subject = f"{demand.role}.{demand.property}"
        return Item(type="demand", subject=subject, text=demand.text, components=(component.id,))
    source, _, target = (demand.connection or "").partition(">")
    spec = next(item for item in blueprint.connections if (item.source, item.target) == (source, target))
    there = [item for item in graph.outgoing[assigned[source]] if item.target == assigned[target]]
    if not there or any(_connection_meets(item, spec, demand.property) for item in there):
        return None
    subject = f"{demand.connection}.{demand.property}"
    return Item(type="demand", subject=subject, text=demand.text, components=(assigned[source], assigned[target]))


def _component_meets(component: Component, role: RoleSpec, name: str) -> bool:
    if name == "replicas":
        return component.replicas >= role.min_replicas
    stated = component.prop(name)
    return _agrees(stated, role.properties[name])


def _connection_meets(connection: Connection, spec: ConnectionSpec, name: str) -> bool:
    return _agrees(connection.prop(name), spec.properties[name])


def _agrees(stated: object, wanted: object) -> bool:
    """A yes or no must be the same; another value or wording may be chosen, but something must be stated."""
    return stated == wanted if isinstance(wanted, bool) else stated is not None


def _evidence(
    key: str, blueprint: Blueprint, assigned: Mapping[str, str], graph: Graph, pattern: _Links, links: _Links
) -> tuple[str, ...]:
    role, component = blueprint.roles[key], graph.by_id[assigned[key]]
    found = [f"kind {component.kind.value}" + ("" if component.kind == role.kind else f" for {role.kind.value}")]
    if _technology_fit(role, component):
        found.append(f"technology {component.technology}")
    out = {(assigned[key], end) for end, _ in links.out.get(assigned[key], ())}
    into = {(end, assigned[key]) for end, _ in links.into.get(assigned[key], ())}
    ends = [(assigned[key], assigned[other]) for other, _ in pattern.out.get(key, ()) if other in assigned]
    ends += [(assigned[other], assigned[key]) for other, _ in pattern.into.get(key, ()) if other in assigned]
    met = sum(1 for end in ends if end in out | into)
    if ends:
        found.append(f"{met} of {len(ends)} connections")
    return tuple(found)


def _unexpected(graph: Graph, blueprint: Blueprint, assigned: Mapping[str, str]) -> Iterator[str]:
    """Yield the parts that no role explains; further copies of a role that stands for many are expected."""
    playing = set(assigned.values())
    many = {role.kind for role in blueprint.roles.values() if role.many}
    for component in graph.components:
        if component.id not in playing and component.kind not in many and component.family != Family.CLIENT:
            yield component.id
