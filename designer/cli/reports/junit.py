"""Findings as a JUnit report: each rule is a test that a design passes or fails."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from designer.cli.console import Console, plain
from designer.cli.reports.checked import DEVIATION, Checked, is_at_least
from designer.model.finding import Finding
from designer.rules.registry import ALL


def write(checked: Sequence[Checked], console: Console, fail_on: str) -> str:
    """Return one suite per design and one test per rule; milder findings than `fail_on` are its output."""
    root = ElementTree.Element("testsuites", name="designer check")
    for item in checked:
        _add_suite(root, item, fail_on)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _add_suite(root: ElementTree.Element, item: Checked, fail_on: str) -> None:
    cases = [(rule.code, str(rule.category), f"{rule.code} {rule.name}") for rule in ALL]
    if item.followed is not None:
        cases.append((DEVIATION, "conformance", f"follows {item.followed.blueprint}"))
    suite = ElementTree.SubElement(root, "testsuite", name=plain(str(item.file)), tests=str(len(cases)))
    failures = 0
    for code, category, name in cases:
        case = ElementTree.SubElement(suite, "testcase", classname=category, name=name)
        failures += _fill(case, [finding for finding in item.all_findings if finding.rule == code], fail_on)
    suite.set("failures", str(failures))
    suite.set("errors", "0")
    suite.set("skipped", "0")


def _fill(case: ElementTree.Element, found: Sequence[Finding], fail_on: str) -> int:
    """Add what was found to a case and return 1 when it failed, else 0."""
    bad = [finding for finding in found if is_at_least(finding, fail_on)]
    mild = [finding for finding in found if finding not in bad]
    if bad:
        severity, message = str(bad[0].severity), plain(bad[0].message)
        ElementTree.SubElement(case, "failure", type=severity, message=message).text = _lines(bad)
    if mild:
        ElementTree.SubElement(case, "system-out").text = _lines(mild)
    return int(bool(bad))


def _lines(findings: Iterable[Finding]) -> str:
    return "\n".join(_line(finding) for finding in findings)


def _line(finding: Finding) -> str:
    at = f" [{', '.join(finding.subjects)}]" if finding.subjects else ""
    fix = f" Fix: {finding.fix}" if finding.fix else ""
    return plain(f"{finding.severity}: {finding.message}{at}{fix}")
