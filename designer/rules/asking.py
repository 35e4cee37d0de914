"""Open questions of rules: a property that a rule needs and nobody stated is asked for once, not reported per element."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from designer.errors import InputError
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.design import SizedDraft
from designer.model.question import Question
from designer.rules.facts import Facts
from designer.rules.rule import Asks, Rule
from designer.rules.wording import listed

YES, NO, UNKNOWN = "yes", "no", "not known"
_MEANS = {"yes": True, "true": True, "no": False, "false": False, UNKNOWN: None, "unknown": None}


class _Open(NamedTuple):
    """A rule that cannot tell, what it asks, and the elements that it asks about, in the order of its `about`."""

    rule: Rule
    asks: Asks
    elements: tuple[Component | Connection, ...]


def question_id(rule: Rule) -> str:
    """Return the id of a rule's question: `rel007-health-check`."""
    return f"{rule.code.lower()}-{rule.asks.property.replace('_', '-')}" if rule.asks else ""


def open_questions(sized: SizedDraft, rules: Iterable[Rule]) -> tuple[Question, ...]:
    """Return one question for each rule that needs what nobody states, the gravest rule first.

    A rule without an element to look at asks nothing, and neither does one whose question was answered.
    """
    facts = Facts(sized)
    found = [item for item in _open(facts, rules) if question_id(item.rule) not in sized.brief.answers]
    return tuple(
        _question(facts, item) for item in sorted(found, key=lambda item: (item.rule.severity.rank, item.rule.code))
    )


def with_answers(sized: SizedDraft, answers: Mapping[str, str], rules: Iterable[Rule]) -> SizedDraft:
    """Return a design whose elements state what was answered to the questions about them.

    Raises:
        InputError: an answer is none of yes, no and not known.
    """
    asking = [rule for rule in rules if rule.asks and question_id(rule) in answers]
    given = {rule.code: _meant(question_id(rule), answers[question_id(rule)]) for rule in asking}
    stated: dict[str, dict[str, bool]] = {}
    for item in _open(Facts(sized), asking) if asking else ():
        value = given[item.rule.code]
        for element in item.elements if value is not None else ():
            stated.setdefault(element.id, {})[item.asks.property] = bool(value)
    if not stated:
        return sized
    graph = sized.graph

    def saying(element: Component | Connection) -> dict[str, object]:
        return {"properties": {**element.properties, **stated.get(element.id, {})}}

    changed = graph.model_copy(
        update={
            "components": tuple(item.model_copy(update=saying(item)) for item in graph.components),
            "connections": tuple(item.model_copy(update=saying(item)) for item in graph.connections),
        }
    )
    return sized.model_copy(update={"graph": changed})


def _open(facts: Facts, rules: Iterable[Rule]) -> Iterable[_Open]:
    for rule in rules:
        if rule.asks is None or facts.states(rule.asks.property):
            continue
        if elements := tuple({element.id: element for element in rule.asks.about(facts)}.values()):
            yield _Open(rule, rule.asks, elements)


def _question(facts: Facts, item: _Open) -> Question:
    about = listed(_name(facts, element) for element in item.elements)
    told = f"{item.rule.code} {item.rule.name}"
    return Question(
        id=question_id(item.rule),
        text=f"{item.asks.text} ({about})?",
        default=UNKNOWN,
        options=(YES, NO, UNKNOWN),
        changes=f"{NO}: {told} reports it as {item.rule.severity.value}; {YES}: `{item.asks.property}` is stated there.",
    )


def _name(facts: Facts, element: Component | Connection) -> str:
    if isinstance(element, Component):
        return facts.name(element)
    return f"{facts.name(element.source)} to {facts.name(element.target)}"


def _meant(question: str, answer: str) -> bool | None:
    wanted = answer.strip().casefold()
    if wanted not in _MEANS:
        fix = f"answer {YES}, {NO} or {UNKNOWN}"
        raise InputError(f"{answer[:60]!r} does not answer {question!r}", where=question, fix=fix)
    return _MEANS[wanted]
