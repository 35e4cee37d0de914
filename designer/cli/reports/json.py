"""Findings as JSON: an array with one object per finding, in the words of design.json."""

from __future__ import annotations

from collections.abc import Sequence

from designer.cli.console import Console
from designer.cli.reports.checked import Checked
from designer.model.base import canonical_json


def write(checked: Sequence[Checked], console: Console, fail_on: str) -> str:
    """Return the findings of all designs, each with the file it is about."""
    rows = [
        {"file": str(item.file), **finding.model_dump(mode="json")} for item in checked for finding in item.all_findings
    ]
    return canonical_json(rows).rstrip("\n")
