"""What a team decided about findings: other severities, and findings that are accepted, wrong or being mended."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from designer.model.base import Frozen
from designer.model.finding import Severity

_Words = Annotated[str, StringConstraints(min_length=3, max_length=500)]
Level = Severity | Literal["off"]


class Acceptance(Frozen):
    """A finding that need not be mended now: why, by whom, and until when.

    It is about the findings of `rule` (code or name) whose subjects hold all of `subjects`; without subjects, about
    all of them. It ends with the day of `expires`.
    """

    rule: str = Field(min_length=3)
    subjects: tuple[str, ...] = ()
    state: Literal["accepted", "false-positive", "in-progress"] = "accepted"
    reason: _Words
    author: str = Field(min_length=1, max_length=200)
    expires: date | None = None


class Override(Frozen):
    """Another severity for the findings of `rule`: everywhere, at one element, or at elements with a tag."""

    rule: str = Field(min_length=3)
    severity: Level
    element: str = ""
    tag: str = ""

    @model_validator(mode="after")
    def _one_place(self) -> Override:
        if self.element and self.tag:
            raise ValueError("name an element or a tag, not both")
        return self


class Policy(Frozen):
    """All such decisions of a project; the later of two that fit wins."""

    overrides: tuple[Override, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
