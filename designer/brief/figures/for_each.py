"""Bare numbers of what each of some has: "4 to a glacier", "at most 20 per phone", "a few stars have 800,000"."""

from __future__ import annotations

from designer.brief.figures.nouns import is_plural, is_subject, singular
from designer.brief.figures.owners import per_thing
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.numbers import Number
from designer.model.base import slugify

_FILLERS_BEFORE = frozenset({"most", "to", "maximum", "max", "average", "about", "around", "only", "roughly", ":"})


def of_another(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read the second of "a prompt has 1,500 tokens, an answer 250": as many of the same for something else."""
    many, owner = seen.factor, scan.lower(index - 1)
    follows = scan.token(number.after)
    is_end = follows is None or follows.kind == "symbol" or scan.clause(number.after) != scan.clause(index)
    is_next = many is not None and seen.factor_end == index - 3 and scan.lower(index - 3) in {",", "and"}
    if many is None or not is_next or not is_end or scan.lower(index - 2) not in {"a", "an", "each", "every", "per"}:
        return None
    name = f"{slugify(many.subject).replace('-', '_')}_per_{slugify(owner).replace('-', '_')}"
    return scan.quantity(index - 1, number.after, name=name, value=number.value, unit=many.unit, role="factor",
                         subject=many.subject, per=owner)  # fmt: skip


def had_by_others(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read the second of "most have fifty admirers; a few stars have 800,000": as many of the same for those."""
    follows = scan.token(number.after)
    is_end = follows is None or follows.text in {",", ";", ".", ")"} or scan.clause(number.after) != scan.clause(index)
    owner = scan.lower(index - 2)
    is_had = scan.lower(index - 1) == "have" and is_plural(owner) and is_subject(scan, index - 2)
    is_next = bool(seen.counted) and scan.clause(index) - scan.clause(seen.counted_end - 1) in {0, 1}
    is_other = singular(owner) != singular(seen.counted)
    return (
        _factor(scan, index, number.after, number, seen.counted, owner)
        if is_end and is_had and is_next and is_other
        else None
    )


def so_many_per(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "40 million votes, at most 20 per phone", "cameras on 33 glaciers, 4 to a glacier": so many for each of those."""
    many, end = per_thing(scan, number.after, seen)
    is_said = scan.lower(number.after) == "per" and scan.lower(index - 1) in _FILLERS_BEFORE
    if not many and (many := _to_each(scan, number.after, seen)):
        things = _beside_those(scan, index, many)
        return _factor(scan, index, number.after + 3, number, things, many) if things and number.value > 1 else None
    if not many or not is_said or not seen.subject or number.value <= 1:
        return None
    return _factor(scan, index, end, number, seen.subject, many)


def _to_each(scan: Scan, after: int, seen: Seen) -> str:
    """Return whose so many are in "4 to a glacier", "two to each door": one of those counted in the clause."""
    is_led = scan.lower(after) in {"to", "on", "in"} and scan.lower(after + 1) in {"a", "an", "the", "each", "every"}
    word = scan.lower(after + 2)
    is_here = bool(seen.counted) and scan.clause(seen.counted_end - 1) == scan.clause(after)
    return word if is_led and is_here and not is_plural(word) and singular(seen.counted) == word else ""


def _beside_those(scan: Scan, index: int, many: str) -> str:
    """Return the nearest plural before a token that is not those themselves: "cameras" of "cameras on 33 glaciers"."""
    for place in range(index - 1, scan.start(index) - 1, -1):
        word = scan.lower(place)
        if is_plural(word) and is_subject(scan, place) and singular(word) != many:
            return word
    return ""


def _factor(scan: Scan, index: int, end: int, number: Number, things: str, many: str) -> Reading:
    name = f"{slugify(things).replace('-', '_')}_per_{slugify(many).replace('-', '_')}"
    return scan.quantity(index, end, name=name, value=number.value, unit="count", role="factor", subject=things,
                         per=many)  # fmt: skip
