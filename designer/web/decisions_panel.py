"""The choices of a design, with what else was possible."""

from __future__ import annotations

import streamlit as st

from designer.api import Design
from designer.model.decision import Decision
from designer.web.text import literal


def show_decisions(design: Design) -> None:
    """Show each decision, closed but for its title."""
    if not design.decisions:
        st.caption("No decision was recorded.")
    for decision in design.decisions:
        with st.expander(literal(decision.title)):
            _show(decision)


def _show(decision: Decision) -> None:
    for name, text in (("Context", decision.context), ("Choice", decision.choice)):
        if text:
            st.markdown(f"**{name}.** {literal(text)}")
    if decision.alternatives:
        st.markdown("**Instead**")
        st.markdown("\n".join(f"- {literal(item.name)}: {literal(item.when)}" for item in decision.alternatives))
    if decision.consequences:
        st.markdown("**What follows**")
        st.markdown("\n".join(f"- {literal(item)}" for item in decision.consequences))
    if decision.source:
        st.caption(f"Source: {literal(decision.source)}")
