"""Examples of records, made from their models."""

from __future__ import annotations

import itertools
from typing import Any

from app.runtime.crud import Resource

_NUMBERS = itertools.count(1)


def example(resource: Resource) -> dict[str, Any]:
    """Return a valid new record, different each time, by the names on the wire."""
    schema = resource.model.model_json_schema(by_alias=True)
    number = next(_NUMBERS)
    required = [name for name in schema.get("required", ()) if name not in resource.stamps]
    return {name: _value(schema["properties"][name], schema, number) for name in required}


def _value(schema: dict[str, Any], root: dict[str, Any], number: int) -> Any:
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for choice in schema.get("anyOf", ()):
        return _value(choice, root, number)
    match schema.get("type"), schema.get("format"):
        case "string", "uuid":
            return f"00000000-0000-4000-8000-{number:012}"
        case "string", "date-time":
            return f"2030-01-01T00:00:{number % 60:02}Z"
        case "string", "date":
            return f"2030-01-{1 + number % 28:02}"
        case "string", _:
            # Four characters at a time are good base64 too.
            return f"{number:04}"
        case (("integer" | "number"), _):
            return number
        case "boolean", _:
            return True
        case "array", _:
            return []
        case "object", _ if "properties" in schema:
            return {name: _value(item, root, number) for name, item in schema["properties"].items()}
    return {"number": number}
