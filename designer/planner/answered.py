"""Answers to the questions of a design without a blueprint: read as if the text had said them, and told in advance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from designer.brief.understand import understand
from designer.catalog.catalog import Catalog
from designer.model.boundary import Boundary
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.decision import Decision
from designer.model.design import Draft
from designer.model.entity import Entity
from designer.model.flow import Flow
from designer.model.interface import Interface
from designer.model.kinds import Family
from designer.model.origin import Origin
from designer.model.plan import Plan
from designer.model.question import Effect, Question
from designer.planner.compose import compose
from designer.planner.dictated import draft_as_dictated
from designer.planner.effects import sentence

_SAID = {
    "load": "The load is {answer}.",
    "availability": "Availability {answer}.",
    "retention": "Data must be kept for {answer}.",
}
_Item = TypeVar("_Item", Component, Connection, Boundary, Flow, Entity, Interface, Decision)
_TWO_OR_MORE = "two or more of each"
_STAYS_ONE = frozenset({Family.CLIENT, Family.EXTERNAL})


def composed(plan: Plan, catalog: Catalog) -> Draft:
    """Return a composition that follows the brief and the answers, with what other answers would change."""
    draft = _composed(plan, plan.brief.answers, catalog)

    def asked(question: Question) -> Question:
        answers = plan.brief.answers
        return _with_effects(question, draft, lambda answer: _composed(plan, {**answers, question.id: answer}, catalog))

    return draft.model_copy(update={"questions": tuple(asked(question) for question in draft.questions)})


def _composed(plan: Plan, answers: Mapping[str, str], catalog: Catalog) -> Draft:
    said = [_SAID[key].format(answer=answer) for key, answer in sorted(answers.items()) if key in _SAID]
    if not said:
        return compose(plan.brief, catalog, notes=plan.notes)
    text = plan.brief.text
    whole = understand(f"{text}\n\n{' '.join(said)}", catalog, answers=answers)
    draft = compose(whole, catalog, notes=plan.notes)
    return _credited(draft, len(text)).model_copy(update={"brief": plan.brief})


def _credited(draft: Draft, end: int) -> Draft:
    """Return a draft in which what rests on words behind `end` has the user's answers as its origin."""
    graph = draft.graph
    fields = {
        name: tuple(_mine(item, end) for item in getattr(draft, name))
        for name in ("flows", "entities", "interfaces", "decisions")
    }
    whole = graph.model_copy(
        update={
            "components": tuple(_mine(item, end) for item in graph.components),
            "connections": tuple(_mine(item, end) for item in graph.connections),
            "boundaries": tuple(_mine(item, end) for item in graph.boundaries),
        }
    )
    return draft.model_copy(update={**fields, "graph": whole})


def _mine(item: _Item, end: int) -> _Item:
    span = item.origin.span
    if span is None or span[0] < end:
        return item
    return item.model_copy(update={"origin": Origin(by="user", ref="answers")})


def dictated(plan: Plan, catalog: Catalog) -> Draft:
    """Return the draft of a dictated architecture, in as many copies as an answer says."""
    draft = draft_as_dictated(plan, catalog)
    if plan.brief.answers.get("copies", "").casefold() == _TWO_OR_MORE:
        return _doubled(draft)
    questions = tuple(
        _with_effects(question, draft, lambda answer: _doubled(draft) if answer == _TWO_OR_MORE else draft)
        for question in draft.questions
    )
    return draft.model_copy(update={"questions": questions})


def _doubled(draft: Draft) -> Draft:
    """Return a draft with at least two copies of each part that is ours to run."""
    parts = tuple(
        part if part.family in _STAYS_ONE or part.replicas > 1 else part.model_copy(update={"replicas": 2})
        for part in draft.graph.components
    )
    return draft.model_copy(update={"graph": draft.graph.model_copy(update={"components": parts})})


def _with_effects(question: Question, draft: Draft, answered: Callable[[str], Draft]) -> Question:
    """Return a question with the exact difference that each other option makes."""
    others = [option for option in question.options if option != question.default]
    if not others:
        return question
    effects = tuple(_effect(option, draft.graph.components, answered(option).graph.components) for option in others)
    told = " ".join(sentence(effect) for effect in effects)
    return question.model_copy(update={"effects": effects, "changes": f"{told} {question.changes}".strip()})


def _effect(answer: str, before: Iterable[Component], after: Iterable[Component]) -> Effect:
    old, new = {part.name: part for part in before}, {part.name: part for part in after}
    return Effect(
        answer=answer,
        adds=tuple(name for name in new if name not in old),
        removes=tuple(name for name in old if name not in new),
        alters=tuple(
            f"{name} {old[name].replicas:,} → {part.replicas:,} copies"
            for name, part in new.items()
            if name in old and old[name].replicas != part.replicas
        ),
    )
