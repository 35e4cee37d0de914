"""Text to brief: what is asked for, in figures, parts, requirements and constraints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from designer.brief.gloss import gloss, unknown_words
from designer.brief.known_systems import spelt_out
from designer.brief.language import ENGLISH, english_words, language_of
from designer.brief.lexer import sentences_of
from designer.brief.lexicon import Hit, Word, lexicon_of
from designer.brief.phrases import StemmedText, stemmed
from designer.brief.places import Rewritten, cleaned, original_span
from designer.brief.quantities import quantities_in
from designer.brief.substance import require_system
from designer.catalog.catalog import Catalog
from designer.errors import BriefError
from designer.model.brief import Brief, Mention, Place, RewrittenBrief
from designer.model.kinds import Kind

MAX_CHARACTERS = 1_000_000
_MAX_SENTENCES = 200
_MOST_UNKNOWN = 12
_COMPARED = frozenset({Kind.EXTERNAL_SYSTEM, Kind.WEB_CLIENT, Kind.MOBILE_CLIENT, Kind.SERVICE, Kind.OBJECT_STORE})
_CONSTRAINT = re.compile(
    r"\b(?:must not|may not|not allowed|no |without|only|never|budget|comply|compliance|gdpr|hipaa|pci|sox|soc ?2|"
    r"within|at most|at least|under|p9\d|p50|latency|uptime|availability|nines|sla|slo|rpo|rto|encrypted|on[- ]prem|"
    r"has to run|have to run|must run|existing|already (?:have|use|run)|in-house|open[- ]source|deadline)\b",
    re.IGNORECASE,
)


def understand(text: str, catalog: Catalog, *, answers: Mapping[str, str]) -> Brief:
    """Return what a text asks for.

    One in another language, or with hidden characters, is read through its rewriting (see `RewrittenBrief`).

    Raises:
        BriefError: the text is empty, longer than 1 MB, holds no letters, or asks for no system.
    """
    if not text.strip():
        raise BriefError("the brief is empty", where="brief", fix="describe the system in a sentence or more")
    if len(text) > MAX_CHARACTERS:
        raise BriefError("the brief is longer than 1 MB", where="brief", fix="shorten it to the essentials")
    if not any(char.isalpha() for char in text):
        raise BriefError("the brief holds no words", where="brief", fix="describe the system in a sentence or more")
    clean = cleaned(text)
    read = clean.text if clean is not None else text
    language = language_of(read, catalog.languages, english=english_words(catalog))
    if language == ENGLISH and clean is None:
        if (known := spelt_out(text)) is not None:
            return _like_known(text, *known, catalog, answers=answers)
        return Brief(**_found(text, catalog), answers=dict(answers))
    unknown: tuple[str, ...] = ()
    places = clean.places if clean is not None else ()
    if language != ENGLISH:
        pieces = gloss(read, language, catalog)
        unknown = unknown_words(read, pieces, most=_MOST_UNKNOWN)
        glossed = Rewritten.of((piece.text, *_own(places, piece.start, piece.end, text)) for piece in pieces)
        read, places = glossed.text, glossed.places
    return RewrittenBrief(
        **_found(read, catalog, original=text, places=places, language=language),
        answers=dict(answers),
        language=language,
        original=text,
        places=places,
        unknown=unknown,
    )


def _like_known(
    text: str, whole: Rewritten, read_as: tuple[str, ...], catalog: Catalog, *, answers: Mapping[str, str]
) -> RewrittenBrief:
    """Return the brief of "Design Uber": what is known of it stands where its name stood."""
    found = _found(whole.text, catalog, original=text, places=whole.places)
    return RewrittenBrief(**found, answers=dict(answers), original=text, places=whole.places, read_as=read_as)


def _own(places: Sequence[Place], start: int, end: int, text: str) -> tuple[int, int]:
    """Return a span of the cleaned text as a span of the text that was given."""
    return original_span(places, (start, end), length=len(text)) if places else (start, end)


def _found(
    text: str, catalog: Catalog, *, original: str = "", places: Sequence[Place] = (), language: str = ENGLISH
) -> dict[str, Any]:
    """Return what stands in a text, as fields of a brief; sentences are those of the original where there is one.

    Raises:
        BriefError: the text asks for no system.
    """
    prepared = stemmed(text)
    quantities = quantities_in(text)
    mentions = tuple(_mentions(prepared, catalog))
    require_system(prepared, mentions, quantities, catalog, language=language)
    requirements: list[str] = []
    constraints: list[str] = []
    for start, end in sentences_of(text)[:_MAX_SENTENCES]:
        sentence = " ".join(text[start:end].split())
        given = original[slice(*original_span(places, (start, end), length=len(original)))] if places else sentence
        chosen = constraints if _CONSTRAINT.search(sentence[:2000]) else requirements
        chosen.append(" ".join(given.split()))
    return {
        "text": text,
        "quantities": quantities,
        "requirements": tuple(requirements),
        "constraints": tuple(constraints),
        "mentions": mentions,
    }


def _mentions(prepared: StemmedText, catalog: Catalog) -> Iterator[Mention]:
    text = prepared.text
    starts = {token.start: index for index, token in enumerate(prepared.tokens)}
    for hit in lexicon_of(catalog).find(text):
        index = starts.get(hit.start)
        negated = index is not None and index in prepared.negated
        if (negated and hit.word == Word(Kind.SERVICE)) or _is_comparison(text, hit):
            continue
        yield Mention(
            text=text[hit.start : hit.end],
            span=(hit.start, hit.end),
            kind=hit.word.kind,
            technology=hit.word.technology.name if hit.word.technology else None,
            negated=negated,
        )


def _is_comparison(text: str, hit: Hit) -> bool:
    """Tell "a WhatsApp clone" or "something like YouTube", which describe, from a product that is to be used."""
    if hit.word.technology is None or hit.word.kind not in _COMPARED:
        return False
    after = text[hit.end : hit.end + 14].casefold().lstrip(" -")
    before = text[max(0, hit.start - 16) : hit.start].casefold().split()
    return after.startswith(("clone", "like", "alternative", "competitor", "style")) or before[-1:] in (
        ["like"],
        ["à la"],
    )
