"""`designer catalog match` and `designer check --against`: a graph held against blueprints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import designer
from designer.cli.main import main


def test_a_design_matches_its_own_blueprint_best(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    designer.design("People paste long links and get short ones back.").save(tmp_path / "links", formats=("svg",))
    assert main(["catalog", "match", str(tmp_path / "links"), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[0]["id"] == "url-shortener" and rows[0]["score"] == 100
    assert all(row["score"] <= rows[0]["score"] for row in rows)
    assert main(["check", str(tmp_path / "links"), "--against", "url-shortener"]) == 0
