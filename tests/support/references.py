"""A blueprint as it stands: every required role with defaults; and the mutations that must be noticed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from designer.brief.phrases import StemmedText
from designer.catalog.catalog import Catalog
from designer.estimate.size import size
from designer.model.blueprint import Blueprint
from designer.model.brief import Brief
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.design import SizedDraft
from designer.model.graph import Graph
from designer.model.plan import Plan
from designer.planner.build import build
from designer.planner.plan import choose

SILENT = "x"


class Mutation(NamedTuple):
    """One required thing removed or reversed: what it is, and the graph without it."""

    subject: str
    graph: Graph


def reference(blueprint: Blueprint, catalog: Catalog) -> SizedDraft:
    """Return the design that a blueprint makes with its defaults."""
    brief = Brief(text=SILENT)
    choice = choose(blueprint, 1.0, brief, StemmedText(SILENT))
    return size(build(Plan(title=blueprint.title, brief=brief, choices=(choice,)), catalog), choice.parameters, catalog)


def mutations(blueprint: Blueprint, graph: Graph) -> Iterator[Mutation]:
    """Yield the graph with each required role, connection and demanded property removed or reversed in turn."""
    yield from _without_roles(blueprint, graph)
    yield from _without_connections(blueprint, graph)
    yield from _without_demands(blueprint, graph)


def renamed(graph: Graph) -> Graph:
    """Return the graph with every id, name and label changed; kinds and technologies stay."""
    ids = {component.id: f"part-{number:03}" for number, component in enumerate(reversed(graph.components))}
    return Graph(
        components=tuple(
            component.model_copy(
                update={"id": ids[component.id], "name": f"Thing {ids[component.id]}", "boundary": None}
            )
            for component in graph.components
        ),
        connections=tuple(
            link.model_copy(
                update={"id": f"link-{number:03}", "source": ids[link.source], "target": ids[link.target], "label": "x"}
            )
            for number, link in enumerate(graph.connections)
        ),
    )


def _without_roles(blueprint: Blueprint, graph: Graph) -> Iterator[Mutation]:
    for key, role in blueprint.roles.items():
        if role.required and key in graph.by_id and not _is_another_choice(blueprint, graph, key):
            yield Mutation(key, _remove(graph, key))


def _is_another_choice(blueprint: Blueprint, graph: Graph, key: str) -> bool:
    """Tell whether the graph without a role is what another choice of its option asks for."""
    for option in blueprint.options.values():
        own = {role for choice in option.choices.values() for role in choice.roles}
        if key not in own:
            continue
        left = (own & graph.by_id.keys()) - {key}
        if option.kind == "any-of" or any(set(choice.roles) == left for choice in option.choices.values()):
            return True
    return False


def _remove(graph: Graph, key: str) -> Graph:
    return Graph(
        components=tuple(item for item in graph.components if item.id != key),
        connections=tuple(item for item in graph.connections if key not in (item.source, item.target)),
        boundaries=graph.boundaries,
    )


def _without_connections(blueprint: Blueprint, graph: Graph) -> Iterator[Mutation]:
    there = {(item.source, item.target) for item in graph.connections}
    for link in blueprint.connections:
        ends = (link.source, link.target)
        if not link.required or ends not in there:
            continue
        rest = tuple(item for item in graph.connections if (item.source, item.target) != ends)
        own = next(item for item in graph.connections if (item.source, item.target) == ends)
        yield Mutation(f"{ends[0]}>{ends[1]}", _with(graph, connections=rest))
        if ends[::-1] not in there:
            back = own.model_copy(update={"source": ends[1], "target": ends[0]})
            yield Mutation(f"{ends[0]}>{ends[1]}", _with(graph, connections=(*rest, back)))


def _without_demands(blueprint: Blueprint, graph: Graph) -> Iterator[Mutation]:
    for demand in blueprint.demands:
        if demand.role is not None and demand.role in graph.by_id:
            changed = _weaken(graph.by_id[demand.role], demand.property)
            components = tuple(changed if item.id == changed.id else item for item in graph.components)
            yield Mutation(f"{demand.role}.{demand.property}", _with(graph, components=components))
        elif demand.connection is not None:
            ends = tuple(demand.connection.split(">"))
            if any((item.source, item.target) == ends for item in graph.connections):
                connections = tuple(
                    _without(item, demand.property) if (item.source, item.target) == ends else item
                    for item in graph.connections
                )
                yield Mutation(f"{demand.connection}.{demand.property}", _with(graph, connections=connections))


def _weaken(component: Component, name: str) -> Component:
    if name == "replicas":
        return component.model_copy(update={"replicas": 1})
    return component.model_copy(
        update={"properties": {key: value for key, value in component.properties.items() if key != name}}
    )


def _without(connection: Connection, name: str) -> Connection:
    return connection.model_copy(
        update={"properties": {key: value for key, value in connection.properties.items() if key != name}}
    )


def _with(
    graph: Graph, *, components: tuple[Component, ...] | None = None, connections: tuple[Connection, ...] | None = None
) -> Graph:
    return Graph(
        components=graph.components if components is None else components,
        connections=graph.connections if connections is None else connections,
        boundaries=graph.boundaries,
    )
