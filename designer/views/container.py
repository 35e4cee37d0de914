"""All components of a design; of a large one, an overview of its parts."""

from __future__ import annotations

from designer.catalog.catalog import Catalog
from designer.model.design import Design
from designer.model.view import View, ViewKind
from designer.views.component import build_overview
from designer.views.edges import edges_of
from designer.views.groups import groups_of
from designer.views.nodes import critical_pairs, node_of, reading_order
from designer.views.parts import is_large
from designer.views.subtitle import container_subtitle


def build_container_view(design: Design, catalog: Catalog) -> View:
    """Return the picture of all components, or the overview of the parts of a design too large for one picture."""
    return build_overview(design, catalog) if is_large(design) else build_whole_view(design, catalog)


def build_whole_view(design: Design, catalog: Catalog) -> View:
    """Return the picture of all components however many there are, in the order in which flows meet them.

    Lines and cards on a critical flow are marked critical; boundaries that hold nothing are left out.
    """
    critical = critical_pairs(design)
    touched = {end for pair in critical for end in pair}
    nodes = tuple(
        node_of(component, catalog, is_critical=component.id in touched, group=component.boundary)
        for component in reading_order(design)
    )
    if places := design.positions:
        nodes = tuple(
            node.model_copy(update={"at": (places[node.id].x, places[node.id].y)}) if node.id in places else node
            for node in nodes
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
        groups=groups_of(design),
    )
