"""Findings as a JUnit report: each rule is a test that a design passes or fails."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from designer.cli.console import Console, plain
from designer.cli.reports.checked import Checked, is_at_least
from designer.model.finding import Finding
from designer.rules.registry import ALL
from designer.rules.rule import Rule


def write(checked: Sequence[Checked], console: Console, fail_on: str) -> str:
    """Return one suite per design and one test per rule; milder findings than `fail_on` are its output."""
    root = ElementTree.Element("testsuites", name="designer check")
    for item in checked:
        _add_suite(root, item, fail_on)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _add_suite(root: ElementTree.Element, item: Checked, fail_on: str) -> None:
    suite = ElementTree.SubElement(root, "testsuite", name=plain(str(item.file)), tests=str(len(ALL)))
    failures = 0
    for rule in ALL:
        found = [finding for finding in item.findings if finding.rule == rule.code]
        failures += _add_case(suite, rule, found, fail_on)
    suite.set("failures", str(failures))
    suite.set("errors", "0")
    suite.set("skipped", "0")


def _add_case(suite: ElementTree.Element, rule: Rule, found: Iterable[Finding], fail_on: str) -> int:
    """Add a rule's case and return 1 when it failed, else 0."""
    case = ElementTree.SubElement(suite, "testcase", classname=str(rule.category), name=f"{rule.code} {rule.name}")
    bad = [finding for finding in found if is_at_least(finding, fail_on)]
    mild = [finding for finding in found if finding not in bad]
    if bad:
        failure = ElementTree.SubElement(case, "failure", type=str(rule.severity), message=plain(bad[0].message))
        failure.text = _lines(bad)
    if mild:
        ElementTree.SubElement(case, "system-out").text = _lines(mild)
    return int(bool(bad))


def _lines(findings: Iterable[Finding]) -> str:
    return "\n".join(
        plain(f"{finding.severity}: {finding.message} [{', '.join(finding.subjects)}] Fix: {finding.fix}")
        for finding in findings
    )
