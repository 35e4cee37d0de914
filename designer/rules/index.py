"""Look-ups over the elements of a design, in an order that depends on names and never on ids.

Renaming an id changes no finding: wherever a rule has to choose or to list, it follows this order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from designer.model.brief import Brief
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.design import SizedDraft
from designer.model.kinds import Family, Kind
from designer.rules.paths import Neighbours
from designer.rules.wording import listed, tidy_name


class Index:
    """The parts and links of a design, each in order of name, found by id and by neighbour."""

    def __init__(self, sized: SizedDraft) -> None:
        self.sized = sized
        self.brief: Brief = sized.brief
        self.components: tuple[Component, ...] = tuple(
            sorted(sized.graph.components, key=lambda component: (component.name, component.id))
        )
        self._rank = {component.id: rank for rank, component in enumerate(self.components)}
        self._names = {component.id: tidy_name(component.name) for component in self.components}
        self.connections: tuple[Connection, ...] = tuple(sorted(sized.graph.connections, key=self._link_order))

    def _link_order(self, link: Connection) -> tuple[int, int, str, str, str, str]:
        ends = (self._rank[link.source], self._rank[link.target])
        return (*ends, link.label, link.protocol, link.mode, link.id)

    def component(self, component_id: str) -> Component:
        """Return the component with this id."""
        return self.sized.graph.by_id[component_id]

    def source(self, link: Connection) -> Component:
        """Return the component that starts a connection."""
        return self.component(link.source)

    def target(self, link: Connection) -> Component:
        """Return the component that a connection leads to."""
        return self.component(link.target)

    def name(self, component: Component | str) -> str:
        """Return the name of a component as a message shows it."""
        return self._names[component if isinstance(component, str) else component.id]

    def names(self, components: Iterable[Component | str]) -> str:
        """Return the names of components as a phrase, in order of name."""
        ids = {one if isinstance(one, str) else one.id for one in components}
        return listed(self._names[one] for one in self.ordered(ids))

    def ordered(self, ids: Iterable[str]) -> list[str]:
        """Return ids in the order of the components' names."""
        return sorted(ids, key=self._rank.__getitem__)

    def of_kind(self, *kinds: Kind) -> tuple[Component, ...]:
        """Return the components of these kinds."""
        return tuple(component for component in self.components if component.kind in kinds)

    def of_family(self, *families: Family) -> tuple[Component, ...]:
        """Return the components of these families."""
        return tuple(component for component in self.components if component.family in families)

    @cached_property
    def links(self) -> tuple[Connection, ...]:
        """The connections between two different components."""
        return tuple(link for link in self.connections if link.source != link.target)

    @cached_property
    def outgoing(self) -> dict[str, list[Connection]]:
        """Connections to other components by the id of their source; every component has an entry."""
        found: dict[str, list[Connection]] = {component.id: [] for component in self.components}
        for link in self.links:
            found[link.source].append(link)
        return found

    @cached_property
    def incoming(self) -> dict[str, list[Connection]]:
        """Connections from other components by the id of their target; every component has an entry."""
        found: dict[str, list[Connection]] = {component.id: [] for component in self.components}
        for link in self.links:
            found[link.target].append(link)
        return found

    def links_at(self, component: Component) -> Iterator[Connection]:
        """Yield the connections of a component with others, the incoming ones first."""
        yield from self.incoming[component.id]
        yield from self.outgoing[component.id]

    def neighbours_of(self, component: Component) -> list[Component]:
        """Return the components that a component is connected with, in order of name."""
        return self._beside[component.id]

    @cached_property
    def _beside(self) -> dict[str, list[Component]]:
        beside = self.neighbours(lambda link: True, both=True)
        return {one: [self.component(other) for other in others] for one, others in beside.items()}

    def between(self, source: str, target: str) -> list[Connection]:
        """Return the connections from one component to another."""
        return self._by_ends.get((source, target), [])

    @cached_property
    def _by_ends(self) -> dict[tuple[str, str], list[Connection]]:
        found: dict[tuple[str, str], list[Connection]] = {}
        for link in self.links:
            found.setdefault((link.source, link.target), []).append(link)
        return found

    def neighbours(
        self, wanted: Callable[[Connection], bool], *, backward: bool = False, both: bool = False
    ) -> Neighbours:
        """Return where the wanted connections lead, by component; `backward` turns them round."""
        found: dict[str, dict[str, None]] = {component.id: {} for component in self.components}
        for link in self.links:
            if wanted(link):
                source, target = (link.target, link.source) if backward else (link.source, link.target)
                found[source][target] = None
                if both:
                    found[target][source] = None
        return {one: self.ordered(others) for one, others in found.items()}

    def states(self, name: str) -> bool:
        """Return whether anybody states a property anywhere in the design.

        `replicas` counts as stated once any component has more than one copy, because 1 is also what a design
        has that never speaks of copies.
        """
        return name in self._stated

    @cached_property
    def _stated(self) -> frozenset[str]:
        stated = {name for component in self.components for name in component.properties}
        stated.update(name for link in self.connections for name in link.properties)
        copies = {"replicas"} if any(component.replicas > 1 for component in self.components) else set()
        return frozenset(stated | copies)


def is_sync(link: Connection) -> bool:
    """Return whether the source waits for the target."""
    return link.mode is Mode.SYNC


def is_call(link: Connection) -> bool:
    """Return whether the source waits for an answer to each message: sync, and not an open stream."""
    return is_sync(link) and link.prop("long_lived") is not True
