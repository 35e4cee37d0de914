"""Numbers as people write them: digits, words, fractions, scales."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from designer.brief.lexer import Token

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALES = {
    "hundred": 1e2, "hundreds": 1e2, "thousand": 1e3, "thousands": 1e3, "million": 1e6, "millions": 1e6,
    "billion": 1e9, "billions": 1e9, "trillion": 1e12, "trillions": 1e12, "dozen": 12, "lakh": 1e5, "lakhs": 1e5,
    "crore": 1e7, "crores": 1e7, "mio": 1e6, "mln": 1e6, "mn": 1e6, "mil": 1e6, "mrd": 1e9, "bn": 1e9, "bln": 1e9,
    "mill": 1e6, "millones": 1e6, "millón": 1e6, "millionen": 1e6, "milliarden": 1e9, "mil.": 1e3, "milliard": 1e9,
    "milliards": 1e9, "tausend": 1e3, "mille": 1e3, "k": 1e3, "万": 1e4, "亿": 1e8,
}  # fmt: skip
_GLUED = {"k": 1e3, "m": 1e6, "mm": 1e6, "b": 1e9, "g": 1e9, "t": 1e12}
_FRACTIONS = {"half": 0.5, "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25, "quarters": 0.25, "fifth": 0.2,
              "fifths": 0.2, "tenth": 0.1, "tenths": 0.1}  # fmt: skip
_SMALL = {"couple": 2.0, "pair": 2.0}
_TIME_LEADS = frozenset(["every", "within", "for", "after", "in", "under", "timeout", "ttl", "last", "next"])


class Number(NamedTuple):
    """A number and the index of the token after it; `is_vague` for "hundreds", `is_share` for "two thirds"."""

    value: float
    after: int
    is_vague: bool = False
    is_share: bool = False


def is_scale(word: str) -> bool:
    """Tell whether a lower-case word scales a number: "million".

    >>> is_scale("million"), is_scale("messages")
    (True, False)
    """
    return word in _SCALES


def number_at(tokens: Sequence[Token], index: int) -> Number | None:
    """Return the number that starts at a token, or None.

    >>> from designer.brief.lexer import tokens_of
    >>> [number_at(tokens_of(text), 0).value for text in ("2.5 million", "two hundred thousand", "half a million")]
    [2500000.0, 200000.0, 500000.0]
    """
    if index >= len(tokens):
        return None
    token = tokens[index]
    if token.is_number:
        return _digits(tokens, index)
    if token.lower in {"half", "quarter"}:
        return _half(tokens, index)
    if token.lower in {"a", "an"}:
        return _indefinite(tokens, index)
    if token.lower in _UNITS or token.lower in _TENS:
        return _words(tokens, index)
    if token.lower in {"hundreds", "thousands", "millions", "billions", "dozens"}:
        return _vague(tokens, index)
    return None


def _digits(tokens: Sequence[Token], index: int) -> Number:
    value = float(tokens[index].text.translate({44: None, 95: None, 160: None, 8239: None}))
    after = index + 1
    while _is_group(tokens, after):
        # "1 000 000": groups of three digits behind a space
        value, after = value * 1000 + float(tokens[after].text), after + 1
    if after < len(tokens):
        token = tokens[after]
        glued = tokens[after - 1].end == token.start
        if token.lower in _SCALES and not (token.lower == "k" and not glued and token.text == "K"):
            return _scaled(tokens, Number(value * _SCALES[token.lower], after + 1))
        if glued and token.lower in _GLUED and _glued_scale(tokens, index, after):
            return Number(value * _GLUED[token.lower], after + 1)
    return Number(value, after)


def _is_group(tokens: Sequence[Token], after: int) -> bool:
    if after >= len(tokens) or not tokens[after].is_number or len(tokens[after].text) != 3:
        return False
    previous = tokens[after - 1]
    is_first = after < 2 or not tokens[after - 2].is_number or tokens[after - 2].end + 1 != previous.start
    return (
        tokens[after].start == previous.end + 1
        and len(previous.text) <= 3
        and not (is_first and previous.text[0] == "0")
    )


def _glued_scale(tokens: Sequence[Token], index: int, after: int) -> bool:
    """Tell "20m users" (million) from "every 20m" (minutes), and "2B users" from "200B" (bytes)."""
    letter = tokens[after].text
    follows_noun = after + 1 < len(tokens) and tokens[after + 1].is_word
    lead = tokens[index - 1].lower if index else ""
    if letter == "m":
        return follows_noun and lead not in _TIME_LEADS
    if letter in {"B", "b", "T", "t", "g", "G"}:
        return follows_noun and letter not in "gG"
    return True


def _scaled(tokens: Sequence[Token], number: Number) -> Number:
    """Take a further scale: "100 thousand million", "3 hundred thousand"."""
    after = number.after
    if after < len(tokens) and tokens[after].lower in _SCALES and len(tokens[after].text) > 2:
        return Number(number.value * _SCALES[tokens[after].lower], after + 1)
    return number


def _half(tokens: Sequence[Token], index: int) -> Number | None:
    share = _FRACTIONS[tokens[index].lower]
    after = index + 1
    if after + 1 < len(tokens) and tokens[after].lower in {"a", "an"} and tokens[after + 1].lower in _SCALES:
        return Number(share * _SCALES[tokens[after + 1].lower], after + 2)
    if after < len(tokens) and tokens[after].lower == "of":
        return Number(share, after, is_share=True)
    return None


def _indefinite(tokens: Sequence[Token], index: int) -> Number | None:
    after = index + 1
    if after >= len(tokens):
        return None
    word = tokens[after].lower
    if word in _SCALES and len(word) > 2:
        return _scaled(tokens, Number(float(_SCALES[word]), after + 1))
    if word in _SMALL and after + 1 < len(tokens) and tokens[after + 1].lower == "of":
        inner = after + 2
        if inner < len(tokens) and tokens[inner].lower in _SCALES:
            return Number(_SMALL[word] * _SCALES[tokens[inner].lower], inner + 1)
        return Number(_SMALL[word], inner)
    if word in {"third", "quarter", "fifth", "tenth", "half"} and after + 1 < len(tokens):
        if tokens[after + 1].lower == "of":
            return Number(_FRACTIONS[word], after + 1, is_share=True)
        if word == "quarter" and tokens[after + 1].lower in _SCALES:
            return Number(_FRACTIONS[word] * _SCALES[tokens[after + 1].lower], after + 2)
    return None


def _words(tokens: Sequence[Token], index: int) -> Number | None:
    total, current, after, seen = 0.0, 0.0, index, False
    while after < len(tokens):
        word = tokens[after].lower
        if word in _UNITS or word in _TENS:
            value = _UNITS[word] if word in _UNITS else _TENS[word]
            if seen and not _continues(tokens[after - 1].lower, word):
                break
            current, seen = current + value, True
        elif word == "hundred" and seen:
            current *= 100
        elif word in _SCALES and len(word) > 2 and seen:
            total, current = total + (current or 1) * _SCALES[word], 0.0
        elif seen and word in {"-", "and"} and _next_is_small(tokens, after):
            pass
        elif seen and word in _FRACTIONS and tokens[after - 1].lower in _UNITS:
            return Number((total + current) * _FRACTIONS[word], after + 1, is_share=True)
        else:
            break
        after += 1
    return Number(total + current, after) if seen else None


def _continues(previous: str, word: str) -> bool:
    if previous in _TENS:
        return word in _UNITS and _UNITS[word] < 10
    return previous in {"-", "and"} or previous in _SCALES


def _next_is_small(tokens: Sequence[Token], index: int) -> bool:
    following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    if tokens[index].lower == "and":
        return tokens[index - 1].lower in {"hundred", "thousand"} and (following in _UNITS or following in _TENS)
    return tokens[index - 1].lower in _TENS and following in _UNITS


def _vague(tokens: Sequence[Token], index: int) -> Number | None:
    value, after = 1.0, index
    while after < len(tokens) and tokens[after].lower in {*_SCALES, "dozens", "of"}:
        value *= _SCALES.get(tokens[after].lower.rstrip("s"), 1.0)
        after += 1
    return Number(value, after, is_vague=True)
