"""What happens while a language model is still asked: the offline draft, and each edit as it comes."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from designer.drawing import pictures_here
from designer.errors import LayoutError
from designer.model.design import Design
from designer.model.view import ViewKind
from designer.progress import Done, DraftReady, Event, in_words
from designer.web.pictures import views_of
from designer.web.text import literal

_MOST = 8
_KEY, _PLACE = "progress-lines", "progress-place"
_LONGEST = 200


def show_draft(place: DeltaGenerator, event: Event, theme: str) -> None:
    """Show an event in a place that is emptied when the design is there: the draft's picture, or the latest lines."""
    if isinstance(event, Done):
        forget_events()
        with place.container():
            _show_picture(event.design, theme, "design")
        return
    if isinstance(event, DraftReady):
        st.session_state[_KEY] = []
        # The picture stays above the lines that follow: a place of its own in the place given.
        with place.container():
            _show_picture(event.design, theme, "offline draft")
            st.caption("The language model is asked for more.")
            st.session_state[_PLACE] = st.empty()
        return
    lines = st.session_state.get(_PLACE)
    if lines is not None:
        show_event(lines, event)


def show_event(place: DeltaGenerator, event: Event) -> None:
    """Show the latest lines of what happens, in one place."""
    words = in_words(event)
    if not words:
        return
    told = [*st.session_state.get(_KEY, []), words][-_MOST:]
    st.session_state[_KEY] = told
    place.markdown("\n".join(f"- {literal(line, _LONGEST)}" for line in told))


def forget_events() -> None:
    """Begin with no lines the next time."""
    for key in (_KEY, _PLACE):
        st.session_state.pop(key, None)


def _show_picture(design: Design, theme: str, what: str) -> None:
    view = next((item for item in views_of(design) if item.kind is ViewKind.CONTAINER), None)
    parts = f"{len(design.graph.components)} components, {len(design.graph.connections)} connections"
    st.caption(f"{literal(design.title)}: {what} of {parts}")
    if view is None:
        return
    try:
        st.image(pictures_here().svg(view, theme=theme), width="content")
    except LayoutError:
        return
