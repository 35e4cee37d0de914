"""Read a model's reply edit by edit: one that cannot be read is refused in words, the others stand."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from designer.edits.edits import EDIT_TYPES, Edit
from designer.edits.refusal import Refusal
from designer.edits.text import clip_line
from designer.errors import Problem
from designer.model import Frozen

MAX_EDITS = 200
_TYPE_OF: dict[str, Any] = {kind.model_fields["op"].default: kind for kind in EDIT_TYPES}


Start = Literal["draft", "empty"]
"""What the edits are applied to: the draft, or nothing, where the draft misses the point."""


class _TypedReply(Frozen):
    """Edits, applied in order to what `start` names."""

    start: Start
    edits: tuple[Edit, ...]


def _read_start(value: Any) -> Start:
    # A model that writes something else there still wrote edits of the draft that it was shown.
    return "empty" if value == "empty" else "draft"


class EditReply(Frozen):
    """A model's reply: edits that are not yet read one by one, so that a broken one cannot spoil the rest."""

    model_config = ConfigDict(extra="ignore")

    edits: list[Any]
    start: Annotated[Start, BeforeValidator(_read_start)] = "draft"

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the schema that a model should fill in: every edit typed; the prompt says what each does."""
        schema: dict[str, Any] = _undescribed(_TypedReply.model_json_schema(*args, **kwargs))
        return {**schema, "title": "Edits"}


def _undescribed(value: Any) -> Any:
    """Return a schema without descriptions; a field of that name is none."""
    if isinstance(value, list):
        return [_undescribed(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {k: _undescribed(one) for k, one in value.items() if k != "description" or isinstance(one, dict)}


def read_edits(reply: EditReply) -> tuple[Edit | Refusal, ...]:
    """Return one edit or refusal for each of the first 200 items of a reply, in its order."""
    read: list[Edit | Refusal] = [read_edit(index, item) for index, item in enumerate(reply.edits[:MAX_EDITS])]
    if len(reply.edits) > MAX_EDITS:
        problem = Problem(f"a reply holds at most {MAX_EDITS} edits, not {len(reply.edits)}", fix="send the rest later")
        read.append(Refusal.of(MAX_EDITS, "reply", problem))
    return tuple(read)


def read_edit(index: int, item: Any) -> Edit | Refusal:
    """Return an item of a reply as the edit that it is, or why it is none; `index` is its place."""
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


def _words(kind: type[Frozen], detail: ErrorDetails) -> tuple[str, str]:
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
