"""Where the phrases of the catalog stand in a text: those that call for services and those that call for blocks.

A catalog has thousands of phrases and a text a hundred words: only phrases whose first word stands in the text are
looked for, and each once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from designer.brief.phrases import StemmedText, stem, stems_of
from designer.catalog.catalog import Catalog
from designer.model.domain import DomainService
from designer.model.outline import ENOUGH
from designer.planner.cues import Book, book_of, cued

_MARKS = frozenset(",;:()")
_GOES_ON = frozenset(
    "and or at in on for here please whatsoever needed wanted required either anywhere between with".split()
)
"""Words behind something refused, as against what is said of it: "no chat here"."""
_BETWEEN = 3
"""Words, small ones too, that may stand between the words of a phrase."""

_LINKS = frozenset("to for by with of on at in".split())
_ARTICLES = frozenset(("a", "an", "the"))
_FEWEST_WITH_LINK = 3

Span = tuple[int, int]


class _Phrase(NamedTuple):
    """A phrase, whose it is by its place in the catalog, and which of the phrases there."""

    owner: int
    number: int
    text: str


class _Index(NamedTuple):
    """The phrases of services, of blocks and of outlines by the form ("=book a") or the stem of their first word."""

    services: Mapping[str, tuple[_Phrase, ...]]
    blocks: Mapping[str, tuple[_Phrase, ...]]
    outlines: Mapping[str, tuple[_Phrase, ...]]


def called_by_words(text: StemmedText, catalog: Catalog) -> tuple[tuple[DomainService, Span], ...]:
    """Return each domain service with the first place of each of its phrases and cues that stands in a text."""
    found = []
    for phrase in _candidates(text, _index_of(catalog).services):
        span = place_of(text, phrase.text)
        if span is not None:
            found.append((catalog.domain[phrase.owner], span))
    known = {service.id: service for service in catalog.domain}
    found += [(known[cue.owner], text.span_of(*cue.head)) for cue in cued(text, _service_cues(catalog))]
    return tuple(found)


@lru_cache(maxsize=4)
def said_of(text: StemmedText, catalog: Catalog) -> Mapping[str, Span]:
    """Return the place of the first phrase, in its own order, of each block that a text calls for, by the block's id."""
    found: dict[str, Span] = {}
    for phrase in _candidates(text, _index_of(catalog).blocks):
        key = catalog.blocks[phrase.owner].id
        if key not in found and (span := place_of(text, phrase.text)) is not None:
            found[key] = span
    for cue in cued(text, _block_cues(catalog)):
        words = text.tokens[cue.place[0] : cue.place[1] + 1]
        if cue.in_negation or not any(is_refused(text, token.lower) for token in words):
            found.setdefault(cue.owner, text.span_of(*cue.place))
    return found


@lru_cache(maxsize=4)
def refused_of(text: StemmedText, catalog: Catalog) -> frozenset[str]:
    """Return the blocks that a text refuses by a word of their own: "deliberately no chat", and chat nowhere else."""
    found: set[str] = set()
    for phrase in _candidates(text, _index_of(catalog).blocks):
        words = phrase.text.removeprefix("=")
        if words != phrase.text and " " not in words and is_refused(text, words):
            found.add(catalog.blocks[phrase.owner].id)
    return frozenset(found - said_of(text, catalog).keys())


def is_refused(text: StemmedText, word: str) -> bool:
    """Tell whether a word or a form of it stands in a text, and only ever to be refused.

    "No claim is ever lost" refuses no claims: what is refused ends its thought.
    """
    places = _known(text).stems.get(stem(word.casefold()), ())
    return bool(places) and text.negated.issuperset(places) and all(_ends_thought(text, index) for index in places)


def _ends_thought(text: StemmedText, index: int) -> bool:
    following = text.tokens[index + 1] if index + 1 < len(text.tokens) else None
    return following is None or not following.is_word or following.lower in _GOES_ON


@lru_cache(maxsize=4)
def _service_cues(catalog: Catalog) -> Book:
    return book_of((service.id, cue) for service in catalog.domain for cue in service.cues)


@lru_cache(maxsize=4)
def _block_cues(catalog: Catalog) -> Book:
    return book_of((block.id, cue) for block in catalog.blocks for cue in block.cues)


def all_said(text: StemmedText, catalog: Catalog) -> tuple[Span, ...]:
    """Return the first place of every phrase that calls for a block, in the catalog's order."""
    found = (place_of(text, phrase.text) for phrase in _candidates(text, _index_of(catalog).blocks))
    return tuple(span for span in found if span is not None)


@lru_cache(maxsize=4)
def outlining(text: StemmedText, catalog: Catalog) -> Mapping[int, list[tuple[Span, int]]]:
    """Return the places of the phrases that call for outlines with what they weigh, by the outline's place in the catalog.

    Words inside other words for the same outline count once.
    """
    found: dict[int, list[tuple[Span, int]]] = {}
    for phrase in _candidates(text, _index_of(catalog).outlines):
        weight = ENOUGH if phrase.number < len(catalog.outlines[phrase.owner].says) else 1
        span = place_of(text, phrase.text)
        places = found.setdefault(phrase.owner, [])
        if span is not None and not any(span[0] < end and start < span[1] for (start, end), _ in places):
            places.append((span, weight))
    return found


def _candidates(text: StemmedText, phrases: Mapping[str, tuple[_Phrase, ...]]) -> list[_Phrase]:
    """Return the phrases that may stand in a text, in the catalog's order."""
    firsts = {key for token in text.tokens for key in (f"={token.lower}", stem(token.lower))}
    return sorted(phrase for key in firsts for phrase in phrases.get(key, ()))


@lru_cache(maxsize=4)
def _index_of(catalog: Catalog) -> _Index:
    return _Index(
        _by_first(service.words for service in catalog.domain),
        _by_first(block.says for block in catalog.blocks),
        _by_first((*outline.says, *outline.hints) for outline in catalog.outlines),
    )


def _by_first(owners: Iterable[Iterable[str]]) -> dict[str, tuple[_Phrase, ...]]:
    found: dict[str, list[_Phrase]] = {}
    for owner, phrases in enumerate(owners):
        for number, phrase in enumerate(phrases):
            stems = () if phrase.startswith("=") else stems_of(phrase)
            first = phrase.split()[0] if phrase.startswith("=") else next(iter(stems), "")
            found.setdefault(first, []).append(_Phrase(owner, number, phrase))
    return {key: tuple(items) for key, items in found.items()}


def place_of(text: StemmedText, phrase: str) -> tuple[int, int] | None:
    """Return the first place of a phrase that is not refused.

    With "=" in front, its words stand side by side in this very form: "=book a" is not found in "books, and a".
    """
    known = _known(text)
    if phrase not in known.places:
        known.places[phrase] = _side_by_side(text, phrase[1:]) if phrase.startswith("=") else _close(text, phrase)
    return known.places[phrase]


@dataclass
class _Known:
    """What was looked up in a text so far: where each form and each stem stands, and each phrase."""

    forms: dict[str, list[int]]
    stems: dict[str, list[int]]
    places: dict[str, tuple[int, int] | None]


@lru_cache(maxsize=4)
def _known(text: StemmedText) -> _Known:
    forms: dict[str, list[int]] = {}
    stems: dict[str, list[int]] = {}
    for index, token in enumerate(text.tokens):
        forms.setdefault(token.lower, []).append(index)
        stems.setdefault(stem(token.lower), []).append(index)
    return _Known(forms, stems, {})


def _side_by_side(text: StemmedText, phrase: str) -> tuple[int, int] | None:
    words = phrase.split()
    for index in _known(text).forms.get(words[0], ()):
        tokens = text.tokens[index : index + len(words)]
        if [token.lower for token in tokens] == words and text.negated.isdisjoint(range(index, index + len(words))):
            return tokens[0].start, tokens[-1].end
    return None


def _close(text: StemmedText, phrase: str) -> tuple[int, int] | None:
    span = text.find(phrase)
    if span is None or not _is_close(text.text[span[0] : span[1]], phrase):
        return None
    return span if _goes_on_as(text, span, phrase) else None


def _goes_on_as(text: StemmedText, span: Span, phrase: str) -> bool:
    """Tell whether the small word that a phrase of three or more ends with is said behind it: "messages to", not "messages".

    The search leaves small words out, and would find a bare "report" for "reports for the".
    """
    words = phrase.casefold().split()
    while words and words[-1] in _ARTICLES:
        words.pop()
    if len(words) < _FEWEST_WITH_LINK - 1 or words[-1] not in _LINKS or len(phrase.split()) < _FEWEST_WITH_LINK:
        return True
    following = (token.lower for token in text.tokens if token.start >= span[1])
    return next(following, "") == words[-1]


def _is_close(said: str, phrase: str) -> bool:
    """Tell whether words stand close enough to mean one thing: "management: wards report" is no management report."""
    wanted = len(phrase.split())
    return not _MARKS.intersection(said.replace(phrase, "")) and len(said.split()) <= wanted + (
        1 if wanted == 2 else _BETWEEN
    )


def first_place(text: StemmedText, phrases: Iterable[str]) -> tuple[int, int] | None:
    """Return the place of the first of some phrases, in their order, that stands in a text."""
    return next((span for phrase in phrases if (span := place_of(text, phrase)) is not None), None)
