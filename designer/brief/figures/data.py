"""Bytes: sizes, stored amounts and bandwidth; bits become bytes."""

from __future__ import annotations

from itertools import pairwise

from designer.brief.figures.load import stat_of
from designer.brief.figures.nouns import (
    each_before,
    is_plural,
    is_subject,
    noun_at,
    noun_behind,
    per_thing,
    subject_before,
    whose,
)
from designer.brief.figures.periods import every_number, nearby_period, period_at
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.numbers import Number
from designer.brief.units import BYTE_RATES, BYTES, BYTES_BY_CASE
from designer.brief.vocabulary import MOST_CUES, NO_FILES, SIZE_CUES, WHOLES
from designer.model.base import slugify

_ONE_FILE = 1e8
_ONE_PIECE = 1e9
_ONE_OF_MANY = 1e11
"""Above this many bytes an amount is taken for all of the data rather than for one piece of it."""


def data(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "1.5 TB/day", "10 Gbps", "4 GB each", "2 KB messages", "3 TB of meshes"."""
    token = scan.token(number.after)
    if token is None:
        return None
    start = number.after + (token.text == "-" and scan.is_glued(number.after))
    token = scan.token(start) or token
    if token.lower in BYTE_RATES:
        return _bandwidth(scan, index, start + 1, number.value * BYTE_RATES[token.lower], seen)
    size = BYTES_BY_CASE.get(token.text, BYTES.get(token.lower))
    if size is None or (token.text in {"Go", "To", "B"} and not _is_unit_here(scan, start)):
        return None
    value, after = number.value * size, start + 1
    if scan.lower(after) == "/" and scan.lower(after + 1) in {"s", "sec", "second"}:
        return _bandwidth(scan, index, after + 2, value, seen)
    noun, end = noun_behind(scan, after + 1) if scan.lower(after) == "of" else ("", after)
    of_one = scan.lower(index - 1) == "of" and is_plural(scan.lower(index - 2))
    period = nearby_period(scan, end) if period_at(scan, after) is None else period_at(scan, after)
    if of_one and period_at(scan, after) is not None and index - seen.load_end in {0, 1}:
        period = None  # "two photos of 3 MB a week": the week is theirs
    if (every := every_number(scan, end)) is not None and scan.lower(index - 1) != "of":
        period = every
    if period is not None:
        return _data_rate(scan, index, period, value, noun, seen)
    return _size(scan, index, after, value, seen) or _stored(scan, index, end, value, noun)


def _is_unit_here(scan: Scan, index: int) -> bool:
    """Tell "1.5 To par jour" from "10 To 20": French units are short words."""
    following = scan.token(index + 1)
    is_last = following is None or following.kind == "symbol" or following.lower in {"par", "de", "per", "d"}
    return scan.is_glued(index) or scan.tokens[index].text == "B" or is_last


def _bandwidth(scan: Scan, index: int, after: int, value: float, seen: Seen) -> Reading:
    per, end = per_thing(scan, after, seen)
    per = per or each_before(scan, index, seen)
    return scan.quantity(index, max(after, end), name="bandwidth", value=value, unit="bytes/s", role="load",
                         subject=subject_before(scan, index), stat=stat_of(scan, index, after), per=per)  # fmt: skip


def _data_rate(scan: Scan, index: int, period: tuple[float, int], value: float, noun: str, seen: Seen) -> Reading:
    divisor, after = period
    if not noun and scan.lower(after) == "of":
        noun, after = noun_behind(scan, after + 1)
    per, end = per_thing(scan, after, seen)
    is_sent = every_number(scan, index + 2) is not None and seen.actor_clause == scan.clause(index)
    if scan.lower(index + 2) in {"each", "apiece"} and not per:
        per = whose(scan, index + 2, seen)
    per = per or each_before(scan, index, seen) or (whose(scan, index, seen) if is_sent else "")
    noun = noun or subject_before(scan, index) or _whole_before(scan, index)
    return scan.quantity(index, max(after, end), name=f"{noun or 'data'}_bytes_rate", value=value / divisor,
                         unit="bytes/s", role="load", subject=noun, stat=stat_of(scan, index, after), per=per)  # fmt: skip


def _size(scan: Scan, index: int, after: int, value: float, seen: Seen) -> Reading | None:
    """Return the size of one thing, where the words say that it is one."""
    noun, end = noun_behind(scan, after + 1) if scan.lower(after) == "of" else ("", after)
    is_of_many = (
        scan.lower(index - 1) == "of" and is_plural(scan.lower(index - 2)) and scan.lower(end) in {"for", "per"}
    )
    per, per_end = ("", end) if is_of_many else per_thing(scan, end, seen)
    if not per and not is_of_many and (one := each_before(scan, index, seen)) and not is_plural(one):
        return scan.quantity(index, end, name=f"{slugify(one).replace('-', '_')}_size", value=value, unit="bytes",
                             role="size", subject=one, per=one, stat="mean")  # fmt: skip
    named, named_end = noun_at(scan, after)
    piece = scan.lower(end) == "a" and scan.lower(end + 1) == "piece"
    if (scan.lower(end) in {"each", "apiece"} or piece) and per in {"", seen.actor} and seen.subject:
        per, per_end = "", end + 1 + piece
        named, named_end = seen.subject, end + 1 + piece
    is_named = bool(named) and named.rsplit(" ", 1)[-1] not in NO_FILES and value <= _ONE_OF_MANY
    around = set(scan.part(index, before=10, after=4, end=end))
    if around & {"size"} and around & WHOLES and not per:
        return None
    is_copula = scan.lower(index - 1) in {"is", "are", "of", "was", "~", "about", "around", "≈", "averages"}
    if noun and not per and value > _ONE_OF_MANY / 100 and not around & (SIZE_CUES - {"large", "big", "long"}):
        return None
    is_limit = bool(around & MOST_CUES) and value <= _ONE_OF_MANY
    is_one = value <= _ONE_OF_MANY and _is_one(scan, index)
    if not (
        per
        or _beside_what_comes(scan, index, end, value, seen)
        or around & SIZE_CUES
        or is_copula
        or is_named
        or is_limit
        or is_one
        or (noun and value <= _ONE_OF_MANY / 100)
    ):
        return None
    beside = "" if noun or per or is_named else _beside_what_comes(scan, index, end, value, seen)
    thing = per or noun or beside or (named if is_named else "") or subject_before(scan, index) or seen.subject
    if named and is_named and not per:
        end = named_end
    name = f"{slugify(thing).replace('-', '_')}_size" if thing else "size"
    return scan.quantity(index, per_end if per else end, name=name, value=value, unit="bytes", role="size",
                         subject=thing, per=per, stat="max" if around & MOST_CUES else "mean")  # fmt: skip


def _beside_what_comes(scan: Scan, index: int, end: int, value: float, seen: Seen) -> str:
    """Return what comes so often in "one position every 10 seconds, 150 bytes": it is that large."""
    word, before = scan.lower(index - 2), scan.lower(index - 1)
    if before == "(" and scan.lower(end) == ")" and value <= _ONE_FILE and is_plural(word):
        return word if is_subject(scan, index - 2) else ""
    is_beside = scan.clause(index) == seen.rated_clause and before in {",", "("}
    return seen.rated if is_beside and value <= _ONE_PIECE else ""


def _is_one(scan: Scan, index: int) -> bool:
    """Tell "a scan comes in at 1.2 GB", "one record has 200 B": the clause speaks of one of them."""
    before = scan.until_mark(range(index - 1, max(-1, index - 9), -1))
    thing = subject_before(scan, index)
    return bool(thing) and any(
        word == thing and behind in {"a", "an", "one", "each", "every", "per"} for word, behind in pairwise(before)
    )


def _whole_before(scan: Scan, index: int) -> str:
    """Return what holds the data in the words before a figure: "archive", "database"."""
    before = scan.until_mark(range(index - 1, max(-1, index - 6), -1))
    return next((word for word in before if word in WHOLES), "")


def _stored(scan: Scan, index: int, end: int, value: float, noun: str) -> Reading:
    named, named_end = noun_at(scan, end) if not noun else ("", end)
    thing = noun or subject_before(scan, index) or named or _whole_before(scan, index)
    name = f"{slugify(thing).replace('-', '_')}_bytes" if thing else "data_bytes"
    last = named_end if named and thing == named else end
    return scan.quantity(index, last, name=name, value=value, unit="bytes", role="stock", subject=thing)
