"""What each component offers over HTTP: its records and its routes, from interfaces, entities and flows.

The OpenAPI files and the runnable project are both written from this, so that they agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from designer.interfaces.names import camel, identifiers, plural
from designer.model.base import slugify
from designer.model.component import Component
from designer.model.design import Design
from designer.model.entity import Entity, EntityField
from designer.model.interface import Interface, Operation
from designer.model.kinds import Kind

OFFERING_KINDS: frozenset[Kind] = frozenset({Kind.SERVICE, Kind.FUNCTION, Kind.MODEL_SERVER, Kind.WORKFLOW_ENGINE})
"""Kinds that offer operations on records even when nobody named any."""

RECORD_KINDS: frozenset[Kind] = frozenset(
    {
        Kind.RELATIONAL_DB,
        Kind.DOCUMENT_DB,
        Kind.WIDE_COLUMN_DB,
        Kind.KEY_VALUE_STORE,
        Kind.GRAPH_DB,
        Kind.TIME_SERIES_DB,
        Kind.SEARCH_INDEX,
        Kind.VECTOR_INDEX,
        Kind.DATA_WAREHOUSE,
        Kind.IDENTITY_PROVIDER,
        Kind.SECRET_STORE,
        Kind.CONFIG_SERVICE,
        Kind.COORDINATION_SERVICE,
        Kind.FEATURE_STORE,
    }
)
"""Kinds that keep records of entities."""

TAKEN_PATHS = frozenset({"/healthz", "/readyz", "/docs", "/redoc", "/openapi.json", "/runs", "/docs/oauth2-redirect"})
"""Paths that no collection gets, since every service has them for its operators."""

Act = Literal["create", "list", "read", "replace", "change", "remove", "note"]
Source = Literal["stated", "flow", "records", "other"]

_STAMPS = frozenset({"created_at", "updated_at"})
_PLACES = frozenset({"url", "uri", "location", "href", "link", "target"})
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
_KEY_TYPES = {"string": "string", "text": "string", "uuid": "uuid", "integer": "integer"}
_SPOKEN = re.compile(r"^(GET|HEAD|POST|PUT|PATCH|DELETE) +(/[^\s?]*)\S*\s*(.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind of record that a component offers; `entity` has each field once, and a key."""

    entity: Entity
    path: str
    keys: tuple[str, ...]
    key_type: str
    unique: tuple[str, ...]
    stamps: tuple[str, ...]
    location: str | None


@dataclass(frozen=True, slots=True)
class Route:
    """One operation over HTTP.

    `resource` is the id of the entity it works on, if it has one; `operation` what the design says of it, if anything.
    `source` says why it is there: an interface states it, a flow takes it, the records imply it, or it stands for an
    operation of another protocol.
    """

    method: str
    path: str
    act: Act
    resource: str | None
    status: int
    summary: str
    source: Source
    operation: Operation | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """All that a component offers over HTTP; routes in the order in which they are to be tried."""

    component: str
    resources: tuple[Resource, ...]
    routes: tuple[Route, ...]


def offers(design: Design) -> dict[str, Offer]:
    """Return what each component with an interface or records offers, by its id."""
    owned = _owners(design)
    found = {}
    for component in design.graph.components:
        spoken = tuple(item for item in design.interfaces if item.component == component.id)
        asked = any(item.protocol != "events" and item.operations for item in spoken)
        if component.kind in OFFERING_KINDS or asked:
            told = () if asked else _told_by_flows(design, component)
            found[component.id] = _offer(component, owned.get(component.id, ()), spoken, told)
    return found


def _owners(design: Design) -> dict[str, tuple[Entity, ...]]:
    """Return the entities by the service that offers them: the one whose interface names them, else one that writes."""
    kinds = {part.id: part.kind for part in design.graph.components}
    found: dict[str, list[Entity]] = {}
    for entity in design.entities:
        if entity.store is None or kinds[entity.store] not in RECORD_KINDS:
            continue
        links = [link for link in design.graph.incoming[entity.store] if kinds[link.source] in OFFERING_KINDS]
        named = [
            item.component
            for item in design.interfaces
            if kinds[item.component] in OFFERING_KINDS
            and any(_names(operation, entity) for operation in item.operations)
        ]
        writers = sorted(links, key=lambda link: (link.prop("writes") is not True, link.id))
        if candidates := [
            *[one for one in named if one in {link.source for link in links}],
            *(w.source for w in writers),
        ]:
            found.setdefault(candidates[0], []).append(entity)
    return {owner: tuple(entities) for owner, entities in found.items()}


def _names(operation: Operation, entity: Entity) -> bool:
    known = {entity.id, slugify(entity.name)}
    return bool({slugify(operation.request, fallback=""), slugify(operation.response, fallback="")} & known)


def _told_by_flows(design: Design, component: Component) -> tuple[Operation, ...]:
    """Return the operations that flows take on a component, where their steps spell them out: `POST /orders`."""
    found: dict[str, Operation] = {}
    for flow in design.flows:
        for step in flow.steps:
            if step.target != component.id or step.source == component.id:
                continue
            if match := _SPOKEN.match(step.message.strip()):
                parts = ["{id}" if part.isdigit() else part for part in match[2].split("/")]
                name = f"{match[1]} {'/'.join(parts)}"
                found.setdefault(name, Operation(name=name, summary=match[3].strip(" ,;:")))
    return tuple(found.values())


def _offer(
    component: Component, entities: tuple[Entity, ...], interfaces: Iterable[Interface], told: tuple[Operation, ...]
) -> Offer:
    said: list[tuple[str, Operation, Source]] = [
        (item.protocol, operation, "stated" if item.protocol == "http" else "other")
        for item in interfaces
        if item.protocol != "events"
        for operation in item.operations
    ]
    said += [("http", operation, "flow") for operation in told]
    if not entities and not said:
        entities = (_own_entity(component),)
    resources = _resources(entities)
    routes: dict[tuple[str, str], Route] = {}
    for protocol, operation, source in said:
        route = _route(protocol, operation, resources, source)
        routes.setdefault((route.method, _shape(route.path)), route)
    resources = tuple(replace(item, path=_home(item, routes.values())) for item in resources)
    for item in resources:
        for route in _usual(item):
            routes.setdefault((route.method, _shape(route.path)), route)
    ordered = sorted(_alike(routes.values()), key=_order)
    return Offer(component.id, resources, tuple(_with_ids(ordered)))


def _own_entity(component: Component) -> Entity:
    """Return what a service keeps of which the design says nothing: a named record with whatever belongs to it."""
    fields = (
        EntityField(name="id", type="uuid", key=True),
        EntityField(name="name", type="string"),
        EntityField(name="data", type="json", optional=True),
        EntityField(name="created_at", type="timestamp"),
    )
    short = re.sub(r"-(service|api|server|function)$", "", component.id) or component.id
    return Entity(id=short, name=component.name, fields=fields)


def _resources(entities: tuple[Entity, ...]) -> tuple[Resource, ...]:
    paths = set(TAKEN_PATHS)
    return tuple(_resource(entity, _free(f"/{plural(entity.id)}", paths)) for entity in entities)


def _free(path: str, taken: set[str]) -> str:
    free, number = path, 2
    while free in taken:
        free, number = f"{path}-{number}", number + 1
    taken.add(free)
    return free


def with_key(entity: Entity) -> Entity:
    """Return an entity with each field once and at least one key: an `id` when nobody named one."""
    given = {field.name: field for field in reversed(entity.fields)}
    fields = [field for field in entity.fields if given[field.name] is field]
    if not any(field.key for field in fields):
        rest = [field for field in fields if field.name != "id"]
        own = given.get("id", EntityField(name="id", type="uuid"))
        fields = [own.model_copy(update={"key": True}), *rest]
    return entity.model_copy(update={"fields": tuple(fields)})


def stamps_of(entity: Entity) -> tuple[str, ...]:
    """Return the fields that the component sets itself: when a record was made and changed."""
    return tuple(f.name for f in entity.fields if f.name in _STAMPS and f.type == "timestamp" and not f.key)


def _resource(entity: Entity, path: str) -> Resource:
    whole = with_key(entity)
    fields = whole.fields
    keys = tuple(field for field in fields if field.key)
    return Resource(
        entity=whole,
        path=path,
        keys=tuple(field.name for field in keys),
        key_type=_KEY_TYPES.get(keys[0].type, "other") if len(keys) == 1 else "other",
        unique=tuple(field.name for field in fields if field.unique and not field.key),
        stamps=stamps_of(whole),
        location=next((f.name for f in fields if f.type in ("string", "text") and is_place(f.name)), None),
    )


def is_place(name: str) -> bool:
    """Return whether a field holds an address, by its name.

    >>> is_place("target_url"), is_place("title")
    (True, False)
    """
    return slugify(name).rsplit("-", 1)[-1] in _PLACES


def _route(protocol: str, operation: Operation, resources: tuple[Resource, ...], source: Source) -> Route:
    method, _, rest = operation.name.strip().partition(" ")
    method = method.upper()
    summary = operation.summary or operation.name
    if protocol != "http" or method not in _METHODS or not rest.strip().startswith("/"):
        path = f"/operations/{slugify(operation.name, fallback='operation')}"
        return Route("POST", path, "note", None, 200, summary, source, operation)
    path = _clean_path(rest.strip().split("?")[0])
    act, resource = _meaning(method, path, operation, resources)
    status = _status(method, act, operation)
    return Route(method, path, act, resource.entity.id if resource else None, status, summary, source, operation)


def _status(method: str, act: Act, operation: Operation) -> int:
    """Return how an operation ends when all is well: as the design says, else as is usual."""
    good = [code for code in operation.status if 200 <= code < 400]
    if act != "read":
        good = [code for code in good if code < 300]
    if good:
        return good[0]
    if method == "DELETE":
        return 204
    return 201 if method == "POST" else 200


def _meaning(
    method: str, path: str, operation: Operation, resources: tuple[Resource, ...]
) -> tuple[Act, Resource | None]:
    """Return what an operation does, and to which records: by its path, and by the names of what it carries."""
    parts = path.strip("/").split("/")
    is_item = parts[-1].startswith("{")
    collection = next((part for part in reversed(parts) if not part.startswith("{")), "")
    said = {slugify(operation.request, fallback=""), slugify(operation.response, fallback="")}
    by_path = [one for one in resources if collection in (plural(one.entity.id), one.entity.id)]
    by_name = [one for one in resources if one.entity.id in said or slugify(one.entity.name) in said]
    by_key = [one for one in resources if len(parts) == 1 and is_item and one.keys == (parts[0].strip("{}"),)]
    candidates = by_path or (by_name if len(parts) <= 2 else []) or by_key
    if not candidates:
        return "note", None
    acts: dict[str, Act] = {}
    if is_item and len([part for part in parts if part.startswith("{")]) == 1 and len(parts) <= 2:
        acts = {"GET": "read", "PUT": "replace", "PATCH": "change", "DELETE": "remove"}
    elif not is_item and (by_path or len(parts) == 1):
        acts = {"GET": "list", "POST": "create"}
    return (acts[method], candidates[0]) if method in acts else ("note", None)


def _clean_path(path: str) -> str:
    """Return a path of plain segments and named parameters, each name once."""
    parts = [part for part in path.split("/") if part]
    wanted = [part.strip("{}:") for part in parts if part.startswith(("{", ":"))]
    names = identifiers((name or "id" for name in wanted), prefix="p_")
    used: list[str] = []
    found = []
    for part in parts:
        if part.startswith(("{", ":")):
            name = names[part.strip("{}:") or "id"]
            while name in used:
                name += "_again"
            used.append(name)
            found.append(f"{{{name}}}")
        else:
            found.append(re.sub(r"[^A-Za-z0-9._~:-]+", "-", part))
    return "/" + "/".join(found)


def _home(item: Resource, routes: Iterable[Route]) -> str:
    """Return the path of a collection: where the design creates its records, if it says so."""
    said = [route.path for route in routes if route.resource == item.entity.id and route.act == "create"]
    return next((path for path in said if "{" not in path), item.path)


def _usual(item: Resource) -> Iterator[Route]:
    one = f"{item.path}/{{key}}"
    rows: tuple[tuple[str, str, Act, int], ...] = (
        ("POST", item.path, "create", 201),
        ("GET", item.path, "list", 200),
        ("GET", one, "read", 200),
        ("PUT", one, "replace", 200),
        ("PATCH", one, "change", 200),
        ("DELETE", one, "remove", 204),
    )
    for method, path, act, status in rows:
        yield Route(method, path, act, item.entity.id, status, "", "records")


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def _alike(routes: Iterable[Route]) -> Iterator[Route]:
    """Yield routes whose parameters are called alike where their paths are: `/a/{x}` and `/a/{y}` are the same path."""
    said: dict[str, str] = {}
    for route in routes:
        yield replace(route, path=said.setdefault(_shape(route.path), route.path))


def _order(route: Route) -> tuple[object, ...]:
    """Return the order of routes: a path that names a segment stands before one that takes any."""
    return (tuple((part.startswith("{"), part) for part in route.path.strip("/").split("/")), route.method)


def _with_ids(routes: Iterable[Route]) -> Iterator[Route]:
    """Yield routes with the id of their operation, which depends on method and path alone: `getLinksByCode`."""
    taken: set[str] = set()
    for route in routes:
        words = (f"by-{part[1:-1]}" if part.startswith("{") else part for part in route.path.split("/"))
        base = route.method.lower() + camel(
            " ".join(re.sub(r"[^A-Za-z0-9]+", "-", word) for word in words), fallback="Root"
        )
        name, number = base, 2
        while name in taken:
            name, number = f"{base}{number}", number + 1
        taken.add(name)
        yield replace(route, id=name)
