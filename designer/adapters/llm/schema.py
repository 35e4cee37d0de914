"""JSON schemas in the narrow form that servers with constrained output accept."""

from __future__ import annotations

from typing import Any

# Limits and defaults are left out: some servers refuse them, others turn a long limit into a huge grammar.
# Code checks every limit when the answer is read.
_KEPT = ("type", "enum", "description", "$ref")


def strict_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that states the same types with every field required and no others allowed.

    A field that was optional may be null instead; whoever reads the answer takes null as left out.
    """
    definitions = {name: _strict(part) for name, part in sorted(schema.get("$defs", {}).items())}
    return {**_strict(schema), **({"$defs": definitions} if definitions else {})}


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
            name: _strict(part) if name in required or "const" in part else _or_null(_strict(part))
            for name, part in properties.items()
        },
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    null = {"type": "null"}
    options = schema.get("anyOf", [schema])
    return {"anyOf": options if null in options else [*options, null]}
