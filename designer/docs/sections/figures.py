"""The numbers: what is assumed, what the figures rest on, and how each estimate is computed."""

from __future__ import annotations

from typing import NamedTuple

from designer.docs.arithmetic import worked
from designer.docs.facts import Facts
from designer.docs.wording import quoted
from designer.model.estimate import Parameter
from designer.model.figures import human


class Assumed(NamedTuple):
    """A value that nobody stated, and the estimates that change with it."""

    id: str
    title: str
    value: str
    moves: str


class Assumptions(NamedTuple):
    """All assumed values."""

    rows: tuple[Assumed, ...]


class ParameterRow(NamedTuple):
    """A value that estimates rest on: the brief's words, or the id of the assumption."""

    title: str
    name: str
    value: str
    basis: str
    source: str


class EstimateRow(NamedTuple):
    """A computed figure: formula, the same with numbers, and who vouches for it."""

    id: str
    title: str
    subject: str
    value: str
    formula: str
    worked: str
    why: str
    source: str


class Numbers(NamedTuple):
    """Parameters and estimates; `source` stands for all estimates when they share one."""

    parameters: tuple[ParameterRow, ...]
    estimates: tuple[EstimateRow, ...]
    has_why: bool
    source: str


def assumptions(facts: Facts) -> Assumptions | None:
    """Return the parameters that nobody stated; None when the brief states all."""
    rows = tuple(
        Assumed(key, item.title or _words(item.name), human(item.value, item.unit), _listed(facts, item.name))
        for key, item in facts.assumptions
    )
    return Assumptions(rows) if rows else None


def _listed(facts: Facts, name: str) -> str:
    moved = facts.moved_by.get(name, ())
    return "all" if len(moved) == len(facts.estimates) > 1 else ", ".join(moved)


def numbers(facts: Facts) -> Numbers | None:
    """Return parameters and estimates; None when there are neither."""
    estimates = tuple(_estimates(facts))
    told = {row.source for row in estimates}
    shared = told.pop() if len(told) == 1 else ""
    found = Numbers(_parameters(facts), estimates, any(row.why for row in estimates), shared)
    return found if found.parameters or found.estimates else None


def shown_parameters(facts: Facts) -> list[Parameter]:
    """Return the parameters in the order in which the document has them; a zero that nobody stated is none."""
    told = (item for item in facts.design.capacity.parameters if item.stated or item.value)
    return sorted(told, key=lambda item: not item.stated)


def _parameters(facts: Facts) -> tuple[ParameterRow, ...]:
    """Return the parameters, stated ones first."""
    ids = {(item.ref, item.name): key for key, item in facts.assumptions}
    rows = []
    for item in shown_parameters(facts):
        words = quoted(facts.design.brief.text, item.span)
        basis = (words or "stated") if item.stated else f"assumed ({ids[item.ref, item.name]})"
        # The source of a stated value repeats the words that stand beside it.
        source = "the brief" if item.stated and words else item.source
        value = human(item.value, item.unit)
        rows.append(ParameterRow(item.title or _words(item.name), item.name, value, basis, source))
    return tuple(rows)


def _estimates(facts: Facts) -> list[EstimateRow]:
    rows = []
    for number, item in enumerate(facts.estimates, start=1):
        arithmetic = worked(item.formula, item.inputs)
        rows.append(
            EstimateRow(
                id=f"E{number}",
                title=item.title or _words(item.name),
                subject=facts.name(item.subject),
                value=human(item.value, item.unit),
                formula=item.formula,
                worked=arithmetic if arithmetic != item.formula else "",
                why=item.why,
                source=item.source,
            )
        )
    return rows


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
