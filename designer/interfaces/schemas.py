"""Entities and payloads as JSON Schema (2020-12), and values that are valid by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from designer.interfaces.names import camel, unique
from designer.interfaces.offers import is_place, stamps_of, with_key
from designer.interfaces.payload import Part, Payload
from designer.interfaces.text import plain, prose, sentence
from designer.model.base import slugify
from designer.model.entity import Entity, EntityField

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TYPES: Mapping[str, Schema] = {
    "string": {"type": "string"},
    "text": {"type": "string"},
    "integer": {"type": "integer", "format": "int64"},
    "number": {"type": "number"},
    "decimal": {"type": "string", "format": "decimal"},
    "boolean": {"type": "boolean"},
    "timestamp": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "uuid": {"type": "string", "format": "uuid"},
    "bytes": {"type": "string", "contentEncoding": "base64"},
    "json": {},
    "vector": {"type": "array", "items": {"type": "number"}},
    "list": {"type": "array", "items": {}},
    "geo": {
        "type": "object",
        "required": ["latitude", "longitude"],
        "properties": {
            "latitude": {"type": "number", "minimum": -90, "maximum": 90},
            "longitude": {"type": "number", "minimum": -180, "maximum": 180},
        },
    },
}
_SAMPLES: Mapping[str, Any] = {
    "text": "A longer text",
    "integer": 1,
    "number": 1.5,
    "decimal": "12.50",
    "boolean": True,
    "timestamp": "2030-01-15T09:30:00Z",
    "date": "2030-01-15",
    "uuid": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    "bytes": "AAEC",
    "json": {"key": "value"},
    "vector": [0.25, 0.5],
    "list": ["one"],
    "geo": {"latitude": 52.52, "longitude": 13.4},
}


class Names:
    """The names of entities as schemas, each its own, by the entity's id."""

    def __init__(self, entities: Iterable[Entity], *, taken: Iterable[str] = ()) -> None:
        used = set(taken)
        self._names = {entity.id: unique(camel(entity.id), used) for entity in entities}

    def of(self, entity: Entity) -> str:
        """Return the name of an entity's schema."""
        return self._names[entity.id]


def entity_schema(entity: Entity) -> Schema:
    """Return the schema of a record as it is read: every field, what may be absent may be null."""
    whole = with_key(entity)
    stamps = stamps_of(whole)
    return _object(
        whole,
        {field.name: field_schema(field, is_set_by_us=field.name in stamps) for field in whole.fields},
        [field.name for field in whole.fields if field.key or not field.optional],
        sentence(prose(entity.description), _kept(entity)),
    )


def input_schema(entity: Entity, *, makes_key: bool) -> Schema:
    """Return the schema of a record as it is sent; with `makes_key`, the component gives it a key when none is sent."""
    whole = with_key(entity)
    fields = [field for field in whole.fields if field.name not in stamps_of(whole)]
    required = [
        field.name
        for field in fields
        if not (field.optional or (field.key and makes_key)) or (field.key and not makes_key)
    ]
    return _object(whole, {field.name: field_schema(field) for field in fields}, required, "As it is sent.")


def patch_schema(entity: Entity) -> Schema:
    """Return the schema of a change: only what is to be another."""
    whole = with_key(entity)
    fields = [field for field in whole.fields if field.name not in stamps_of(whole) and not field.key]
    return _object(whole, {field.name: field_schema(field) for field in fields}, [], "What is to change.")


def _kept(entity: Entity) -> str:
    return f"Retention: {prose(entity.retention, 120)}" if entity.retention else ""


def _object(entity: Entity, properties: Mapping[str, Schema], required: list[str], description: str) -> Schema:
    made: Schema = {"type": "object", "title": plain(entity.name, 120)}
    if description:
        made["description"] = description
    made["properties"] = {_wire(name): schema for name, schema in properties.items()}
    if required:
        made["required"] = [_wire(name) for name in required]
    return made


def _wire(name: str) -> str:
    # The name on the wire is the design's own; only what no file can carry is taken out.
    return name.encode("utf-8", "ignore").decode("utf-8")


def field_schema(field: EntityField, *, is_set_by_us: bool = False) -> Schema:
    """Return the schema of one field, with what the design says of it."""
    made = dict(_TYPES[field.type]) if field.type != "enum" else _choice(field)
    if field.optional and not field.key:
        made = _or_null(made)
    notes = sentence(
        prose(field.note, 300),
        "Key" if field.key else "Unique" if field.unique else "",
        f"Refers to {field.references}" if field.references else "",
    )
    if notes:
        made["description"] = notes
    if is_set_by_us:
        made["readOnly"] = True
    if field.data_class not in ("", "internal"):
        made["x-data-class"] = plain(field.data_class, 40)
    return made


def _choice(field: EntityField) -> Schema:
    values = list(dict.fromkeys(_wire(value) for value in field.values))
    return {"type": "string", "enum": values} if values else {"type": "string"}


def _or_null(made: Schema) -> Schema:
    if "enum" in made:
        return {**made, "type": ["string", "null"], "enum": [*made["enum"], None]}
    if isinstance(made.get("type"), str):
        return {**made, "type": [made["type"], "null"]}
    return made


def page_schema(item: Schema) -> Schema:
    """Return the schema of one page of a list."""
    return {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": item},
            "next": {
                "type": ["string", "null"],
                "description": "The cursor of the next page, to be sent as `after`; null on the last one.",
            },
        },
        "required": ["items", "next"],
    }


def payload_schema(payload: Payload, refer: Any) -> Schema:
    """Return the schema of a payload; `refer` gives the reference to an entity's schema."""
    if payload.entity is not None:
        one: Schema = refer(payload.entity)
        return {"type": "array", "items": one} if payload.is_many else one
    if payload.parts:
        return {
            "type": "object",
            "description": prose(payload.words),
            "properties": {part.name: _part_schema(part, refer) for part in payload.parts},
            **({"required": needed} if (needed := [p.name for p in payload.parts if not p.is_optional]) else {}),
        }
    return {"description": prose(payload.words)}


def _part_schema(part: Part, refer: Any) -> Schema:
    if part.entity is not None:
        one: Schema = refer(part.entity)
        return {"type": "array", "items": one} if part.is_many else one
    if part.field is not None:
        return field_schema(part.field.model_copy(update={"optional": False, "key": False, "unique": False}))
    return {"description": f"{prose(part.words)}; the design does not say of which type"}


def sample(entity: Entity, *, leave_out: Iterable[str] = ()) -> dict[str, Any]:
    """Return a record that is valid by the schema of an entity."""
    without = set(leave_out)
    return {_wire(f.name): sample_value(f) for f in with_key(entity).fields if f.name not in without}


def sample_value(field: EntityField) -> Any:
    """Return a value that is valid for a field."""
    if field.type == "enum" and field.values:
        return _wire(field.values[0])
    if field.type in ("string", "text", "enum"):
        return _sample_text(field)
    return _SAMPLES[field.type]


def _sample_text(field: EntityField) -> str:
    name = slugify(field.name)
    if is_place(field.name) and not field.key:
        return "https://example.com/page"
    if "email" in name:
        return "someone@example.com"
    return str(_SAMPLES["text"]) if field.type == "text" and not field.key else f"{name}-1"


def sample_payload(payload: Payload) -> Any:
    """Return a value that is valid by the schema of a payload; None when its words are all that is known."""
    if payload.entity is not None:
        return [sample(payload.entity)] if payload.is_many else sample(payload.entity)
    if payload.parts and all(part.field or part.entity for part in payload.parts):
        return {part.name: _sample_part(part) for part in payload.parts}
    return None


def _sample_part(part: Part) -> Any:
    if part.entity is not None:
        return [sample(part.entity)] if part.is_many else sample(part.entity)
    return sample_value(part.field) if part.field is not None else None
