"""Weighing and naming: alternatives side by side, the words used, what the blueprint asks, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from designer.catalog.conformance import conformance
from designer.docs.facts import Facts
from designer.docs.sections.intent import targets
from designer.docs.tables import Table, table
from designer.docs.wording import joined


class Alternatives(NamedTuple):
    """Each decision with its options: what was chosen, what speaks for the others, and what the choice costs."""

    rows: Table
    trade_offs: tuple[str, ...]


class Term(NamedTuple):
    """A word of the system and what it means here."""

    name: str
    meaning: str


class Glossary(NamedTuple):
    """The words of the system, sorted, and the letters that ids of rows begin with."""

    terms: tuple[Term, ...]
    letters: tuple[Term, ...]


class Followed(NamedTuple):
    """A blueprint and how far the design follows it; `deviations` are its own words."""

    id: str
    title: str
    score: int
    deviations: tuple[str, ...]
    roles: Table | None


class Conformances(NamedTuple):
    """All blueprints of the design."""

    parts: tuple[Followed, ...]


class Gap(NamedTuple):
    """Something that a reader may expect, and what would fill it."""

    title: str
    question: str


class Gaps(NamedTuple):
    """What this document does not say."""

    rows: tuple[Gap, ...]


_LETTERS = (
    ("R", "requirement"), ("S", "quality scenario"), ("C", "constraint"), ("A", "assumption"), ("E", "estimate"),
    ("F", "flow"), ("D", "decision"), ("T", "test"), ("Q", "open question"),
)  # fmt: skip


def alternatives(facts: Facts) -> Alternatives | None:
    """Return the options of all decisions side by side; None when no decision names another option."""
    rows = table(("Decision", "Option", "Taken", "The better choice when", "What follows"), _options(facts))
    if rows is None:
        return None
    return Alternatives(rows, tuple(text for blueprint in facts.blueprints for text in blueprint.trade_offs))


def _options(facts: Facts) -> Iterator[tuple[str, ...]]:
    for key, _, item in facts.records:
        if not item.alternatives:
            continue
        yield key, item.title, "yes", "", joined(item.consequences)
        for other in item.alternatives:
            yield key, other.name, "no", other.when, ""


def glossary(facts: Facts) -> Glossary | None:
    """Return the things that the system remembers, with what they are; None when none has a description."""
    terms = sorted(Term(entity.name, entity.description) for entity in facts.design.entities if entity.description)
    return Glossary(tuple(terms), tuple(Term(*row) for row in _LETTERS)) if terms else None


def conformances(facts: Facts) -> Conformances | None:
    """Return how far the design follows its blueprints, with each deviation; None when the catalog has none of them."""
    parts = []
    for blueprint in facts.blueprints:
        found = conformance(facts.design.graph, blueprint)
        deviations = tuple(item.text for item in (*found.missing, *found.wrong))
        roles = table(
            ("Role", "Played by", "Asked for"),
            ((blueprint.roles[item.role].name, facts.name(item.component),
              "required" if blueprint.roles[item.role].required else "optional") for item in found.matched),
        )  # fmt: skip
        parts.append(Followed(blueprint.id, blueprint.title, found.score, deviations, roles))
    return Conformances(tuple(parts)) if parts else None


def gaps(facts: Facts) -> Gaps | None:
    """Return what a reader may look for and does not find, each with the question that would fill it."""
    rows = tuple(_gaps(facts))
    return Gaps(rows) if rows else None


def _gaps(facts: Facts) -> Iterator[Gap]:
    design = facts.design
    stated = {item.quality for item in targets(facts)}
    critical = next((flow.name for _, flow in facts.flows if flow.critical), "the most important flow")
    yield Gap("Cost", "What may it cost a month, and at which prices? No price list is part of the design.")
    yield Gap("Latency of each hop", f"How long does each step of “{critical}” take? Nobody has measured it.")
    if "Performance" not in stated:
        yield Gap("Response times", f"How fast must “{critical}” be, and for which share of the requests?")
    if "Availability" not in stated:
        yield Gap("Availability", "For which share of the time must it work?")
    if "Recoverability" not in stated:
        yield Gap("Recovery", "How long may it be down, and how much data may be lost (RTO and RPO)?")
    if not design.entities:
        yield Gap("Data model", "Which things does the system remember, and who owns each?")
    if not any(item.operations for item in design.interfaces):
        yield Gap("Interfaces", "Which calls and events does each part offer?")
    if not any(flow.kind == "failure" and flow.steps for flow in design.flows):
        yield Gap("Failure flows", "What happens, step by step, when the most important part does not answer?")
    if not design.decisions:
        yield Gap("Decisions", "Which choices were made, and what else was possible?")
    if not design.capacity.estimates:
        yield Gap("Capacity", "How many users, requests and bytes are there, and how fast do they grow?")
