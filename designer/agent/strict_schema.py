"""JSON schemas in the narrow form that servers with constrained output accept, and no longer than they must be."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import count
from typing import Any

from pydantic import BaseModel

# Limits and defaults are left out: some servers refuse them, others turn a long limit into a huge grammar.
# Code checks every limit when the answer is read.
_KEPT = ("type", "enum", "description", "$ref")
_REFERENCE = len('{"$ref":"#/$defs/A"}')
_DEFINITION = len('"A":,')


@cache
def schema_of(kind: type[BaseModel]) -> dict[str, Any]:
    """Return the narrow schema of a type; it is shared, and not to be changed."""
    return strict_schema(kind.model_json_schema())


def schema_text(schema: dict[str, Any]) -> str:
    """Return a schema as it is sent."""
    return json.dumps(schema, separators=(",", ":"))


def strict_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that states the same types with every field required and no others allowed.

    A field that may be left out takes null instead where leaving it out means null; whoever reads the answer takes null as
    left out. Where it means another value of its own type, such as "" or false, that is how it is left out. What occurs
    more than once is defined once.
    """
    definitions = {name: _strict(part) for name, part in sorted(schema.get("$defs", {}).items())}
    return _with_shared({**_strict(schema), **({"$defs": definitions} if definitions else {})})


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {key: schema[key] for key in _KEPT if key in schema}
    if "const" in schema:
        kept["enum"] = [schema["const"]]
    if options := schema.get("anyOf") or schema.get("oneOf"):
        kept["anyOf"] = [_strict(option) for option in options]
    if "items" in schema:
        kept["items"] = _strict(schema["items"])
    if "properties" in schema:
        kept |= _object(schema["properties"], set(schema.get("required", ())))
    return kept


def _object(properties: dict[str, Any], required: set[str]) -> dict[str, Any]:
    return {
        "properties": {
            name: _strict(part) if name in required or part.get("default") is not None else _or_null(_strict(part))
            for name, part in properties.items()
        },
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    null = {"type": "null"}
    options = schema.get("anyOf", [schema])
    return {"anyOf": options if null in options else [*options, null]}


def _with_shared(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema whose repeated parts are definitions, as long as that makes it shorter."""
    while True:
        found = Counter(_parts(schema))
        gain, text = max(
            (((times - 1) * len(text) - times * _REFERENCE - _DEFINITION, text) for text, times in found.items()),
            default=(0, ""),
        )
        if gain <= 0:
            return schema
        definitions = schema.get("$defs", {})
        name = next(free for number in count() if (free := _name(number)) not in definitions)
        replaced = _replaced(schema, text, {"$ref": f"#/$defs/{name}"})
        schema = {**replaced, "$defs": {**replaced.get("$defs", {}), name: json.loads(text)}}


def _name(number: int) -> str:
    return chr(ord("A") + number % 26) + (str(number // 26) if number >= 26 else "")


def _parts(value: Any) -> Iterator[str]:
    """Yield every schema inside of a schema as text; a map of fields or of definitions is none."""
    if isinstance(value, list):
        for one in value:
            yield from _parts(one)
    elif isinstance(value, dict):
        for key, part in value.items():
            inside = part.values() if key in ("properties", "$defs") and isinstance(part, dict) else [part]
            for one in inside:
                if isinstance(one, dict):
                    yield schema_text(one)
                yield from _parts(one)


def _replaced(value: Any, text: str, reference: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_replaced(one, text, reference) for one in value]
    if not isinstance(value, dict):
        return value
    return reference if schema_text(value) == text else {k: _replaced(one, text, reference) for k, one in value.items()}
