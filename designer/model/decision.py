"""A choice, what else was possible, and what follows."""

from __future__ import annotations

from pydantic import Field

from designer.model.base import Frozen
from designer.model.origin import Origin


class Alternative(Frozen):
    """What was not chosen, and when it would be the better choice."""

    name: str
    when: str = ""


class Decision(Frozen):
    """One architecture decision."""

    id: str = ""
    title: str = Field(min_length=1)
    context: str = ""
    choice: str = ""
    alternatives: tuple[Alternative, ...] = ()
    consequences: tuple[str, ...] = ()
    source: str = ""
    subjects: tuple[str, ...] = ()
    origin: Origin = Origin(by="user")


class FailureMode(Frozen):
    """What can fail, what happens then, how it is seen and what limits the damage."""

    what: str
    component: str | None = None
    effect: str = ""
    detection: str = ""
    mitigation: str = ""
    source: str = ""


class Claim(Frozen):
    """What the runnable stub must prove; `proof` is the measured result once a test has shown it."""

    text: str
    blueprint: str
    proof: str = ""


class Reference(Frozen):
    """A document and heading that something was taken from, and for what."""

    document: str
    heading: str = ""
    used_for: tuple[str, ...] = ()
