"""Text to tokens with character spans, and tokens to clauses; linear in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_DECIMAL_COMMA_BEFORE = (
    r"\s?(?:[%％€$£]|[Pp]rozent|por ciento|pour cent|[Mm]io|[Mm]rd|[Mm]ill|mln|[Kk]\b|M\b|[µmn]?s\b|h\b|"
    r"[KMGTPkmgt]i?[BboO]\b|[KMGTkmgt]bit|[Ss]ekunden|[Ss]tunden|segundos|secondes|horas|heures|"
    r"(?:ms|sec|second|min|minute|hour|day|week|month|year)s?\b)"
)
_NUMBER = "|".join(
    (
        r"\d{1,2}(?:,\d\d)+,\d{3}(?![\d,])",  # 1,00,000: lakhs
        r"9\d,\d{1,4}(?=\s?[%％])",  # 99,95 %
        r"\d{1,3}(?:\.\d{3}){2,}(?![\d.])(?:,\d{1,4})?",  # 1.500.000
        r"\d{1,3}(?:['’]\d{3})+(?!\d)",  # 1'000'000
        r"\d{1,9}(?:[,_\u00a0\u202f]\d{3})+(?:\.\d+)?",  # 1,000,000.5
        rf"\d{{1,9}},\d{{1,2}}(?={_DECIMAL_COMMA_BEFORE})",  # 1,5 Mio
        r"\d+(?:\.\d+)?(?:[eE]\+?\d{1,2}(?![\w]))?",
    )
)
_WORD = "|".join(
    (
        rf"每(?:秒|分钟|小时|天|日|周|月|年)|(?<=[\d万亿])(?:[万亿]|分钟|小时|个月|秒|天|年)|[{_CJK}]+?(?=每|[^{_CJK}]|$)",
        rf"[^\W\d_{_CJK}][^\W{_CJK}]*(?:['’][^\W\d_]{{1,3}}(?!\w))?",
    )
)
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>{_WORD})|(?P<symbol>->|=>|→|>=|<=|≥|≤|\*\*|[^\s\w]|[\w_])")
_LIST_MARK = re.compile(r"[ \t]*(?:[-*•–]|\(?\d{1,2}[.)](?=\s)|[^\W\d_][\w -]{0,30}:(?=\s))")
_CLAUSE_END = frozenset(".;!?\n")
ABBREVIATIONS = frozenset("mio mrd mill tsd ca approx avg max min resp incl excl".split())
"""Words whose full stop ends no clause when more of it follows: "ca. 500", "avg. 3 KB", "1 Mio. Anfragen"."""


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

    A clause ends at a full stop, semicolon, question or exclamation mark, a blank line, and before an item of a list
    or a line with a label. A line break alone wraps a sentence.
    """
    numbers: list[int] = []
    current = 0
    previous_end = 0
    for token in tokens:
        gap = text[previous_end : token.start]
        if "\n" in gap and (gap.count("\n") > 1 or _ended(numbers, tokens) or _starts_item(text, previous_end, token)):
            current += 1
        numbers.append(current)
        if token.text in _CLAUSE_END and not _inside_name(text, token) and not _shortens(text, token, tokens, numbers):
            current += 1
        previous_end = token.end
    return tuple(numbers)


def _starts_item(text: str, previous_end: int, token: Token) -> bool:
    """Tell whether the line of a token is an item of a list, or one with a label: "3. ...", "Audience: ..."."""
    line = text.rfind("\n", previous_end, token.start) + 1
    return _LIST_MARK.match(text, line) is not None


def _ended(numbers: Sequence[int], tokens: Sequence[Token]) -> bool:
    return bool(numbers) and tokens[len(numbers) - 1].text in ".:;!?"


def _shortens(text: str, token: Token, tokens: Sequence[Token], numbers: Sequence[int]) -> bool:
    """Tell the full stop of "ca. 500" and "1 Mio. Anfragen" from one behind the last word of a sentence."""
    place = len(numbers) - 2
    if token.text != "." or place < 0 or tokens[place].lower not in ABBREVIATIONS:
        return False
    following = text[token.end : token.end + 2].lstrip()[:1]
    return following.isdigit() or following.islower() or tokens[place].lower in {"mio", "mrd", "tsd"}


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
