"""The JSON schema of edits as an argument of a tool: every field once, since it is sent with every turn.

The prompt says which fields an operation takes; code reads and refuses edits one by one.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from designer.agent.reply import MAX_EDITS, EditReply
from designer.edits.edits import EDIT_TYPES


@cache
def edits_schema() -> dict[str, Any]:
    """Return the schema of an object with a list of edits."""
    definitions = EditReply.model_json_schema()["$defs"]
    found: dict[str, list[dict[str, Any]]] = {}
    for kind in EDIT_TYPES:
        for name, part in definitions[kind.__name__]["properties"].items():
            forms = found.setdefault(name, [])
            plain = _plain(part, definitions)
            if plain not in forms:
                forms.append(plain)
    properties = {name: forms[0] if len(forms) == 1 else {"anyOf": forms} for name, forms in found.items()}
    properties["op"] = {"type": "string", "enum": [kind.model_fields["op"].default for kind in EDIT_TYPES]}
    edit = {"type": "object", "properties": properties, "required": ["op"]}
    edits = {"type": "array", "items": edit, "maxItems": MAX_EDITS}
    return {"type": "object", "properties": {"edits": edits}, "required": ["edits"]}


def _plain(part: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with what it refers to in place, and without limits, titles and nulls: a field may be left out."""
    if "$ref" in part:
        return _plain(definitions[part["$ref"].rpartition("/")[2]], definitions)
    options = [one for one in part.get("anyOf", ()) if one != {"type": "null"}]
    if len(options) == 1:
        return _plain(options[0], definitions)
    kept: dict[str, Any] = {key: part[key] for key in ("type", "enum", "required") if key in part}
    if options:
        kept["anyOf"] = [_plain(one, definitions) for one in options]
    if "items" in part:
        kept["items"] = _plain(part["items"], definitions)
    if "properties" in part:
        kept["properties"] = {name: _plain(one, definitions) for name, one in part["properties"].items()}
    return kept
