"""The picture of what changed between two designs: all parts of both, each with what happened to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from designer.catalog.catalog import Catalog
from designer.model.design import Design
from designer.model.graph import Graph
from designer.model.view import Mark, View, ViewKind
from designer.views.container import build_whole_view
from designer.views.subtitle import count


def build_diff_view(before: Design, after: Design, changed: Collection[str], catalog: Catalog) -> View:
    """Return the container view of both designs together, marked.

    Args:
        before: the earlier design.
        after: the later one, under the ids of the earlier one where a part only was renamed.
        changed: ids of parts and connections that are in both and differ.
        catalog: where icons are looked up.
    """
    union = _union(before, after)
    view = build_whole_view(union, catalog)
    parts = _marks(before.graph.by_id, after.graph.by_id, changed)
    links = _marks(_links(before), _links(after), changed)
    pairs = {(link.source, link.target): links[link.id] for link in union.graph.connections if links[link.id]}
    nodes = tuple(node.model_copy(update={"mark": parts[node.id], "is_critical": False}) for node in view.nodes)
    edges = tuple(
        edge.model_copy(update={"mark": pairs.get((edge.source, edge.target), ""), "is_critical": False})
        for edge in view.edges
    )
    touched = sum(1 for node in nodes if node.mark) + sum(1 for edge in edges if edge.mark)
    return view.model_copy(
        update={
            "id": "diff",
            "kind": ViewKind.DIFF,
            "subtitle": f"What changed · {count(touched, 'change')}",
            "nodes": nodes,
            "edges": edges,
        }
    )


def _links(design: Design) -> dict[str, object]:
    return {link.id: link for link in design.graph.connections}


def _marks(before: Mapping[str, object], after: Mapping[str, object], changed: Collection[str]) -> dict[str, Mark]:
    marks: dict[str, Mark] = dict.fromkeys(after, "")
    marks |= {key: "changed" for key in after if key in changed}
    marks |= {key: "added" for key in after if key not in before}
    marks |= {key: "removed" for key in before if key not in after}
    return marks


def _union(before: Design, after: Design) -> Design:
    """Return the later design together with what only the earlier one has."""
    graph, earlier = after.graph, before.graph
    boundaries = {item.id: item for item in (*earlier.boundaries, *graph.boundaries)}
    links = {item.id: item for item in (*earlier.connections, *graph.connections)}
    whole = Graph(
        components=(*graph.components, *(part for part in earlier.components if part.id not in graph.by_id)),
        connections=tuple(links[key] for key in sorted(links)),
        boundaries=tuple(boundaries[key] for key in sorted(boundaries)),
    )
    return after.model_copy(update={"graph": whole})
