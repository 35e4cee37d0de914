"""The first page: what it is, the main picture, the figures that matter, and how the hard parts are solved."""

from __future__ import annotations

from typing import NamedTuple

from designer.docs.facts import Facts
from designer.docs.sections.growth import scaling
from designer.model.figures import human

_MOST_FIGURES = 6
_MOST_ANSWERS = 6


class Figure(NamedTuple):
    """A computed figure for the first page."""

    id: str
    title: str
    value: str


class Answer(NamedTuple):
    """A hard part of the problem and how the design meets it."""

    id: str
    title: str
    problem: str
    choice: str


class Summary(NamedTuple):
    """What stands on the first page."""

    summary: str
    picture: str
    figures: tuple[Figure, ...]
    answers: tuple[Answer, ...]
    breaks_first: str
    because: str


class Scope(NamedTuple):
    """The system among those who use it and what it uses."""

    picture: str
    users: tuple[tuple[str, str], ...]
    neighbours: tuple[tuple[str, str], ...]


def summary(facts: Facts) -> Summary | None:
    """Return the first page; None when the design has neither words nor parts."""
    design = facts.design
    grown = scaling(facts)
    found = Summary(
        summary=design.summary,
        picture=facts.picture("container"),
        figures=_figures(facts),
        answers=tuple(
            Answer(key, item.title, item.context, item.choice) for key, _, item in facts.records if item.choice
        )[:_MOST_ANSWERS],
        breaks_first=grown.first if grown else "",
        because=grown.reason if grown else "",
    )
    return found if any(found) else None


def _figures(facts: Facts) -> tuple[Figure, ...]:
    """Return the figures that most others rest on or that count copies, in the order of the estimates."""
    weight = {}
    for item in facts.estimates:
        counts = item.unit == "count" and item.subject is not None
        weight[facts.estimate_ids[item.name, item.subject or ""]] = len(facts.moved_by.get(item.name, ())) + 3 * counts
    chosen = sorted(weight, key=lambda key: -weight[key])[:_MOST_FIGURES]
    rows = []
    for item in facts.estimates:
        key = facts.estimate_ids[item.name, item.subject or ""]
        if key in chosen:
            title = item.title or item.name.replace("_", " ").capitalize()
            rows.append(Figure(key, title, human(item.value, item.unit)))
    return tuple(rows)


def scope(facts: Facts) -> Scope | None:
    """Return who uses the system and what stands outside it; None when nobody is named."""
    neighbours = [part for part in facts.design.graph.components if part.family == "external"]
    users = tuple((part.name, part.description) for part in facts.graph.clients)
    found = Scope(facts.picture("context"), users, tuple((part.name, part.description) for part in neighbours))
    return found if found.users or found.neighbours else None
