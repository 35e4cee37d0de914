"""What a design's blueprint has beside a part and the design has lost: edits that bring it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designer.edits.edits import AddComponent, Connect, Disconnect, Edit
from designer.model.base import Scalar
from designer.model.blueprint import Blueprint, ConnectionSpec
from designer.model.graph import Graph


def restoring(graph: Graph, part: str, blueprint: Blueprint) -> Iterator[Edit]:
    """Yield the edits that bring back the required neighbours and connections of a part, as its blueprint has them.

    A connection that stands the wrong way round is turned. A part that plays no role of the blueprint has nothing to
    bring back.

    Args:
        graph: the parts and connections that are there.
        part: id of a component.
        blueprint: a pattern that the design rests on.
    """
    players = _players(graph, blueprint)
    own = {role for role, key in players.items() if key == part}
    lost = [spec for spec in blueprint.connections if spec.required and own & {spec.source, spec.target}]
    ids = dict(players)
    for role in sorted({end for spec in lost for end in (spec.source, spec.target)} - players.keys()):
        if blueprint.roles[role].required and role not in graph.by_id:
            ids[role] = role
            yield _component(role, blueprint, {boundary.id for boundary in graph.boundaries})
    came = ids.keys() - players.keys()
    both = {(spec.source, spec.target) for spec in blueprint.connections}
    for spec in blueprint.connections:
        if spec in lost or (spec.required and came & {spec.source, spec.target}):
            yield from _connection(spec, ids, graph, turn=(spec.target, spec.source) not in both)


def _players(graph: Graph, blueprint: Blueprint) -> dict[str, str]:
    """Return the id of the component that plays each role; the first by id where there are several."""
    found: dict[str, str] = {}
    for component in graph.components:
        for name in component.roles:
            owner, _, role = name.partition("/")
            if owner == blueprint.id and role in blueprint.roles:
                found.setdefault(role, component.id)
    return found


def _component(role: str, blueprint: Blueprint, boundaries: set[str]) -> AddComponent:
    spec = blueprint.roles[role]
    properties: dict[str, Scalar | None] = dict(spec.properties)
    return AddComponent(
        id=role,
        name=spec.name,
        kind=spec.kind,
        technology=spec.technology.default if spec.technology is not None else "",
        description=spec.description,
        boundary=spec.boundary if spec.boundary in boundaries else "",
        replicas=max(spec.min_replicas, spec.replicas or 1),
        properties=properties,
    )


def _connection(spec: ConnectionSpec, ids: Mapping[str, str], graph: Graph, *, turn: bool) -> Iterator[Edit]:
    if spec.source not in ids or spec.target not in ids:
        return
    source, target = ids[spec.source], ids[spec.target]
    ends = {(link.source, link.target): link.id for link in graph.connections}
    if (source, target) in ends:
        return
    if turn and (turned := ends.get((target, source))) is not None:
        yield Disconnect(id=turned)
    properties: dict[str, Scalar | None] = dict(spec.properties)
    yield Connect(
        source=source, target=target, label=spec.label, protocol=spec.protocol, mode=spec.mode, properties=properties
    )
