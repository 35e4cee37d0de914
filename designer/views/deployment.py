"""Where parts run: regions, zones and networks, and how many copies of each, only as far as the design states it."""

from __future__ import annotations

from collections.abc import Sequence

from designer.catalog.catalog import Catalog
from designer.model.boundary import Boundary
from designer.model.component import Component
from designer.model.design import Design
from designer.model.kinds import Family
from designer.model.view import Badge, Key, View, ViewGroup, ViewKind, ViewNode
from designer.views.edges import edges_of
from designer.views.nodes import node_of, reading_order
from designer.views.overlays import joined_words, most_telling
from designer.views.subtitle import count

MISSING = (
    "it states no region, no zone and for no part how it is spread; draw boundaries of the type `region` or `zone`, "
    "or state `regions` or `multi_zone` of a part"
)

_PLACES = ("region", "zone", "network")
_SPREAD = "spread-over-zones"
_ONE_ZONE = "in-one-zone"


def build_deployment_view(design: Design, catalog: Catalog) -> View | None:
    """Return the picture of where parts run, or None when nothing is stated beyond numbers of copies.

    Boundaries that are places stay, other boundaries go. A part in no place stands among those whose copies are
    spread over zones or those that stand in one; a part for which nobody states it stands beside them.
    """
    if not _is_stated(design):
        return None
    places = _Places(design)
    parts = reading_order(design)
    shown = most_telling(parts, lambda part: float(places.group_of(part) is not None) + part.replicas / 1e7)
    names = {part.id for part in shown}
    rank = {part.id: number for number, part in enumerate(shown)}
    links = [link for link in design.graph.connections if {link.source, link.target} <= names]
    links.sort(key=lambda link: (rank[link.source], rank[link.target], link.id))
    edges = edges_of(links, frozenset())
    inside = [part for part in shown if places.is_ours(part)]
    copies = sum(part.replicas for part in inside)
    words = ["Deployment", *places.words(), f"{count(copies, 'instance')} of {count(len(inside), 'part')}"]
    if unknown := sum(1 for part in inside if places.group_of(part) is None):
        words.append(f"{unknown} of them in zones that nobody states")
    left = len(parts) - len(shown)
    return View(
        id="deployment",
        kind=ViewKind.DEPLOYMENT,
        title=design.title,
        subtitle=joined_words([*words, f"{left} other parts left out" if left else ""]),
        nodes=tuple(places.card(part, catalog) for part in shown),
        edges=tuple(edge.model_copy(update={"label": ""}) for edge in edges),
        groups=places.groups(shown),
        keys=places.keys(shown),
    )


def _is_stated(design: Design) -> bool:
    if any(item.type in ("region", "zone") for item in design.graph.boundaries):
        return True
    return any(
        part.prop("regions") is not None or part.prop("multi_zone") is not None for part in design.graph.components
    )


class _Places:
    def __init__(self, design: Design) -> None:
        self.boundaries = {item.id: item for item in design.graph.boundaries}
        self.design = design
        self.used = set(self.boundaries)

    def is_ours(self, part: Component) -> bool:
        """Return whether a part runs in places of the system, not with its users or others."""
        return part.family not in (Family.CLIENT, Family.EXTERNAL)

    def place(self, boundary: str | None) -> Boundary | None:
        """Return the innermost place around a boundary, itself included."""
        while boundary is not None:
            found = self.boundaries[boundary]
            if found.type in _PLACES:
                return found
            boundary = found.parent
        return None

    def _in_zone(self, boundary: str | None) -> bool:
        while boundary is not None:
            if self.boundaries[boundary].type in ("region", "zone"):
                return True
            boundary = self.boundaries[boundary].parent
        return False

    def group_of(self, part: Component) -> str | None:
        """Return the id of the group that a part stands in."""
        if not self.is_ours(part):
            place = self.place(part.boundary)
            return place.id if place is not None and self._in_zone(part.boundary) else None
        if self._in_zone(part.boundary) and (place := self.place(part.boundary)) is not None:
            return place.id
        spread = part.prop("multi_zone")
        return None if spread is None else _SPREAD if spread is True else _ONE_ZONE

    def groups(self, parts: Sequence[Component]) -> tuple[ViewGroup, ...]:
        """Return the places that are shown, with those around them, then how the rest is spread."""
        wanted = {group for part in parts if (group := self.group_of(part)) is not None}
        found: list[ViewGroup] = []
        for item in self._around(wanted):
            parent = self.place(item.parent)
            name = f"{item.type}: {item.name}"
            found.append(ViewGroup(id=item.id, name=name, parent=parent.id if parent else None))
        titles = {_SPREAD: "Several zones", _ONE_ZONE: "One zone"}
        return (*found, *(ViewGroup(id=key, name=titles[key]) for key in titles if key in wanted))

    def _around(self, wanted: set[str]) -> list[Boundary]:
        kept: set[str] = set()
        for key in wanted & set(self.boundaries):
            place: Boundary | None = self.boundaries[key]
            while place is not None and place.id not in kept:
                kept.add(place.id)
                place = self.place(place.parent)
        return [item for item in self.design.graph.boundaries if item.id in kept]

    def card(self, part: Component, catalog: Catalog) -> ViewNode:
        """Return the card of a part with what is stated of its copies."""
        card = node_of(part, catalog, is_critical=False, group=self.group_of(part))
        if not self.is_ours(part):
            return card
        facts = ["autoscaled"] if part.prop("autoscaled") is True else []
        if (failover := part.prop("failover")) is not None:
            facts.append(f"{failover} failover")
        badges: list[Badge] = []
        if isinstance(regions := part.prop("regions"), int | float):
            badges.append(Badge(text=count(round(regions), "region"), tone="info"))
        is_low = part.replicas == 1 and self.group_of(part) == _ONE_ZONE
        tone = "warn" if is_low else ""
        return card.model_copy(
            update={"badges": tuple(badges), "technology": ", ".join(facts) or card.technology, "tone": tone}
        )

    def words(self) -> list[str]:
        """Return how many regions and zones the design draws."""
        found = []
        for kind in ("region", "zone"):
            if number := sum(1 for item in self.boundaries.values() if item.type == kind):
                found.append(count(number, kind))
        return found

    def keys(self, parts: Sequence[Component]) -> tuple[Key, ...]:
        """Return what the colours mean."""
        is_low = any(part.replicas == 1 and self.group_of(part) == _ONE_ZONE for part in parts)
        return (Key(text="One copy in one zone", tone="warn"),) if is_low else ()
