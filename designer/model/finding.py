"""What a rule reports."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from pydantic import Field

from designer.model.base import Frozen


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for error, 1 for warning, 2 for info: sorts the worst first."""
        return list(Severity).index(self)


class Finding(Frozen):
    """One weakness: the rule's code, where it is, why it matters and how to mend it.

    `subjects` are ids of components, connections, flows or quantities, sorted; empty means the whole design. `state`
    is what the team decided about it, with its reason: only open findings count.
    """

    rule: str
    severity: Severity
    message: str
    subjects: tuple[str, ...] = ()
    why: str = ""
    fix: str = ""
    source: str = Field(default="")
    state: Literal["open", "accepted", "false-positive", "in-progress"] = "open"
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it counts: nobody accepted it, called it wrong or is at work on it."""
        return self.state == "open"

    def sort_key(self) -> tuple[int, str, tuple[str, ...], str]:
        """Worst first, then by rule, subjects and message."""
        return (self.severity.rank, self.rule, self.subjects, self.message)


def count_by_severity(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings count of each severity, the worst first."""
    levels = [finding.severity for finding in findings if finding.is_open]
    return {str(level): levels.count(level) for level in Severity}
