"""Entities and interfaces to what a service offers: models of its records, and its routes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from designer.model.base import slugify
from designer.model.component import Component
from designer.model.design import Design
from designer.model.entity import Entity, EntityField
from designer.model.interface import Interface, Operation
from designer.stubs.kinds import OFFERING_KINDS, RECORD_KINDS
from designer.stubs.names import FIELD_RESERVED, class_name, identifiers, plural

_TAKEN_PATHS = frozenset({"/healthz", "/readyz", "/docs", "/redoc", "/openapi.json", "/runs", "/docs/oauth2-redirect"})
_STAMPS = frozenset({"created_at", "updated_at"})
_PLACES = frozenset({"url", "uri", "location", "href", "link", "target"})
_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
_KEY_TYPES = {"string": "string", "text": "string", "uuid": "uuid", "integer": "integer"}
_ANNOTATIONS = {
    "string": "Line",
    "text": "Text",
    "integer": "int",
    "number": "float",
    "decimal": "Decimal",
    "boolean": "bool",
    "timestamp": "AwareDatetime",
    "date": "date",
    "uuid": "UUID",
    "bytes": "Base64",
    "json": "JsonValue",
    "vector": "list[float]",
    "list": "list[JsonValue]",
    "geo": "Geo",
}


@dataclass(frozen=True, slots=True)
class FieldCode:
    """One field of a model: its name in Python and on the wire, and its type, a literal of texts when `values` are."""

    name: str
    wire: str
    annotation: str
    values: tuple[str, ...]
    is_optional: bool


@dataclass(frozen=True, slots=True)
class ResourceCode:
    """One kind of record that a service offers."""

    entity: str
    constant: str
    cls: str
    title: str
    path: str
    fields: tuple[FieldCode, ...]
    keys: tuple[str, ...]
    key_type: str
    unique: tuple[str, ...]
    stamps: tuple[str, ...]
    location: str | None
    store: str | None


@dataclass(frozen=True, slots=True)
class RouteCode:
    """One route; `constant` names its resource, if it has one."""

    method: str
    path: str
    act: str
    constant: str | None
    status: int
    summary: str


@dataclass(frozen=True, slots=True)
class Offer:
    """All that a component offers over HTTP."""

    resources: tuple[ResourceCode, ...]
    routes: tuple[RouteCode, ...]


def offers(design: Design) -> dict[str, Offer]:
    """Return what each component with an interface or records offers, by its id."""
    owned = _owners(design)
    found = {}
    for component in design.graph.components:
        spoken = tuple(item for item in design.interfaces if item.component == component.id)
        asked = any(item.protocol != "events" and item.operations for item in spoken)
        if component.kind in OFFERING_KINDS or asked:
            found[component.id] = _offer(component, owned.get(component.id, ()), spoken)
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


def _offer(component: Component, entities: tuple[Entity, ...], interfaces: Iterable[Interface]) -> Offer:
    operations = [
        (item.protocol, operation) for item in interfaces if item.protocol != "events" for operation in item.operations
    ]
    if not entities and not operations:
        entities = (_own_entity(component),)
    resources = _resources(entities)
    routes: dict[tuple[str, str], RouteCode] = {}
    for protocol, operation in operations:
        if (route := _route(protocol, operation, resources)) is not None:
            routes.setdefault((route.method, _shape(route.path)), route)
    resources = tuple(replace(item, path=_home(item, routes.values())) for item in resources)
    for item in resources:
        for route in _usual(item):
            routes.setdefault((route.method, _shape(route.path)), route)
    return Offer(resources, tuple(sorted(routes.values(), key=_order)))


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


def _resources(entities: tuple[Entity, ...]) -> tuple[ResourceCode, ...]:
    constants = identifiers((item.id for item in entities), prefix="e_")
    found: list[ResourceCode] = []
    classes: set[str] = set()
    paths = set(_TAKEN_PATHS)
    for entity in entities:
        cls = _free(class_name(entity.id), classes)
        path = _free(f"/{plural(entity.id)}", paths)
        found.append(_resource(entity, constants[entity.id].upper().rstrip("_"), cls, path))
    names = [item.constant for item in found]
    return tuple(
        replace(item, constant=f"{item.constant}_{number}") if names.index(item.constant) != number else item
        for number, item in enumerate(found)
    )


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 2
    while free in taken:
        free, number = f"{name}{'-' if name.startswith('/') else ''}{number}", number + 1
    taken.add(free)
    return free


def _resource(entity: Entity, constant: str, cls: str, path: str) -> ResourceCode:
    given = {field.name: field for field in reversed(entity.fields)}
    fields = [field for field in entity.fields if given[field.name] is field]
    if not any(field.key for field in fields):
        rest = [field for field in fields if field.name != "id"]
        own = given.get("id", EntityField(name="id", type="uuid"))
        fields = [own.model_copy(update={"key": True}), *rest]
    keys = tuple(field for field in fields if field.key)
    names = identifiers((field.name for field in fields), prefix="f_", reserved=FIELD_RESERVED)
    codes = tuple(_field(field, names[field.name], alone=len(keys) == 1) for field in fields)
    return ResourceCode(
        entity=entity.id,
        constant=constant,
        cls=cls,
        title=entity.name,
        path=path,
        fields=codes,
        keys=tuple(field.name for field in keys),
        key_type=_KEY_TYPES.get(keys[0].type, "other") if len(keys) == 1 else "other",
        unique=tuple(field.name for field in fields if field.unique and not field.key),
        stamps=tuple(f.name for f in fields if f.name in _STAMPS and f.type == "timestamp" and not f.key),
        location=next((f.name for f in fields if f.type in ("string", "text") and _is_place(f.name)), None),
        store=entity.store,
    )


def _field(field: EntityField, name: str, *, alone: bool) -> FieldCode:
    annotation = _ANNOTATIONS.get(field.type, "Line")
    if field.key and alone and field.type in ("string", "text"):
        annotation = "KeyText"
    values = tuple(dict.fromkeys(field.values)) if field.type == "enum" else ()
    return FieldCode(name, field.name, annotation, values, field.optional and not field.key)


def _is_place(name: str) -> bool:
    return slugify(name).rsplit("-", 1)[-1] in _PLACES


def _route(protocol: str, operation: Operation, resources: tuple[ResourceCode, ...]) -> RouteCode | None:
    method, _, rest = operation.name.strip().partition(" ")
    method = method.upper()
    if protocol != "http" or method not in _METHODS or not rest.strip().startswith("/"):
        path = f"/operations/{slugify(operation.name, fallback='operation')}"
        return RouteCode("POST", path, "note", None, 200, operation.summary or operation.name)
    path = _clean_path(rest.strip().split("?")[0])
    if path in _TAKEN_PATHS:
        return None
    status = next((code for code in operation.status if 200 <= code < 400), 201 if method == "POST" else 200)
    act, resource = _meaning(method, path, operation, resources)
    if act == "remove" or (method == "DELETE" and act == "note"):
        status = 204
    if act != "read" and status >= 300:
        status = 200
    summary = operation.summary or operation.name
    return RouteCode(method, path, act, resource.constant if resource else None, status, summary)


def _meaning(
    method: str, path: str, operation: Operation, resources: tuple[ResourceCode, ...]
) -> tuple[str, ResourceCode | None]:
    """Return what an operation does, and to which records: by its path, and by the names of what it carries."""
    parts = path.strip("/").split("/")
    is_item = parts[-1].startswith("{")
    collection = next((part for part in reversed(parts) if not part.startswith("{")), "")
    said = {slugify(operation.request, fallback=""), slugify(operation.response, fallback="")}
    by_path = [one for one in resources if collection in (plural(one.entity), one.entity)]
    by_name = [one for one in resources if one.entity in said or slugify(one.title) in said]
    by_key = [one for one in resources if len(parts) == 1 and is_item and one.keys == (parts[0].strip("{}"),)]
    candidates = by_path or (by_name if len(parts) <= 2 else []) or by_key
    if not candidates:
        return "note", None
    chosen = candidates[0]
    if is_item and len([part for part in parts if part.startswith("{")]) == 1 and len(parts) <= 2:
        acts = {"GET": "read", "PUT": "replace", "PATCH": "change", "DELETE": "remove"}
    elif not is_item:
        acts = {"GET": "list", "POST": "create"} if by_path or len(parts) == 1 else {}
    else:
        acts = {}
    return (acts[method], chosen) if method in acts else ("note", None)


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
            found.append(re.sub(r"[^A-Za-z0-9._~-]+", "-", part))
    return "/" + "/".join(found)


def _home(item: ResourceCode, routes: Iterable[RouteCode]) -> str:
    """Return the path of a collection: where the design creates its records, if it says so."""
    said = [route.path for route in routes if route.constant == item.constant and route.act == "create"]
    return next((path for path in said if "{" not in path), item.path)


def _usual(item: ResourceCode) -> tuple[RouteCode, ...]:
    one = f"{item.path}/{{key}}"
    rows = (
        ("POST", item.path, "create", 201),
        ("GET", item.path, "list", 200),
        ("GET", one, "read", 200),
        ("PUT", one, "replace", 200),
        ("PATCH", one, "change", 200),
        ("DELETE", one, "remove", 204),
    )
    return tuple(RouteCode(method, path, act, item.constant, status, "") for method, path, act, status in rows)


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def _order(route: RouteCode) -> tuple[object, ...]:
    """Return the order of routes: a path that names a segment stands before one that takes any."""
    return (tuple((part.startswith("{"), part) for part in route.path.strip("/").split("/")), route.method)
