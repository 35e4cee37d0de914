"""Every rule against its fixture, and the promises that all rules keep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from designer.model.finding import Finding, Severity
from designer.rules.facts import Facts
from designer.rules.registry import ALL, rule_named, run_rules
from designer.rules.rule import Rule

from .short_design import build, load_cases

HERE = Path(__file__).parent
RULES = Path(__import__("designer.rules", fromlist=["rules"]).__file__).parent
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}-{name}")
    for path in sorted(HERE.glob("[A-Z][A-Z][A-Z][0-9][0-9][0-9].yaml"))
    for name, case in load_cases(path).items()
]
FAILING = [param for param in CASES if "-fail_" in str(param.id)]
by_code = pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)


def subjects_found(case: dict[str, Any], rule: Rule) -> list[tuple[str, ...]]:
    return sorted(finding.subjects for finding in run_rules(build(case), (rule,)))


def subjects_expected(case: dict[str, Any]) -> list[tuple[str, ...]]:
    return sorted(tuple(sorted(str(finding).split())) for finding in case["findings"])


@pytest.mark.parametrize(("code", "case"), CASES)
def test_a_rule_finds_what_its_fixture_says(code: str, case: dict[str, Any]) -> None:
    assert subjects_found(case, rule_named(code)) == subjects_expected(case)
    if "messages" in case:
        assert [finding.message for finding in run_rules(build(case), (rule_named(code),))] == case["messages"]


@pytest.mark.parametrize(("code", "case"), FAILING)
def test_a_fail_case_notices_a_rule_that_finds_nothing(code: str, case: dict[str, Any]) -> None:
    def nothing(facts: Facts) -> Iterator[Any]:
        yield from ()

    assert subjects_found(case, replace(rule_named(code), check=nothing)) != subjects_expected(case)


@by_code
def test_a_rule_has_two_cases_that_fail_and_two_that_pass(rule: Rule) -> None:
    cases = load_cases(HERE / f"{rule.code}.yaml")
    kinds = [name.split("_")[0] for name in cases]
    assert set(kinds) == {"fail", "pass"}
    assert kinds.count("fail") >= 2
    assert kinds.count("pass") >= 2
    assert all(bool(case["findings"]) == name.startswith("fail_") for name, case in cases.items())


def test_every_fixture_belongs_to_a_rule() -> None:
    files = {path.stem for path in HERE.glob("*.yaml")}
    assert files == {rule.code for rule in ALL}


@by_code
def test_a_rule_explains_itself(rule: Rule) -> None:
    for text in (rule.summary, rule.why, rule.fix, rule.source):
        assert len(text) > 12
        assert "\n" not in text
    assert rule.summary.endswith(".") and rule.why.endswith(".") and rule.fix.endswith(".")
    assert rule.source.endswith(".")


@by_code
def test_a_rule_stands_in_a_file_of_its_name_in_the_folder_of_its_category(rule: Rule) -> None:
    path = RULES / rule.category / f"{rule.name.replace('-', '_')}.py"
    assert path.is_file()
    assert path.read_text(encoding="utf-8").startswith(f'"""{rule.code}: ')


def test_every_file_of_a_category_is_a_registered_rule() -> None:
    files = {path.stem for path in RULES.glob("*/*.py") if path.stem != "__init__"}
    assert files == {rule.name.replace("-", "_") for rule in ALL}


def test_codes_and_names_are_unique_and_the_registry_is_sorted_by_code() -> None:
    codes = [rule.code for rule in ALL]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in ALL}) == len(ALL)


def all_findings() -> list[Finding]:
    return [finding for param in FAILING for finding in run_rules(build(param.values[1]))]


def test_findings_name_components_in_words_and_carry_their_explanation() -> None:
    for finding in all_findings():
        assert finding.why and finding.fix and finding.source
        assert list(finding.subjects) == sorted(set(finding.subjects))
        assert re.match(r"^\S", finding.message) and not finding.message.endswith(".")


@pytest.mark.parametrize("path", sorted((HERE / "good").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_good_architecture_has_nothing_to_mend(path: Path) -> None:
    findings = run_rules(build(yaml.safe_load(path.read_text(encoding="utf-8"))))
    assert [finding.message for finding in findings if finding.severity is not Severity.INFO] == []
