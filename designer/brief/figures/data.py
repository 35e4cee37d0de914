"""Bytes: sizes, stored amounts and bandwidth; bits become bytes."""

from __future__ import annotations

from designer.brief.figures.load import stat_of
from designer.brief.figures.nouns import each_before, noun_at, noun_behind, per_thing, subject_before
from designer.brief.figures.periods import every_number, nearby_period, period_at
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.numbers import Number
from designer.brief.units import BYTE_RATES, BYTES, BYTES_BY_CASE
from designer.brief.vocabulary import MOST_CUES, NO_FILES, SIZE_CUES
from designer.model.base import slugify

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
    if size is None or (token.text in {"Go", "To", "Mo", "Ko", "B"} and not _is_unit_here(scan, start)):
        return None
    value, after = number.value * size, start + 1
    if scan.lower(after) == "/" and scan.lower(after + 1) in {"s", "sec", "second"}:
        return _bandwidth(scan, index, after + 2, value, seen)
    noun, end = noun_behind(scan, after + 1) if scan.lower(after) == "of" else ("", after)
    period = nearby_period(scan, end) if period_at(scan, after) is None else period_at(scan, after)
    if (every := every_number(scan, end)) is not None and scan.lower(index - 1) != "of":
        period = every
    if period is not None:
        return _data_rate(scan, index, period, value, noun, seen)
    return _size(scan, index, after, value, seen) or _stored(scan, index, end, value, noun)


def _is_unit_here(scan: Scan, index: int) -> bool:
    return scan.is_glued(index) or scan.tokens[index].text == "B"


def _bandwidth(scan: Scan, index: int, after: int, value: float, seen: Seen) -> Reading:
    per, end = per_thing(scan, after, seen)
    per = per or each_before(scan, index, seen)
    return scan.quantity(index, max(after, end), name="bandwidth", value=value, unit="bytes/s", role="load",
                         subject=subject_before(scan, index), stat=stat_of(scan, index, after), per=per)  # fmt: skip


def _data_rate(scan: Scan, index: int, period: tuple[float, int], value: float, noun: str, seen: Seen) -> Reading:
    divisor, after = period
    per, end = per_thing(scan, after, seen)
    is_sent = every_number(scan, index + 2) is not None and seen.actor_clause == scan.clause(index)
    per = per or each_before(scan, index, seen) or (seen.actor if is_sent else "")
    return scan.quantity(index, max(after, end), name=f"{noun or 'data'}_bytes_rate", value=value / divisor,
                         unit="bytes/s", role="load", subject=noun, stat=stat_of(scan, index, after), per=per)  # fmt: skip


def _size(scan: Scan, index: int, after: int, value: float, seen: Seen) -> Reading | None:
    """Return the size of one thing, where the words say that it is one."""
    noun, end = noun_behind(scan, after + 1) if scan.lower(after) == "of" else ("", after)
    per, per_end = per_thing(scan, end, seen)
    named, named_end = noun_at(scan, after)
    if scan.lower(end) in {"each", "apiece"} and per in {"", seen.actor} and seen.subject:
        per, per_end = "", end + 1
        named, named_end = seen.subject, end + 1
    is_named = bool(named) and named.rsplit(" ", 1)[-1] not in NO_FILES and value <= _ONE_OF_MANY
    around = set(scan.part(index, before=10, after=4, end=end))
    is_copula = scan.lower(index - 1) in {"is", "are", "of", "was", "~", "about", "around", "≈", "averages"}
    if noun and not per and value > _ONE_OF_MANY / 100 and not around & (SIZE_CUES - {"large", "big", "long"}):
        return None
    is_limit = bool(around & MOST_CUES) and value <= _ONE_OF_MANY
    if not (per or around & SIZE_CUES or is_copula or is_named or is_limit or (noun and value <= _ONE_OF_MANY / 100)):
        return None
    thing = per or noun or (named if is_named else "") or subject_before(scan, index) or seen.subject
    if named and is_named and not per:
        end = named_end
    name = f"{slugify(thing).replace('-', '_')}_size" if thing else "size"
    return scan.quantity(index, per_end if per else end, name=name, value=value, unit="bytes", role="size",
                         subject=thing, per=per, stat="max" if around & MOST_CUES else "mean")  # fmt: skip


def _stored(scan: Scan, index: int, end: int, value: float, noun: str) -> Reading:
    named, named_end = noun_at(scan, end) if not noun else ("", end)
    thing = noun or subject_before(scan, index) or named
    name = f"{slugify(thing).replace('-', '_')}_bytes" if thing else "data_bytes"
    last = named_end if named and thing == named else end
    return scan.quantity(index, last, name=name, value=value, unit="bytes", role="stock", subject=thing)
