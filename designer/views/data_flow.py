"""Which data lies where and travels over which connection, and the trust boundaries that it crosses."""

from __future__ import annotations

from collections.abc import Sequence

from designer.catalog.catalog import Catalog
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.design import Design
from designer.model.kinds import Kind
from designer.model.view import Badge, Key, View, ViewEdge, ViewKind, ViewNode
from designer.views.classes import SENSITIVE, carried_class, class_tone, entities_by_store, entity_class, worst
from designer.views.edges import edges_of
from designer.views.groups import groups_of
from designer.views.nodes import node_of, reading_order
from designer.views.overlays import most_telling
from designer.views.subtitle import count

MISSING = "no entity, part or connection states what data it holds"


def build_data_flow_view(design: Design, catalog: Catalog) -> View | None:
    """Return the picture of the data of a design, or None when nothing states what data there is.

    An arrow points where the data goes: what is only read comes from the part that is asked. A connection for which
    nobody states a class carries at most what the store at its end keeps. Telemetry is left out.
    """
    flow = _DataFlow(design)
    if not flow.says_anything:
        return None
    parts = [part for part in reading_order(design) if part.kind is not Kind.OBSERVABILITY]
    shown = most_telling(parts, flow.weight)
    names = {part.id for part in shown}
    rank = {part.id: number for number, part in enumerate(shown)}
    links = [flow.turned(link) for link in design.graph.connections if {link.source, link.target} <= names]
    links.sort(key=lambda link: (rank[link.source], rank[link.target], link.id))
    edges = tuple(flow.edge(edge, links) for edge in edges_of(links, frozenset()))
    sensitive = sum(1 for edge in edges if edge.tone)
    left = len(parts) - len(shown)
    words = ["Data flow", f"sensitive data may travel over {sensitive} of {count(len(edges), 'line')}"]
    return View(
        id="data-flow",
        kind=ViewKind.DATA_FLOW,
        title=design.title,
        subtitle=" · ".join([*words, *([f"{left} parts left out"] if left else [])]),
        nodes=tuple(flow.card(part, catalog) for part in shown),
        edges=edges,
        groups=groups_of(design, names, trust=True),
        keys=flow.keys(shown, edges),
    )


class _DataFlow:
    def __init__(self, design: Design) -> None:
        self.design = design
        self.by_id = design.graph.by_id
        self.entities = entities_by_store(design)

    @property
    def says_anything(self) -> bool:
        graph = self.design.graph
        parts = any(part.prop("data_class") is not None for part in graph.components)
        return parts or any(link.prop("data_class") is not None for link in graph.connections) or bool(self.entities)

    def weight(self, part: Component) -> float:
        """Return how much a part has to do with data: what it keeps counts most, then what flows past it."""
        rank = {"personal": 2.0, "secret": 4.0, "payment": 4.0, "health": 4.0}
        links = (*self.design.graph.outgoing[part.id], *self.design.graph.incoming[part.id])
        carried = sum(rank.get(self.on(link), 0.2) for link in links)
        return 10 * rank.get(self.kept(part), 0.5 if part.id in self.entities else 0.0) + carried

    def kept(self, part: Component) -> str:
        """Return the most sensitive class that a part keeps: as stated, or as its entities say."""
        return worst([part.prop("data_class"), *map(entity_class, self.entities.get(part.id, ()))])

    def on(self, link: Connection) -> str:
        """Return the class on a connection: as stated, or what the store at its end keeps."""
        return carried_class(self.design, link) or self.kept(self.by_id[self._store(link) or link.target])

    def _store(self, link: Connection) -> str | None:
        for end in (link.target, link.source):
            if self.by_id[end].is_datastore or self.by_id[end].is_broker:
                return end
        return None

    def turned(self, link: Connection) -> Connection:
        """Return a connection in the direction of its data."""
        if link.prop("reads") is not True or link.prop("writes") is True or self.by_id[link.source].is_broker:
            return link
        return link.model_copy(update={"source": link.target, "target": link.source})

    def edge(self, edge: ViewEdge, links: Sequence[Connection]) -> ViewEdge:
        here = [link for link in links if (link.source, link.target) == (edge.source, edge.target)]
        stated = worst(carried_class(self.design, link) for link in here)
        kept = worst(self.on(link) for link in here if self._store(link))
        found = stated or kept
        words = f"{found} data" if stated else f"up to {found} data" if found else ""
        return edge.model_copy(
            update={
                "protocol": words,
                "tone": class_tone(found),
                "count": 1,
                "is_critical": False,
                "is_muted": found not in SENSITIVE,
            }
        )

    def card(self, part: Component, catalog: Catalog) -> ViewNode:
        card = node_of(part, catalog, is_critical=False, group=part.boundary)
        kept = self.kept(part)
        if not kept:
            return card
        entities = self.entities.get(part.id, ())
        names = (
            entities[0].name if len(entities) == 1 else count(len(entities), "entity", "entities") if entities else ""
        )
        return card.model_copy(
            update={
                "badges": (Badge(text=kept, tone=class_tone(kept) or "info"),),
                "tone": class_tone(kept),
                "technology": names or card.technology,
            }
        )

    def keys(self, parts: Sequence[Component], edges: Sequence[ViewEdge]) -> tuple[Key, ...]:
        tones = {edge.tone for edge in edges} | {class_tone(self.kept(part)) for part in parts}
        strong = [one for one in SENSITIVE if class_tone(one) == "bad"]
        found = (
            Key(text=f"{', '.join(strong[:-1])} or {strong[-1]} data".capitalize(), tone="bad"),
            Key(text="Personal data", tone="warn"),
        )
        return tuple(key for key in found if key.tone in tones)
