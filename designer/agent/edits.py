"""The typed edits a language model may ask for, and how its reply is read.

A reply is read edit by edit: one that cannot be read is refused in words, the others stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import ErrorDetails

from designer.agent.text import clean_text, clip_line, one_line
from designer.errors import Problem
from designer.model import Frozen, Kind, Mode, Scalar
from designer.model.entity import FieldType
from designer.model.properties import (
    COMPONENT_PROPERTIES,
    CONNECTION_PROPERTIES,
    PropertySpec,
)

MAX_EDITS = 200
MAX_REPLICAS = 1_000_000
MAX_NUMBER = 1e18


def _tidy_line(value: Any) -> Any:
    return one_line(value) if isinstance(value, str) else value


def _tidy_text(value: Any) -> Any:
    return clean_text(value).strip() if isinstance(value, str) else value


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
        return value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float) and -MAX_NUMBER <= value <= MAX_NUMBER:
        return value
    raise ValueError(f"property {shown!r} takes a word, true, false or a number below 1e18")


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
_TYPE_OF: dict[str, Any] = {kind.model_fields["op"].default: kind for kind in EDIT_TYPES}


class Refusal(Frozen):
    """An edit that was not applied: its place in the reply, and why in the words a user would see."""

    index: int
    op: str
    what: str
    where: str = ""
    fix: str = ""

    @classmethod
    def of(cls, index: int, op: str, problem: Problem) -> Refusal:
        """Return the refusal that says `problem` of the edit at `index`."""
        where = f"/edits/{index}{problem.where}"
        return cls(index=index, op=op, what=problem.what, where=where, fix=problem.fix)

    def __str__(self) -> str:
        """Return the refusal as one line."""
        return str(Problem(f"{self.op} was refused: {self.what}", self.where, self.fix))


class _TypedReply(Frozen):
    """Edits, applied in order."""

    edits: tuple[Edit, ...]


class EditReply(Frozen):
    """A model's reply: edits that are not yet read one by one, so that a broken one cannot spoil the rest."""

    model_config = ConfigDict(extra="ignore")

    edits: list[Any]

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the schema that a model should fill in: every edit typed."""
        return {**_TypedReply.model_json_schema(*args, **kwargs), "title": "Edits"}


def read_edits(reply: EditReply) -> tuple[Edit | Refusal, ...]:
    """Return one edit or refusal for each of the first 200 items of a reply, in its order."""
    read: list[Edit | Refusal] = [_read_edit(index, item) for index, item in enumerate(reply.edits[:MAX_EDITS])]
    if len(reply.edits) > MAX_EDITS:
        problem = Problem(f"a reply holds at most {MAX_EDITS} edits, not {len(reply.edits)}", fix="send the rest later")
        read.append(Refusal.of(MAX_EDITS, "reply", problem))
    return tuple(read)


def _read_edit(index: int, item: Any) -> Edit | Refusal:
    op = item.get("op") if isinstance(item, dict) else None
    kind = _TYPE_OF.get(op) if isinstance(op, str) else None
    if kind is None:
        problem = Problem(_unknown_operation(op), "/op", f"use one of {', '.join(_TYPE_OF)}")
        return Refusal.of(index, "edit", problem)
    try:
        edit: Edit = kind.model_validate(item)
        return edit
    except ValidationError as error:
        details = error.errors(include_url=False)[:3]
        words = [_words(kind, detail) for detail in details]
        where = "".join(f"/{clip_line(str(part), 40)}" for part in details[0]["loc"])
        problem = Problem("; ".join(what for what, _ in words), where, "; ".join(fix for _, fix in words))
        return Refusal.of(index, str(op), problem)


def _unknown_operation(op: object) -> str:
    return f"{clip_line(op, 40)!r} is not an operation" if isinstance(op, str) else "it names no operation"


def _words(kind: type[_Edit], detail: ErrorDetails) -> tuple[str, str]:
    """Return what is wrong with a field, and how to mend it."""
    field = clip_line(".".join(str(part) for part in detail["loc"]) or "the edit", 60)
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return f"{field} is missing", f"give {field}"
        case "extra_forbidden":
            return f"{field!r} is not a field of it", f"use {', '.join(kind.model_fields)}"
        case "enum" | "literal_error":
            given = clip_line(str(detail["input"]), 40)
            return f"{field} cannot be {given!r}", f"use one of {context['expected']}"
        case "string_too_short" | "too_short":
            return f"{field} is empty", f"give {field}"
        case "too_long":
            return f"{field} holds more than {context['max_length']} items", f"shorten {field}"
        case "string_too_long":
            return f"{field} is longer than {context['max_length']} characters", f"shorten {field}"
        case "value_error":
            return str(context["error"]), f"correct {field}"
        case _:
            return f"{field}: {detail['msg']}", f"correct {field}"
