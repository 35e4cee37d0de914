"""Lines around cards: the boundaries that hold any of them, with those around these."""

from __future__ import annotations

from collections.abc import Iterable

from designer.model.boundary import Boundary
from designer.model.design import Design
from designer.model.view import ViewGroup


def groups_of(design: Design, components: Iterable[str] | None = None, *, trust: bool = False) -> tuple[ViewGroup, ...]:
    """Return the boundaries around components, by default all of them, in the order of the graph.

    Args:
        design: whose boundaries.
        components: ids of the components that are shown.
        trust: whether trust boundaries are marked as such.
    """
    by_id = {boundary.id: boundary for boundary in design.graph.boundaries}
    shown = design.graph.by_id if components is None else {one: design.graph.by_id[one] for one in components}
    used: set[str] = set()
    for component in shown.values():
        boundary = component.boundary
        while boundary is not None and boundary not in used:
            used.add(boundary)
            boundary = by_id[boundary].parent
    return tuple(
        ViewGroup(
            id=boundary.id,
            name=boundary.name,
            parent=boundary.parent,
            is_trust=trust and is_trust_boundary(boundary),
        )
        for boundary in design.graph.boundaries
        if boundary.id in used
    )


def is_trust_boundary(boundary: Boundary) -> bool:
    """Return whether what crosses a boundary comes from where other rules hold: a trust or a network line."""
    return boundary.type in ("trust", "network")
