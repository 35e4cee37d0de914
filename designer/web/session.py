"""What one visitor is working on: the brief, the answers given, and the design that follows."""

from __future__ import annotations

import sys
import traceback
from collections.abc import MutableMapping, Sequence
from typing import Any, NamedTuple

import streamlit as st

from designer.api import OFFLINE, Design, default_catalog, design, refine_steps
from designer.briefs import decode_brief
from designer.difference import Change, difference
from designer.errors import DesignerError, Problem
from designer.model.question import Question
from designer.progress import Listener
from designer.refining.reading import is_redo, is_undo
from designer.settings import load_settings

_MOST_KEPT = 50


class Outcome(NamedTuple):
    """What became of an instruction or a question: its words, the answer, remarks, differences, or what is wrong."""

    text: str
    reply: str = ""
    says: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()


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

    @property
    def outcome(self) -> Outcome | None:
        """What became of the last instruction or question."""
        found: Outcome | None = self._state.get("outcome")
        return found

    @property
    def can_undo(self) -> bool:
        """Whether there is a design before the last change."""
        return bool(self._state.get("earlier"))

    @property
    def can_redo(self) -> bool:
        """Whether there is a design that was undone, and nothing was changed since."""
        return bool(self._state.get("later"))

    def submit(self, brief: str) -> None:
        """Start over with a brief."""
        self._state.update(submitted=brief, answers={}, questions={}, design=None, problems=(), is_due=True)
        self._state.update(earlier=[], later=[], outcome=None)

    def answer(self, question: Question, value: str) -> None:
        """Take another answer to a question; the default takes the answer back."""
        answers = self.answers
        answers.pop(question.id, None)
        if value.strip() and value != question.default:
            answers[question.id] = value.strip()
        self._state.update(answers=answers, is_due=True)

    def refine(self, text: str, progress: Listener | None = None) -> None:
        """Change the design by an instruction, or have a question about it answered; `progress` is told of each edit."""
        if is_undo(text):
            self.undo()
            return
        if is_redo(text):
            self.redo()
            return
        now = self.design
        if now is None:
            return
        outcome, after = _refined(now, text, progress)
        self._state["outcome"] = outcome
        if after != now:
            earlier = [*self._state.get("earlier", []), now][-_MOST_KEPT:]
            self._state.update(earlier=earlier, later=[], design=after)

    def undo(self) -> None:
        """Go back to the design before the last change."""
        self._step("undo", "earlier", "later")

    def redo(self) -> None:
        """Go forward again to the design that was undone last."""
        self._step("redo", "later", "earlier")

    def _step(self, name: str, source: str, target: str) -> None:
        """Take the last design of one list, and put the one that is there at the end of the other."""
        kept, now = list(self._state.get(source, [])), self.design
        if not kept or now is None:
            fix = "change the design first" if name == "undo" else "only what was undone comes back"
            which = "earlier version to go back to" if name == "undo" else "later version to go forward to"
            self._state["outcome"] = Outcome(name, problems=(Problem(f"there is no {which}", fix=fix),))
            return
        then = kept.pop()
        others = [*self._state.get(target, []), now][-_MOST_KEPT:]
        changes = difference(now, then)
        self._state.update({source: kept, target: others, "design": then, "outcome": Outcome(name, changes=changes)})

    def _again(self, made: Design, texts: Sequence[str]) -> None:
        """Follow the instructions given so far on a design that was made anew; tell those that no longer fit."""
        problems: list[Problem] = []
        earlier: list[Design] = []
        for text in texts:
            outcome, after = _refined(made, text, None)
            problems += outcome.problems
            if after != made:
                earlier.append(made)
                made = after
        self._state.update(design=made, earlier=earlier, later=[])
        if problems:
            self._state["outcome"] = Outcome("changes that no longer fit the design", problems=tuple(problems))

    def work(self, progress: Listener | None = None) -> None:
        """Design what was asked for, if that has not been done yet.

        `progress` is told of the offline draft while a language model is still asked, and of each edit.
        """
        if not self._state.get("is_due"):
            return
        self._state["is_due"] = False
        self._state["problems"] = ()
        try:
            made = _design(self.brief, self.answers, progress)
        except DesignerError as error:
            self._state["problems"] = error.problems
        except Exception:
            self._state["problems"] = (_logged("report it, with the brief; the log of the app says more"),)
        else:
            before = self.design
            self._again(made, [item.text for item in before.refinements] if before is not None else [])
            known = self._state.setdefault("questions", {})
            for question in made.questions:
                known.setdefault(question.id, question)


def _logged(fix: str) -> Problem:
    """Return what a visitor sees of a bug, never a traceback; whoever runs the app finds that in the log."""
    traceback.print_exc(file=sys.stderr)
    return Problem("something went wrong that should not", fix=fix)


def _refined(now: Design, text: str, progress: Listener | None) -> tuple[Outcome, Design]:
    """Return what becomes of an instruction, and the design after it: the same where it changes nothing."""
    try:
        settings = load_settings({})
        found = refine_steps(
            now,
            text,
            model=settings.model,
            model_budget=settings.model_budget,
            model_cache=settings.model_cache,
            catalog=default_catalog(),
            progress=None if settings.model == OFFLINE else progress,
        )
    except DesignerError as error:
        return Outcome(text, problems=tuple(error.problems)), now
    except Exception:
        return Outcome(text, problems=(_logged("report it, with the instruction"),)), now
    after = now if found.design == now else Design.of(found.design)
    changes = () if after is now else difference(now, after)
    return Outcome(text, found.reply, found.says, found.refused, changes), after


def _design(brief: str, answers: dict[str, str], progress: Listener | None) -> Design:
    settings = load_settings({})
    text = decode_brief(brief.encode("utf-8", "replace"), where="brief")
    return design(
        text,
        model=settings.model,
        answers=answers,
        catalog=default_catalog(),
        on_model_failure=settings.on_model_failure,
        model_budget=settings.model_budget,
        model_cache=settings.model_cache,
        progress=None if settings.model == OFFLINE else progress,
    )
