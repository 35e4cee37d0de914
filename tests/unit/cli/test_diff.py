"""What two designs differ in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.conftest import Run, a_design


@pytest.fixture
def after() -> dict[str, Any]:
    """Return the small design after some work: a cache more, the buyer gone, two copies of the store."""
    made = a_design()
    graph = made["graph"]
    graph["components"][2]["replicas"] = 2
    graph["components"][2]["properties"]["failover"] = "automatic"
    graph["components"].append({"id": "cache", "name": "Order | cache", "kind": "cache"})
    graph["connections"] = [graph["connections"][1]]
    graph["components"].pop(0)
    made["flows"] = []
    made["capacity"]["estimates"][0]["value"] = 60.0
    return made


@pytest.fixture
def compared(run: Run, after: dict[str, Any], tmp_path: Path) -> Any:
    (tmp_path / "a.json").write_text(json.dumps(a_design()), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(after), encoding="utf-8")
    return lambda *more: run("diff", "a.json", "b.json", *more)


def test_elements_properties_and_numbers_are_compared_by_id(compared: Any) -> None:
    found = [
        (row["what"], row["id"], row["how"], row["before"], row["after"]) for row in compared("--format", "json").json
    ]
    assert found == [
        ("component", "buyer", "removed", "Buyer", ""),
        ("component", "cache", "added", "", "Order | cache"),
        ("component", "orders", "failover", "", "automatic"),
        ("component", "orders", "replicas", "1", "2"),
        ("connection", "buyer-to-api", "removed", "buy", ""),
        ("flow", "buy", "removed", "Buy", ""),
        ("number", "peak_orders of api", "value", "30 orders/s", "60 orders/s"),
    ]


def test_text_has_a_line_per_change(compared: Any) -> None:
    lines = compared().out.splitlines()
    assert lines[0] == "- component buyer  Buyer"
    assert "~ component orders  replicas: 1 -> 2" in lines
    assert "+ component cache  Order | cache" in lines


def test_markdown_is_a_table_that_names_cannot_break(compared: Any) -> None:
    lines = compared("--format", "markdown").out.splitlines()
    assert lines[0] == "| what | id | change | before | after |"
    assert any(r"Order \| cache" in line for line in lines)


def test_the_order_in_the_file_is_no_difference(run: Run, tmp_path: Path) -> None:
    turned = a_design()
    turned["graph"]["components"].reverse()
    (tmp_path / "a.json").write_text(json.dumps(a_design()), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(turned), encoding="utf-8")
    assert run("diff", "a.json", "b.json").out == "no difference\n"


def test_findings_that_went_or_came_are_told(run: Run) -> None:
    run("new", "A URL shortener for 3 million links a day", "--out", "a", "--formats", "svg")
    changed = json.loads(Path("a/design.json").read_text(encoding="utf-8"))
    changed["findings"] = [{"rule": "REL003", "severity": "warning", "message": "one copy", "subjects": ["link-store"]}]
    Path("b.json").write_text(json.dumps(changed), encoding="utf-8")
    rows = run("diff", "a", "b.json", "--format", "json").json
    assert [row for row in rows if row["id"] == "REL003 link-store"] == [
        {"what": "finding", "id": "REL003 link-store", "how": "added", "before": "", "after": "one copy"}
    ]
