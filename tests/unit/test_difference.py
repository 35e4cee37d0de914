"""Differences: by id and by structure, in words and as a picture."""

import json
from typing import Any

import pytest

from designer.difference import difference
from designer.matching import renamed_parts, with_ids
from designer.model.design import Design
from designer.model.figures import human
from designer.pipeline import design_offline
from designer.rendering import render_difference
from tests.support.catalogs import shipped

CATALOG = shipped()
BRIEF = "web app -> API\nAPI -> Postgres\nAPI -> RabbitMQ\nRabbitMQ -> worker\nworker -> Stripe\n"
BEFORE = design_offline(BRIEF, CATALOG)


def _changed(change: Any) -> Design:
    data = json.loads(BEFORE.to_json())
    change(data)
    return Design.model_validate(data)


def _rename(data: dict[str, Any], old: str, new: str) -> None:
    kinds = json.dumps(data["graph"]["components"]).count(f'"kind": "{old}"')
    text = json.dumps(data).replace(f'"kind": "{old}"', '"kind": "@"').replace(f'"{old}"', f'"{new}"')
    data.clear()
    data.update(json.loads(text.replace('"kind": "@"', f'"kind": "{old}"')))
    assert json.dumps(data["graph"]["components"]).count(f'"kind": "{old}"') == kinds


def test_nothing_changed_is_no_difference() -> None:
    assert difference(BEFORE, BEFORE) == ()


@pytest.mark.parametrize("part", [item.id for item in BEFORE.graph.components])
def test_a_part_under_another_id_is_renamed_and_nothing_else(part: str) -> None:
    after = _changed(lambda data: _rename(data, part, f"{part}-x"))
    changes = difference(BEFORE, after)
    assert [(item.what, item.how) for item in changes if item.what == "component"] == [("component", "renamed")]
    assert not [item for item in changes if item.what == "connection"]


def test_all_parts_renamed_at_once_are_found_through_each_other() -> None:
    def rename_all(data: dict[str, Any]) -> None:
        for part in BEFORE.graph.components:
            _rename(data, part.id, f"n-{part.id}")

    after = _changed(rename_all)
    found = renamed_parts(BEFORE, after)
    assert found == {f"n-{part.id}": part.id for part in BEFORE.graph.components}
    assert with_ids(after, found).graph.by_id.keys() == BEFORE.graph.by_id.keys()


def test_another_kind_of_store_is_no_renamed_part() -> None:
    def replace(data: dict[str, Any]) -> None:
        part = next(item for item in data["graph"]["components"] if item["id"] == "postgresql")
        part.update(kind="document-db", technology="MongoDB")
        _rename(data, "postgresql", "mongodb")

    assert renamed_parts(BEFORE, _changed(replace)) == {}


def test_a_single_point_of_failure_that_is_gone_is_told() -> None:
    def two(data: dict[str, Any]) -> None:
        next(item for item in data["graph"]["components"] if item["id"] == "api")["replicas"] = 2

    changes = difference(BEFORE, _changed(two))
    assert ("single point of failure", "api", "removed") in [(item.what, item.id, item.how) for item in changes]


def test_conformance_that_fell_is_told() -> None:
    before = design_offline("A URL shortener for 100 million new links a month", CATALOG)
    data = json.loads(before.to_json())
    data["blueprints"][0]["conformance"] = 90
    changes = difference(before, Design.model_validate(data))
    assert [(item.what, item.before, item.after) for item in changes] == [("conformance", "100 %", "90 %")]
    assert human(1, "count") == "1"


def test_the_picture_marks_what_came_went_and_changed_by_sign_and_words() -> None:
    def change(data: dict[str, Any]) -> None:
        graph = data["graph"]
        graph["components"] = [item for item in graph["components"] if item["id"] != "stripe"]
        graph["connections"] = [item for item in graph["connections"] if item["target"] != "stripe"]
        for flow in data["flows"]:
            flow["steps"] = [step for step in flow["steps"] if "stripe" not in (step["source"], step["target"])]
        graph["components"].append({"id": "cache", "name": "Cache", "kind": "cache"})
        graph["connections"].append({"id": "api-to-cache", "source": "api", "target": "cache"})
        graph["components"][0]["replicas"] = 4
        data["findings"] = []

    drawn = str(render_difference(BEFORE, _changed(change), "svg", theme="light", catalog=CATALOG))
    for words in ("Cache (Cache, added)", "Stripe", "removed", "changed", ">+<", ">−<", ">≠<"):
        assert words in drawn, words
    assert drawn == str(render_difference(BEFORE, _changed(change), "svg", theme="light", catalog=CATALOG))
