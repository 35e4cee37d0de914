"""Findings as SARIF 2.1.0, which code hosts show beside a change.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from designer import __version__
from designer.cli.console import Console
from designer.cli.reports.checked import Checked
from designer.model.base import canonical_json
from designer.model.finding import Finding, Severity
from designer.rules.registry import ALL
from designer.rules.rule import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def write(checked: Sequence[Checked], console: Console, fail_on: str) -> str:
    """Return one run with all findings; every rule is described, so that "nothing found" says what was looked for."""
    run = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, item) for item in checked for finding in item.all_findings],
    }
    return canonical_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}).rstrip("\n")


def _driver() -> dict[str, Any]:
    return {"name": "designer", "version": __version__, "rules": [_rule(rule) for rule in ALL]}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.fix}\nSource: {rule.source}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"category": str(rule.category)},
    }


def _result(finding: Finding, item: Checked) -> dict[str, Any]:
    places: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": _uri(item.file)}}}
    if finding.subjects:
        places["logicalLocations"] = [_logical(subject, item) for subject in finding.subjects]
    fix = f" Fix: {finding.fix}" if finding.fix else ""
    shown: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}.{fix}"},
        "locations": [places],
    }
    if not finding.is_open:
        # SARIF: "accepted" stands for both a risk that is taken and a finding that is wrong; the words tell which.
        status = "underReview" if finding.state == "in-progress" else "accepted"
        words = f"{finding.state}: {finding.reason}"
        shown["suppressions"] = [{"kind": "external", "status": status, "justification": words}]
    return shown


def _logical(subject: str, item: Checked) -> dict[str, str]:
    graph = item.design.graph
    kinds: Iterable[tuple[str, Iterable[Any]]] = (
        ("component", graph.components),
        ("connection", graph.connections),
        ("flow", item.design.flows),
    )
    for kind, elements in kinds:
        for element in elements:
            if element.id == subject:
                return {"fullyQualifiedName": subject, "name": getattr(element, "name", subject), "kind": kind}
    return {"fullyQualifiedName": subject}


def _uri(path: Path) -> str:
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
