"""What is wrong in a design.json is named by JSON pointer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from designer.design_file import parse_design, read_design
from designer.errors import DesignError

COMPONENTS = [
    {"id": "web", "name": "Web", "kind": "service"},
    {"id": "db", "name": "Store", "kind": "relational-db"},
]


def document(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Shop",
        "brief": {"text": "a shop"},
        "graph": {"components": COMPONENTS, "connections": [{"id": "w", "source": "web", "target": "db"}]},
        **changes,
    }


def problems_of(value: Any) -> dict[str, str]:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    with pytest.raises(DesignError) as caught:
        parse_design(data, where="design.json")
    return {problem.where: problem.what for problem in caught.value.problems}


def test_a_design_is_read_back_as_it_was_written() -> None:
    made = parse_design(json.dumps(document()).encode(), where="design.json")
    assert parse_design(made.to_json().encode(), where="design.json") == made


def test_a_wrong_value_is_named_by_its_place() -> None:
    graph = {"components": [COMPONENTS[0], COMPONENTS[1] | {"kind": "spaceship"}]}
    found = problems_of(document(graph=graph))
    assert list(found) == ["design.json#/graph/components/1/kind"]


def test_all_wrong_values_are_named_at_once() -> None:
    graph = {"components": [{"id": "UPPER", "name": "", "kind": "service"}]}
    assert problems_of(document(graph=graph, title="")).keys() == {
        "design.json#/title",
        "design.json#/graph/components/0/id",
        "design.json#/graph/components/0/name",
    }


def test_a_dangling_connection_is_named_by_its_position_in_the_file() -> None:
    connections = [
        {"id": "z", "source": "web", "target": "db"},
        {"id": "a", "source": "web", "target": "nowhere"},
    ]
    found = problems_of(document(graph={"components": COMPONENTS, "connections": connections}))
    assert found == {
        "design.json#/graph/connections/1/target": "connection ends at 'nowhere', which is not a component"
    }


def test_a_dangling_step_is_named_by_its_position_in_the_file() -> None:
    flows = [{"id": "buy", "name": "Buy", "steps": [{"source": "web", "target": "gone"}]}]
    assert list(problems_of(document(flows=flows))) == ["design.json#/flows/0/steps/0/target"]


def test_an_unknown_key_is_named_and_marks_in_keys_are_escaped() -> None:
    assert problems_of(document() | {"a/b~c": 1}) == {"design.json#/a~1b~0c": "unknown key"}


def test_an_unknown_property_is_named() -> None:
    graph = {"components": [COMPONENTS[0] | {"properties": {"colour": "red"}}]}
    assert problems_of(document(graph=graph)) == {"design.json#/graph/components/0": "unknown property 'colour'"}


def test_another_schema_version_is_refused() -> None:
    found = problems_of(document(schema_version="99"))
    assert found == {"design.json#/schema_version": "schema version '99' is not '1'"}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe{}", "the file is not UTF-8"),
        (b'{"title": ', "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[1]", "Input should be an object"),
    ],
)
def test_what_is_no_design_at_all_is_one_clear_problem(data: bytes, what: str) -> None:
    found = problems_of(data)
    assert len(found) == 1
    assert what in next(iter(found.values()))


def test_a_folder_without_a_design_says_so(tmp_path: Path) -> None:
    with pytest.raises(DesignError, match=r"holds no design\.json"):
        read_design(tmp_path)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(DesignError, match="cannot be read"):
        read_design(tmp_path / "gone.json")
