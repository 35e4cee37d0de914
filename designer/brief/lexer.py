"""Text to tokens with character spans, and tokens to clauses; linear in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[,_\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:[eE]\d{1,2}(?![\w]))?)"
    r"|(?P<word>[^\W\d_]\w*(?:['’][^\W\d_]{1,3}(?!\w))?)"
    r"|(?P<symbol>->|=>|→|>=|<=|≥|≤|[^\s\w]|_)"
)
_CLAUSE_END = frozenset(".;!?\n")


class Token(NamedTuple):
    """A word, number or symbol; `lower` is case-folded; the span is half open."""

    text: str
    lower: str
    start: int
    end: int
    kind: str

    @property
    def is_word(self) -> bool:
        """Whether it is a word, digits after the first letter allowed ("S3", "p99")."""
        return self.kind == "word"

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.kind == "number"


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text, in order.

    >>> [token.text for token in tokens_of("10k rps, p99 < 200ms")]
    ['10', 'k', 'rps', ',', 'p99', '<', '200', 'ms']
    """
    return tuple(
        Token(match.group(), match.group().casefold(), match.start(), match.end(), match.lastgroup or "symbol")
        for match in _TOKEN.finditer(text)
    )


def clause_bounds(text: str, tokens: Sequence[Token]) -> tuple[int, ...]:
    """Return the number of the clause that each token stands in.

    A clause ends at a full stop, semicolon, line break of a list, question or exclamation mark.
    """
    numbers: list[int] = []
    current = 0
    previous_end = 0
    for token in tokens:
        gap = text[previous_end : token.start]
        if "\n" in gap and (gap.count("\n") > 1 or token.text in "-*•–" or _ended(numbers, tokens)):
            current += 1
        numbers.append(current)
        if token.text in _CLAUSE_END and not _inside_name(text, token):
            current += 1
        previous_end = token.end
    return tuple(numbers)


def _ended(numbers: Sequence[int], tokens: Sequence[Token]) -> bool:
    return bool(numbers) and tokens[len(numbers) - 1].text in ".:;!?"


def _inside_name(text: str, token: Token) -> bool:
    """Tell a full stop inside a name ("Node.js", "e.g.") from one that ends a sentence."""
    return token.text == "." and token.end < len(text) and not text[token.end].isspace()


def sentences_of(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the sentences and list items of a text, in order, without blank ones."""
    spans: list[tuple[int, int]] = []
    tokens = tokens_of(text)
    clauses = clause_bounds(text, tokens)
    start = 0
    for index, token in enumerate(tokens):
        last = index + 1 == len(tokens)
        if last or clauses[index + 1] != clauses[index]:
            if any(item.is_word for item in tokens[start : index + 1]):
                spans.append((tokens[start].start, token.end))
            start = index + 1
    return tuple(spans)
