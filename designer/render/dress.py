"""Where cards stand does not depend on what is marked on them: views that differ in marks alone share one layout.

So a reader finds each part of the heat map where the container view has it, and the layout is computed once.
"""

from __future__ import annotations

from designer.model.view import View, ViewEdge, ViewKind, ViewNode
from designer.render.placed import Placed


def bare(view: View) -> View:
    """Return a view with only what its layout depends on."""
    return view.model_copy(
        update={
            "id": "",
            "kind": ViewKind.CONTAINER,
            "title": "",
            "subtitle": "",
            "nodes": tuple(_bare_node(node) for node in view.nodes),
            "edges": tuple(edge.model_copy(update={"tone": "", "mark": "", "is_muted": False}) for edge in view.edges),
            "groups": tuple(group.model_copy(update={"is_trust": False}) for group in view.groups),
            "keys": (),
            "notes": (),
        }
    )


def _bare_node(node: ViewNode) -> ViewNode:
    return ViewNode(
        id=node.id,
        name=node.name if node.stage or node.rows else "",
        kind=node.kind,
        technology=node.technology if node.rows else "",
        group=node.group,
        replicas=node.replicas,
        rows=node.rows,
        stage=node.stage,
        at=node.at,
    )


def dressed(placed: Placed, view: View) -> Placed:
    """Return the picture of a bare view as that of the view itself."""
    nodes = {node.id: node for node in view.nodes}
    edges = {(edge.id, edge.source, edge.target): edge for edge in view.edges}
    groups = {group.id: group for group in view.groups}

    def whole(found: tuple[ViewEdge, ...]) -> tuple[ViewEdge, ...]:
        return tuple(edges[edge.id, edge.source, edge.target] for edge in found)

    return placed._replace(
        view=view,
        nodes=tuple(one._replace(node=nodes[one.node.id], taps=whole(one.taps)) for one in placed.nodes),
        lines=tuple(one._replace(edges=whole(one.edges)) for one in placed.lines),
        groups=tuple(one._replace(group=groups[one.group.id]) for one in placed.groups),
    )
