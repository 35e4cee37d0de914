"""A team's decisions in designer.toml hold wherever findings are made, and questions stand apart from findings."""

import json
from pathlib import Path
from typing import Any

import pytest

import designer
from designer.policy_file import Project
from tests.unit.cli.conftest import Run

BRIEF = "web app -> API (3 copies)\nAPI -> Postgres\n"
DECIDED = """
[rules]
severity = {SEC002 = "error"}
[[rules.override]]
rule = "SEC001"
severity = "info"
element = "api"
[[rules.accept]]
rule = "REL003"
reason = "rebuilt nightly"
author = "Ada"
expires = 2999-01-01
"""
EXPIRED = '[[rules.accept]]\nrule = "REL003"\nreason = "for the trial"\nauthor = "Ada"\nexpires = 2001-01-01\n'
STALE = '[[rules.accept]]\nrule = "STR004"\nreason = "no queue here"\nauthor = "Ada"\n'


@pytest.fixture
def decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "designer.toml").write_text(DECIDED)
    return tmp_path


def _states(findings: Any) -> dict[str, tuple[str, str]]:
    return {item["rule"]: (item["severity"], item["state"]) for item in findings}


def _saved(folder: Path) -> dict[str, tuple[str, str]]:
    return _states(json.loads((folder / "design.json").read_text())["findings"])


def _as_decided(states: dict[str, tuple[str, str]]) -> bool:
    wanted = {"SEC002": ("error", "open"), "SEC001": ("info", "open"), "REL003": ("warning", "accepted")}
    return {key: states.get(key) for key in wanted} == wanted


def test_new_follows_the_project_and_counts_what_is_open(run: Run, decided: Path) -> None:
    ran = run("new", BRIEF, "--out", "one", "--formats", "svg", "--json")
    assert _as_decided(_saved(decided / "one"))
    made = json.loads((decided / "one" / "design.json").read_text())
    open_ones = [item for item in made["findings"] if item["state"] == "open"]
    assert sum(ran.json["findings"].values()) == len(open_ones) < len(made["findings"])
    document = (decided / "one" / "DESIGN.md").read_text()
    assert "Decided (1)" in document and "Accepted: rebuilt nightly" in document


def test_batch_follows_the_project_and_makes_a_bundle_anew_when_it_changes(run: Run, decided: Path) -> None:
    (decided / "briefs").mkdir()
    (decided / "briefs" / "shop.md").write_text(BRIEF)
    arguments = ("batch", "briefs", "--out", "all", "--formats", "svg", "--json")
    assert [row["kept"] for row in run(*arguments).json] == [False]
    assert _as_decided(_saved(decided / "all" / "shop"))
    assert [row["kept"] for row in run(*arguments).json] == [True]
    (decided / "designer.toml").write_text("")
    assert [row["kept"] for row in run(*arguments).json] == [False]
    assert _saved(decided / "all" / "shop")["REL003"] == ("warning", "open")


def test_a_broken_decision_ends_a_batch_before_it_begins(run: Run, decided: Path) -> None:
    (decided / "briefs.jsonl").write_text(json.dumps({"id": "a", "brief": BRIEF}))
    (decided / "designer.toml").write_text('[[rules.accept]]\nrule = "REL003"\n')
    ran = run("batch", "briefs.jsonl", "--out", "all")
    assert ran.code == 2 and "designer.toml" in ran.err
    assert not (decided / "all").exists()


def test_the_library_follows_the_project_of_its_folder_or_the_one_it_is_given(decided: Path) -> None:
    made = designer.design(BRIEF)
    assert _as_decided(_states([item.model_dump() for item in made.findings]))
    assert _as_decided(_states([item.model_dump() for item in designer.check(made)]))
    plain = designer.design(BRIEF, project=Project())
    assert {item.state for item in plain.findings} == {"open"}
    assert next(item.severity for item in plain.findings if item.rule == "SEC002") == "warning"


def test_the_app_follows_the_project(decided: Path) -> None:
    from designer.web.session import Session

    session = Session({})
    session.submit(BRIEF)
    session.work()
    assert session.design is not None
    assert _as_decided(_states([item.model_dump() for item in session.design.findings]))


def test_fix_leaves_what_is_accepted(run: Run, decided: Path) -> None:
    run("new", BRIEF, "--out", "one", "--formats", "svg")
    assert "REL003" not in [item["rule"] for item in run("fix", "one", "--dry-run", "--json").json]
    (decided / "designer.toml").write_text("")
    assert "REL003" in [item["rule"] for item in run("fix", "one", "--dry-run", "--json").json]


@pytest.mark.parametrize(("table", "code"), [(EXPIRED, "ACC002"), (STALE, "ACC001")])
def test_expired_and_stale_acceptances_are_told_by_new(run: Run, decided: Path, table: str, code: str) -> None:
    (decided / "designer.toml").write_text(table)
    run("new", BRIEF, "--out", "one", "--formats", "svg")
    assert _saved(decided / "one")[code] == ("warning", "open")
    assert _saved(decided / "one")["REL003"] == ("warning", "open")


def test_check_prints_questions_apart_and_never_counts_them(run: Run, tmp_path: Path) -> None:
    run("new", BRIEF, "--out", "one", "--formats", "svg")
    text = run("check", "one").out
    assert "asks     rel007-health-check" in text
    found = run("check", "one", "--format", "json")
    assert all("rule" in item for item in found.json) and "open questions" in found.err
    last = text.strip().splitlines()[-1]
    assert sum(int(word) for word in last.split() if word.isdecimal()) == len(found.json)
    asked = run("check", "one", "--questions", "--format", "json").json
    assert [item["id"] for item in asked] == ["rel007-health-check", "rel016-multi-zone"]
    assert "rel007" not in run("check", "one", "--format", "sarif").out


def test_an_answer_to_check_makes_the_rule_decide(run: Run) -> None:
    run("new", BRIEF, "--out", "one", "--formats", "svg")
    said = run("check", "one", "--format", "json", "--answer", "rel007-health-check=no").json
    assert "REL007" in [item["rule"] for item in said]
    settled = run("check", "one", "--answer", "rel007-health-check=yes").out
    assert "REL007" not in settled and "rel007" not in settled
    assert run("check", "one", "--answer", "nothing=yes").code == 2
    assert run("check", "one", "--answer", "rel007-health-check=perhaps").code == 2
