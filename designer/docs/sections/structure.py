"""The parts of the system: components by boundary, connections, what is stored, and what is offered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from designer.docs.facts import Facts
from designer.docs.markdown import clip
from designer.docs.sections.growth import how_it_grows
from designer.docs.tables import Table, table
from designer.docs.wording import joined, origin_in_words, properties_in_words
from designer.interfaces import FOLDER, SCHEMA, interface_files
from designer.model.boundary import Boundary
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.entity import Entity, EntityField
from designer.model.interface import Interface, Operation
from designer.model.properties import COMPONENT_PROPERTIES, CONNECTION_PROPERTIES
from designer.views.nodes import reading_order
from designer.views.subtitle import count

_PROTOCOLS = {"http": "HTTP", "grpc": "gRPC", "websocket": "WebSocket", "graphql": "GraphQL", "smpp": "SMPP",
              "sip": "SIP", "mcp": "MCP"}  # fmt: skip


class ComponentRow(NamedTuple):
    """A part of the system: its id and name; its kind, technology, copies, responsibility and origin."""

    id: str
    name: str
    facts: tuple[str, str, str, str, str]


class Behaviour(NamedTuple):
    """What a component states about itself."""

    name: str
    properties: str


class Place(NamedTuple):
    """The components inside one boundary, or outside all of them."""

    boundary: str | None
    heading: str
    rows: tuple[ComponentRow, ...]


class ConnectionRow(NamedTuple):
    """A link between two parts."""

    source: str
    target: str
    label: str
    protocol: str
    mode: str
    behaviour: str


class Architecture(NamedTuple):
    """Components by boundary, why each technology and how each grows, what they state, and connections."""

    places: tuple[Place, ...]
    technologies: Table | None
    behaviours: tuple[Behaviour, ...]
    connections: tuple[ConnectionRow, ...]


class FieldRow(NamedTuple):
    """An attribute of an entity."""

    name: str
    type: str
    notes: str


class EntityPart(NamedTuple):
    """An entity and its attributes."""

    name: str
    description: str
    fields: tuple[FieldRow, ...]


class DataModel(NamedTuple):
    """What the system remembers: who owns what for how long, the pictures, the decisions on stores, and each thing."""

    kept: Table | None
    pictures: tuple[tuple[str, str], ...]
    decided: tuple[tuple[str, str], ...]
    entities: tuple[EntityPart, ...]


class OperationRow(NamedTuple):
    """One call or event: its name; its summary, what it carries where any says so, and notes."""

    name: str
    facts: tuple[str, ...]


class InterfacePart(NamedTuple):
    """The operations of one component over one protocol, as a table."""

    name: str
    owner: str
    protocol: str
    head: tuple[str, ...]
    rows: tuple[OperationRow, ...]


class FileRow(NamedTuple):
    """An interface file: where it is, what it is, and what it is about."""

    href: str
    what: str
    subject: str


class Interfaces(NamedTuple):
    """How components are spoken to, and the files that say it to machines."""

    parts: tuple[InterfacePart, ...]
    files: tuple[FileRow, ...]


def architecture(facts: Facts) -> Architecture | None:
    """Return components and connections in the order in which flows meet them; None without components."""
    ordered = reading_order(facts.design)
    if not ordered:
        return None
    rows = {component.id: _component(facts, component) for component in ordered}
    return Architecture(
        places=tuple(_places(facts, ordered, rows)),
        technologies=_technologies(facts, ordered),
        behaviours=tuple(
            Behaviour(component.name, properties_in_words(component.properties, COMPONENT_PROPERTIES))
            for component in ordered
            if component.properties
        ),
        connections=tuple(_connection(facts, link) for link in ordered_connections(facts)),
    )


def ordered_connections(facts: Facts) -> list[Connection]:
    """Return the connections in the order in which the document has them: by their ends, as flows meet these."""
    rank = {component.id: number for number, component in enumerate(reading_order(facts.design))}
    return sorted(facts.design.graph.connections, key=lambda link: (rank[link.source], rank[link.target], link.id))


def _technologies(facts: Facts, ordered: tuple[Component, ...]) -> Table | None:
    """Return why each technology was taken, how each part takes more load, and the decisions about it."""
    rows = (
        (part.name, part.technology, _why(facts, part), how_it_grows(part),
         ", ".join(key for key, _ in facts.decided_on(part.id)))
        for part in ordered
    )  # fmt: skip
    told = [row for row in rows if any(row[2:])]
    return table(("Component", "Technology", "Why this one", "How it takes more load", "Decided in"), told)


def _why(facts: Facts, part: Component) -> str:
    """Return why a part runs on its technology: the brief names it, it stands already, or the blueprint gives a reason."""
    if not part.technology:
        return ""
    if part.existing:
        return "exists already"
    named = [item for item in facts.design.brief.mentions if item.technology and not item.negated]
    words = next((item.text for item in named if part.technology in (item.technology, item.text)), "")
    if words:
        return f"the brief names it: “{clip(words, 60)}”"
    choice = role.technology if (role := facts.role(part)) else None
    if choice is None:
        return ""
    if part.technology == choice.default:
        return choice.why
    return f"takes the place of {choice.default}, the usual choice" if part.technology in choice.options else ""


def _places(facts: Facts, ordered: tuple[Component, ...], rows: dict[str, ComponentRow]) -> Iterator[Place]:
    """Yield boundaries in the order in which their first component is met; what stands outside comes first."""
    members: dict[str | None, list[ComponentRow]] = {None: []}
    for component in ordered:
        members.setdefault(component.boundary, []).append(rows[component.id])
    boundaries = {boundary.id: boundary for boundary in facts.design.graph.boundaries}
    for key, inside in members.items():
        if inside:
            yield Place(key, _heading(boundaries, key), tuple(inside))


def _heading(boundaries: dict[str, Boundary], key: str | None) -> str:
    """Return the names of a boundary and those around it, from the outside in."""
    if key is None:
        return "Outside every boundary" if boundaries else "Components"
    names: list[str] = []
    while key is not None:
        names.append(boundaries[key].name)
        key = boundaries[key].parent
    return f"Boundary: {' / '.join(reversed(names))}"


def _component(facts: Facts, component: Component) -> ComponentRow:
    origin = _origin(facts, component)
    return ComponentRow(
        component.id,
        component.name,
        (
            component.kind.label,
            component.technology,
            f"{component.replicas:,}",
            component.description,
            f"{origin}; exists already" if component.existing else origin,
        ),
    )


def _origin(facts: Facts, component: Component) -> str:
    """Return who put a component there; a design's only blueprint is named once, in its context."""
    words = origin_in_words(facts.design, component.origin)
    if len(facts.design.blueprints) == 1:
        return words.replace(f"blueprint {facts.design.blueprints[0].id}, ", "blueprint: ", 1)
    return words


def _connection(facts: Facts, link: Connection) -> ConnectionRow:
    behaviour = properties_in_words(link.properties, CONNECTION_PROPERTIES)
    return ConnectionRow(
        facts.name(link.source), facts.name(link.target), link.label, link.protocol, link.mode.value, behaviour
    )


def data_model(facts: Facts) -> DataModel | None:
    """Return the entities with their attributes; None when there are none."""
    parts = tuple(_entity(facts, entity) for entity in facts.design.entities)
    if not parts:
        return None
    kept = table(
        ("Data", "Owner", "Consistency", "Kept for", "Authoritative"),
        ((entity.name, facts.name(entity.store), entity.consistency, entity.retention, _is_truth(facts, entity))
         for entity in facts.design.entities),
    )  # fmt: skip
    stores = {entity.store for entity in facts.design.entities}
    decided = tuple((key, item.title) for key, _, item in facts.records if stores & set(item.subjects))
    pictures = [("Entities and how they refer to each other", facts.picture("entities"))]
    shown = sorted(facts.pictures or ())
    pictures += [("The life of an entity", facts.picture(view)) for view in shown if view.startswith("state-")]
    return DataModel(kept, tuple(item for item in pictures if item[1]), decided, parts)


def _is_truth(facts: Facts, entity: Entity) -> str:
    store = facts.design.graph.by_id.get(entity.store or "")
    truth = store.prop("source_of_truth") if store else None
    return "yes" if truth is True else "a copy" if truth is False else ""


def _entity(facts: Facts, entity: Entity) -> EntityPart:
    return EntityPart(
        name=entity.name,
        description=entity.description,
        fields=tuple(FieldRow(field.name, field.type, _field_notes(facts, field)) for field in entity.fields),
    )


def _field_notes(facts: Facts, field: EntityField) -> str:
    return joined(
        (
            "key" if field.key else "",
            "unique" if field.unique and not field.key else "",
            "optional" if field.optional else "",
            f"→ {facts.name(field.references)}" if field.references else "",
            f"one of {', '.join(field.values)}" if field.values else "",
            field.data_class if field.data_class != "internal" else "",
            field.note,
        )
    )


def interfaces(facts: Facts) -> Interfaces | None:
    """Return the interfaces with their operations, and the files; None when the design has neither."""
    parts = tuple(_interface(facts, item) for item in facts.design.interfaces if item.operations)
    found = interface_files(facts.design)
    files = [FileRow(item.path, item.what, facts.name(item.component)) for item in found if item.what != SCHEMA]
    if schemas := [item for item in found if item.what == SCHEMA]:
        files.append(FileRow(f"{FOLDER}/schemas/", SCHEMA, count(len(schemas), "entity", "entities")))
    return Interfaces(parts, tuple(files)) if parts or len(files) > bool(schemas) else None


def _interface(facts: Facts, item: Interface) -> InterfacePart:
    carries = any(operation.request or operation.response for operation in item.operations)
    return InterfacePart(
        name=item.name,
        owner=facts.name(item.component),
        protocol=_PROTOCOLS.get(item.protocol, item.protocol),
        head=("Operation", "What it does", *(("Takes", "Gives") if carries else ()), "Notes"),
        rows=tuple(_operation(facts, operation, carries) for operation in item.operations),
    )


def _operation(facts: Facts, operation: Operation, carries: bool) -> OperationRow:
    payloads = (facts.name(operation.request), facts.name(operation.response)) if carries else ()
    flags = (
        operation.direction if operation.direction != "call" else "",
        "idempotent" if operation.idempotent else "",
        {True: "authenticated", False: "open to anyone", None: ""}[operation.authenticated],
        ", ".join(str(status) for status in operation.status),
    )
    return OperationRow(operation.name, (operation.summary, *payloads, joined(flags)))
