"""Cards of a view: the icon, the technology and the place in the reading order of each component."""

from __future__ import annotations

from collections.abc import Iterable

from designer.catalog.catalog import Catalog
from designer.model.component import Component
from designer.model.design import Design
from designer.model.flow import Flow
from designer.model.view import ViewNode


def icon_of(technology: str, catalog: Catalog) -> str | None:
    """Return the icon of a product below the `diagrams` package's resources, or None when it is unknown.

    A version or a qualifier after the product's name does not hide the icon: "PostgreSQL 16" has PostgreSQL's.
    """
    words = technology.split()[:6]
    while words:
        if (found := catalog.technology(" ".join(words))) is not None:
            return found.icon
        words.pop()
    return None


def node_of(component: Component, catalog: Catalog, *, is_critical: bool, group: str | None) -> ViewNode:
    """Return the card of a component; without a product, or when that is its very name, it says its kind."""
    product = component.technology if component.technology.casefold() != component.name.casefold() else ""
    return ViewNode(
        id=component.id,
        name=component.name,
        kind=component.kind,
        technology=product or component.kind.label,
        group=group,
        replicas=component.replicas,
        icon=icon_of(component.technology, catalog) if component.technology else None,
        description=component.description,
        is_critical=is_critical,
    )


def reading_order(design: Design) -> tuple[Component, ...]:
    """Return the components as flows meet them, critical flows first; the rest follows by id."""
    seen: dict[str, None] = {}
    for flow in flows_by_weight(design.flows):
        for step in flow.steps:
            seen[step.source] = None
            seen[step.target] = None
    for component in design.graph.components:
        seen.setdefault(component.id, None)
    return tuple(design.graph.by_id[component_id] for component_id in seen)


def flows_by_weight(flows: Iterable[Flow]) -> list[Flow]:
    """Return flows that matter most first: critical, then normal, then failures; otherwise as given."""
    return sorted(flows, key=lambda flow: (not flow.critical, flow.kind == "failure"))


def critical_pairs(design: Design) -> frozenset[tuple[str, str]]:
    """Return the (source, target) pairs that steps of critical flows use, in either direction."""
    pairs = {
        (step.source, step.target)
        for flow in design.flows
        if flow.critical and flow.kind == "normal"
        for step in flow.steps
    }
    return frozenset(pairs | {(target, source) for source, target in pairs})
