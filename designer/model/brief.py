"""What the user asked for, understood: the first value of the pipeline."""

from __future__ import annotations

from designer.model.base import Frozen
from designer.model.kinds import Kind
from designer.model.quantity import Quantity


class Mention(Frozen):
    """A part that the brief names: a product ("Redis"), a kind ("a queue") or a domain part ("kiosk").

    `span` is a half-open range of characters. A negated mention must not appear in the design.
    """

    text: str
    span: tuple[int, int]
    kind: Kind | None = None
    technology: str | None = None
    negated: bool = False
    existing: bool = False
    replicas: int | None = None


class Brief(Frozen):
    """A brief and what was found in it; lists are in order of appearance."""

    text: str
    quantities: tuple[Quantity, ...] = ()
    requirements: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    answers: dict[str, str] = {}
    language: str = "en"
