"""Counted things: how many there are, and how many come in a period."""

from __future__ import annotations

from itertools import pairwise

from designer.brief.figures.days import brought_by_a_day, on_days
from designer.brief.figures.doing import doing, in_a_state, of_whom
from designer.brief.figures.heads import and_another, each_of_so_many, of_which_kind, with_its_head
from designer.brief.figures.load import rate, scale_of
from designer.brief.figures.nouns import full, is_actor, is_plural, noun_at
from designer.brief.figures.owners import each_before, per_thing
from designer.brief.figures.periods import (
    clock_before,
    every_number,
    is_every_nth,
    nearby_period,
    period_at,
    period_before,
    window_at,
    window_before,
)
from designer.brief.figures.repeated import times_done
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.figures.senders import sender
from designer.brief.figures.unnamed import (
    STAT_OF,
    active,
    exactly,
    member,
    nameless,
    of_them,
    of_those_known,
    of_us,
    stat_among,
)
from designer.brief.numbers import Number, number_at
from designer.brief.people import ACTORS as PEOPLE_WHO
from designer.brief.people import is_agent
from designer.brief.units import (
    ACTORS,
    ADVERBS,
    BYTES,
    BYTES_BY_CASE,
    COPIES,
    DAY,
    MINUTE,
    MONTH,
    PEOPLE,
    PERIODS,
    TIMES,
)
from designer.brief.vocabulary import AT_ONCE, CONTENT_VERBS, EVENTS, VERBS
from designer.model.base import slugify
from designer.model.quantity import Quantity

_THERE_DAILY = PEOPLE - {"vehicles", "vehicle", "cars", "followers", "passengers"}
_COME = frozenset(
    "new sign signs signups register registers join joins arrive arrives arriving arrivals enter enters check checks".split()
)
_PASSING = frozenset(
    "are is were was be been being get gets come comes go goes arrive arrives flow flows hit hits land lands pour pours "
    "reach reaches enter enters pass passes happen happens occur occurs move moves leave leaves stream streams through in out per "
    "sent made put sold read built "
    "uploaded new of on at from to by".split()
)
_BYTE_WORDS = BYTES.keys() | {unit.casefold() for unit in BYTES_BY_CASE}
_MANY_PEOPLE = 10
_A_LOT = 1000
_BESIDE = 6
_FEW_WORDS = 3
_A_FEW = 100
_MANY_TIMES = 20
_COMERS = frozenset("visitors passengers guests travellers tourists patients cars trucks vehicles lorries".split())
_WHERE = frozenset({"in", "at", "across", "throughout", "inside"})
_QUOTAS = frozenset({"ceiling", "quota", "quotas", "cap", "allowance", "allotment"})
_DISTANCES = frozenset("km kms kilometre kilometres kilometer kilometers miles mile mm cm".split())
"""Lengths are none of the units that a design is sized by."""


def counted(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read a counted thing, with or without a period: "100 million new links a month", "two million players"."""
    if (found := member(scan, index, number)) is not None:
        return found
    for special in (of_whom, in_a_state, doing, of_those_known, of_them, exactly, of_us):
        if (found := special(scan, index, number, seen)) is not None:
            return found
    if scan.lower(index) == "zero":
        return None, number.after  # "zero downtime" is a wish
    noun, end = noun_at(scan, number.after + (scan.lower(number.after) in {"of", "de"}))
    if noun in {"times", "x", "mal", "veces", "fois"}:
        return times_done(scan, index, end, number, seen)
    if not noun and (people := _participle(scan, index, number)) is not None:
        return people
    if not noun:
        return nameless(scan, index, number, seen)
    if noun.split()[0] == "model" and scan.lower(number.after - 1) in {"b", "m"}:
        return None, end  # "a 70B model" is a name of its size
    if noun.split()[0] in _DISTANCES and scan.text[scan.tokens[index].start - 1 : scan.tokens[index].start] != "-":
        return None, number.after + 1
    if noun in {"active", "daily active", "monthly active", "weekly active"}:
        return active(scan, index, end, number, noun)
    is_one = scan.tokens[index].lower in {"one", "un", "una", "eine"} and number.after == index + 1
    if is_one and is_plural(noun):
        return None  # "one chooses an hour": somebody
    if is_one and not _is_one_of_a_kind(scan, end, noun, seen):
        return None
    if (doers := each_of_so_many(scan, index, noun, end, number)) != "":
        return scan.quantity(index, number.after, name=doers, value=number.value, unit="count", role="stock",
                             subject=doers)  # fmt: skip
    noun, end = with_its_head(scan, noun, end, number)
    if noun.rsplit(" ", 1)[-1] == "ones":
        noun = f"{noun[: -len('ones')]}{of_which_kind(scan, index, number, seen)}"  # "each week 600 new ones join"
    phrase, end = full(noun), end
    if (both := and_another(scan, end)) is not None:
        phrase, end = f"{phrase} and {both[0]}", both[1]
    return _with_period(scan, index, end, phrase, number, seen) or _stock(scan, index, end, phrase, number, seen)


def _participle(scan: Scan, index: int, number: Number) -> Reading | None:
    """Read "for 74 million insured", "of 40,000 disabled": a participle that nothing follows names people."""
    word, follows = scan.lower(number.after), scan.token(number.after + 1)
    is_end = follows is None or follows.kind == "symbol" or scan.clause(number.after + 1) != scan.clause(index)
    is_led = scan.lower(index - 1) in {"for", "of", "with", "among", "from"}
    is_same = scan.clause(number.after) == scan.clause(index)
    if not (word.endswith("ed") and len(word) > 4 and is_end and is_led and is_same) or number.value < _MANY_PEOPLE:
        return None
    return scan.quantity(index, number.after + 1, name=word, value=number.value, unit="count", role="stock",
                         subject=word)  # fmt: skip


def _is_one_of_a_kind(scan: Scan, end: int, noun: str, seen: Seen) -> bool:
    """Tell "one region", "one message a minute" (figures) from "one of them", "one customer" (prose)."""
    each = per_thing(scan, end, seen)[1]
    is_rate = any(
        read(scan, place) is not None for read in (period_at, every_number) for place in {end, max(end, each)}
    )
    return noun.rsplit(" ", 1)[-1] in COPIES or is_rate


def _with_period(scan: Scan, index: int, end: int, phrase: str, number: Number, seen: Seen) -> Reading | None:
    """Return a count of things in a period: "4 million photos uploaded every day", "3 posts a user a day"."""
    found = _in_a_period(scan, index, end, phrase, number, seen)
    if found is None or found[0] is None:
        return found
    limit: dict[str, object] = {"name": f"{slugify(phrase).replace('-', '_')}_limit", "role": "other", "stat": ""}
    if phrase.split()[0] == "free" or _is_bar(scan, index, found[0]):  # "five free rides a month" are no load
        return found[0].model_copy(update={**limit, "value": number.value, "unit": "count"}), found[1]
    return (found[0].model_copy(update=limit), found[1]) if _is_quota(scan, index, found) else found


def _is_bar(scan: Scan, index: int, quantity: Quantity) -> bool:
    """Tell "nobody posts more than 3 ads a day" from what comes."""
    before = scan.until_mark(range(index - 1, max(-1, index - 9), -1))
    return scale_of(quantity) >= DAY and before[:2] == ["than", "more"] and bool({"nobody", "no", "none"} & set(before))


def _is_quota(scan: Scan, index: int, found: Reading) -> bool:
    """Tell "40 million tokens a month per team as the ceiling" from what comes."""
    quantity, after = found
    if quantity is None or scale_of(quantity) < DAY or not quantity.per:
        return False
    return bool(_QUOTAS & set(scan.part(index, before=5, after=5, end=after)))


def _in_a_period(scan: Scan, index: int, end: int, phrase: str, number: Number, seen: Seen) -> Reading | None:
    head = phrase.rsplit(" ", 1)[-1]
    if scan.lower(end) == "/" and scan.lower(end + 1) in PERIODS:
        if head in PEOPLE and PERIODS[scan.lower(end + 1)] in STAT_OF:
            return None
        quantity, after = rate(scan, index, end + 2, phrase, number.value, PERIODS[scan.lower(end + 1)])
        per, per_end = per_thing(scan, after, seen)
        return (quantity.model_copy(update={"per": per}), per_end) if per else (quantity, after)
    each = each_before(scan, index, seen) or _and_more(scan, index, seen)
    if scan.lower(index - 1) in {"×", "x", "*"} and seen.counted_end == index - 1:
        each = seen.counted  # "75,000 subscribers x 180 records a month"
    span = number_at(scan.tokens, end + 1) if scan.lower(end) in {"within", "in", "over"} else None
    size = span.value * TIMES.get(scan.lower(span.after), 0.0) if span is not None else 0.0
    if span is not None and size >= MONTH and (is_agent(head) or head in PEOPLE_WHO | PEOPLE):
        # "we signed 1,300 growers in eleven months": so many there are
        return _stock(scan, index, end, phrase, number, seen)[0], span.after + 1
    if span is not None and size and number.value >= _A_LOT and head not in ACTORS | COPIES:
        return rate(scan, index, span.after + 1, phrase, number.value, size) if size > 0 else None
    if head in ACTORS - PEOPLE and is_every_nth(scan, end):
        return None  # "tankers visit 11,000 farms every second day": so many there are, and that often
    near, near_end = per_thing(scan, end, seen) if number_at(scan.tokens, end + 1) is None else ("", end)
    every = every_number(scan, near_end if near else end)  # "one value per probe every 6 s"
    lone = scan.tokens[index].lower in {"one", "a", "an"} and every is not None and not each
    is_bound = scan.tokens[index].lower == "one" and _is_bound(scan, index)
    if lone and every is not None and (who := near or per_thing(scan, every[1], seen)[0] or sender(scan, index, seen)):
        return scan.quantity(index, every[1], name="period", value=every[0], unit="s", role="period", subject=phrase,
                             per=who, stat="max" if is_bound else "")  # fmt: skip
    if every is not None and head not in ACTORS:
        quantity, after = rate(scan, index, every[1], phrase, number.value, every[0])
        return quantity.model_copy(update={"per": each or near}), after
    per, per_end = per_thing(scan, end, seen)
    per = per or ("" if each.rstrip("s") == head.rstrip("s") else each) or _each_of_many(scan, index, number, seen)
    if (size_end := _end_of_size(scan, end)) is not None and (of_sized := period_at(scan, size_end)) is not None:
        quantity, _ = rate(scan, index, end, phrase, number.value, of_sized[0])
        return quantity.model_copy(update={"per": per}), end
    both = scan.lower(per_end) == "and" and scan.lower(per_end + 1) in PERIODS
    if per_end > end and per and both:
        quantity, after = rate(scan, index, per_end + 2, phrase, number.value, PERIODS[scan.lower(per_end + 1)])
        return quantity.model_copy(update={"per": per}), after
    period = _period_of(scan, index, per_end if per else end, head, is_each=per_end > end)
    period = period or _as_the_last(scan, index, end, head, seen) or _as_the_next(scan, end, head)
    if period is None:
        return None
    quantity, after = rate(scan, index, max(period[1], end), phrase, number.value, period[0])
    if clock_before(scan, index) == period[0] or scan.lower(after - 2) == "same":
        quantity = quantity.model_copy(update={"stat": "peak"})  # they come in those hours and not all day
    behind, behind_end = per_thing(scan, after, seen)
    if behind and not per:
        per, after = behind, behind_end
    if per and is_bound:
        quantity = quantity.model_copy(update={"stat": "max"})
    return quantity.model_copy(update={"per": per}), max(after, per_end if per else after)


def _is_bound(scan: Scan, index: int) -> bool:
    """Tell "never more than one page a second per site", which nobody may exceed, from what comes."""
    words = scan.until_mark(range(index - 1, max(-1, index - 5), -1))
    return words[:2] == ["most", "at"] or (words[:2] == ["than", "more"] and bool({"never", "no", "not"} & set(words)))


def _as_the_last(scan: Scan, index: int, end: int, head: str, seen: Seen) -> tuple[float, int] | None:
    """Return the period of the rate before in "12 million searches a day, 60,000 bookings"."""
    load = seen.load
    is_next = load is not None and 0 <= index - seen.load_end <= 2 and seen.load_clause == scan.clause(index)
    follows = scan.token(end)
    is_last = follows is None or follows.text in {",", ".", ";", ")"} or scan.clause(end) != scan.clause(index)
    if load is None or not is_next or not is_last or head not in EVENTS or load.per or load.unit == "bytes/s":
        return None
    return scale_of(load), end


def _as_the_next(scan: Scan, end: int, head: str) -> tuple[float, int] | None:
    """Return the period of the rate behind in "8,000 questions and 2 million page views a day"."""
    if head not in EVENTS | _COMERS or scan.lower(end) not in {"and", "&"}:
        return None
    number = number_at(scan.tokens, end + 1)
    if number is None or scan.clause(end) != scan.clause(number.after):
        return None
    noun, after = noun_at(scan, number.after)
    period = period_at(scan, after) if noun else None
    if period is None or (period[0] in STAT_OF and {head, noun.rsplit(" ", 1)[-1]} & ACTORS):
        return None  # "3,000 readers and 200 editors a day" are there each day
    return period[0], end


def _period_of(scan: Scan, index: int, end: int, head: str, *, is_each: bool) -> tuple[float, int] | None:
    """Return the period in which so many come; none for people who are there each day."""
    period = nearby_period(scan, end)
    if period is None:
        lead = {scan.lower(item) for item in range(index, end)}
        adverb = next((word for word in sorted(lead) if word in ADVERBS), "")
        if adverb and head not in ACTORS:
            period = (ADVERBS[adverb], end)
        elif not is_each and head not in ACTORS | COPIES and (size := period_before(scan, index)) is not None:
            if scan.lower(index - 1) in _WHERE and head not in EVENTS:
                return None  # "every night they go to the servers in 32 cinemas"
            period = (size, end)
        elif size := _of_a_time(scan, index, end, head, is_each=is_each):
            return size, end
    is_moment = period is not None and period[0] < MINUTE and scan.lower(period[1] - 2) == "same"
    if period is None or head in COPIES - PEOPLE or (is_moment and head in ACTORS):
        return None
    around = set(scan.part(index, before=4, after=6, end=end))
    if _sends(scan, end):
        return None
    is_there = head in _THERE_DAILY and (period[0] in STAT_OF or _is_window(scan, end)) and not around & _COME
    return None if is_there else period


def _of_a_time(scan: Scan, index: int, end: int, head: str, *, is_each: bool) -> float:
    """Return the seconds of the time in which so many come: the first minute, by the clock, a day that is named."""
    window = None if is_each else window_before(scan, index)
    if window is None and (head not in ACTORS or scan.lower(end) in _COME | _PASSING):
        window = clock_before(scan, index)
    if window is not None or head in ACTORS | COPIES:
        return window or 0.0
    return brought_by_a_day(scan, index) or on_days(scan, end, coming=_PASSING)


def _sends(scan: Scan, end: int) -> bool:
    """Tell "6,000 bins tell us every hour", which act, from "links are created every month", which come."""
    words = scan.until_mark(range(end, min(end + 8, len(scan.tokens))))
    if period_at(scan, end) is not None:
        return False
    places = [
        place for place, (word, behind) in enumerate(pairwise(words)) if word in {"every", "each"} and behind in PERIODS
    ]
    if not places or not places[0]:
        return False
    between = words[: places[0]]
    return not any(word.endswith(("ed", "en")) or word in _PASSING for word in between)


def _is_window(scan: Scan, end: int) -> bool:
    """Tell whether the period is a moment in which people come: "in the same minute"."""
    return any(window_at(scan, position) for position in range(end, min(end + 9, len(scan.tokens))))


def _stock(scan: Scan, index: int, end: int, phrase: str, number: Number, seen: Seen) -> Reading:
    """Return a count of things that are there, or a count for each of something."""
    head = phrase.rsplit(" ", 1)[-1]
    each = each_before(scan, index, seen)
    per, per_end = per_thing(scan, end, seen)
    per = per or ("" if each.rstrip("s") == head.rstrip("s") else each)
    if not per and scan.lower(end) == "of":
        per, per_end = _behind_a_size(scan, end, seen)
    if not per and scan.lower(index - 1) in {"×", "x", "*"} and seen.counted_end == index - 1:
        per, each = seen.counted, seen.counted  # "900 turbines × 400 signals"
    if not per and scan.lower(index - 1) == "of" and seen.load is not None and seen.load_end == index - 1:
        per, each = seen.load.subject, seen.load.subject  # "2,500 orders weekly of 40 pages"
    if not per and _is_with_average(scan, index, seen):
        per, each = seen.counted, seen.counted
    is_sized = bool(per) and scan.lower(end) == "of"
    if per and (per_end > end or is_actor(per) or each or is_sized):
        name = f"{slugify(head).replace('-', '_')}_per_{slugify(per).replace('-', '_')}"
        # what comes for each of them is a ratio of rates; what each of them has is so many things
        unit = "ratio" if head in EVENTS else "count"
        return scan.quantity(index, max(per_end, end), name=name, value=number.value, unit=unit, role="factor",
                             subject=phrase, per=per)  # fmt: skip
    if number.value != int(number.value) and number.value < 1000:
        return scan.quantity(index, end, name=f"{slugify(head).replace('-', '_')}_each", value=number.value, unit="ratio",
                             role="factor", subject=phrase, per=_of_one(scan, index))  # fmt: skip
    stat, after = _stock_stat(scan, index, end, head)
    is_copy = head in COPIES and number.value <= 10_000 and head not in PEOPLE - {"machines"}
    prefix = "" if stat in phrase.split() else stat
    name = "_".join(part for part in (prefix, slugify(phrase).replace("-", "_")) if part)
    return scan.quantity(index, after, name=name, value=number.value, unit="count",
                         role="copies" if is_copy else "stock", subject=phrase, stat=stat)  # fmt: skip


def _is_with_average(scan: Scan, index: int, seen: Seen) -> bool:
    """Tell "34,000 keepers with on average 11 hives", where each has so many."""
    words = (
        [scan.lower(place) for place in range(seen.counted_end, index)]
        if 0 < index - seen.counted_end <= _BESIDE
        else []
    )
    is_mean = bool({"average", "typically", "usually"} & set(words))
    return words[:1] in (["with"], ["having"]) and is_mean and scan.clause(seen.counted_end - 1) == scan.clause(index)


def _of_one(scan: Scan, index: int) -> str:
    """Return the thing of "one text is 1.3 parts"."""
    before = scan.until_mark(range(index - 1, max(-1, index - 6), -1))[::-1]
    place = next((place for place, word in enumerate(before[:-1]) if word in {"one", "a", "an", "each"}), None)
    return "" if place is None else before[place + 1]


def _behind_a_size(scan: Scan, end: int, seen: Seen) -> tuple[str, int]:
    """Return who has them in "12 photos of 4 MB for each claim"; the size is read for itself."""
    size_end = _end_of_size(scan, end)
    return ("", end) if size_end is None else (per_thing(scan, size_end, seen)[0], end)


def _and_more(scan: Scan, index: int, seen: Seen) -> str:
    """Return who has the second of "each sends 4 logs of 50 kB and a dozen photos a day"."""
    many, gap = seen.factor, range(seen.factor_end, index)
    is_near = many is not None and len(gap) <= _BESIDE and scan.clause(seen.factor_end - 1) == scan.clause(index)
    if many is None or not is_near or scan.lower(index - 1) != "and":
        return ""
    return many.per if len(gap) == 1 or (scan.lower(gap[0]) == "of" and _end_of_size(scan, gap[0]) == index - 1) else ""


def _each_of_many(scan: Scan, index: int, number: Number, seen: Seen) -> str:
    """Return who does so little that it is what each of them does: "6,400 shops put up 3 bags each evening"."""
    between = range(seen.counted_end, index)
    is_near = bool(seen.counted) and 1 <= len(between) <= _FEW_WORDS and scan.is_open(seen.counted_end, index)
    is_little = number.value <= _A_FEW and number.value * _MANY_TIMES <= seen.counted_value
    verb = scan.lower(seen.counted_end)
    is_done = verb in VERBS | CONTENT_VERBS and not verb.endswith(("ed", "s"))
    return seen.counted if is_near and is_little and is_done else ""


def _end_of_size(scan: Scan, end: int) -> int | None:
    """Return the index behind "of 4 MB", or None where no size follows."""
    start = end + 1 + (scan.lower(end + 1) in {"about", "around", "some", "roughly", "~"})
    size = number_at(scan.tokens, start) if scan.lower(end) == "of" else None
    return None if size is None or scan.lower(size.after) not in _BYTE_WORDS else size.after + 1


def _stock_stat(scan: Scan, index: int, end: int, head: str) -> tuple[str, int]:
    """Return which of them a count means, "daily" or "concurrent" say, and the index behind the words."""
    around = set(scan.part(index, before=4, after=6, end=end))
    if (around & AT_ONCE and "at" not in around - {"once"}) or around & AT_ONCE or {"same", "time"} <= around:
        return "concurrent", end
    period = nearby_period(scan, end) if head in _THERE_DAILY else None
    if period is not None and period[0] in STAT_OF:
        adjacent = period_at(scan, end)
        return STAT_OF[period[0]], adjacent[1] if adjacent else end
    near = [*_to_number(scan, range(index - 1, index - 5, -1)), *_to_number(scan, range(end, end + 6))]
    return stat_among({*near, *({scan.lower(place) for place in range(index, end)})}), end


def _to_number(scan: Scan, positions: range) -> list[str]:
    """Return the words at positions up to a mark or another number, whose words they are then."""
    words = scan.until_mark(positions)
    is_number = (number_at(scan.tokens, place) is not None for place in positions[: len(words)])
    count = next(
        (count for count, found in enumerate(is_number) if found and scan.lower(positions[count]) not in {"a", "an"}),
        len(words),
    )
    return words[:count]
