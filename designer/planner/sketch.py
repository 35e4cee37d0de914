"""A draft in the making: parts are added in order, ids stay unique, nothing refers to what is not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from designer.catalog.catalog import Catalog
from designer.model.base import Scalar, unique_slug
from designer.model.boundary import Boundary
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.graph import Graph
from designer.model.ids import connection_id
from designer.model.kinds import BROKER_KINDS, Kind
from designer.model.origin import Origin
from designer.planner.defaults import BOUNDARIES, DEFAULTS, boundary_of, protocol_of

PLAIN_USE = "uses"
"""The label of a way in that nothing more is known about."""


class Sketch:
    """Components and connections so far, in the order in which they were added."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.components: dict[str, Component] = {}
        self._links: dict[tuple[str, str], Connection] = {}

    @property
    def connections(self) -> tuple[Connection, ...]:
        """The connections so far, in the order in which they were added."""
        return tuple(self._links.values())

    def add(
        self,
        name: str,
        kind: Kind,
        *,
        origin: Origin,
        technology: str | None = None,
        description: str = "",
        role: str | None = None,
        replicas: int | None = None,
        properties: Mapping[str, Scalar] | None = None,
        existing: bool = False,
    ) -> str:
        """Add a part and return its id; what is not given follows the defaults of its kind."""
        default = DEFAULTS[kind]
        key = unique_slug(name, self.components.keys() | set(), fallback=kind.value)
        self.components[key] = Component(
            id=key,
            name=name,
            kind=kind,
            technology=default.technology if technology is None else technology,
            description=description,
            boundary=boundary_of(kind),
            role=role,
            replicas=replicas or default.replicas,
            origin=origin,
            properties={**default.properties, **(properties or {})},
            existing=existing,
        )
        return key

    def change(self, key: str, **fields: object) -> None:
        """Change fields of a part."""
        self.components[key] = Component.model_validate({**self.components[key].model_dump(), **fields})

    def remake(
        self,
        key: str,
        *,
        kind: Kind,
        origin: Origin,
        technology: str | None,
        description: str,
        role: str,
        replicas: int,
        properties: Mapping[str, Scalar],
    ) -> None:
        """Make a part into one of another kind; its name, id and connections stay."""
        default = DEFAULTS[kind]
        self.change(
            key,
            kind=kind,
            origin=origin,
            technology=default.technology if technology is None else technology,
            description=description,
            role=role,
            replicas=max(replicas, default.replicas),
            properties={**default.properties, **properties},
        )

    def grant(self, key: str, properties: Mapping[str, Scalar]) -> None:
        """Give a part further properties; what it states already stays."""
        self.change(key, properties={**properties, **self.components[key].properties})

    def connect(
        self,
        source: str,
        target: str,
        *,
        origin: Origin,
        label: str = "",
        protocol: str = "",
        mode: Mode | None = None,
        properties: Mapping[str, Scalar] | None = None,
    ) -> None:
        """Connect two parts, once; a second connection only adds properties that the first does not state.

        What a device uses the way in for is told by the block that says so first.

        The mode follows their kinds unless given; so does the protocol, when the sketch is finished.
        """
        if source == target:
            return
        start, end = self.components[source], self.components[target]
        there = self._links.get((source, target))
        if there is not None:
            merged = {**(properties or {}), **there.properties}
            is_plain = start.kind == Kind.DEVICE and there.label == PLAIN_USE
            said = label if is_plain and label else there.label
            self._links[source, target] = there.model_copy(update={"properties": merged, "label": said})
            return
        is_async = start.kind in BROKER_KINDS or end.kind in BROKER_KINDS or end.kind == Kind.OBSERVABILITY
        self._links[source, target] = Connection(
            id=connection_id(source, target),
            source=source,
            target=target,
            label=label,
            protocol=protocol,
            mode=mode or (Mode.ASYNC if is_async else Mode.SYNC),
            origin=origin,
            properties=dict(properties or {}),
        )

    def disconnect(self, source: str, target: str) -> None:
        """Remove the connection between two parts, where there is one."""
        self._links.pop((source, target), None)

    def are_connected(self, source: str, target: str) -> bool:
        """Tell whether a connection leads from one part to another."""
        return (source, target) in self._links

    def label(self, source: str, target: str) -> str:
        """Return the label of the connection from one part to another, or nothing where there is none."""
        there = self._links.get((source, target))
        return there.label if there is not None else ""

    def of_kind(self, *kinds: Kind) -> list[str]:
        """Return the ids of the parts of some kinds, in the order in which they were added."""
        return [key for key, component in self.components.items() if component.kind in kinds]

    def leading_to(self, key: str) -> list[str]:
        """Return the ids of the parts that start a connection to a part."""
        return [source for source, target in self._links if target == key]

    def leading_from(self, key: str) -> list[str]:
        """Return the ids of the parts at which a part's connections end."""
        return [target for source, target in self._links if source == key]

    def remove(self, keys: Iterable[str]) -> None:
        """Remove parts and their connections."""
        gone = set(keys)
        self.components = {key: item for key, item in self.components.items() if key not in gone}
        self._links = {ends: item for ends, item in self._links.items() if gone.isdisjoint(ends)}

    def graph(self) -> Graph:
        """Return the graph, with the boundaries that are used and every protocol filled in."""
        used = {item.boundary for item in self.components.values() if item.boundary is not None}
        boundaries: tuple[Boundary, ...] = tuple(BOUNDARIES[key] for key in sorted(used))
        ids: set[str] = set()
        links: list[Connection] = []
        for link in self._links.values():
            key = unique_slug(link.id, ids)
            ids.add(key)
            protocol = link.protocol or self._protocol(self.components[link.source], self.components[link.target])
            links.append(link.model_copy(update={"id": key, "protocol": protocol}))
        return Graph(components=tuple(self.components.values()), connections=tuple(links), boundaries=boundaries)

    def _protocol(self, start: Component, end: Component) -> str:
        for part in (end, start):
            technology = self.catalog.technology(part.technology) if part.technology else None
            speaks = part.is_datastore or part.is_broker
            if technology is not None and technology.protocol and speaks:
                return technology.protocol
        return protocol_of(start.kind, end.kind)
