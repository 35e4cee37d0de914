"""The schema of edits as an argument of a tool: complete, plain and short."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from designer.agent.flat_schema import edits_schema
from designer.edits.edits import EDIT_TYPES

EXAMPLES: tuple[dict[str, Any], ...] = (
    {"op": "add_component", "name": "QR", "kind": "service", "properties": [{"name": "stateless", "value": True}]},
    {"op": "connect", "source": "a", "target": "b", "mode": "async", "properties": [{"name": "timeout_s", "value": 2}]},
    {"op": "add_flow", "name": "Buy", "kind": "failure", "steps": [{"source": "a", "target": "b"}]},
    {"op": "add_entity", "name": "Order", "fields": [{"name": "id", "type": "uuid", "key": True}]},
    {"op": "set_parameter", "name": "peak", "value": 2.5, "unit": "ratio"},
    {"op": "decide", "title": "T", "choice": "C", "alternatives": [{"name": "A"}], "consequences": ["x"]},
)


@pytest.mark.parametrize("edit", EXAMPLES, ids=lambda edit: edit["op"])
def test_an_edit_that_is_right_fits(edit: dict[str, Any]) -> None:
    jsonschema.validate({"edits": [edit]}, edits_schema())


@pytest.mark.parametrize("edit", [{}, {"op": "florb"}, {"op": "connect", "mode": "sideways"}, 7])
def test_an_edit_that_is_wrong_does_not(edit: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"edits": [edit]}, edits_schema())


def test_every_field_of_every_edit_is_there_and_nothing_is_said_twice() -> None:
    text = json.dumps(edits_schema())
    fields = edits_schema()["properties"]["edits"]["items"]["properties"]
    assert fields.keys() == {name for kind in EDIT_TYPES for name in kind.model_fields}
    assert "$ref" not in text and "null" not in text and 'title": "' not in text
    assert len(text) < 6000, "it is sent with every turn"
