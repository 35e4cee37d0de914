"""The typed edits a language model may ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BeforeValidator,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from designer.edits.text import clean_text, clip_line, one_line
from designer.model import Frozen, Kind, Mode, Scalar
from designer.model.entity import FieldType
from designer.model.properties import (
    COMPONENT_PROPERTIES,
    CONNECTION_PROPERTIES,
    PropertySpec,
)

MAX_REPLICAS = 1_000_000
MAX_NUMBER = 1e18


def _tidy_line(value: Any) -> Any:
    return one_line(value) if isinstance(value, str) else value


def _tidy_text(value: Any) -> Any:
    return clean_text(value).strip() if isinstance(value, str) else value


_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")


def _read_properties(value: Any) -> Any:
    """Return a dict of short scalars; a list of {name, value} is the only form a strict JSON schema can state."""
    if isinstance(value, list):
        if not all(isinstance(pair, dict) and isinstance(pair.get("name"), str) for pair in value):
            raise ValueError("properties are pairs of a name and a value")
        value = {pair["name"]: pair.get("value") for pair in value}
    if not isinstance(value, dict):
        raise ValueError("properties are pairs of a name and a value")
    return {str(name): _scalar(str(name), item) for name, item in value.items()}


def _scalar(name: str, value: object) -> Scalar | None:
    shown = clip_line(name, 40)
    if isinstance(value, str):
        if len(value := one_line(value)) > 200:
            raise ValueError(f"property {shown!r} is longer than 200 characters")
        return _meant(name, value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float) and -MAX_NUMBER <= value <= MAX_NUMBER:
        return value
    raise ValueError(f"property {shown!r} takes a word, true, false or a number below 1e18")


def _meant(name: str, text: str) -> Scalar:
    """Return the truth value or number that a small model put in quotes, where the property takes one."""
    spec = COMPONENT_PROPERTIES.get(name) or CONNECTION_PROPERTIES.get(name)
    if spec is not None and spec.type is bool and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if spec is not None and spec.type is float and _NUMBER.fullmatch(text):
        return float(text)
    return text


def _property_schema(known: Mapping[str, PropertySpec]) -> WithJsonSchema:
    value = {"anyOf": [{"type": "boolean"}, {"type": "number"}, {"type": "string"}, {"type": "null"}]}
    pair = {
        "type": "object",
        "properties": {"name": {"type": "string", "enum": sorted(known)}, "value": value},
        "required": ["name", "value"],
    }
    return WithJsonSchema({"type": "array", "items": pair})


_Line = BeforeValidator(_tidy_line)
_Text = BeforeValidator(_tidy_text)
Ref = Annotated[str, StringConstraints(min_length=1, max_length=200), _Line]
NewId = Annotated[str, StringConstraints(max_length=200), _Line]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120), _Line]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200), _Line]
Label = Annotated[str, StringConstraints(max_length=80), _Line]
Text = Annotated[str, StringConstraints(max_length=2000), _Text]
Sentence = Annotated[str, StringConstraints(max_length=400), _Line]
_Properties = Annotated[dict[str, Scalar | None], BeforeValidator(_read_properties)]
ComponentProperties = Annotated[_Properties, _property_schema(COMPONENT_PROPERTIES)]
ConnectionProperties = Annotated[_Properties, _property_schema(CONNECTION_PROPERTIES)]


class _Edit(Frozen):
    """Base of all edits. A null field is one that the model left out."""

    @model_validator(mode="before")
    @classmethod
    def _drop_nulls(cls, data: Any) -> Any:
        return {k: v for k, v in data.items() if v is not None} if isinstance(data, dict) else data


class AddComponent(_Edit):
    """Add a part; without an id it gets one made from its name."""

    op: Literal["add_component"] = "add_component"
    id: NewId = ""
    name: Name
    kind: Kind
    technology: Label = ""
    description: Text = ""
    boundary: NewId = ""
    replicas: int = Field(default=1, ge=1, le=MAX_REPLICAS)
    properties: ComponentProperties = {}


class ChangeComponent(_Edit):
    """Change a part; what is left out stays. Boundary "" takes it out, a null property is removed."""

    op: Literal["change_component"] = "change_component"
    id: Ref
    name: Name | None = None
    kind: Kind | None = None
    technology: Label | None = None
    description: Text | None = None
    boundary: NewId | None = None
    replicas: int | None = Field(default=None, ge=1, le=MAX_REPLICAS)
    properties: ComponentProperties = {}


class RemoveComponent(_Edit):
    """Remove a part, its connections and every step that touches it."""

    op: Literal["remove_component"] = "remove_component"
    id: Ref


class Connect(_Edit):
    """Add a directed connection: `source` starts it."""

    op: Literal["connect"] = "connect"
    id: NewId = ""
    source: Ref
    target: Ref
    label: Label = ""
    protocol: Label = ""
    mode: Mode = Mode.SYNC
    properties: ConnectionProperties = {}


class ChangeConnection(_Edit):
    """Change a connection; what is left out stays, a null property is removed."""

    op: Literal["change_connection"] = "change_connection"
    id: Ref
    label: Label | None = None
    protocol: Label | None = None
    mode: Mode | None = None
    properties: ConnectionProperties = {}


class Disconnect(_Edit):
    """Remove a connection, and the steps that have no other connection to run on."""

    op: Literal["disconnect"] = "disconnect"
    id: Ref


class AddBoundary(_Edit):
    """Add a line around parts; boundaries nest through `parent`."""

    op: Literal["add_boundary"] = "add_boundary"
    id: NewId = ""
    name: Name
    parent: NewId = ""
    type: Literal["system", "trust", "network", "region", "zone", "team"] = "system"


class StepEdit(_Edit):
    """One message of a flow, along a connection or back over it."""

    source: Ref
    target: Ref
    message: Sentence = ""


class AddFlow(_Edit):
    """Add a path over connections, or replace the one with this id."""

    op: Literal["add_flow"] = "add_flow"
    id: NewId = ""
    name: Title
    kind: Literal["normal", "failure"] = "normal"
    critical: bool = False
    steps: tuple[StepEdit, ...] = Field(min_length=1, max_length=60)


class FieldEdit(_Edit):
    """One attribute of an entity; `references` is the id of another entity."""

    name: Name
    type: FieldType
    key: bool = False
    optional: bool = False
    unique: bool = False
    references: NewId = ""
    data_class: Literal["public", "internal", "personal", "secret", "payment", "health"] = "internal"


class AddEntity(_Edit):
    """Add a thing that the system keeps, or replace the one with this id; `store` is a component."""

    op: Literal["add_entity"] = "add_entity"
    id: NewId = ""
    name: Name
    store: NewId = ""
    description: Text = ""
    fields: tuple[FieldEdit, ...] = Field(min_length=1, max_length=60)


class SetParameter(_Edit):
    """Ask for a parameter of a blueprint to be bound to a figure of the brief, in base units."""

    op: Literal["set_parameter"] = "set_parameter"
    name: Ref
    value: float = Field(ge=-MAX_NUMBER, le=MAX_NUMBER)
    unit: Label


class ChooseOption(_Edit):
    """Ask for another choice at an option point of a blueprint."""

    op: Literal["choose_option"] = "choose_option"
    option: Ref
    choice: Ref


class AlternativeEdit(_Edit):
    """What was not chosen, and when it would be the better choice."""

    name: Title
    when: Sentence = ""


class Decide(_Edit):
    """Record a decision."""

    op: Literal["decide"] = "decide"
    title: Title
    context: Text = ""
    choice: Text
    alternatives: tuple[AlternativeEdit, ...] = Field(default=(), max_length=10)
    consequences: tuple[Sentence, ...] = Field(default=(), max_length=10)


class Ask(_Edit):
    """Ask the user what the brief leaves open, with the answer assumed until then."""

    op: Literal["ask"] = "ask"
    question: Annotated[str, StringConstraints(min_length=1, max_length=400), _Line]
    default: Sentence = ""


Edit = Annotated[
    AddComponent
    | ChangeComponent
    | RemoveComponent
    | Connect
    | ChangeConnection
    | Disconnect
    | AddBoundary
    | AddFlow
    | AddEntity
    | SetParameter
    | ChooseOption
    | Decide
    | Ask,
    Field(discriminator="op"),
]
EDIT_TYPES: tuple[type[_Edit], ...] = get_args(get_args(Edit)[0])
