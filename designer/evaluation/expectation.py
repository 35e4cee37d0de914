"""What is expected of the designs of some briefs: the evaluation set, version 1; docs/evaluation.md describes it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from designer.model.base import Frozen, Slug
from designer.model.connection import Mode

SetKind = Literal["catalog", "beyond", "dictated", "mixed", "other"]
ARROWS = {"->": Mode.SYNC, "~>": Mode.ASYNC, "=>": Mode.REPLICATION, "o>": None}


def _text(value: Any) -> Any:
    """Return a number as its digits: `301` in a list of phrases is a phrase."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _list(value: Any) -> Any:
    return [value] if isinstance(value, str | int | float) and not isinstance(value, bool) else value


def _alternatives(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    names = [name.strip() for name in value.split("|")]
    if not all(names):
        raise ValueError("an accepted name is empty")
    return names


def _link(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = value.strip()
    is_optional = text.startswith("(") and text.endswith(")")
    words = (text[1:-1] if is_optional else text).split()
    places = [index for index, word in enumerate(words) if word in ARROWS]
    if len(places) != 1 or places[0] in (0, len(words) - 1):
        raise ValueError("write it as 'source -> target', with one of -> ~> => o>")
    place = places[0]
    return {
        "sources": _alternatives(" ".join(words[:place])),
        "targets": _alternatives(" ".join(words[place + 1 :])),
        "mode": ARROWS[words[place]],
        "optional": is_optional,
        "text": text,
    }


def _filled(value: tuple[Any, ...]) -> tuple[Any, ...]:
    # Pydantic's own minimum would complain a second time about a list whose only item is wrong.
    if not value:
        raise ValueError("the list is empty")
    return value


Phrase = Annotated[str, BeforeValidator(_text), Field(min_length=1)]
AnyOf = Annotated[tuple[Phrase, ...], BeforeValidator(_list), AfterValidator(_filled)]
Names = Annotated[tuple[str, ...], BeforeValidator(_alternatives), AfterValidator(_filled)]


class LinkExpectation(Frozen):
    """A directed link between dictated parts, from any of `sources` to any of `targets`; no mode: any will do."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    mode: Mode | None
    optional: bool
    text: str


class NumberExpectation(Frozen):
    """A figure that the design must carry; `tolerance` is relative to `value`."""

    value: float
    unit: str = Field(min_length=1)
    any: tuple[Phrase, ...] = ()
    tolerance: float = Field(default=0.01, ge=0, lt=1)


class BriefExpectation(Frozen):
    """A brief and what an expert requires of its design; what is left out is not asked.

    `blueprints`: None is "not asked", an empty list "none may be chosen".
    """

    id: Slug
    text: str = Field(min_length=1)
    answers: dict[str, Phrase] = {}
    blueprints: tuple[Slug, ...] | None = None
    concepts: dict[str, AnyOf] = {}
    connections: tuple[tuple[str, str], ...] = ()
    facts: tuple[AnyOf, ...] = ()
    numbers: tuple[NumberExpectation, ...] = ()
    forbidden: tuple[Phrase, ...] = ()
    parts: dict[str, Names] = {}
    optional: dict[str, Names] = {}
    links: tuple[Annotated[LinkExpectation, BeforeValidator(_link)], ...] = ()
    says: Annotated[tuple[Phrase, ...], BeforeValidator(_list)] = ()


class EvaluationSet(Frozen):
    """One file of an evaluation set."""

    schema_version: Literal["1"]
    kind: SetKind
    briefs: Annotated[tuple[BriefExpectation, ...], AfterValidator(_filled)]
