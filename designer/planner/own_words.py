"""Back to the words that were given: a draft planned from a rewritten brief, with every place in the original."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel

from designer.brief.language import NAMES
from designer.brief.lexer import sentences_of
from designer.brief.places import original_span
from designer.model.brief import Brief, Mention, RewrittenBrief
from designer.model.component import Component
from designer.model.design import Draft
from designer.model.quantity import Quantity

_LONGEST_QUOTE = 200
_Model = TypeVar("_Model", bound=BaseModel)


def in_own_words(draft: Draft, brief: Brief, *, languages: tuple[str, ...]) -> Draft:
    """Return a draft whose brief is the text that was given, with a note on what of it was not understood.

    `languages` are the codes of the languages that the catalog has terms of.
    """
    if not isinstance(brief, RewrittenBrief):
        return draft
    fields = {name: _restored(getattr(draft, name), brief) for name in type(draft).model_fields if name != "brief"}
    return draft.model_copy(
        update={**fields, "brief": as_given(brief), "notes": (*draft.notes, *_notes(brief, languages))}
    )


def as_given(brief: Brief) -> Brief:
    """Return a brief with the text that was given, and every span in it."""
    if not isinstance(brief, RewrittenBrief):
        return brief
    plain = Brief(**{name: getattr(brief, name) for name in Brief.model_fields})
    return restored(plain, brief).model_copy(update={"text": brief.original})


def restored(value: _Model, brief: Brief) -> _Model:
    """Return a value whose spans stand in the text that was given; itself for a brief that was read as it stands."""
    if not isinstance(brief, RewrittenBrief):
        return value
    fields: dict[str, Any] = {}
    for name in type(value).model_fields:
        old = getattr(value, name)
        if name == "span" and old is not None:
            fields[name] = original_span(brief.places, old, length=len(brief.original))
        elif (new := _restored(old, brief)) is not old:
            fields[name] = new
    if isinstance(value, Quantity | Mention):
        fields["text"] = brief.original[slice(*fields["span"])]
    if isinstance(value, Component) and value.description.startswith("“"):
        fields["description"] = _quote(value, brief)
    return value.model_copy(update=fields) if fields else value


def _restored(value: Any, brief: RewrittenBrief) -> Any:
    if isinstance(value, BaseModel):
        return restored(value, brief)
    if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        return tuple(restored(item, brief) for item in value)
    return value


def _quote(component: Component, brief: RewrittenBrief) -> str:
    """Return the sentence of the original that a part's description quotes in the words it was read in."""
    read = component.origin.span or (0, 0)
    span = next((span for span in sentences_of(brief.text) if span[0] <= read[0] < span[1]), read)
    start, end = original_span(brief.places, span, length=len(brief.original))
    words = " ".join(brief.original[start:end].split())
    return f"“{words if len(words) <= _LONGEST_QUOTE else f'{words[: _LONGEST_QUOTE - 1].rstrip()}…'}”"


def _notes(brief: RewrittenBrief, languages: tuple[str, ...]) -> tuple[str, ...]:
    if brief.language == "en":
        return tuple(f"{said}. Say what yours does differently" for said in brief.read_as)
    name = NAMES.get(brief.language, brief.language)
    unknown = ", ".join(f'"{word}"' for word in brief.unknown)
    missed = f"; not understood: {unknown}" if unknown else ""
    if brief.language in languages:
        read = f"The brief is in {name}. Products, figures and known terms were read{missed}."
    else:
        read = f"The brief is in {name}, a language that is not supported. Only products and figures were read{missed}."
    return (f"{read} Write it in English for a complete reading.",)
