"""What one visitor is working on: the brief, the answers given, and the design that follows."""

from __future__ import annotations

import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import streamlit as st

from designer.api import Design, default_catalog, design
from designer.briefs import decode_brief
from designer.errors import DesignerError, Problem
from designer.model.question import Question
from designer.settings import load_settings


class Session:
    """The state of one visitor; `problems` says why there is no design of the brief and answers."""

    def __init__(self, state: MutableMapping[str, Any]) -> None:
        self._state = state

    @classmethod
    def current(cls) -> Session:
        """Return the session of the visitor who is served."""
        return cls(st.session_state)  # type: ignore[arg-type]  # a mapping in all but name

    @property
    def brief(self) -> str:
        """The brief that was last submitted, or nothing."""
        return str(self._state.get("submitted", ""))

    @property
    def design(self) -> Design | None:
        """The last design that worked."""
        found: Design | None = self._state.get("design")
        return found

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the last brief or answer."""
        return tuple(self._state.get("problems", ()))

    @property
    def answers(self) -> dict[str, str]:
        """Answers by question id."""
        return dict(self._state.get("answers", {}))

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of this brief that were ever open, with the defaults they had then."""
        return tuple(self._state.get("questions", {}).values())

    def submit(self, brief: str) -> None:
        """Start over with a brief."""
        self._state.update(submitted=brief, answers={}, questions={}, design=None, problems=(), is_due=True)

    def answer(self, question: Question, value: str) -> None:
        """Take another answer to a question; the default takes the answer back."""
        answers = self.answers
        answers.pop(question.id, None)
        if value.strip() and value != question.default:
            answers[question.id] = value.strip()
        self._state.update(answers=answers, is_due=True)

    def work(self) -> None:
        """Design what was asked for, if that has not been done yet."""
        if not self._state.get("is_due"):
            return
        self._state["is_due"] = False
        self._state["problems"] = ()
        try:
            made = _design(self.brief, self.answers)
        except DesignerError as error:
            self._state["problems"] = error.problems
        except Exception:
            # A visitor never sees a traceback; whoever runs the app finds it in the log.
            traceback.print_exc(file=sys.stderr)
            what = "something went wrong that should not"
            self._state["problems"] = (Problem(what, fix="report it, with the brief; the log of the app says more"),)
        else:
            self._state["design"] = made
            known = self._state.setdefault("questions", {})
            for question in made.questions:
                known.setdefault(question.id, question)


def _design(brief: str, answers: dict[str, str]) -> Design:
    settings = load_settings({})
    text = decode_brief(brief.encode("utf-8", "replace"), where="brief")
    return design(
        text,
        model=settings.model,
        answers=answers,
        catalog=default_catalog(),
        on_model_failure=settings.on_model_failure,
    )
