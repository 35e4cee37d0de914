"""`designer eval`: tables, JSON, misses, the baseline, and sealed sets that keep their details."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from designer.cli import eval as command
from designer.errors import LanguageModelError
from tests.unit.cli.conftest import Run

OPEN = """schema_version: "1"
kind: catalog
briefs:
  - id: tiny-links
    text: "A URL shortener for 3 million links a day"
    blueprints: [url-shortener]
    concepts: {store: ["kind:relational-db", "kind:key-value-store"], moon: [moon base]}
    connections: [[store, moon]]
    facts: [[collision, unique]]
    numbers: [{any: [link], value: 34.722, unit: links/s}]
    forbidden: [moon base]
  - id: more-links
    text: "Short links for a shop"
    concepts: {store: ["kind:relational-db", "kind:key-value-store"]}
"""
SEALED = """schema_version: "1"
kind: mixed
briefs:
  - id: secret-brief
    text: "A URL shortener for a museum"
    concepts: {dragon: [dragon cave]}
"""


@pytest.fixture
def sets(run: Run) -> Path:
    folder = Path("sets")
    (folder / "sealed").mkdir(parents=True)
    (folder / "open.yaml").write_text(OPEN, encoding="utf-8")
    (folder / "sealed" / "closed.yaml").write_text(SEALED, encoding="utf-8")
    return folder


def row(out: str, name: str) -> list[str]:
    return next(line.split() for line in out.splitlines() if line.split()[:1] == [name])


def test_the_tables_hold_each_open_brief_and_the_totals(run: Run, sets: Path) -> None:
    ran = run("eval", sets)
    assert ran.code == 0
    assert row(ran.out, "tiny-links")[1:-1] == ["1/2", "0/1", "1/1", "1/1", "0/1", "1/1", "1/1"]
    assert row(ran.out, "open/catalog")[1:3] == ["2", "66.7%"]
    assert row(ran.out, "sealed/mixed")[1:3] == ["1", "0.0%"]
    assert "ms-p95" in ran.out


def test_details_of_sealed_briefs_stay_closed_without_misses(run: Run, sets: Path) -> None:
    for arguments in ((), ("--totals",), ("--json",), ("--kind", "mixed"), ("--json", "--totals")):
        ran = run("eval", sets, *arguments)
        assert "secret-brief" not in ran.out + ran.err
        assert "dragon" not in ran.out + ran.err
    assert "dragon" in run("eval", sets, "--misses").out
    refused = run("eval", sets, "--only", "secret-brief")
    assert refused.code == 2
    assert refused.out == ""


def test_a_sealed_brief_that_fails_is_counted_and_not_told(
    run: Run, sets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "design_brief", _failing)
    ran = run("eval", sets)
    assert ran.code == 3
    assert "tiny-links: the model's server is down" in ran.err
    assert "secret-brief" not in ran.err
    assert row(ran.out, "sealed")[-3] == "1"


def _failing(text: str, answers: object, **_: object) -> None:
    raise LanguageModelError("the model's server is down")


def test_misses_are_listed_by_brief(run: Run, sets: Path) -> None:
    lines = run("eval", sets, "--misses", "--only", "tiny-links").out.splitlines()
    assert lines[0].startswith("tiny-links")
    assert [line.split()[:2] for line in lines[1:3]] == [["concept", "moon"], ["connect", "store"]]
    assert lines[3] == ""


def test_only_and_kind_choose_briefs(run: Run, sets: Path) -> None:
    assert "tiny-links" not in run("eval", sets, "--only", "more-links").out
    assert row(run("eval", sets, "--kind", "mixed").out, "sealed")[1] == "1"
    assert "no brief is left" in run("eval", sets, "--kind", "other").err
    assert "there is no brief 'gone'" in run("eval", sets, "--only", "gone").err


def test_json_holds_scores_and_totals(run: Run, sets: Path) -> None:
    found = run("eval", sets / "open.yaml", "--json", "--misses").json
    assert [brief["id"] for brief in found["briefs"]] == ["tiny-links", "more-links"]
    assert found["briefs"][0]["metrics"]["concepts"] == {"hit": 1, "asked": 2, "share": 0.5}
    assert {"metric": "connections", "what": "store - moon: no moon"} in found["briefs"][0]["misses"]
    assert [total["id"] for total in found["totals"]] == ["open", "open/catalog"]
    assert found["regressions"] == []


def test_several_jobs_score_the_same(run: Run, sets: Path) -> None:
    one, two = (run("eval", sets, "--json", "--misses", "--jobs", jobs).json for jobs in ("1", "2"))
    for found in (one, two):
        for item in (*found["briefs"], *found["totals"]):
            for name in ("ms", "median_ms", "p95_ms"):
                item.pop(name, None)
    assert one == two


def test_a_total_worse_than_the_baseline_ends_with_1(run: Run, sets: Path) -> None:
    assert run("eval", sets, "--write-baseline", "base.json").code == 0
    assert run("eval", sets, "--baseline", "base.json").code == 0
    better = json.loads(Path("base.json").read_text(encoding="utf-8"))
    better["totals"]["open/catalog"]["metrics"]["concepts"] = [3, 3]
    Path("base.json").write_text(json.dumps(better), encoding="utf-8")
    ran = run("eval", sets, "--baseline", "base.json", "--totals")
    assert ran.code == 1
    assert "open/catalog: concepts was 100.0% (3/3), is 66.7% (2/3)" in ran.err
    assert len(run("eval", sets, "--baseline", "base.json", "--json").json["regressions"]) == 1


def test_what_cannot_be_compared_is_told(run: Run, sets: Path) -> None:
    run("eval", sets, "--write-baseline", "base.json")
    ran = run("eval", sets / "open.yaml", "--baseline", "base.json")
    assert ran.code == 0
    assert "not compared: sealed" in ran.err


def test_a_broken_set_is_told_with_line_and_column(run: Run, sets: Path) -> None:
    (sets / "bad.yaml").write_text(OPEN.replace("unit: links/s", "unit: GB").replace("[store, moon]", "[store, sun]"))
    ran = run("eval", sets)
    assert ran.code == 2
    assert ran.err.count("\n") == 2
    assert "sets/bad.yaml:10:" in ran.err
    assert "sets/bad.yaml:8:" in ran.err


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ((), "arguments are required: SET"),
        (("gone.yaml",), "no such file"),
        (("sets", "--kind", "odd"), "invalid choice"),
        (("sets", "--baseline", "gone.json"), "the baseline cannot be read"),
        (("sets", "--only", "tiny-links", "--baseline", "x"), "cannot be compared"),
        (("sets", "--model", "nonsense:x"), "no model provider"),
        (("sets", "--jobs", "many"), "does not fit"),
    ],
)
def test_wrong_usage_is_one_clear_line(run: Run, sets: Path, arguments: tuple[str, ...], what: str) -> None:
    ran = run("eval", *arguments)
    assert ran.code == 2
    assert what in ran.err
    assert ran.err.count("\n") == 1
    assert ran.out == ""
