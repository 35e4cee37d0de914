"""Digits that are no figures: versions, years, times of day, parts of names."""

from __future__ import annotations

from designer.brief.figures.nouns import is_plural
from designer.brief.figures.scan import Scan
from designer.brief.lexer import Token
from designer.brief.numbers import Number
from designer.brief.units import BYTES, TIMES
from designer.brief.vocabulary import MONTHS

_MAY_STAND_BEFORE = "$€£¥₹(~<>≤≥=\"'“„-–—:/[+≈*•,;"
_READS = frozenset({"read", "reads", "write", "writes"})
_OF_LAWS = frozenset({"part", "section", "article", "chapter", "paragraph", "§"})
_FIRST_CJK = "\u3040"
_VERSIONED = frozenset({"version", "v", "python", "java", "php", "tls", "ipv", "http", "chapter", "page", "section",
                        "figure", "table", "article", "paragraph", "iso", "rfc", "port", "ports"})  # fmt: skip

_PRODUCT_WORDS = frozenset(
    "Route Dynamics Office Angular Vue React Next Nuxt Spring Boot PostgreSQL Postgres MySQL MariaDB MongoDB Redis Valkey Kafka "
    "Java Node Django Rails Laravel Symfony Python Ruby Go Debian Ubuntu Tomcat Oracle Windows Server Elasticsearch Kubernetes "
    "Symphony Auth Web Log Studio Swift Flutter Kotlin Scala Elixir PHP".split()
)


def is_part_of_a_name(scan: Scan, index: int, number: Number) -> bool:
    """Leave out "24/7", "H.264", "2FA", "1080p", "24x7", IP addresses, years, dates and version numbers."""
    token, after = scan.tokens[index], scan.token(number.after)
    if not token.is_number:
        return _is_clock(scan, number)
    before = scan.token(index - 1)
    glued = before is not None and before.end == token.start
    if before is not None and glued and before.text not in _MAY_STAND_BEFORE and before.text[-1] < _FIRST_CJK:
        return True
    if after is not None and after.text.isupper() and scan.lower(number.after + 1) in _OF_LAWS:
        return True
    measured = scan.lower(number.after) in TIMES.keys() | BYTES.keys()
    if _is_address(token.text) or (scan.lower(index - 1) in _VERSIONED and not measured):
        return True
    if scan.lower(number.after) in MONTHS - {"may"} and number.value <= 31:
        return True
    if _is_product(scan, index, number) or _is_list_mark(scan, index, number):
        return True
    if after is not None and scan.is_glued(number.after) and _is_glued_name(scan, token, after, number):
        return True
    return _is_year(scan, index, number) or _is_clock(scan, number) or _is_minutes(scan, index)


def _is_product(scan: Scan, index: int, number: Number) -> bool:
    """Tell "Route 53 sends", "Dynamics 365", "PostgreSQL 16": the number belongs to the product."""
    before = scan.token(index - 1)
    if before is None:
        return False
    return before.text in _PRODUCT_WORDS and number.after == index + 1 and number.value < 1000


def _is_list_mark(scan: Scan, index: int, number: Number) -> bool:
    """Tell the "2)" in front of an item, which begins a clause or follows one, from "(about 2)"."""
    is_first = index == 0 or scan.clause(index) != scan.clause(index - 1)
    return scan.lower(number.after) == ")" and number.after == index + 1 and is_first and scan.is_glued(number.after)


def _is_address(text: str) -> bool:
    parts = text.split(".")
    return len(parts) == 4 and all(part.isdigit() and int(part) < 256 for part in parts)


def _is_glued_name(scan: Scan, token: Token, after: Token, number: Number) -> bool:
    following = scan.token(number.after + 1)
    if after.text == "/" and following is not None and following.is_number and scan.is_glued(number.after + 1):
        return not _READS & set(scan.window(number.after, before=5, after=5))
    if after.text[0] == "x" and after.text[1:].isdigit():
        return True
    if after.is_word and after.lower in {"p", "fa", "d", "g", "k", "th", "st", "nd", "rd"} and after.text != "d":
        return True
    if after.text in {"-", "–"} and following is not None and following.is_number and len(token.text) == 4:
        return True
    return (
        after.text == "."
        and following is not None
        and following.is_number
        and scan.is_glued(number.after + 1)
        and scan.is_glued(number.after)
    )


def _is_year(scan: Scan, index: int, number: Number) -> bool:
    text = scan.tokens[index].text
    return (
        number.after == index + 1
        and len(text) == 4
        and text.isdigit()
        and scan.lower(index - 1) in {"in", "since", "by", "of", "until", "before", "after", "seit", "desde", "depuis"}
        and 1900 <= int(text) <= 2100
        and not (is_plural(scan.lower(number.after)) and not 2000 < int(text) < 2060)
    )


def _is_minutes(scan: Scan, index: int) -> bool:
    """Tell the minutes of "18:00 sharp", "from 7:30 on"."""
    hour = scan.token(index - 2)
    is_glued = scan.lower(index - 1) == ":" and scan.is_glued(index) and scan.is_glued(index - 1)
    is_hour = is_glued and hour is not None and hour.text.isdigit() and int(hour.text[:4]) <= 24
    return is_hour and len(scan.tokens[index].text) == 2 and scan.tokens[index].text < "60"


def _is_clock(scan: Scan, number: Number) -> bool:
    return scan.lower(number.after) in {"am", "pm", "o'clock", "uhr"} or (
        scan.lower(number.after) == "o" and scan.lower(number.after + 2).startswith("clock")
    )
