"""Build every view of a design."""

from __future__ import annotations

from designer.catalog.catalog import Catalog
from designer.model.connection import Connection, Mode
from designer.model.design import Design
from designer.model.flow import Flow, Step
from designer.model.kinds import Family, Kind
from designer.model.view import AnyView, Message, SequenceView, View, ViewEdge, ViewGroup, ViewKind, ViewNode
from designer.views.edges import edges_of, joined
from designer.views.nodes import critical_pairs, node_of, reading_order
from designer.views.subtitle import container_subtitle, count


def build_views(design: Design, catalog: Catalog) -> tuple[AnyView, ...]:
    """Return the container view, then one sequence for each flow that has steps, in the design's order."""
    sequences = (build_sequence_view(design, flow, catalog) for flow in design.flows if flow.steps)
    return (build_container_view(design, catalog), *sequences)


def build_container_view(design: Design, catalog: Catalog) -> View:
    """Return the picture of all components, in the order in which flows meet them.

    Lines and cards on a critical flow are marked critical; boundaries that hold nothing are left out.
    """
    critical = critical_pairs(design)
    touched = {end for pair in critical for end in pair}
    nodes = tuple(
        node_of(component, catalog, is_critical=component.id in touched, group=component.boundary)
        for component in reading_order(design)
    )
    rank = {node.id: number for number, node in enumerate(nodes)}
    connections = sorted(design.graph.connections, key=lambda item: (rank[item.source], rank[item.target], item.id))
    return View(
        id="container",
        kind=ViewKind.CONTAINER,
        title=design.title,
        subtitle=container_subtitle(design),
        nodes=nodes,
        edges=edges_of(connections, critical),
        groups=_groups(design),
    )


def build_context_view(design: Design, catalog: Catalog) -> View:
    """Return the picture of the system as one card, between its clients and the systems it talks to."""
    outside = [component for component in reading_order(design) if component.family in {Family.CLIENT, Family.EXTERNAL}]
    names = {component.id for component in outside}
    system = ViewNode(id="the-system", name=design.title, kind=Kind.SERVICE, technology="This system")
    cards = tuple(node_of(component, catalog, is_critical=False, group=None) for component in outside)
    return View(
        id="context",
        kind=ViewKind.CONTEXT,
        title=design.title,
        subtitle=f"Context view · {count(len(outside), 'neighbour')}",
        nodes=(system, *cards),
        edges=_context_edges(design.graph.connections, names, system.id),
    )


def build_sequence_view(design: Design, flow: Flow, catalog: Catalog) -> SequenceView:
    """Return the picture of one flow: participants as they first appear, one message for each step."""
    by_pair: dict[tuple[str, str], list[Connection]] = {}
    for connection in design.graph.connections:
        by_pair.setdefault((connection.source, connection.target), []).append(connection)
    order = dict.fromkeys(end for step in flow.steps for end in (step.source, step.target))
    is_failure = flow.kind == "failure"
    kind = "Failure flow" if is_failure else "Critical flow" if flow.critical else "Flow"
    return SequenceView(
        id=f"sequence-{flow.id}",
        title=f"{design.title}: {flow.name}",
        subtitle=" · ".join((kind, count(len(flow.steps), "step"), count(len(order), "participant"))),
        participants=tuple(
            node_of(design.graph.by_id[end], catalog, is_critical=flow.critical, group=None) for end in order
        ),
        messages=tuple(
            _message(step, by_pair, callers={earlier.source for earlier in flow.steps[:number]})
            for number, step in enumerate(flow.steps)
        ),
        is_failure=is_failure,
    )


def _groups(design: Design) -> tuple[ViewGroup, ...]:
    by_id = {boundary.id: boundary for boundary in design.graph.boundaries}
    used: set[str] = set()
    for component in design.graph.components:
        boundary = component.boundary
        while boundary is not None and boundary not in used:
            used.add(boundary)
            boundary = by_id[boundary].parent
    return tuple(
        ViewGroup(id=boundary.id, name=boundary.name, parent=boundary.parent)
        for boundary in design.graph.boundaries
        if boundary.id in used
    )


def _message(step: Step, by_pair: dict[tuple[str, str], list[Connection]], *, callers: set[str]) -> Message:
    """Return one message; without a connection of its own it answers whoever called before."""
    forward = by_pair.get((step.source, step.target), [])
    back = by_pair.get((step.target, step.source), [])
    found = forward or back
    return Message(
        source=step.source,
        target=step.target,
        text=step.message,
        protocol=joined((connection.protocol for connection in found), " / "),
        is_async=bool(forward) and all(connection.mode is not Mode.SYNC for connection in forward),
        is_reply=not forward and step.source != step.target and (bool(back) or step.target in callers),
    )


def _context_edges(connections: tuple[Connection, ...], outside: set[str], system: str) -> tuple[ViewEdge, ...]:
    lifted = (
        connection.model_copy(
            update={
                "source": connection.source if connection.source in outside else system,
                "target": connection.target if connection.target in outside else system,
            }
        )
        for connection in connections
    )
    return edges_of((item for item in lifted if item.source != item.target), frozenset())
