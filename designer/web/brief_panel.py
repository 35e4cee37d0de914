"""Where a visitor says what to design."""

from __future__ import annotations

import streamlit as st

from designer.api import default_catalog
from designer.briefs import MAX_BYTES
from designer.model.blueprint import ExampleSpec
from designer.web.session import Session
from designer.web.text import literal

_FIELD = "brief-field"
_MOST = 6
_LONGEST = 220


def show_brief(session: Session) -> None:
    """Show the field for the brief, its button, and examples."""
    with st.container(key="brief"):
        st.text_area(
            "What should the system do?",
            key=_FIELD,
            height=96 if session.brief else 150,
            max_chars=MAX_BYTES,
            placeholder="A URL shortener for 100 million new links a month, read ten times as often as written ...",
        )
        st.button("Design", type="primary", icon=":material/draw:", on_click=_submit, args=(session,))
    if not session.brief:
        _show_examples(session)


def _submit(session: Session) -> None:
    session.submit(st.session_state.get(_FIELD) or "")


def _show_examples(session: Session) -> None:
    st.caption("Or start from an example")
    with st.container(key="examples", horizontal=True, gap="small"):
        for title, brief in _examples():
            st.button(
                literal(title), key=f"example {title}", help=literal(brief), on_click=_take, args=(session, brief)
            )


def _take(session: Session, brief: str) -> None:
    st.session_state[_FIELD] = brief
    session.submit(brief)


@st.cache_data(show_spinner=False)
def _examples() -> list[tuple[str, str]]:
    """Return titles and short briefs of blueprints from all over the catalog."""
    known = [
        (blueprint.title, example.brief.strip())
        for blueprint in default_catalog().blueprints
        if (example := _shortest(blueprint.examples)) is not None
    ]
    step = max(1, len(known) // _MOST)
    return known[::step][:_MOST]


def _shortest(examples: tuple[ExampleSpec, ...]) -> ExampleSpec | None:
    short = [example for example in examples if len(example.brief) <= _LONGEST]
    return min(short, key=lambda example: (example.style != "sentence", len(example.brief)), default=None)
