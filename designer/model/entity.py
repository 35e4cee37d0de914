"""The data model: what the system remembers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from designer.model.base import Frozen, Slug
from designer.model.origin import Origin

FieldType = Literal[
    "string",
    "text",
    "integer",
    "number",
    "decimal",
    "boolean",
    "timestamp",
    "date",
    "uuid",
    "bytes",
    "json",
    "enum",
    "vector",
    "list",
    "geo",
]


class EntityField(Frozen):
    """One attribute; `references` is the id of another entity."""

    name: str
    type: FieldType
    key: bool = False
    optional: bool = False
    unique: bool = False
    references: Slug | None = None
    values: tuple[str, ...] = ()
    data_class: str = "internal"
    note: str = ""


class Entity(Frozen):
    """A thing the system keeps; `store` is the id of the component that owns it."""

    id: Slug
    name: str = Field(min_length=1)
    store: Slug | None = None
    description: str = ""
    fields: tuple[EntityField, ...] = ()
    retention: str = ""
    consistency: str = ""
    origin: Origin = Origin(by="user")
