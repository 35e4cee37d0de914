"""What a report is about: a design, the file it came from, and its findings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from designer.bundle import DESIGN
from designer.catalog.conformance import Conformance
from designer.model.design import Design
from designer.model.finding import Finding, Severity
from designer.model.question import Question

DEVIATION = "CONFORMANCE"
"""Stands where a finding has its rule, when a design does not follow the blueprint it is held against."""


class Checked(NamedTuple):
    """A design and what the rules find in it; `path` is as the user wrote it, `followed` the blueprint's score.

    `questions` are what the rules ask; they are no findings and count nowhere.
    """

    path: Path
    design: Design
    findings: tuple[Finding, ...]
    followed: Conformance | None = None
    questions: tuple[Question, ...] = ()

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Findings and deviations from the blueprint, worst first."""
        found = (*self.findings, *_deviations(self.followed))
        return tuple(sorted(found, key=Finding.sort_key))

    @property
    def file(self) -> Path:
        """The design.json itself."""
        return self.path / DESIGN if self.path.is_dir() else self.path


def _deviations(followed: Conformance | None) -> Iterator[Finding]:
    if followed is None:
        return
    for item in (*followed.missing, *followed.wrong):
        place = "" if item.subject in item.text else f", {item.subject}"
        message = f"Against {followed.blueprint}{place}: {item.text}"
        subjects = tuple(sorted(item.components))
        yield Finding(rule=DEVIATION, severity=Severity.WARNING, message=message, subjects=subjects)


def is_at_least(finding: Finding, level: str) -> bool:
    """Return whether a finding counts and is as bad as `level`, which is a severity or "never"."""
    return finding.is_open and level != "never" and finding.severity.rank <= Severity(level).rank


def names_of(finding: Finding, design: Design) -> str:
    """Return the subjects of a finding for reading: ids, with the name where that says more."""
    known = {item.id: item.name for item in design.graph.components} | {item.id: item.name for item in design.flows}
    shown = [f"{name} ({subject})" if (name := known.get(subject)) else subject for subject in finding.subjects]
    return ", ".join(shown)
