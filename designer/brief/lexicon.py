"""The words for products and kinds of parts, from the catalog: adding a technology teaches the parser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import ahocorasick

from designer.catalog.catalog import Catalog
from designer.model.kinds import Kind
from designer.model.technology import Technology


class Word(NamedTuple):
    """An entry: a product, or a kind without a product; `needs_case` when the plain word is ordinary English."""

    kind: Kind
    technology: Technology | None = None
    needs_case: str = ""


class Hit(NamedTuple):
    """An entry found at a half-open span."""

    start: int
    end: int
    word: Word


class Lexicon:
    """All words of a catalog in one automaton; finding them is linear in the text."""

    def __init__(self, catalog: Catalog) -> None:
        self._automaton = ahocorasick.Automaton()
        for phrase, word in _entries(catalog):
            if phrase not in self._automaton:
                self._automaton.add_word(phrase, (len(phrase), word))
        if len(self._automaton):
            self._automaton.make_automaton()

    def find(self, text: str, *, trusts_capitals: bool = False) -> tuple[Hit, ...]:
        """Return the longest entries that stand in a text as whole words, in order, without overlap.

        A product that is an ordinary word too ("Go") counts at the start of a sentence only with `trusts_capitals`.
        """
        if not len(self._automaton):
            return ()
        folded = _fold(text)
        found = [
            Hit(end + 1 - length, end + 1, word)
            for end, (length, word) in self._automaton.iter(folded)
            if _is_whole(folded, end + 1 - length, end + 1)
            and _case_fits(text, end + 1 - length, end + 1, word, trusts_capitals=trusts_capitals)
        ]
        found.sort(key=lambda hit: (hit.start, -(hit.end - hit.start)))
        kept: list[Hit] = []
        for hit in found:
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
        return tuple(kept)


@lru_cache(maxsize=8)
def lexicon_of(catalog: Catalog) -> Lexicon:
    """Return the lexicon of a catalog, built once."""
    return Lexicon(catalog)


def _entries(catalog: Catalog) -> Iterator[tuple[str, Word]]:
    for technology in catalog.technologies:
        ordinary = {word.casefold() for word in technology.ambiguous}
        for phrase in (technology.name, *technology.aliases):
            needs_case = phrase if phrase.casefold() in ordinary else ""
            yield _fold(phrase), Word(technology.kinds[0], technology, needs_case)
    for kind, phrases in catalog.kind_words.items():
        for phrase in phrases:
            yield _fold(phrase), Word(kind)
            if phrase.endswith("y") and phrase[-2:-1] not in "aeiou":
                yield _fold(f"{phrase[:-1]}ies"), Word(kind)
            elif not phrase.endswith("s"):
                yield _fold(f"{phrase}s"), Word(kind)


def _fold(text: str) -> str:
    """Return the text in lower case with the same length; hyphens and line breaks count as blanks."""
    lowered = text.lower()
    if len(lowered) != len(text):
        # A few letters grow in lower case; their words are no product's name, spans matter more.
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return lowered.translate({45: 32, 10: 32, 13: 32, 9: 32, 8209: 32, 160: 32})


def _is_whole(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or before == "_") and not (after.isalnum() or after == "_")


def _case_fits(text: str, start: int, end: int, word: Word, *, trusts_capitals: bool) -> bool:
    """Accept an ordinary word as a product only when it is written as one, and not because a sentence starts."""
    if not word.needs_case:
        return True
    written = text[start:end]
    if written != word.needs_case:
        return False
    if trusts_capitals:
        return True
    # A look at the nearest characters is enough, and keeps the search linear in the text.
    before = text[max(0, start - 80) : start].rstrip()
    return (bool(before) and before[-1] not in ".!?\n•*") or (written.isupper() and len(written) > 1)
