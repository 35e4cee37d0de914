"""What is weak, what was decided, what is still to be proved, and where the risks are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from designer.docs.facts import Facts
from designer.docs.wording import origin_in_words
from designer.model.decision import Decision
from designer.model.figures import human
from designer.model.finding import Finding, Severity

_HEADINGS = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.INFO: "Notes"}
_MOST_RISKY = 3


class FindingPart(NamedTuple):
    """A finding, and the names of what it is about unless its message says them."""

    finding: Finding
    subjects: tuple[str, ...]


class FindingGroup(NamedTuple):
    """The findings of one severity."""

    heading: str
    parts: tuple[FindingPart, ...]


class Findings(NamedTuple):
    """All findings, the worst first; those which a team decided about stand behind the others."""

    groups: tuple[FindingGroup, ...]


class DecisionPart(NamedTuple):
    """A decision, what it is about, who took it, and the path of its record."""

    id: str
    href: str
    decision: Decision
    subjects: tuple[str, ...]
    origin: str


class Decisions(NamedTuple):
    """All decisions in order."""

    parts: tuple[DecisionPart, ...]


class Risk(NamedTuple):
    """A place where the design may turn out wrong: what it is about, and why it is a risk."""

    subject: str
    reason: str


class Risks(NamedTuple):
    """All risks."""

    rows: tuple[Risk, ...]


def findings(facts: Facts) -> Findings | None:
    """Return the findings by severity; None when there are none."""
    groups = []
    for severity in Severity:
        found = sorted(
            (item for item in facts.design.findings if item.severity == severity and item.is_open), key=Finding.sort_key
        )
        if found:
            groups.append(_group(facts, _HEADINGS[severity], found))
    if decided := sorted((item for item in facts.design.findings if not item.is_open), key=Finding.sort_key):
        groups.append(_group(facts, "Decided", decided))
    return Findings(tuple(groups)) if groups else None


def _group(facts: Facts, heading: str, found: Sequence[Finding]) -> FindingGroup:
    return FindingGroup(f"{heading} ({len(found)})", tuple(_finding(facts, item) for item in found))


def _finding(facts: Facts, item: Finding) -> FindingPart:
    names = (facts.name(key) for key in item.subjects)
    return FindingPart(item, tuple(name for name in names if name not in item.message))


def decisions(facts: Facts) -> Decisions | None:
    """Return the decisions with the paths of their records; None when there are none."""
    parts = tuple(
        DecisionPart(
            key,
            path,
            item,
            tuple(facts.name(subject) for subject in item.subjects),
            origin_in_words(facts.design, item.origin),
        )
        for key, path, item in facts.records
    )
    return Decisions(parts) if parts else None


def risks(facts: Facts) -> Risks | None:
    """Return where the design may turn out wrong, as far as it says so itself; None when it does not.

    These are findings that are errors, the assumptions that move most estimates, and failures that nothing
    limits or nobody sees.
    """
    rows = (*_weaknesses(facts), *_guesses(facts), *_unguarded(facts))
    return Risks(rows) if rows else None


def _weaknesses(facts: Facts) -> tuple[Risk, ...]:
    errors = (item for item in facts.design.findings if item.severity is Severity.ERROR and item.is_open)
    return tuple(
        Risk(item.rule, f"stands as an error. {item.message}") for item in sorted(errors, key=Finding.sort_key)
    )


def _guesses(facts: Facts) -> tuple[Risk, ...]:
    # A default of zero leaves a part of a formula out; it is no guess at a value.
    guessed = [(key, item) for key, item in facts.assumptions if item.value]
    reach = [(len(facts.moved_by.get(item.name, ())), key, item) for key, item in guessed]
    widest = sorted((row for row in reach if row[0] > 1), key=lambda row: -row[0])[:_MOST_RISKY]
    return tuple(
        Risk(key, f"is assumed, and {moved} estimates rest on it. {item.title or item.name}: "
             f"{human(item.value, item.unit)}")
        for moved, key, item in widest
    )  # fmt: skip


def _unguarded(facts: Facts) -> tuple[Risk, ...]:
    rows = []
    for mode in facts.design.failure_modes:
        missing = [word for word, text in (("limits", mode.mitigation), ("reveals", mode.detection)) if not text]
        if missing:
            rows.append(Risk(mode.what, f"is a failure that nothing {' or '.join(missing)}"))
    return tuple(rows)
