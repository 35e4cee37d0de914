"""What rules ask: once a design, only where nobody states what they need, and an answer makes them decide."""

from dataclasses import replace

import pytest

from designer.api import check, questions
from designer.errors import InputError
from designer.model.design import Design, SizedDraft
from designer.pipeline import ASKED_BY_RULES, design_offline, recheck
from designer.planner.questions import MOST
from designer.rules.asking import open_questions, question_id, with_answers
from designer.rules.registry import ALL, rule_named
from tests.rules.short_design import build
from tests.support.catalogs import shipped

CATALOG = shipped()
ASKING = [rule for rule in ALL if rule.asks]
FLOW = {"flows": [{"read": "critical", "steps": ["web > api", "api > quotes"]}]}
COPIES = {"components": [{"web": "web-client"}, {"api": "service", "replicas": 3}, {"quotes": "service", "replicas": 2}],
          "connections": ["web > api", "api > quotes"], **FLOW}  # fmt: skip
MAIL = {"components": [{"app": "service"}, {"letters": "queue", "data_class": "personal"},
                       {"orders": "queue", "data_class": "payment"}, {"sender": "worker"}],
        "connections": ["app >> letters", "app >> orders", "letters >> sender", "orders >> sender"]}  # fmt: skip
BACK = {"components": [{"clerk": "person"}, {"desk": "service", "admin": True}, {"audit": "service", "admin": True}],
        "connections": ["clerk > desk", "desk > audit"]}  # fmt: skip
CASES = {
    "REL007": (COPIES, {"api", "quotes"}),
    "REL016": (COPIES, {"api", "quotes"}),
    "SEC019": (MAIL, {"letters", "orders"}),
    "SEC023": (BACK, {"desk", "audit"}),
}
BRIEF = "web app -> API (3 copies)\nAPI -> Postgres\n"
each = pytest.mark.parametrize("code", CASES)


def _design(code: str) -> SizedDraft:
    return build({"graph": CASES[code][0]})


def _found(sized: SizedDraft, code: str) -> set[str]:
    return {subject for item in check(sized) if item.rule == code for subject in item.subjects}  # type: ignore[arg-type]


def test_every_rule_that_asks_has_a_case() -> None:
    assert {rule.code for rule in ASKING} == set(CASES)
    assert {question_id(rule) for rule in ASKING} == ASKED_BY_RULES


@each
def test_several_elements_are_one_question_and_no_finding(code: str) -> None:
    rule = rule_named(code)
    (question,) = open_questions(_design(code), [rule])
    assert question.id == question_id(rule)
    assert question.default in question.options
    assert code in question.changes and question.text.endswith("?")
    named = {part.name for part in _design(code).graph.components if part.id in CASES[code][1]}
    assert all(name in question.text for name in named)
    assert not _found(_design(code), code)


@each
def test_no_makes_the_rule_report_what_it_asked_about_and_yes_settles_it(code: str) -> None:
    key = question_id(rule_named(code))
    sized = _design(code)
    assert _found(with_answers(sized, {key: "No"}, ALL), code) == CASES[code][1]
    for answer in ("no", "yes", "not known"):
        found = {item.rule for item in check(sized, answers={key: answer})}  # type: ignore[arg-type]
        assert (code in found) == (answer == "no")
        assert key not in [item.id for item in questions(sized, answers={key: answer})]  # type: ignore[arg-type]


@each
def test_one_element_that_states_it_closes_the_question(code: str) -> None:
    rule = rule_named(code)
    assert rule.asks is not None
    sized = _design(code)
    first, *others = [
        part.model_copy(update={"properties": {**part.properties, rule.asks.property: True}})
        if part.id == min(CASES[code][1])
        else part
        for part in sized.graph.components
    ]
    graph = sized.graph.model_copy(update={"components": (first, *others)})
    assert not open_questions(sized.model_copy(update={"graph": graph}), [rule])


@each
def test_a_rule_with_nothing_to_look_at_asks_nothing(code: str) -> None:
    assert not open_questions(build({"graph": {"components": [{"app": "service"}]}}), [rule_named(code)])


def test_a_rule_that_does_not_ask_is_silent() -> None:
    assert not open_questions(_design("REL007"), [replace(rule, asks=None) for rule in ALL])


def test_an_answer_none_can_read_is_refused() -> None:
    with pytest.raises(InputError, match="answer yes, no or not known"):
        design_offline(BRIEF, CATALOG, answers={"rel007-health-check": "perhaps"})


def _asked(design: Design) -> list[str]:
    return [item.id for item in design.questions]


def test_a_design_asks_at_most_three_and_the_planner_comes_first() -> None:
    made = design_offline(BRIEF, CATALOG)
    own = [key for key in _asked(made) if key not in ASKED_BY_RULES]
    assert _asked(made) == [*own, "rel007-health-check", "rel016-multi-zone"][:MOST]
    assert len(own) == 2


def test_an_answer_stays_with_the_design() -> None:
    made = design_offline(BRIEF, CATALOG, answers={"rel007-health-check": "no"})
    assert "rel007-health-check" not in _asked(made)
    assert "REL007" in {item.rule for item in made.findings}
    assert made.graph.by_id["api"].prop("health_check") is False
    again = recheck(made, made.capacity.parameters, CATALOG)
    assert again.questions == made.questions and again.findings == made.findings


def test_a_complete_brief_is_asked_nothing_by_the_rules() -> None:
    for blueprint in CATALOG.blueprints:
        made = design_offline(blueprint.examples[0].brief, CATALOG)
        assert not ASKED_BY_RULES & set(_asked(made)), blueprint.id
