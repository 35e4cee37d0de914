"""The figures of a design, each with where it comes from."""

from __future__ import annotations

import streamlit as st

from designer.api import Design
from designer.model.estimate import Estimate, Parameter
from designer.model.figures import human


def show_numbers(design: Design) -> None:
    """Show the computed figures, then the figures they rest on."""
    names = {item.id: item.name for item in design.graph.components}
    st.subheader("Computed", anchor=False)
    if design.capacity.estimates:
        st.dataframe([_computed(item, names) for item in design.capacity.estimates], hide_index=True, width="stretch")
    else:
        st.caption("Nothing could be computed from this brief.")
    if design.capacity.parameters:
        st.subheader("They rest on", anchor=False)
        st.dataframe([_given(item) for item in design.capacity.parameters], hide_index=True, width="stretch")


def _computed(item: Estimate, names: dict[str, str]) -> dict[str, str]:
    return {
        "Figure": item.title or item.name,
        "Value": human(item.value, item.unit),
        "Of": names.get(item.subject or "", item.subject or "the system"),
        "Formula": item.formula,
        "Why": item.why,
        "Source": item.source,
    }


def _given(item: Parameter) -> dict[str, str]:
    return {
        "Figure": item.title or item.name,
        "Value": human(item.value, item.unit),
        "From": "the brief" if item.stated else "assumed",
        "Source": item.source,
    }
