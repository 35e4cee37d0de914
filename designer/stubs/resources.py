"""What a service offers as code: models of its records, and its routes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from designer.interfaces import offers as shared
from designer.model.design import Design
from designer.model.entity import EntityField
from designer.stubs.names import FIELD_RESERVED, class_name, identifiers

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
    """One route; `constant` names its resource, if it has one, and `id` its operation."""

    method: str
    path: str
    act: str
    constant: str | None
    status: int
    summary: str
    id: str


@dataclass(frozen=True, slots=True)
class Offer:
    """All that a component offers over HTTP."""

    resources: tuple[ResourceCode, ...]
    routes: tuple[RouteCode, ...]


def offers(design: Design) -> dict[str, Offer]:
    """Return what each component with an interface or records offers as code, by its id."""
    return {component: _offer(offer) for component, offer in shared.offers(design).items()}


def _offer(offer: shared.Offer) -> Offer:
    resources = _resources(offer.resources)
    constants = {item.entity: item.constant for item in resources}
    # What every service has for its operators is there already.
    kept = (route for route in offer.routes if route.path not in shared.TAKEN_PATHS)
    return Offer(resources, tuple(_route(route, constants) for route in kept))


def _route(route: shared.Route, constants: Mapping[str, str]) -> RouteCode:
    constant = constants[route.resource] if route.resource is not None else None
    return RouteCode(route.method, route.path, route.act, constant, route.status, route.summary, route.id)


def _resources(found: tuple[shared.Resource, ...]) -> tuple[ResourceCode, ...]:
    names = identifiers((item.entity.id for item in found), prefix="e_")
    constants = [names[item.entity.id].upper().rstrip("_") for item in found]
    classes: set[str] = set()
    return tuple(
        _resource(item, f"{constant}_{number}" if constants.index(constant) != number else constant, classes)
        for number, (item, constant) in enumerate(zip(found, constants, strict=True))
    )


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 2
    while free in taken:
        free, number = f"{name}{number}", number + 1
    taken.add(free)
    return free


def _resource(item: shared.Resource, constant: str, classes: set[str]) -> ResourceCode:
    fields = item.entity.fields
    names = identifiers((field.name for field in fields), prefix="f_", reserved=FIELD_RESERVED)
    return ResourceCode(
        entity=item.entity.id,
        constant=constant,
        cls=_free(class_name(item.entity.id), classes),
        title=item.entity.name,
        path=item.path,
        fields=tuple(_field(field, names[field.name], alone=len(item.keys) == 1) for field in fields),
        keys=item.keys,
        key_type=item.key_type,
        unique=item.unique,
        stamps=item.stamps,
        location=item.location,
        store=item.entity.store,
    )


def _field(field: EntityField, name: str, *, alone: bool) -> FieldCode:
    annotation = _ANNOTATIONS.get(field.type, "Line")
    if field.key and alone and field.type in ("string", "text"):
        annotation = "KeyText"
    values = tuple(dict.fromkeys(field.values)) if field.type == "enum" else ()
    return FieldCode(name, field.name, annotation, values, field.optional and not field.key)
