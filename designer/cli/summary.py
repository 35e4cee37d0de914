"""Findings in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from designer.cli.console import Console

if TYPE_CHECKING:
    from designer.model.finding import Finding


def severity_counts(findings: Iterable[Finding], console: Console) -> str:
    """Return how many findings there are of each severity, coloured where there are some."""
    from designer.model.finding import count_by_severity

    words = {"error": "errors", "warning": "warnings", "info": "notes"}
    shown = []
    for level, number in count_by_severity(findings).items():
        text = f"{number} {words[level] if number != 1 else words[level].removesuffix('s')}"
        shown.append(console.paint(text, level) if number else text)
    return ", ".join(shown)
