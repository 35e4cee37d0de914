"""What the dialects that hold a whole model share: shown texts, facts for what they cannot say, nested boundaries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from designer.importing.facts import packed, packed_list
from designer.model.base import Scalar
from designer.model.boundary import Boundary
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.flow import Flow, Step
from designer.model.graph import Graph
from designer.model.view import AnyView
from designer.render.escape import one_line

NAME_LIMIT = 200
TEXT_LIMIT = 2_000

Facts = dict[str, str]


class Entry(NamedTuple):
    """A line of a nested model: a boundary opens (`boundary`), a component stands, a boundary closes (neither)."""

    depth: int
    boundary: Boundary | None = None
    component: Component | None = None


def nested(graph: Graph, components: Iterable[Component], *, keeps_empty: bool) -> Iterator[Entry]:
    """Yield boundaries and components from the outside in, each sorted by id.

    Args:
        graph: holds the boundaries.
        components: those that are wanted.
        keeps_empty: whether a boundary around none of them is yielded as well.
    """
    members: dict[str | None, list[Component]] = {}
    for component in components:
        members.setdefault(component.boundary, []).append(component)
    kept = {item.id for item in graph.boundaries} if keeps_empty else _around(graph, members)
    inside: dict[str | None, list[Boundary]] = {}
    for boundary in graph.boundaries:
        if boundary.id in kept:
            inside.setdefault(boundary.parent, []).append(boundary)
    yield from (Entry(0, component=component) for component in members.get(None, ()))
    # A stack instead of recursion: boundaries may nest deeper than Python's call stack.
    stack: list[tuple[Boundary, int, bool]] = [(item, 0, False) for item in reversed(inside.get(None, []))]
    while stack:
        boundary, depth, is_done = stack.pop()
        if is_done:
            yield Entry(depth)
            continue
        yield Entry(depth, boundary=boundary)
        yield from (Entry(depth + 1, component=component) for component in members.get(boundary.id, ()))
        stack.append((boundary, depth, True))
        stack.extend((child, depth + 1, False) for child in reversed(inside.get(boundary.id, [])))


def _around(graph: Graph, members: Mapping[str | None, object]) -> set[str]:
    parents = {item.id: item.parent for item in graph.boundaries}
    found: set[str] = set()
    for boundary in members:
        while boundary is not None and boundary not in found:
            found.add(boundary)
            boundary = parents[boundary]
    return found


def identifier(id: str, letter: str) -> str:
    """Return an id as an identifier that is no keyword of any dialect; no two ids share one.

    >>> identifier("this", "c")
    'c_this'
    """
    return f"{letter}_{id.replace('-', '_')}"


def part_facts(component: Component, *, name: str, technology: str, description: str) -> Facts:
    """Return the facts of a component, given what a dialect shows as its name, technology and description."""
    facts: Facts = {"id": component.id, "kind": component.kind.value, "replicas": str(component.replicas)}
    facts |= exact(name=(component.name, name), technology=(component.technology, technology))
    facts |= exact(description=(component.description, description))
    facts["existing"] = "true" if component.existing else "false"
    if component.role:
        facts["role"] = packed(component.role)
    if component.also_plays:
        facts["also_plays"] = packed_list(component.also_plays)
    if component.tags:
        facts["tags"] = packed_list(component.tags)
    return facts | _properties(component.properties)


def link_facts(connection: Connection, *, label: str, protocol: str) -> Facts:
    """Return the facts of a connection, given what a dialect shows as its label and protocol."""
    facts: Facts = {"id": connection.id, "mode": connection.mode.value}
    facts |= exact(label=(connection.label, label), protocol=(connection.protocol, protocol))
    return facts | _properties(connection.properties)


def boundary_facts(boundary: Boundary, *, name: str) -> Facts:
    """Return the facts of a boundary, given what a dialect shows as its name."""
    return {"id": boundary.id, "type": boundary.type, **exact(name=(boundary.name, name))}


def flow_facts(flow: Flow, *, name: str, messages: Mapping[int, str]) -> Facts:
    """Return the facts of a flow, given what a dialect shows as its name and as messages by the number of the step.

    A step whose number is not in `messages` is not shown, and becomes a fact as a whole.
    """
    facts: Facts = {"id": flow.id, "kind": flow.kind, "critical": "true" if flow.critical else "false"}
    facts |= exact(name=(flow.name, name))
    for number, step in enumerate(flow.steps, start=1):
        if number not in messages:
            facts[f"step.{number}"] = f"{step.source} {step.target} {packed(step.message)}"
        elif not _is_plain(step.message, messages[number]):
            facts[f"step.{number}.message"] = packed(step.message)
    return facts


def exact(**texts: tuple[str, str]) -> Facts:
    """Return as facts the texts that a reader would not get back; each is given as it is and as it is shown."""
    return {name: packed(text) for name, (text, shown) in texts.items() if not _is_plain(text, shown)}


def step_fits(step: Step, graph: Graph) -> bool:
    """Tell whether a step goes along a connection, or back over one."""
    ends = {connection.target for connection in graph.outgoing[step.source]}
    back = {connection.target for connection in graph.outgoing[step.target]}
    return step.target in ends or step.source in back


def subtitles(views: Iterable[AnyView]) -> dict[str, str]:
    """Return what each view says below its title, by the view's id."""
    return {view.id: one_line(view.subtitle, NAME_LIMIT) for view in views}


def _is_plain(text: str, shown: str) -> bool:
    """Tell whether a text is shown as it is, and stays so when its white space is tidied."""
    return text == shown == " ".join(text.split())


def _properties(properties: Mapping[str, Scalar]) -> Facts:
    return {
        f"property.{name}": packed(value) if isinstance(value, str) else json.dumps(value)
        for name, value in sorted(properties.items())
    }
