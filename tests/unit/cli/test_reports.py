"""Findings for people and for other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from designer.rules.registry import ALL
from designer.rules.triage import ABOUT_ACCEPTANCES
from tests.unit.cli.conftest import Ran, Run, a_design

SCHEMA = Path(__file__).parents[2] / "data" / "sarif-2.1.0.json"


@pytest.fixture
def checked(run: Run, design_file: Path) -> Any:
    def call(format: str, *more: str) -> Ran:
        return run("check", design_file, "--format", format, *more)

    return call


def test_text_names_rule_place_and_fix(checked: Any) -> None:
    ran = checked("text")
    assert "REL003  " in ran.out
    assert "Order store (orders)" in ran.out
    assert "fix " in ran.out
    assert "\x1b" not in ran.out


@pytest.mark.parametrize(("level", "code"), [("never", 0), ("warning", 1), ("error", 0)])
def test_the_exit_code_follows_fail_on(checked: Any, level: str, code: int, run: Run) -> None:
    errors = [row for row in checked("json").json if row["severity"] == "error"]
    assert checked("text", "--fail-on", level).code == (1 if level == "error" and errors else code)


def test_json_is_an_array_with_one_object_per_finding(checked: Any, design_file: Path) -> None:
    rows = checked("json").json
    assert {"rule", "severity", "message", "subjects", "fix", "source", "file"} <= rows[0].keys()
    assert {row["file"] for row in rows} == {str(design_file)}
    assert any(row["rule"] == "REL003" and row["subjects"] == ["orders"] for row in rows)


def test_sarif_is_valid_and_describes_every_rule(checked: Any) -> None:
    report = checked("sarif").json
    jsonschema.Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(report)
    driver = report["runs"][0]["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == [rule.code for rule in (*ALL, *ABOUT_ACCEPTANCES)]
    found = {result["ruleId"]: result for result in report["runs"][0]["results"]}
    assert found["REL003"]["locations"][0]["logicalLocations"] == [
        {"fullyQualifiedName": "orders", "kind": "component", "name": "Order store"}
    ]


def test_a_sarif_fix_applied_as_text_removes_its_finding(run: Run, tmp_path: Path) -> None:
    brief = "web app -> API\nAPI -> Postgres\nAPI -> RabbitMQ\nRabbitMQ -> worker\nworker -> Stripe\n"
    run("new", brief, "--out", "made", "--formats", "svg")
    file = tmp_path / "made" / "design.json"
    report = run("check", "made", "--format", "sarif").json
    jsonschema.Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(report)
    results = report["runs"][0]["results"]
    assert sum(1 for result in results if "fixes" in result) >= 5
    for result in (one for one in results if "fixes" in one):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        place = result["locations"][0]["physicalLocation"]["region"]["startLine"]
        assert any(
            f'"id": "{one["fullyQualifiedName"]}"' in lines[place - 1]
            for one in result["locations"][0]["logicalLocations"]
        )
        changes = result["fixes"][0]["artifactChanges"][0]["replacements"]
        for change in sorted(changes, key=lambda one: -one["deletedRegion"]["startLine"]):
            begin, end = change["deletedRegion"]["startLine"] - 1, change["deletedRegion"]["endLine"] - 1
            lines[begin:end] = [change["insertedContent"]["text"]]
        (tmp_path / "fixed.json").write_text("".join(lines), encoding="utf-8")
        left = [finding["rule"] for finding in run("check", "fixed.json", "--format", "json").json]
        assert result["ruleId"] not in left


def test_findings_of_an_imported_file_point_at_its_lines(run: Run, tmp_path: Path) -> None:
    compose = "services:\n  api:\n    build: .\n    ports: ['80:80']\n    environment: {DB: 'postgres://db'}\n  db:\n    image: postgres\n"
    (tmp_path / "compose.yml").write_text(compose, encoding="utf-8")
    results = run("check", "compose.yml", "--format", "sarif").json["runs"][0]["results"]
    lines = {one["ruleId"]: one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in results}
    assert lines["REL003"] == 6


def test_sarif_names_the_file_as_a_uri(run: Run, tmp_path: Path) -> None:
    (tmp_path / "my shop").mkdir()
    (tmp_path / "my shop" / "design.json").write_text(json.dumps(a_design()), encoding="utf-8")
    result = run("check", "my shop", "--format", "sarif").json["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "my%20shop/design.json"


def test_junit_has_a_case_per_rule_and_counts_failures(checked: Any) -> None:
    suite = ElementTree.fromstring(checked("junit", "--fail-on", "warning").out)[0]
    cases = {case.get("name", "").split()[0]: case for case in suite}
    assert cases.keys() == {rule.code for rule in ALL}
    failed = [case for case in suite if case.find("failure") is not None]
    assert suite.get("failures") == str(len(failed))
    assert cases["REL003"].find("failure") in [case.find("failure") for case in failed]


def test_junit_does_not_fail_on_what_is_milder_than_asked(checked: Any) -> None:
    suite = ElementTree.fromstring(checked("junit", "--fail-on", "never").out)[0]
    assert suite.get("failures") == "0"
    assert any(case.find("system-out") is not None for case in suite)


def test_deviations_from_a_blueprint_are_findings(checked: Any) -> None:
    ran = checked("text", "--against", "url-shortener", "--fail-on", "warning")
    assert ran.code == 1
    assert "follows url-shortener to " in ran.out
    assert "CONFORMANCE" in ran.out
    report = checked("sarif", "--against", "url-shortener").json
    jsonschema.Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(report)


def test_several_files_are_checked_together(run: Run, design_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps(a_design() | {"title": "Other"}), encoding="utf-8")
    rows = run("check", design_file, other, "--format", "json").json
    assert {Path(row["file"]).name for row in rows} == {"design.json", "other.json"}


def test_problems_of_all_files_are_told_by_pointer(run: Run, tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(a_design() | {"title": 7}), encoding="utf-8")
    ran = run("check", "a.json", "b.json")
    assert ran.code == 2
    assert [line.split(": ")[1] for line in ran.err.splitlines()] == ["a.json#/title", "b.json#/title"]
    assert ran.out == ""
