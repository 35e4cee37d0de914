"""Run commands inside the test's process, in a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from designer.cli.main import main


class Ran(NamedTuple):
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The result as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `designer` with some arguments."""
    monkeypatch.chdir(tmp_path)
    for name in ("DESIGNER_MODEL", "DESIGNER_DEBUG", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return call


def a_design() -> dict[str, Any]:
    """Return a small design with known weaknesses: one copy of the store, and a service nobody reaches."""
    return {
        "title": "Shop <b>",
        "brief": {"text": "a shop with 10 orders a second"},
        "graph": {
            "components": [
                {"id": "buyer", "name": "Buyer", "kind": "web-client"},
                {"id": "api", "name": "Orders\x1b[31m API", "kind": "service", "replicas": 2,
                 "origin": {"by": "brief", "span": [2, 6]}},
                {"id": "orders", "name": "Order store", "kind": "relational-db", "technology": "PostgreSQL",
                 "properties": {"source_of_truth": True}, "origin": {"by": "blueprint", "ref": "shop/orders"}},
            ],
            "connections": [
                {"id": "buyer-to-api", "source": "buyer", "target": "api", "protocol": "HTTPS", "label": "buy"},
                {"id": "api-to-orders", "source": "api", "target": "orders", "protocol": "SQL",
                 "properties": {"writes": True}},
            ],
        },
        "flows": [
            {"id": "buy", "name": "Buy", "critical": True, "steps": [
                {"source": "buyer", "target": "api", "message": "order"},
                {"source": "api", "target": "orders", "message": "insert"},
            ]},
        ],
        "capacity": {"estimates": [
            {"name": "peak_orders", "subject": "api", "value": 30.0, "unit": "orders/s", "formula": "orders * peak",
             "inputs": {"orders": {"value": 10, "unit": "orders/s", "stated": True}, "peak": {"value": 3}},
             "source": "common knowledge", "title": "Orders at peak"},
        ]},
        "questions": [{"id": "region", "text": "One region?", "default": "one", "options": ["one", "two"]}],
    }  # fmt: skip


@pytest.fixture
def design_file(tmp_path: Path) -> Path:
    """Return the path of a small design's design.json."""
    path = tmp_path / "design.json"
    path.write_text(json.dumps(a_design()), encoding="utf-8")
    return path
