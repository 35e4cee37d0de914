"""What is weak about a design, the worst first, each with its fix."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from designer.api import Design
from designer.model.finding import Finding, Severity
from designer.web.text import literal

_GROUPS = (
    (Severity.ERROR, "Errors", ":material/error:", "red"),
    (Severity.WARNING, "Warnings", ":material/warning:", "orange"),
    (Severity.INFO, "Notes", ":material/info:", "blue"),
)


def show_findings(design: Design) -> None:
    """Show the findings, grouped by severity."""
    if not any(finding.is_open for finding in design.findings):
        st.success("No finding is open.", icon=":material/check_circle:")
    names = {item.id: item.name for item in design.graph.components}
    for severity, title, icon, colour in _GROUPS:
        found = [finding for finding in design.findings if finding.severity is severity and finding.is_open]
        if found:
            st.subheader(f":{colour}[{icon}] {title} ({len(found)})", anchor=False)
            for finding in found:
                _show(finding, names)
    if decided := [finding for finding in design.findings if not finding.is_open]:
        st.subheader(f":gray[:material/task_alt:] Decided ({len(decided)})", anchor=False)
        for finding in decided:
            _show(finding, names)


def _show(finding: Finding, names: dict[str, str]) -> None:
    with st.container(border=True):
        st.markdown(f"**{literal(finding.message)}**")
        st.caption(" · ".join((finding.rule, *_subjects(finding, names))))
        if not finding.is_open:
            st.markdown(f"{finding.state.capitalize()}: {literal(finding.reason)}")
        if finding.fix:
            st.markdown(f"Fix: {literal(finding.fix)}")
        if finding.why:
            st.caption(f"Why: {literal(finding.why)}")
        if finding.source:
            st.caption(f"Source: {literal(finding.source)}")


def _subjects(finding: Finding, names: dict[str, str]) -> Iterable[str]:
    return (literal(names.get(subject, subject)) for subject in finding.subjects)
