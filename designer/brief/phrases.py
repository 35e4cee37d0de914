"""Find phrases in a text by their stems: "custom alias" is found in "aliases of a custom kind" when close by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from functools import lru_cache

from Stemmer import Stemmer

from designer.brief.lexer import Token, clause_bounds, tokens_of
from designer.brief.negation import NEGATORS, negated_tokens

_SMALL = frozenset("a an the of to in on at for and or is are be it its their with by".split())
_STEMMER = Stemmer("english")
_IRREGULAR = {"buses": "bus", "gases": "gas"}
"""Plurals of which the stemmer keeps an e: it would tell "buses" from "bus"."""
_SLACK = 2


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a lower-case word.

    >>> stem("aliases"), stem("shortened"), stem("buses")
    ('alias', 'shorten', 'bus')
    """
    word = _IRREGULAR.get(word, word)
    return str(_STEMMER.stemWord(word)) if word.isascii() else word


@lru_cache(maxsize=16384)
def stems_of(phrase: str) -> tuple[str, ...]:
    """Return the stems of a phrase's words; small words count only in phrases of two ("log in")."""
    words = [token.lower for token in tokens_of(phrase) if token.is_word or token.is_number]
    content = [stem(word) for word in words if word not in _SMALL]
    return tuple(content if len(words) > 2 and content else (stem(word) for word in words))


@lru_cache(maxsize=16384)
def _negates(phrase: str) -> bool:
    return not NEGATORS.isdisjoint(token.lower for token in tokens_of(phrase))


class StemmedText:
    """A text prepared once, in which many phrases are looked for; linear to prepare."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: tuple[Token, ...] = tokens_of(text)
        self.clauses = clause_bounds(text, self.tokens)
        self.negated = negated_tokens(self.tokens, self.clauses, text)
        self._places: dict[str, list[int]] = {}
        for index, token in enumerate(self.tokens):
            if token.kind != "symbol":
                self._places.setdefault(stem(token.lower), []).append(index)

    @property
    def stems(self) -> Set[str]:
        """The stems of the text's words."""
        return self._places.keys()

    def span_of(self, first: int, last: int) -> tuple[int, int]:
        """Return the span of the text from one token to another."""
        return self.tokens[first].start, self.tokens[last].end

    def find(self, phrase: str, *, negated: bool = False) -> tuple[int, int] | None:
        """Return the span of the first place where a phrase stands, close together and in order.

        Places inside a negation ("no custom aliases") count only with `negated`, unless the phrase itself
        negates ("no tracking").
        """
        stems = stems_of(phrase)
        if not stems:
            return None
        starts = self._places.get(stems[0])
        if not starts:
            return None
        negates = _negates(phrase)
        for start in starts:
            end = self._follow(stems, start)
            if end is None:
                continue
            inside = any(item in self.negated for item in range(start, end + 1)) and not negates
            if inside == negated:
                return self.tokens[start].start, self.tokens[end].end
        return None

    def find_any(self, phrases: Iterable[str], *, negated: bool = False) -> tuple[int, int] | None:
        """Return the span of the first phrase, in their order, that stands in the text."""
        for phrase in phrases:
            if (span := self.find(phrase, negated=negated)) is not None:
                return span
        return None

    def has_stem(self, word: str) -> bool:
        """Tell whether a word or a form of it stands anywhere."""
        return stem(word.casefold()) in self._places

    def _follow(self, stems: Sequence[str], start: int) -> int | None:
        clause = self.clauses[start]
        position = start
        for wanted in stems[1:]:
            position = self._next(wanted, position, clause)
            if position < 0:
                return None
        return position

    def _next(self, wanted: str, position: int, clause: int) -> int:
        seen = 0
        for index in range(position + 1, len(self.tokens)):
            token = self.tokens[index]
            if self.clauses[index] != clause:
                return -1
            if token.kind == "symbol":
                continue
            if stem(token.lower) == wanted:
                return index
            if token.lower in _SMALL:
                continue
            seen += 1
            if seen > _SLACK:
                return -1
        return -1


@lru_cache(maxsize=8)
def stemmed(text: str) -> StemmedText:
    """Return a text prepared; the texts prepared last are kept, as every step looks into the same brief."""
    return StemmedText(text)
