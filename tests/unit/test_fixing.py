"""Fixes: what the rules can mend is mended, nothing gets worse, and a second run changes nothing."""

from collections.abc import Iterator

import pytest

from designer.fixing import fix
from designer.model.design import Design, SizedDraft
from designer.model.finding import Severity
from designer.pipeline import check
from designer.rules.registry import ALL, rule_named
from tests.rules.short_design import build, load_cases
from tests.rules.test_rules import HERE
from tests.support.catalogs import shipped
from tests.support.references import mutations, reference

CATALOG = shipped()
MENDED_SOMETIMES = {"BRF001", "SEC003", "STR001"}
"""Rules whose fix a person must finish in some graphs: a part that goes would leave others with nothing to do."""


def _failing() -> Iterator[tuple[str, str, SizedDraft]]:
    for path in sorted(HERE.glob("[A-Z][A-Z][A-Z][0-9][0-9][0-9].yaml")):
        for name, case in load_cases(path).items():
            if name.startswith("fail_") and rule_named(path.stem).mend is not None:
                yield path.stem, name, build(case)


FAILING = list(_failing())
each_failing = pytest.mark.parametrize(
    ("code", "name", "sized"), FAILING, ids=[f"{code}-{name}" for code, name, _ in FAILING]
)


@each_failing
def test_a_finding_that_can_be_mended_is_mended(code: str, name: str, sized: SizedDraft) -> None:
    before = check(sized)
    after = fix(before, CATALOG, only=[code])
    left = [item for item in after.design.findings if item.rule == code]
    assert not left or code in MENDED_SOMETIMES, left
    assert all(item.changes for item in after.mended)


@each_failing
def test_a_second_run_changes_nothing(code: str, name: str, sized: SizedDraft) -> None:
    once = fix(check(sized), CATALOG)
    twice = fix(once.design, CATALOG)
    assert twice.mended == ()
    assert twice.design == once.design


@each_failing
def test_no_fix_brings_an_error_or_warning_that_was_not_there(code: str, name: str, sized: SizedDraft) -> None:
    before, after = check(sized), fix(check(sized), CATALOG).design
    known = {item.rule for item in before.findings}
    assert {item.rule for item in after.findings if item.severity != Severity.INFO} <= known


def test_what_a_fix_adds_or_changes_names_the_rule() -> None:
    before = check(next(sized for code, name, sized in _failing() if code == "REL003"))
    after = fix(before, CATALOG, only=["single-replica-datastore"])
    assert [item.rule for item in after.mended] == ["REL003"] * len(after.mended)
    assert "replicas 2" in after.mended[0].changes[0]


def test_only_the_named_rules_are_mended() -> None:
    for code, _, sized in _failing():
        assert {item.rule for item in fix(check(sized), CATALOG, only=[code]).mended} <= {code}


def _mutated(limit: int) -> Iterator[tuple[str, Design]]:
    for blueprint in CATALOG.blueprints:
        design = reference(blueprint, CATALOG)
        # Parts that are gone are for a person to bring back; a property that is gone is for a rule.
        found = [item for item in mutations(blueprint, design.graph) if "." in item.subject]
        for mutation in found[:: max(1, len(found) // limit)][:limit]:
            fields = {name: getattr(design, name) for name in SizedDraft.model_fields}
            yield f"{blueprint.id}-{mutation.subject}", check(SizedDraft(**{**fields, "graph": mutation.graph}))


MUTATED = dict(_mutated(6))


@pytest.mark.parametrize("design", MUTATED.values(), ids=MUTATED)
def test_a_broken_reference_is_mended_without_losing_conformance(design: Design) -> None:
    after = fix(design, CATALOG)
    before = {match.id: match.conformance for match in design.blueprints}
    assert all(match.conformance >= before[match.id] for match in after.design.blueprints)
    known = {item.rule for item in design.findings}
    assert {item.rule for item in after.design.findings} <= known
    assert fix(after.design, CATALOG).mended == ()


def test_most_rules_say_what_to_do() -> None:
    assert sum(1 for rule in ALL if rule.mend is not None) >= 30
