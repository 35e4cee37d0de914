"""What was designed, in one look."""

from __future__ import annotations

import streamlit as st

from designer.api import Design
from designer.figures import headline_estimates, title_of
from designer.model.figures import human
from designer.model.finding import Severity, count_by_severity
from designer.web.pictures import archive_of
from designer.web.text import literal

_COLUMNS = 5


def show_summary(design: Design, theme: str) -> None:
    """Show title, summary, the figures that say how large the system is, and the download."""
    left, right = st.columns([5, 1], vertical_alignment="bottom")
    left.header(literal(design.title), anchor=False)
    right.download_button(
        "Download",
        data=lambda: archive_of(design, theme),
        file_name="design.zip",
        mime="application/zip",
        icon=":material/download:",
        help="All files as a zip: diagrams, document, decisions, design.json",
        on_click="ignore",
        width="stretch",
    )
    if design.summary:
        st.markdown(literal(design.summary))
    _show_figures(design)


def _show_figures(design: Design) -> None:
    graph = design.graph
    facts = [
        ("Size", f"{len(graph.components)} parts, {len(graph.connections)} links"),
        ("Findings", _worst(design)),
    ]
    facts += [(title_of(item).capitalize(), human(item.value, item.unit)) for item in headline_estimates(design)]
    with st.container(key="figures"):
        for column, (label, value) in zip(st.columns(_COLUMNS), facts, strict=False):
            column.metric(literal(label), value, border=True)


def _worst(design: Design) -> str:
    """Return how many findings there are of the worst severity that was found."""
    for severity, number in count_by_severity(design.findings).items():
        if number:
            word = "note" if severity == Severity.INFO else severity
            return f"{number} {word if number == 1 else f'{word}s'}"
    return "none"
