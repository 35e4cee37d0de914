"""Fixes: what the rules can mend is mended, nothing gets worse, and a second run changes nothing."""

from collections.abc import Iterator
from itertools import islice

import pytest

from designer.fixing import fix
from designer.model.design import Design, SizedDraft
from designer.model.finding import Severity
from designer.model.origin import Origin
from designer.model.triage import Acceptance, Policy
from designer.pipeline import check, judged
from designer.rules.registry import ALL, rule_named
from tests.rules.short_design import build, load_cases
from tests.rules.test_rules import HERE
from tests.support.catalogs import shipped
from tests.support.mutated import Make, broken_promises, mutated, seeded
from tests.support.seeded import hosts, seeds

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


def _sample(step: int) -> Iterator[tuple[str, Make]]:
    """Yield every so many of all designs with one thing wrong; tests/proofs tries them all."""
    found = (item for blueprint in CATALOG.blueprints for item in mutated(blueprint, CATALOG))
    yield from islice(found, 0, None, step)
    for number, seed in enumerate(seeds()):
        yield next(islice(seeded(seed), number % len(hosts()), None))


SAMPLE = dict(_sample(40))


@pytest.mark.parametrize("make", SAMPLE.values(), ids=SAMPLE)
def test_a_design_with_one_thing_wrong_is_mended(make: Make) -> None:
    assert broken_promises(make(), CATALOG) == []


def test_a_lost_consumer_of_the_blueprint_comes_back_with_its_role() -> None:
    lost = dict(mutated(CATALOG.by_id["abr-cdn-delivery"], CATALOG))["abr-cdn-delivery-purge-service"]
    design = lost()
    assert "queue-without-consumer" in [rule_named(item.rule).name for item in design.findings]
    back = fix(design, CATALOG).design.graph.by_id["purge-service"]
    assert back.role == "abr-cdn-delivery/purge-service"
    assert back.origin == Origin(by="rule", ref="STR004")


def test_a_queue_that_no_blueprint_knows_gets_a_worker_as_the_rules_want_it() -> None:
    case = load_cases(HERE / "STR004.yaml")["fail_jobs_that_nobody_does"]
    fixed = fix(check(build(case)), CATALOG, only=["STR004"])
    assert [item.rule for item in fixed.mended] == ["STR004"]
    assert {(link.source, link.target) for link in fixed.design.graph.connections} >= {("jobs", "jobs-worker")}
    assert fixed.design.graph.by_id["jobs"].prop("dead_letter") is True


def test_a_client_is_led_round_to_the_service_that_uses_the_store() -> None:
    case = load_cases(HERE / "STR006.yaml")["fail_local_by_name_but_shared_with_a_service"]
    fixed = fix(check(build(case)), CATALOG).design.graph
    assert [(link.source, link.target) for link in fixed.connections] == [("api", "db"), ("app", "api")]


def test_what_a_project_accepts_is_left_alone() -> None:
    case = load_cases(HERE / "REL003.yaml")
    before = check(build(next(value for name, value in case.items() if name.startswith("fail_"))))
    policy = Policy(acceptances=(Acceptance(rule="REL003", reason="rebuilt nightly", author="Ada"),))

    def judge(design: Design) -> Design:
        return judged(design, rules=(), policy=policy, today=None)

    assert "REL003" in {item.rule for item in fix(before, CATALOG).mended}
    assert "REL003" not in {item.rule for item in fix(judge(before), CATALOG, judge=judge).mended}


def test_most_rules_say_what_to_do() -> None:
    assert sum(1 for rule in ALL if rule.mend is not None) >= 30
