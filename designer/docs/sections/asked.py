"""What was asked for: the brief, its requirements and constraints, and what it leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from designer.docs.facts import Facts
from designer.docs.wording import without_bullet, words_behind
from designer.model.quantity import Quantity
from designer.model.question import Question

_LONGEST_QUOTE = 3000
_LONGEST_POINT = 160
_STATS = {"p999": "p99.9", "mean": "", "total": ""}


class Line(NamedTuple):
    """A line of the brief; `is_item` when the brief wrote it as an item of a list."""

    text: str
    is_item: bool


class Match(NamedTuple):
    """A blueprint that the design rests on, and the options taken in it, in words."""

    id: str
    conformance: int
    options: str


class Context(NamedTuple):
    """The brief in its own words, notes on the problem, and the blueprints taken."""

    brief: tuple[Line, ...]
    is_cut: bool
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]
    blueprints: tuple[Match, ...]


class Wanted(NamedTuple):
    """A requirement or constraint: its id, what it says, the words that state it, and the parts they put there."""

    id: str
    text: str
    basis: str
    parts: str = ""


class Wishes(NamedTuple):
    """What the system must do."""

    rows: tuple[Wanted, ...]
    are_traced: bool


class Limits(NamedTuple):
    """What the solution must keep to."""

    rows: tuple[Wanted, ...]


class Open(NamedTuple):
    """An open question: the answer taken, the other answers, and what they change."""

    id: str
    text: str
    default: str
    others: str
    changes: str


class Questions(NamedTuple):
    """What the brief leaves open."""

    rows: tuple[Open, ...]


def context(facts: Facts) -> Context | None:
    """Return what was asked for and why it is hard."""
    design = facts.design
    text = design.brief.text
    lines = [line for line in text[:_LONGEST_QUOTE].splitlines() if line.strip()]
    long = tuple(note for note in design.notes if len(note) > _LONGEST_POINT)
    return Context(
        brief=tuple(Line(without_bullet(line), without_bullet(line) != line) for line in lines),
        is_cut=len(text) > _LONGEST_QUOTE,
        paragraphs=long,
        points=tuple(note for note in design.notes if note not in long),
        blueprints=tuple(Match(match.id, match.conformance, _options(match.options)) for match in design.blueprints),
    )


def _options(taken: Mapping[str, str]) -> str:
    return "; ".join(f"{option} = {choice}" for option, choice in sorted(taken.items()))


def wishes(facts: Facts) -> Wishes | None:
    """Return what the system must do, with the parts that the same words put there; None when nothing is said."""
    rows = tuple(_rows(facts, "R", _told(facts, "requirements")))
    return Wishes(rows, any(row.parts for row in rows)) if rows else None


def limits(facts: Facts) -> Limits | None:
    """Return the constraints; None when there are none."""
    rows = tuple(_rows(facts, "C", _told(facts, "constraints")))
    return Limits(rows) if rows else None


def _told(facts: Facts, field: Literal["requirements", "constraints"]) -> list[tuple[str, str | None]]:
    """Return requirements or constraints with the words behind them."""
    brief = facts.design.brief
    texts: tuple[str, ...] = getattr(brief, field)
    return [(text, words_behind(text, brief.text)) for text in texts]


def _rows(facts: Facts, letter: str, wanted: list[tuple[str, str | None]]) -> Iterator[Wanted]:
    for number, (text, words) in enumerate(wanted, start=1):
        basis = "inferred" if words is None else f"stated: “{words}”" if words else "stated"
        yield Wanted(f"{letter}{number}", without_bullet(text).rstrip(";,"), basis, _put_there(facts, words or text))


def _put_there(facts: Facts, words: str) -> str:
    """Return the parts whose origin lies within these words of the brief."""
    start = facts.design.brief.text.find(words)
    if start < 0:
        return ""
    spans = ((part.name, part.origin.span) for part in facts.design.graph.components)
    return ", ".join(name for name, span in spans if span and start <= span[0] and span[1] <= start + len(words))


def unbound_figures(facts: Facts) -> Iterator[Quantity]:
    """Yield the stated figures that size nothing and that no requirement repeats: targets, mostly."""
    brief = facts.design.brief
    bound = {item.span for item in facts.design.capacity.parameters if item.span is not None}
    told = " ".join((*brief.requirements, *brief.constraints))
    for item in brief.quantities:
        if item.span not in bound and item.text not in told:
            yield item


def figure_title(item: Quantity) -> str:
    """Return what a stated figure is about, in a few words."""
    subject = item.subject or (item.role if item.role != "other" else item.name.replace("_", " "))
    role = item.role if item.subject and item.role not in {"other", "load", "stock"} else ""
    words = [subject, role, _STATS.get(item.stat, item.stat), f"per {item.per}" if item.per else ""]
    return " ".join(word for word in words if word).capitalize()


def questions(facts: Facts) -> Questions | None:
    """Return the open questions with the answer that was taken; None when nothing is open."""
    rows = tuple(_open(f"Q{number}", item) for number, item in enumerate(facts.design.questions, start=1))
    return Questions(rows) if rows else None


def _open(key: str, item: Question) -> Open:
    others = "; ".join(option for option in item.options if option != item.default)
    return Open(key, item.text, item.default, others, item.changes)
