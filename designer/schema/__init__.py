"""The JSON Schema of design.json, for other programs; `python -m designer.schema` writes it anew."""

from __future__ import annotations

from pathlib import Path

from designer.model.base import canonical_json
from designer.model.design import SCHEMA_VERSION, Design

FILE = Path(__file__).with_name("design.schema.json")


def design_schema() -> str:
    """Return the schema as canonical JSON, made from the types themselves."""
    schema = Design.model_json_schema(mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = f"design.json, schema version {SCHEMA_VERSION}"
    return canonical_json(schema)
