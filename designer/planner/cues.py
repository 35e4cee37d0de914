"""Which systems a text asks for as parts, by words that stand close together in any order: "pay ... by card".

A brief that wants several systems names most of them in passing, by what somebody does with them. No fixed phrase finds
"subscribers pay 15 euros a month by card", and a count of words drowns in the rest of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from designer.brief.lexer import tokens_of
from designer.brief.phrases import StemmedText, stem
from designer.catalog.catalog import Catalog

_REACH = 13
"""Tokens that may lie between the words of one cue."""
_MOST_PLACES = 40
_MOST_TOKENS = 20_000
"""A brief says within this what it is about; what is behind is not read for cues."""
_IN_NEGATION = "!"

_Words = tuple[str, ...]
Place = tuple[int, int]
"""The first and the last token of something that is said."""


class _Cue(NamedTuple):
    """A cue of one owner: how many groups of words it has, and whether it may stand in a negation."""

    owner: str
    groups: int
    in_negation: bool


class Book(NamedTuple):
    """Many cues, and by the first stem of a word which group of which cue it belongs to."""

    cues: tuple[_Cue, ...]
    by_stem: Mapping[str, tuple[tuple[_Words, int, int], ...]]


class Cued(NamedTuple):
    """A cue that a text gives: whose it is, the tokens from first to last, and those of its first group alone.

    `in_negation` tells that it may be said by a refusal: "never overwritten".
    """

    owner: str
    place: Place
    head: Place
    in_negation: bool = False


@lru_cache(maxsize=4)
def cued_by(text: StemmedText, catalog: Catalog) -> tuple[Cued, ...]:
    """Return the first place of each cue for a blueprint that a text gives, in the order of the text."""
    return cued(text, _wordings_of(catalog))


def cued(text: StemmedText, book: Book) -> tuple[Cued, ...]:
    """Return the first place of each cue of a book that a text gives, in the order of the text."""
    found: list[Cued] = []
    for number, groups in _said(text, book).items():
        cue = book.cues[number]
        if len(groups) == cue.groups:
            places = [groups[group] for group in range(cue.groups)]
            if (taken := _together(text, places)) is not None:
                place = min(item[0] for item in taken), max(item[1] for item in taken)
                found.append(Cued(cue.owner, place, taken[0], cue.in_negation))
    return tuple(sorted(found, key=lambda item: (item.place, item.owner)))


def _said(text: StemmedText, book: Book) -> dict[int, dict[int, list[Place]]]:
    """Return, by cue and group, the first places where words of it stand."""
    said: dict[int, dict[int, list[Place]]] = {}
    for index, token in enumerate(text.tokens[:_MOST_TOKENS]):
        for words, number, group in book.by_stem.get(stem(token.lower), ()) if token.kind != "symbol" else ():
            refused = index in text.negated and not book.cues[number].in_negation
            if not refused and (end := _end_of(text, words, index)) is not None:
                places = said.setdefault(number, {}).setdefault(group, [])
                if len(places) < _MOST_PLACES:
                    places.append((index, end))
    return said


def _end_of(text: StemmedText, words: _Words, start: int) -> int | None:
    """Return the last token of some words side by side from `start`, or None."""
    tokens = text.tokens[start : start + len(words)]
    is_said = len(tokens) == len(words) and all(stem(it.lower) == word for it, word in zip(tokens, words, strict=True))
    return start + len(words) - 1 if is_said else None


def _together(text: StemmedText, groups: Sequence[Sequence[Place]]) -> list[Place] | None:
    """Return the first places, one of each group, that stand in one clause, near the first and apart from each other."""
    for first in groups[0]:
        taken = [first]
        for others in groups[1:]:
            near = [place for place in others if _is_near(text, first, place) and not _overlaps(place, taken)]
            if not near:
                break
            taken.append(min(near, key=lambda place: abs(place[0] - first[0])))
        if len(taken) == len(groups):
            return taken
    return None


def _is_near(text: StemmedText, one: Place, other: Place) -> bool:
    return abs(one[0] - other[0]) <= _REACH and text.clauses[one[0]] == text.clauses[other[0]]


def _overlaps(place: Place, taken: Sequence[Place]) -> bool:
    return any(place[0] <= other[1] and other[0] <= place[1] for other in taken)


@lru_cache(maxsize=4)
def _wordings_of(catalog: Catalog) -> Book:
    return book_of(
        (wording.blueprint, cue) for wording in catalog.wordings if wording.blueprint for cue in wording.cues
    )


def book_of(written: Iterable[tuple[str, str]]) -> Book:
    """Return a book of cues as they are written, each behind its owner."""
    cues: list[_Cue] = []
    by_stem: dict[str, dict[tuple[_Words, int, int], None]] = {}
    for owner, text in written:
        groups = text.removeprefix(_IN_NEGATION).split(" + ")
        for number, group in enumerate(groups):
            for words in _alternatives(group):
                by_stem.setdefault(words[0], {})[words, len(cues), number] = None
        cues.append(_Cue(owner, len(groups), text.startswith(_IN_NEGATION)))
    return Book(tuple(cues), {first: tuple(found) for first, found in by_stem.items()})


def _alternatives(group: str) -> Iterator[_Words]:
    for words in group.split("|"):
        yield tuple(stem(token.lower) for token in tokens_of(words))
