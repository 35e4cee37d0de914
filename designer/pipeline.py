"""The steps in order, composition only: read this file first.

    text -> understand -> Brief -> plan -> Plan -> build -> Draft -> size -> SizedDraft -> check -> Design
    Design -> views -> pictures and text -> Artifacts -> bundle

`pipeline_with_model` lets a language model edit the draft in between; it stands apart because its import costs time.

Nothing here touches the disk, the network or the clock; what does comes in as an argument.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from designer.brief.understand import understand
from designer.catalog.catalog import Catalog
from designer.estimate.kept import with_retention
from designer.estimate.size import size
from designer.model.design import Design, Draft, SizedDraft
from designer.model.estimate import Parameter
from designer.model.finding import Finding
from designer.model.plan import Plan
from designer.model.question import Question
from designer.model.triage import Policy
from designer.planner.draft import draft
from designer.planner.own_words import restored
from designer.planner.plan import plan
from designer.planner.questions import MOST
from designer.rules.asking import open_questions, question_id, with_answers
from designer.rules.registry import ALL, run_rules
from designer.rules.rule import Rule
from designer.rules.triage import triaged

ASKED_BY_RULES = frozenset(question_id(rule) for rule in ALL if rule.asks)
"""Ids of the questions that rules ask where nobody states what they need."""

__all__ = [
    "ASKED_BY_RULES",
    "answered",
    "asked",
    "check",
    "design_offline",
    "findings_of",
    "judged",
    "parameters_of",
    "plan_and_size",
    "recheck",
]


def plan_and_size(text: str, catalog: Catalog, *, answers: Mapping[str, str] | None = None) -> SizedDraft:
    """Return what the planner makes of a brief, with its figures and without findings.

    Raises:
        BriefError: the text is empty, or describes nothing that can be designed.
    """
    brief = understand(text, catalog, answers=answers or {})
    made = plan(brief, catalog)
    return size(with_retention(draft(made, catalog)), parameters_of(made), catalog)


def check(sized: SizedDraft) -> Design:
    """Return the design: the sized draft with the findings of all rules, and with what they ask.

    The planner's questions stand before those of the rules, and there are three in all.

    Raises:
        InputError: an answer to a rule's question is none.
    """
    stated = with_answers(sized, sized.brief.answers, ALL)
    fields = {name: getattr(stated, name) for name in SizedDraft.model_fields}
    own = tuple(item for item in stated.questions if item.id not in ASKED_BY_RULES)
    asked = open_questions(stated, ALL)[: max(0, MOST - len(own))]
    return Design(**{**fields, "questions": (*own, *asked)}, findings=findings_of(stated))


def findings_of(
    sized: SizedDraft, *, rules: Sequence[Rule] = (), policy: Policy | None = None, today: date | None = None
) -> tuple[Finding, ...]:
    """Return what the built-in rules and `rules` find, under a project's decisions and the design's own."""
    found = run_rules(sized, (*ALL, *rules))
    if policy is None and not sized.acceptances:
        return found
    names = {rule.name: rule.code for rule in (*ALL, *rules)}
    return triaged(found, sized, policy or Policy(), names, today=today)


def answered(sized: SizedDraft, answers: Mapping[str, str], rules: Sequence[Rule] = ()) -> SizedDraft:
    """Return a design whose elements state what was answered to what the rules ask about them."""
    return with_answers(sized, answers, (*ALL, *rules))


def asked(sized: SizedDraft, answers: Mapping[str, str], rules: Sequence[Rule] = ()) -> tuple[Question, ...]:
    """Return what the rules ask about a design and neither the design nor the answers say."""
    left = open_questions(answered(sized, answers, rules), (*ALL, *rules))
    return tuple(item for item in left if item.id not in answers)


def judged(design: Design, *, rules: Sequence[Rule], policy: Policy, today: date | None) -> Design:
    """Return a design with its findings under a project's decisions and its own rules."""
    if policy == Policy() and not rules and not design.acceptances:
        return design
    return design.model_copy(update={"findings": findings_of(design, rules=rules, policy=policy, today=today)})


def recheck(edited: Draft, parameters: Sequence[Parameter], catalog: Catalog) -> Design:
    """Return a design of a draft that somebody edited: sized and checked again."""
    return check(size(edited, parameters, catalog))


def parameters_of(made: Plan) -> tuple[Parameter, ...]:
    """Return the bound parameters of all blueprints of a plan."""
    return tuple(restored(item, made.brief) for choice in made.choices for item in choice.parameters)


def design_offline(text: str, catalog: Catalog, *, answers: Mapping[str, str] | None = None) -> Design:
    """Return the design of a brief, without a language model."""
    return check(plan_and_size(text, catalog, answers=answers))
