"""The system as one card, between its clients and the systems it talks to."""

from __future__ import annotations

from designer.catalog.catalog import Catalog
from designer.model.connection import Connection
from designer.model.design import Design
from designer.model.kinds import Family, Kind
from designer.model.view import View, ViewEdge, ViewKind, ViewNode
from designer.views.edges import edges_of
from designer.views.nodes import node_of, reading_order
from designer.views.parts import MOST_CARDS
from designer.views.subtitle import count


def build_context_view(design: Design, catalog: Catalog) -> View:
    """Return the picture of the system as one card, between its clients and the systems it talks to.

    Of more neighbours than a picture shows, those with the most connections stay.
    """
    around = [component for component in reading_order(design) if component.family in {Family.CLIENT, Family.EXTERNAL}]
    graph = design.graph
    busy = {one.id: len(graph.outgoing[one.id]) + len(graph.incoming[one.id]) for one in around}
    kept = set(sorted(busy, key=lambda one: (-busy[one], one))[: MOST_CARDS - 1])
    outside = [component for component in around if component.id in kept]
    names = {component.id for component in around}
    left = len(around) - len(outside)
    system = ViewNode(id="the-system", name=design.title, kind=Kind.SERVICE, technology="This system")
    cards = tuple(node_of(component, catalog, is_critical=False, group=None) for component in outside)
    return View(
        id="context",
        kind=ViewKind.CONTEXT,
        title=design.title,
        subtitle=f"Context view · {count(len(outside), 'neighbour')}" + (f" · {left} left out" if left else ""),
        nodes=(system, *cards),
        edges=_context_edges(graph.connections, names, {system.id, *kept}, system.id),
    )


def _context_edges(
    connections: tuple[Connection, ...], outside: set[str], shown: set[str], system: str
) -> tuple[ViewEdge, ...]:
    lifted = (
        connection.model_copy(
            update={
                "source": connection.source if connection.source in outside else system,
                "target": connection.target if connection.target in outside else system,
            }
        )
        for connection in connections
    )
    kept = (item for item in lifted if item.source != item.target and {item.source, item.target} <= shown)
    return edges_of(kept, frozenset())
