"""Findings as SARIF 2.1.0, which code hosts show beside a change.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any
from urllib.parse import quote

from designer import __version__
from designer.cli.console import Console
from designer.cli.reports.checked import Checked
from designer.edits import apply_edits
from designer.edits.apply import as_draft
from designer.model.base import canonical_json
from designer.model.design import Design
from designer.model.finding import Finding, Severity
from designer.model.origin import Origin
from designer.rules.facts import Facts
from designer.rules.registry import ALL
from designer.rules.rule import Rule
from designer.rules.triage import ABOUT_ACCEPTANCES

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ID = re.compile(r'\s*"id": "([a-z0-9-]{1,64})",?\s*$')
_RULES = {rule.code: rule for rule in ALL}
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def write(checked: Sequence[Checked], console: Console, fail_on: str) -> str:
    """Return one run with all findings; every rule is described, so that "nothing found" says what was looked for."""
    results: list[dict[str, Any]] = []
    for item in checked:
        written = _Written(item)
        results += [_result(finding, item, written) for finding in item.all_findings]
    run = {"tool": {"driver": _driver()}, "columnKind": "unicodeCodePoints", "results": results}
    return canonical_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}).rstrip("\n")


def _driver() -> dict[str, Any]:
    return {"name": "designer", "version": __version__, "rules": [_rule(rule) for rule in (*ALL, *ABOUT_ACCEPTANCES)]}


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


class _Written:
    """The text of a design's file: the line of each element, and how a fix would change it."""

    def __init__(self, item: Checked) -> None:
        self._item = item
        try:
            self._text = item.file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            self._text = ""
        self._lines = self._text.splitlines(keepends=True)
        self._ids = {
            match.group(1): number
            for number, line in reversed(list(enumerate(self._lines, start=1)))
            if (match := _ID.match(line)) is not None
        }
        graph = item.design.graph
        origins = [(part.id, part.origin.ref or "") for part in graph.components]
        origins += [(link.id, link.origin.ref or "") for link in graph.connections]
        # An imported element says "file:line" itself.
        self._imported = {key: int(line) for key, ref in origins if (line := ref.rpartition(":")[2]).isdigit()}

    def region(self, finding: Finding) -> dict[str, int]:
        """Return the line of the first element that a finding is about; the first line when none is known."""
        known = self._ids if self._ids else self._imported
        lines = [known[subject] for subject in finding.subjects if subject in known]
        return {"startLine": min(lines) if lines else 1}

    def replacements(self, finding: Finding) -> list[dict[str, Any]]:
        """Return the lines that the rule's fix would change, for a file that is as `designer` writes it."""
        design = self._item.design
        rule = _RULES.get(finding.rule)
        if rule is None or rule.mend is None or not self._text or self._text != design.to_json():
            return []
        edits = rule.edits_for(Facts(design), finding)
        applied = apply_edits(as_draft(design), edits, origin=Origin(by="rule", ref=rule.code))
        if not edits or applied.refused:
            return []
        after = (
            Design.model_construct(**{**dict(design), "graph": applied.draft.graph}).to_json().splitlines(keepends=True)
        )
        return [
            {
                "deletedRegion": {"startLine": begin + 1, "startColumn": 1, "endLine": end + 1, "endColumn": 1},
                "insertedContent": {"text": "".join(after[start:stop])},
            }
            for tag, begin, end, start, stop in SequenceMatcher(None, self._lines, after, autojunk=False).get_opcodes()
            if tag != "equal"
        ]


def _result(finding: Finding, item: Checked, written: _Written) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": _uri(item.file)}, "region": written.region(finding)}
    places: dict[str, Any] = {"physicalLocation": place}
    if finding.subjects:
        places["logicalLocations"] = [_logical(subject, item) for subject in finding.subjects]
    fix = f" Fix: {finding.fix}" if finding.fix else ""
    shown: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}.{fix}"},
        "locations": [places],
    }
    if replacements := written.replacements(finding):
        change = {"artifactLocation": {"uri": _uri(item.file)}, "replacements": replacements}
        shown["fixes"] = [{"description": {"text": finding.fix}, "artifactChanges": [change]}]
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
