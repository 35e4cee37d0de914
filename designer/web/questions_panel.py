"""What the brief left open: each question with the answer taken, ready to be changed."""

from __future__ import annotations

from typing import Any

import streamlit as st

from designer.model.question import Question
from designer.web.session import Session
from designer.web.text import literal


def show_questions(session: Session) -> None:
    """Show the questions; another answer designs again."""
    if not session.questions:
        return
    st.subheader("Open questions", anchor=False)
    st.caption("The brief leaves these open. Another answer designs the system again.")
    columns = st.columns(min(3, len(session.questions)))
    for number, question in enumerate(session.questions):
        with columns[number % len(columns)]:
            _show(question, session)


def _show(question: Question, session: Session) -> None:
    key = f"answer {question.id}"
    taken = session.answers.get(question.id, question.default)
    more: dict[str, Any] = {
        "key": key,
        "help": literal(question.changes) or None,
        "on_change": _answer,
        "args": (question, key, session),
    }
    if question.options:
        options = list(dict.fromkeys((question.default, *question.options, taken)))
        st.selectbox(literal(question.text), options, index=options.index(taken), **more)
    else:
        st.text_input(literal(question.text), value=taken, max_chars=200, **more)


def _answer(question: Question, key: str, session: Session) -> None:
    session.answer(question, str(st.session_state[key]))
