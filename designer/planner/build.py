"""A plan made into a draft: roles become components, every element with its origin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from designer.catalog.catalog import Catalog
from designer.catalog.conformance import conformance
from designer.catalog.proofs import claims_of
from designer.estimate.capacity import blueprint_estimates, replica_counts
from designer.model.base import slugify, unique_slug
from designer.model.blueprint import Blueprint, RoleSpec
from designer.model.boundary import Boundary
from designer.model.brief import Brief
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.decision import Alternative, Decision, FailureMode, Reference
from designer.model.design import BlueprintMatch, Draft
from designer.model.entity import Entity
from designer.model.flow import Flow, Step
from designer.model.graph import Graph
from designer.model.ids import connection_id
from designer.model.interface import Interface
from designer.model.kinds import Kind
from designer.model.origin import Origin
from designer.model.plan import BlueprintChoice, Plan
from designer.model.question import Question
from designer.planner.effects import product_of
from designer.planner.extras import extra_parts
from designer.planner.merge import Sharing, assign, bridge, distinct, notes_of, unconnected, united
from designer.planner.questions import MOST, questions_of

_Item = TypeVar("_Item", Flow, Entity, Interface)


class Parts:
    """What one blueprint contributes to a draft; `ids` maps its roles to component ids."""

    def __init__(self, blueprint: Blueprint, choice: BlueprintChoice) -> None:
        self.blueprint = blueprint
        self.choice = choice
        self.ids: dict[str, str] = {}

    def origin(self, role: str) -> Origin:
        """Return who put a role there: the brief's words when it names the role, else the blueprint."""
        span = self.choice.roles.get(role)
        ref = f"{self.blueprint.id}/{role}"
        return Origin.brief(*span, ref=ref) if span else Origin(by="blueprint", ref=ref)


def build(plan: Plan, catalog: Catalog) -> Draft:
    """Return the draft of a plan's blueprints; parts they share by id are merged.

    Raises:
        BlueprintError: the plan names a blueprint that the catalog does not have.
    """
    parts = [Parts(catalog.blueprint(choice.id), choice) for choice in plan.choices]
    components: dict[str, Component] = {}
    boundaries: dict[str, Boundary] = {}
    connections: dict[str, Connection] = {}
    shared: list[Sharing] = []
    for part in parts:
        part.ids, sharings = assign(part.blueprint, part.choice.roles, components, part.choice.technologies)
        shared += sharings
        for boundary in _boundaries(part):
            boundaries.setdefault(boundary.id, boundary)
        names = {item.name.casefold(): item.id for item in components.values()}
        for component in _components(part):
            if (known := components.get(component.id)) is not None:
                components[component.id] = united(known, component)
            else:
                components[component.id] = distinct(component, names, part.blueprint.title)
        for connection in _connections(part):
            connections.setdefault(connection.id, connection)
    for connection in _bridges(parts, components, connections.values()):
        connections.setdefault(connection.id, connection)
    added, joined = extra_parts(plan.extra, components, connections.values(), catalog)
    components |= {component.id: component for component in added}
    connections |= {connection.id: connection for connection in joined}
    graph = Graph(
        components=tuple(components.values()),
        connections=tuple(connections.values()),
        boundaries=_used_boundaries(boundaries, components.values()),
    )
    return Draft(
        title=plan.title,
        summary=" ".join(part.blueprint.summary for part in parts),
        brief=plan.brief,
        blueprints=tuple(
            BlueprintMatch(
                id=part.blueprint.id,
                score=part.choice.score,
                conformance=conformance(graph, part.blueprint).score,
                options={key: ", ".join(value) for key, value in part.choice.options.items()},
            )
            for part in parts
        ),
        graph=graph,
        flows=_unique(flow for part in parts for flow in _flows(part)),
        entities=_unique(entity for part in parts for entity in _entities(part)),
        interfaces=_unique(interface for part in parts for interface in _interfaces(part)),
        questions=_questions(parts, plan.brief),
        decisions=tuple(decision for part in parts for decision in _decisions(part)),
        failure_modes=tuple(mode for part in parts for mode in _failure_modes(part)),
        claims=tuple(claim for part in parts for claim in claims_of(part.blueprint)),
        references=tuple(
            Reference(document=source.document, heading=source.heading, used_for=source.used_for)
            for part in parts
            for source in part.blueprint.sources
        ),
        notes=(
            *plan.notes,
            *(part.blueprint.problem for part in parts),
            *notes_of(shared, components, {part.blueprint.id: part.blueprint.title for part in parts}),
        ),
    )


def _bridges(
    parts: Sequence[Parts], components: Mapping[str, Component], connections: Iterable[Connection]
) -> Iterable[Connection]:
    """Yield a connection into each blueprint's parts that nothing connects with the first one's."""
    for number in unconnected([frozenset(part.ids.values()) for part in parts], list(connections)):
        source, target = _serving(parts[0], components), _serving(parts[number], components)
        if source and target:
            yield bridge(source, target, parts[number].blueprint)


def _serving(part: Parts, components: Mapping[str, Component]) -> str:
    """Return the part behind which a blueprint's system stands: its gateway, else its first service."""
    for kind in (Kind.API_GATEWAY, Kind.SERVICE, Kind.WORKER):
        found = [key for key in part.ids.values() if components[key].kind == kind]
        if found:
            return found[0]
    return ""


def _components(part: Parts) -> Iterable[Component]:
    estimates = blueprint_estimates(part.blueprint, part.choice.parameters, part.ids)
    counts = {**replica_counts(part.blueprint, estimates), **part.choice.replicas}
    for role, component_id in part.ids.items():
        spec = part.blueprint.roles[role]
        yield Component(
            id=component_id,
            name=spec.name,
            kind=spec.kind,
            technology=product_of(part.blueprint, part.choice, role),
            description=_description(spec),
            boundary=spec.boundary,
            role=f"{part.blueprint.id}/{role}",
            replicas=counts.get(role, spec.replicas or spec.min_replicas),
            origin=part.origin(role),
            properties=spec.properties,
        )


def _description(spec: RoleSpec) -> str:
    if not spec.duties:
        return spec.description
    return f"{spec.description.rstrip('.')}. Duties: {'; '.join(spec.duties)}."


def _boundaries(part: Parts) -> Iterable[Boundary]:
    for key, spec in part.blueprint.boundaries.items():
        origin = Origin(by="blueprint", ref=f"{part.blueprint.id}/{key}")
        yield Boundary(id=key, name=spec.name, parent=spec.parent, type=spec.type, origin=origin)


def _used_boundaries(known: Mapping[str, Boundary], components: Iterable[Component]) -> tuple[Boundary, ...]:
    used: set[str] = set()
    for component in components:
        name = component.boundary
        while name is not None and name not in used:
            used.add(name)
            name = known[name].parent
    return tuple(known[name] for name in sorted(used))


def _connections(part: Parts) -> Iterable[Connection]:
    for spec in part.blueprint.connections:
        if spec.source in part.ids and spec.target in part.ids:
            source, target = part.ids[spec.source], part.ids[spec.target]
            yield Connection(
                id=connection_id(source, target),
                source=source,
                target=target,
                label=spec.label,
                protocol=spec.protocol,
                mode=spec.mode,
                origin=Origin(by="blueprint", ref=f"{part.blueprint.id}/{spec.source}>{spec.target}"),
                properties=spec.properties,
            )


def _flows(part: Parts) -> Iterable[Flow]:
    for key, spec in part.blueprint.flows.items():
        if not all(role in part.ids for role in spec.needs):
            continue
        steps = tuple(
            Step(source=part.ids[step.source], target=part.ids[step.target], message=step.message)
            for step in spec.steps
            if step.source in part.ids and step.target in part.ids
        )
        if len(steps) > 1:
            origin = Origin(by="blueprint", ref=f"{part.blueprint.id}/{key}")
            yield Flow(id=key, name=spec.name, kind=spec.kind, critical=spec.critical, steps=steps, origin=origin)


def _entities(part: Parts) -> Iterable[Entity]:
    for key, spec in part.blueprint.entities.items():
        if spec.store in part.ids:
            yield Entity(
                id=key,
                name=spec.name,
                store=part.ids[spec.store],
                description=spec.description,
                fields=spec.fields,
                retention=spec.retention,
                consistency=spec.consistency,
                origin=Origin(by="blueprint", ref=f"{part.blueprint.id}/{key}"),
            )


def _interfaces(part: Parts) -> Iterable[Interface]:
    taken: set[str] = set()
    for spec in part.blueprint.interfaces:
        if spec.role in part.ids:
            key = unique_slug(f"{spec.role}-{spec.protocol}", taken)
            taken.add(key)
            yield Interface(
                id=key,
                component=part.ids[spec.role],
                name=spec.name,
                protocol=spec.protocol,
                operations=spec.operations,
                origin=Origin(by="blueprint", ref=f"{part.blueprint.id}/{spec.role}"),
            )


def _decisions(part: Parts) -> Iterable[Decision]:
    for spec in part.blueprint.decisions:
        if spec.roles and not any(role in part.ids for role in spec.roles):
            continue
        yield Decision(
            id=slugify(spec.title),
            title=spec.title,
            context=spec.context,
            choice=spec.choice,
            alternatives=tuple(Alternative(name=item.name, when=item.when) for item in spec.alternatives),
            consequences=spec.consequences,
            source=spec.source,
            subjects=tuple(part.ids[role] for role in spec.roles if role in part.ids),
            origin=Origin(by="blueprint", ref=f"{part.blueprint.id}/{slugify(spec.title)}"),
        )


def _failure_modes(part: Parts) -> Iterable[FailureMode]:
    for spec in part.blueprint.failure_modes:
        if spec.role is None or spec.role in part.ids:
            yield FailureMode(
                what=spec.what,
                component=part.ids[spec.role] if spec.role else None,
                effect=spec.effect,
                detection=spec.detection,
                mitigation=spec.mitigation,
                source=spec.source,
            )


def _questions(parts: Iterable[Parts], brief: Brief) -> tuple[Question, ...]:
    found: dict[str, Question] = {}
    for part in parts:
        for question in questions_of(part.blueprint, part.choice, brief):
            found.setdefault(question.id, question)
    return tuple(found.values())[:MOST]


def _unique(items: Iterable[_Item]) -> tuple[_Item, ...]:
    """Return the items sorted by id; one whose id another blueprint has taken gets its blueprint's behind it."""
    found: dict[str, _Item] = {}
    for item in items:
        if item.id in found:
            owner = (item.origin.ref or "").partition("/")[0]
            item = item.model_copy(update={"id": unique_slug(f"{item.id}-{owner}", frozenset(found))})
        found[item.id] = item
    return tuple(found[key] for key in sorted(found))
