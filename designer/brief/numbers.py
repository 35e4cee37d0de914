"""Numbers as people write them: digits, words, fractions, scales."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from designer.brief.lexer import ABBREVIATIONS, Token

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
    "mill": 1e6, "millones": 1e6, "millón": 1e6, "millionen": 1e6, "milliarden": 1e9, "tsd": 1e3, "milliard": 1e9,
    "milliards": 1e9, "tausend": 1e3, "mille": 1e3,  "milliarde": 1e9,
    "quadrillion": 1e15, "k": 1e3, "万": 1e4, "亿": 1e8,
}  # fmt: skip
_GLUED = {"k": 1e3, "m": 1e6, "mm": 1e6, "b": 1e9, "g": 1e9, "t": 1e12}
_FRACTIONS = {"half": 0.5, "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25, "quarters": 0.25, "fifth": 0.2,
              "fifths": 0.2, "tenth": 0.1, "tenths": 0.1}  # fmt: skip
_CLOCK = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
_GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_FOREIGN = {
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "cien": 100,
    "veinte": 20, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "vingt": 20, "cent": 100, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8,
    "neun": 9, "zehn": 10, "zwanzig": 20, "hundert": 100, "un": 1, "una": 1, "eine": 1, "einer": 1,
}  # fmt: skip
_FOREIGN_UNITS = frozenset(
    "segundos minutos horas hora día días dias mes meses año años semanas regiones sekunden minuten stunde stunden tage "
    "tagen wochen monate monaten jahre jahren regionen secondes heure heures jours mois semaines ans régions".split()
)
_NOT_COUNTED = frozenset(
    [*_SCALES, "percent", "pct", "prozent", "per", "sec", "secs", "seconds", "second", "milliseconds", "minutes",
     "hours", "days", "years", "and", "bytes", "kib", "mib", "gib", "tib", "kbps", "mbps", "gbps", "mbit", "gbit",
     "usd", "eur", "dollars", "euros", "times"]
)  # fmt: skip
_DOTTED = frozenset({"eur", "€", "chf", "euro", "euros"})
"""Currencies whose users write "1.200" for 1200."""
_MOST_DIGITS = 30
_MOST = 1e40
_SMALL = {"couple": 2.0, "pair": 2.0}
_BYTE_UNITS = frozenset("kilobyte megabyte gigabyte terabyte petabyte exabyte meg gig gigabit megabit terabit".split())
"""Units of which people say "a terabyte" and "half a petabyte"."""
_SHARE_LEADS = frozenset({"by", "only", "about", "roughly", "nearly", "almost", "over", "just"})
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


def number_at(tokens: Sequence[Token], index: int, *, ranges: bool = True) -> Number | None:
    """Return the number that starts at a token, or None. Of a range ("3-5k") it is the upper end.

    >>> from designer.brief.lexer import tokens_of
    >>> texts = ("2.5 million", "two hundred thousand", "half a million", "3-5k", "10^6", "1.500.000", "1,5 Mio")
    >>> [number_at(tokens_of(text), 0).value for text in texts]
    [2500000.0, 200000.0, 500000.0, 5000.0, 1000000.0, 1500000.0, 1500000.0]
    """
    number = _single(tokens, index)
    if number is None or number.is_vague or number.is_share:
        return number
    whole = (_range(tokens, index, number) if ranges else None) or _and_a_half(tokens, number) or number
    return _or_more(tokens, whole)


def _or_more(tokens: Sequence[Token], number: Number) -> Number:
    """Take the plus sign of "60+ countries" and "10k+ users" with the number."""
    after = number.after
    if after + 1 >= len(tokens) or tokens[after].text != "+" or tokens[after].start != tokens[after - 1].end:
        return number
    return number._replace(after=after + 1) if tokens[after + 1].is_word else number


def _single(tokens: Sequence[Token], index: int) -> Number | None:
    if index >= len(tokens):
        return None
    token = tokens[index]
    if token.is_number:
        return _digits(tokens, index)
    if token.text in _GLYPHS:
        return Number(_GLYPHS[token.text], index + 1)
    if token.lower in {"half", "quarter"}:
        return _half(tokens, index)
    if token.lower in {"a", "an"}:
        return _indefinite(tokens, index)
    if token.lower in _UNITS or token.lower in _TENS:
        return _words(tokens, index)
    if token.lower in {"hundreds", "thousands", "millions", "billions", "dozens"}:
        return _vague(tokens, index)
    return _foreign(tokens, index)


def _foreign(tokens: Sequence[Token], index: int) -> Number | None:
    """Read a Spanish, French or German number word, only before a scale or a unit: "dos millones", "zwei Mio"."""
    word, after = tokens[index].lower, index + 1
    if word not in _FOREIGN or after >= len(tokens):
        return None
    following = tokens[after].lower
    if following in _SCALES:
        return Number(_FOREIGN[word] * _SCALES[following], after + 1)
    return Number(_FOREIGN[word], after) if following in _FOREIGN_UNITS else None


def _range(tokens: Sequence[Token], index: int, low: Number) -> Number | None:
    """Read "3-5k", "10 to 20 million", "between 100 and 200": the upper end is what a design must carry."""
    after = low.after
    if after + 1 >= len(tokens):
        return None
    link = tokens[after].lower
    is_between = link == "and" and index > 0 and tokens[index - 1].lower == "between"
    if link not in {"-", "–", "—", "to", "bis"} and not is_between:
        return None
    high = _single(tokens, after + 1)
    if link in {"-", "–", "—"} and not tokens[after - 1].end == tokens[after].start == tokens[after + 1].start - 1:
        return None  # a dash that starts an item of a list
    if high is None or high.is_vague or high.is_share or high.value <= low.value or low.value <= 0:
        return None
    if high.value / low.value > 1e10 or (link == "to" and _is_clock(tokens, index, high.after)):
        return None
    return high


def _is_clock(tokens: Sequence[Token], index: int, after: int) -> bool:
    """Tell "9 to 5" and "8 to 18 h" from a range: hours of the day are no amount."""
    return tokens[index - 1].lower == "from" and after < len(tokens) and tokens[after].lower in {"am", "pm"}


def _and_a_half(tokens: Sequence[Token], number: Number) -> Number | None:
    """Read "two and a half", "one and a half million", "2½"."""
    after = number.after
    if after < len(tokens) and tokens[after].text in _GLYPHS and tokens[after].start == tokens[after - 1].end:
        return _scaled(tokens, Number(number.value + _GLYPHS[tokens[after].text], after + 1))
    words = [token.lower for token in tokens[after : after + 3]]
    if words == ["and", "a", "half"]:
        scale = _SCALES.get(tokens[after - 1].lower, 1.0)
        return _scaled(tokens, Number(number.value + scale / 2, after + 3))
    return None


def _value_of(text: str) -> float:
    """Return the value of digits as they are written in English, German, Swiss, Indian or scientific notation."""
    plain = text.translate({95: None, 160: None, 8239: None, 39: None, 0x2019: None})
    if plain.count(".") > 1:
        return float(plain.replace(".", "").replace(",", "."))
    head, comma, tail = plain.rpartition(",")
    is_decimal = comma and "," not in head and "." not in plain and len(tail) != 3
    return float(plain.replace(",", ".") if is_decimal else plain.replace(",", ""))


def _is_grouped_by_dot(tokens: Sequence[Token], index: int) -> bool:
    """Tell "180.000 people" (German thousands) from "1.125 GB" and "99.999 %": a counted word follows."""
    text = tokens[index].text
    head, _, tail = text.partition(".")
    if len(tail) != 3 or not tail.isdigit() or not 1 <= len(head) <= 3 or head[0] == "0":
        return False
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if (index and tokens[index - 1].lower in _DOTTED) or (following is not None and following.lower in _DOTTED):
        return True
    is_counted = following is not None and following.is_word and len(following.text) > 2
    return is_counted and following is not None and following.lower not in _NOT_COUNTED


def _power(tokens: Sequence[Token], after: int, value: float) -> Number | None:
    """Read the power behind digits: "10^6", "10**6", "10⁶", "2 x 10^6"."""
    if after < len(tokens) and tokens[after].text in {"x", "×", "·", "*"} and after + 1 < len(tokens):
        factor = tokens[after + 1]
        raised = _power(tokens, after + 2, 10.0) if factor.text == "10" else None
        return Number(value * raised.value, raised.after) if raised else None
    if after + 1 < len(tokens) and tokens[after].text in {"^", "**"} and tokens[after + 1].text.isdigit():
        exponent = float(tokens[after + 1].text)
        return Number(value**exponent, after + 2) if exponent <= 24 and value <= 10 else None
    digits = ""
    while after < len(tokens) and tokens[after].text in _SUPERSCRIPTS and tokens[after].start == tokens[after - 1].end:
        digits, after = digits + str(_SUPERSCRIPTS.index(tokens[after].text)), after + 1
    return Number(value ** float(digits), after) if digits and float(digits) <= 24 and value <= 10 else None


def _digits(tokens: Sequence[Token], index: int) -> Number | None:
    if len(tokens[index].text) > _MOST_DIGITS:
        return None
    value = _value_of(tokens[index].text)
    if _is_grouped_by_dot(tokens, index):
        value *= 1000
    after = index + 1
    while _is_group(tokens, after) and value < _MOST:
        # "1 000 000": groups of three digits behind a space
        value, after = value * 1000 + float(tokens[after].text), after + 1
    if (raised := _power(tokens, after, value)) is not None:
        return raised if raised.value < _MOST else None
    if not value < _MOST:
        return None
    if after < len(tokens):
        token = tokens[after]
        glued = tokens[after - 1].end == token.start
        if token.lower == "mil" and _is_spanish(tokens, after):
            return _scaled(tokens, Number(value * 1000, after + 1))
        if token.lower in _SCALES and not (token.lower == "k" and not glued and token.text == "K"):
            return _scaled(tokens, Number(value * _SCALES[token.lower], _behind_dot(tokens, after)))
        if token.text in {"M", "K"} and not glued and after + 1 < len(tokens) and _is_counted_noun(tokens[after + 1]):
            return Number(value * _GLUED[token.lower], after + 1)
        if glued and token.lower in _GLUED and _glued_scale(tokens, index, after):
            return Number(value * _GLUED[token.lower], after + 1)
    return Number(value, after)


def _behind_dot(tokens: Sequence[Token], after: int) -> int:
    """Return the index behind a scale and the dot that shortens it: "1 Mio. Anfragen"."""
    following = tokens[after + 1] if after + 1 < len(tokens) else None
    is_short = following is not None and following.text == "." and tokens[after].lower in ABBREVIATIONS
    return after + 1 + is_short


def _is_counted_noun(token: Token) -> bool:
    return token.is_word and len(token.text) > 3 and token.text.islower()


def _is_spanish(tokens: Sequence[Token], index: int) -> bool:
    """Tell "10 mil usuarios" (thousand) from "5 mil views" (million)."""
    following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    return following in {"de", "al", "por", "millones"} or following.endswith(("os", "as", "ones"))


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
    following = tokens[after + 1].lower if after + 1 < len(tokens) else ""
    if after < len(tokens) and tokens[after].lower in {"a", "an"} and following in _CLOCK | _BYTE_UNITS:
        return Number(share, after + 1)
    if after + 2 < len(tokens) and tokens[after].lower == "of" and tokens[after + 1].lower in {"a", "an"}:
        whole = tokens[after + 2].lower
        if whole in _SCALES and len(whole) > 2:
            return Number(share * _SCALES[whole], after + 3)
        if whole in _CLOCK:
            return Number(share, after + 2)
    if after < len(tokens) and tokens[after].lower in _CLOCK - {"second"}:
        return Number(share, after)
    if after < len(tokens) and tokens[after].lower == "of":
        return Number(share, after, is_share=True)
    return None


def _indefinite(tokens: Sequence[Token], index: int) -> Number | None:
    after = index + 1
    if after >= len(tokens):
        return None
    word = tokens[after].lower
    if word in _SCALES and len(word) > 2:
        return _words(tokens, index)
    if word in _BYTE_UNITS:
        return Number(1.0, after)
    if word in _SMALL and after + 1 < len(tokens) and tokens[after + 1].lower == "of":
        inner = after + 2
        if inner < len(tokens) and tokens[inner].lower in _SCALES:
            return Number(_SMALL[word] * _SCALES[tokens[inner].lower], inner + 1)
        return Number(_SMALL[word], inner)
    if word in {"third", "quarter", "fifth", "tenth", "half"} and after + 1 < len(tokens):
        if word in {"half", "quarter"} and (whole := _half(tokens, after)) is not None and not whole.is_share:
            return whole
        if tokens[after + 1].lower == "of" or (index and tokens[index - 1].lower in _SHARE_LEADS and word != "half"):
            return Number(_FRACTIONS[word], after + 1, is_share=True)
        if word == "quarter" and tokens[after + 1].lower in _SCALES:
            return Number(_FRACTIONS[word] * _SCALES[tokens[after + 1].lower], after + 2)
    return None


def _words(tokens: Sequence[Token], index: int) -> Number | None:
    total, current, after, seen = 0.0, 0.0, index, False
    while after < len(tokens):
        word = tokens[after].lower
        if after == index and word in {"a", "an"}:
            current, seen = 1.0, True
        elif word in _UNITS or word in _TENS:
            value = _UNITS[word] if word in _UNITS else _TENS[word]
            if seen and not _continues(tokens[after - 1].lower, word):
                break
            current, seen = current + value, True
        elif word == "hundred" and seen:
            current *= 100
        elif word in _SCALES and len(word) > 2 and seen and word != "mill":  # "three mill agents"
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
