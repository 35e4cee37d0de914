"""The JSON Schema that ships with the package."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

import designer
from designer.schema import FILE, design_schema


@pytest.fixture(scope="module")
def schema() -> Any:
    return json.loads(FILE.read_text(encoding="utf-8"))


def test_the_file_is_what_the_types_say() -> None:
    assert FILE.read_text(encoding="utf-8") == design_schema(), "run `python -m designer.schema`"


def test_it_is_a_valid_schema(schema: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)


def test_a_design_is_valid(schema: Any) -> None:
    made = designer.design("A URL shortener for 100 million new links a month")
    jsonschema.Draft202012Validator(schema).validate(json.loads(made.to_json()))


def test_a_broken_design_is_not(schema: Any) -> None:
    broken = {"title": "", "brief": {"text": "x"}, "graph": {"components": [{"id": "A B", "name": "x", "kind": "y"}]}}
    found = {tuple(error.absolute_path) for error in jsonschema.Draft202012Validator(schema).iter_errors(broken)}
    assert {("title",), ("graph", "components", 0, "id"), ("graph", "components", 0, "kind")} <= found
