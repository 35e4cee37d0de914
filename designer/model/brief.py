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


# A stretch of a rewritten text, and the stretch of the original that it stands for; both half open.
Place = tuple[int, int, int, int]


class Brief(Frozen):
    """A brief and what was found in it; lists are in order of appearance.

    `language` is the ISO 639-1 code of the text's language.
    """

    text: str
    quantities: tuple[Quantity, ...] = ()
    requirements: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    answers: dict[str, str] = {}
    language: str = "en"


class RewrittenBrief(Brief):
    """A brief that is planned from another text than the one that was given: English for a foreign one.

    `text` and all spans are those of the text that is read; `original` is what was given, `places` leads back to it.
    The draft carries the original again. `unknown` are words of the original that were not understood,
    `read_as` says what a name was taken for.
    """

    original: str
    places: tuple[Place, ...] = ()
    unknown: tuple[str, ...] = ()
    read_as: tuple[str, ...] = ()
