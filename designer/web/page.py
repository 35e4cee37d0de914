"""The page: brief on top, then what follows from it."""

from __future__ import annotations

import streamlit as st

from designer.api import Design
from designer.errors import Problem
from designer.web.brief_panel import show_brief
from designer.web.change_panel import show_change
from designer.web.decisions_panel import show_decisions
from designer.web.diagram_panel import show_diagram
from designer.web.document_panel import show_document
from designer.web.draft_panel import show_draft
from designer.web.findings_panel import show_findings
from designer.web.numbers_panel import show_numbers
from designer.web.pictures import theme
from designer.web.questions_panel import show_questions
from designer.web.session import Session
from designer.web.style import ICON, apply_style
from designer.web.summary_panel import show_summary
from designer.web.text import literal


def show() -> None:
    """Show the page for the visitor who is served."""
    st.set_page_config(page_title="designer", page_icon=ICON, layout="wide")
    session = Session.current()
    colours = theme()
    apply_style(is_start=not session.brief, theme=colours)
    with st.container(key="masthead"):
        st.title("designer", anchor=False)
        st.markdown("From a plain-English description of a system to a checked, drawn and documented architecture.")
    show_brief(session)
    waiting = st.empty()
    with st.spinner("Designing ..."):
        session.work(lambda draft: show_draft(waiting, draft, colours))
    waiting.empty()
    for problem in session.problems:
        _show_problem(problem)
    if session.design is not None:
        st.divider()
        _show_design(session.design, session, colours)


def _show_problem(problem: Problem) -> None:
    what = literal(problem.what)
    st.error(f"{what[:1].upper()}{what[1:]}. {literal(problem.fix).capitalize()}", icon=":material/error:")


def _show_design(design: Design, session: Session, colours: str) -> None:
    show_summary(design, colours)
    show_change(session)
    show_questions(session)
    names = (
        "Diagram",
        f"Findings ({sum(finding.is_open for finding in design.findings)})",
        "Numbers",
        "Decisions",
        "Document",
    )
    diagram, findings, numbers, decisions, document = st.tabs(names)
    with diagram:
        show_diagram(design, colours)
    with findings:
        show_findings(design)
    with numbers:
        show_numbers(design)
    with decisions:
        show_decisions(design)
    with document:
        show_document(design, colours)
