"""What the brief leaves open and the design assumed."""

from __future__ import annotations

from pydantic import Field

from designer.model.base import Frozen


class NumberChange(Frozen):
    """A figure under the default and under another answer, in base units; `after` is None when it falls away."""

    name: str
    title: str = ""
    unit: str
    before: float | None
    after: float | None


class Effect(Frozen):
    """What another answer changes, computed: names of parts that come, go or change, and figures."""

    answer: str
    adds: tuple[str, ...] = ()
    removes: tuple[str, ...] = ()
    alters: tuple[str, ...] = ()
    numbers: tuple[NumberChange, ...] = ()


class Question(Frozen):
    """An open question: its default, the other answers, and what another answer changes.

    `effects` has one entry for each answer that was tried, in the order of `options`.
    """

    id: str = Field(min_length=1)
    text: str
    default: str = ""
    options: tuple[str, ...] = ()
    changes: str = ""
    effects: tuple[Effect, ...] = ()
