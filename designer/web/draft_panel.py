"""The offline draft, on the page while a language model is still asked."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from designer.drawing import pictures_here
from designer.errors import LayoutError
from designer.model.design import Design
from designer.model.view import ViewKind
from designer.web.pictures import views_of
from designer.web.text import literal


def show_draft(place: DeltaGenerator, draft: Design, theme: str) -> None:
    """Show a draft's main picture in a place that is emptied when the design is there."""
    view = next((item for item in views_of(draft) if item.kind is ViewKind.CONTAINER), None)
    with place.container():
        parts = f"{len(draft.graph.components)} components, {len(draft.graph.connections)} connections"
        st.caption(f"{literal(draft.title)}: offline draft of {parts}; the language model is asked for more.")
        if view is None:
            return
        try:
            st.image(pictures_here().svg(view, theme=theme), width="content")
        except LayoutError:
            return
