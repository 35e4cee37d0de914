"""What a report is about: a design, the file it came from, and its findings."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from designer.bundle import DESIGN
from designer.model.design import Design
from designer.model.finding import Finding, Severity


class Checked(NamedTuple):
    """A design and its findings, worst first; `path` is as the user wrote it."""

    path: Path
    design: Design
    findings: tuple[Finding, ...]

    @property
    def file(self) -> Path:
        """The design.json itself."""
        return self.path / DESIGN if self.path.is_dir() else self.path


def is_at_least(finding: Finding, level: str) -> bool:
    """Return whether a finding is as bad as `level`, which is a severity or "never"."""
    return level != "never" and finding.severity.rank <= Severity(level).rank


def names_of(finding: Finding, design: Design) -> str:
    """Return the subjects of a finding for reading: ids, with the name where that says more."""
    known = {item.id: item.name for item in design.graph.components} | {item.id: item.name for item in design.flows}
    shown = [f"{name} ({subject})" if (name := known.get(subject)) else subject for subject in finding.subjects]
    return ", ".join(shown)
