"""Score one design against what is expected of its brief; pure, and the same for every planner and model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from designer.evaluation.dictated import score_dictated
from designer.evaluation.expectation import BriefExpectation, NumberExpectation
from designer.evaluation.subject import Subject
from designer.evaluation.tally import Metric, Sheet
from designer.evaluation.units import unit_class
from designer.evaluation.words import Words
from designer.model.design import Design

_CLOSE = 3


def score_design(brief: BriefExpectation, design: Design, document: str) -> Sheet:
    """Return what a design has of what its brief's expectation asks.

    Args:
        brief: the expectation.
        design: the design of its text.
        document: the design document, as Markdown.
    """
    sheet = Sheet()
    subject = Subject(design, document)
    _score_concepts(brief, subject, sheet)
    for fact in brief.facts:
        sheet.mark(Metric.FACTS, any(map(subject.says, fact)), " | ".join(fact))
    _score_numbers(brief, design, sheet)
    for synonym in brief.forbidden:
        is_there, found = subject.matches((synonym,))
        sheet.mark(Metric.FORBIDDEN, is_there, f"{synonym}: {', '.join(sorted(found))}")
    _score_blueprints(brief, design, sheet)
    score_dictated(brief, design.graph, sheet)
    score_answer(brief, (*design.notes, *(item.message for item in design.findings)), sheet)
    return sheet


def score_failure(brief: BriefExpectation, message: str) -> Sheet:
    """Return the sheet of a brief that gave no design: all that was asked is missed.

    A refusal is right where the expectation says what the answer must hold, and the message holds it: then it
    counts neither as failed nor against the blueprints.
    """
    sheet = Sheet()
    score_answer(brief, (message,), sheet)
    is_right = bool(brief.says) and not sheet.misses
    sheet.mark(Metric.FAILED, not is_right, message)
    asked = (
        (Metric.CONCEPTS, brief.concepts), (Metric.CONNECTIONS, brief.connections), (Metric.FACTS, brief.facts),
        (Metric.NUMBERS, brief.numbers), (Metric.NODE_RECALL, brief.parts), (Metric.BLUEPRINTS, brief.blueprints or ()),
        (Metric.EDGE_RECALL, [link for link in brief.links if not link.optional]),
    )  # fmt: skip
    for metric, items in asked:
        if items:
            sheet.count(metric, 0, len(items))
    if brief.forbidden:
        sheet.count(Metric.FORBIDDEN, 0, len(brief.forbidden))
    if brief.blueprints is not None:
        sheet.count(Metric.BLUEPRINT_FIRST, int(is_right and not brief.blueprints), 1)
    return sheet


def score_answer(brief: BriefExpectation, notes: tuple[str, ...], sheet: Sheet) -> None:
    """Write down whether the notes and findings of an outcome hold one of the phrases they must."""
    if brief.says:
        words = Words(notes)
        said = " / ".join(notes)[:160] or "nothing"
        sheet.mark(Metric.SAYS, any(map(words.holds, brief.says)), f"{' | '.join(brief.says)[:120]}: says {said}")


def _score_concepts(brief: BriefExpectation, subject: Subject, sheet: Sheet) -> None:
    found: dict[str, frozenset[str]] = {}
    for key, synonyms in brief.concepts.items():
        is_there, found[key] = subject.matches(synonyms)
        sheet.mark(Metric.CONCEPTS, is_there, f"{key} ({' | '.join(synonyms)})")
    for one, other in brief.connections:
        absent = [key for key in (one, other) if not found[key]]
        why = f": no {', '.join(absent)}" if absent else f": {_some(found[one])} far from {_some(found[other])}"
        sheet.mark(Metric.CONNECTIONS, subject.are_near(found[one], found[other]), f"{one} - {other}{why}")


def _some(ids: frozenset[str]) -> str:
    shown = sorted(ids)[:_CLOSE]
    return ", ".join(shown) + ("…" if len(ids) > _CLOSE else "")


def _score_numbers(brief: BriefExpectation, design: Design, sheet: Sheet) -> None:
    figures = _figures(design)
    for number in brief.numbers:
        is_there = any(_has_value(number, figure) and _is_about(number, figure) for figure in figures)
        sheet.mark(Metric.NUMBERS, is_there, _missed(number, figures))


def _score_blueprints(brief: BriefExpectation, design: Design, sheet: Sheet) -> None:
    if brief.blueprints is None:
        return
    chosen = [match.id for match in design.blueprints]
    got = ", ".join(chosen) or "none"
    if not brief.blueprints:
        sheet.mark(Metric.BLUEPRINT_FIRST, not chosen, f"none expected, got {got}")
        return
    first = brief.blueprints[0]
    rank = f"rank {chosen.index(first) + 1}" if first in chosen else "not chosen"
    sheet.mark(Metric.BLUEPRINT_FIRST, chosen[:1] == [first], f"{first} is {rank}; got {got}")
    for name in brief.blueprints:
        sheet.mark(Metric.BLUEPRINTS, name in chosen, f"{name}; got {got}")


class _Figure(NamedTuple):
    """A figure of a design, and the words that say what it is about."""

    words: Words
    name: str
    value: float
    unit: str


def _figures(design: Design) -> tuple[_Figure, ...]:
    stated = (
        _Figure(Words((item.name, item.role, item.subject)), item.name, item.value, item.unit)
        for item in design.brief.quantities
    )
    computed = (
        _Figure(Words((item.name, item.title, item.subject or "")), item.name, item.value, item.unit)
        for item in design.capacity.estimates
    )
    return (*stated, *computed)


def _has_value(number: NumberExpectation, figure: _Figure) -> bool:
    # Figures carry twelve digits: a tolerance of nothing must still let the same figure pass.
    slack = max(number.tolerance, 1e-9) * (abs(number.value) or 1.0)
    return unit_class(figure.unit) == unit_class(number.unit) and abs(figure.value - number.value) <= slack


def _is_about(number: NumberExpectation, figure: _Figure) -> bool:
    return not number.any or any(map(figure.words.holds, number.any))


def _missed(number: NumberExpectation, figures: Sequence[_Figure]) -> str:
    """Return a figure that is not there, with those that come closest: of its value, or about its subject."""
    unit = unit_class(number.unit)
    about = [item for item in figures if unit_class(item.unit) == unit and _is_about(number, item)]
    near = sorted(about, key=lambda item: abs(item.value - number.value))
    same = [item for item in figures if _has_value(number, item)]
    told = [f"{item.name} = {item.value:g} {item.unit}" for item in (*same, *near)[:_CLOSE]]
    asked = f"{' | '.join(number.any) or 'any'} = {number.value:g} {number.unit}"
    return f"{asked}; got {', '.join(told) or 'none of this unit about it'}"
