"""Counted things: how many there are, and how many come in a period."""

from __future__ import annotations

from itertools import pairwise

from designer.brief.figures.load import rate
from designer.brief.figures.nouns import each_before, is_actor, is_plural, noun_at, per_thing, subject_before
from designer.brief.figures.periods import every_number, nearby_period, period_at, period_before, window_at
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.numbers import Number
from designer.brief.units import ABBREVIATED_NOUNS, ACTORS, ADVERBS, COPIES, DAY, MONTH, PEOPLE, PERIODS, WEEK
from designer.model.base import slugify
from designer.model.quantity import Quantity

_TOGETHER = (("at", "once"), ("in", "parallel"), ("at", "the", "same", "time"), ("at", "a", "time"), ("concurrently",),
             ("simultaneously",))  # fmt: skip
_AT_ONCE = frozenset({"concurrent", "concurrently", "simultaneous", "simultaneously", "once", "online", "connected",
                      "gleichzeitig", "gleichzeitige", "simultáneos", "simultanés"})  # fmt: skip
_THERE_DAILY = PEOPLE - {"vehicles", "vehicle", "cars", "followers", "passengers"}
_DO_TOGETHER = frozenset("play watch listen shop write work drive talk chat call look browse trade bid edit".split())
_STAT_OF = {DAY: "daily", WEEK: "weekly", MONTH: "monthly"}
_COME = frozenset(
    "new sign signs signups register registers join joins arrive arrives arriving arrivals enter enters".split()
)
_PASSING = frozenset(
    "are is were was be been being get gets come comes go goes arrive arrives flow flows hit hits land lands pour pours "
    "reach reaches enter enters pass passes happen happens occur occurs move moves stream streams through in out per "
    "sent made put sold read built "
    "uploaded new of on at from to by".split()
)
_DISTANCES = frozenset("km kms kilometre kilometres kilometer kilometers miles mile mm cm".split())
"""Lengths are none of the units that a design is sized by."""
_LABEL = frozenset({":", "=", "is", "are", "about", "around", "~", "≈", "of", "roughly", "approximately", "was"})


def counted(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read a counted thing, with or without a period: "100 million new links a month", "two million players"."""
    if (member := _member(scan, index, number)) is not None:
        return member
    if (of_them := _of_them(scan, index, number, seen)) is not None:
        return of_them
    noun, end = noun_at(scan, number.after + (scan.lower(number.after) in {"of", "de"}))
    if noun in {"times", "x", "mal", "veces", "fois"}:
        return _times(scan, index, end, number, seen)
    if not noun:
        return _nameless(scan, index, number, seen)
    if noun.split()[0] in _DISTANCES and scan.text[scan.tokens[index].start - 1 : scan.tokens[index].start] != "-":
        return None, number.after + 1
    if noun in {"active", "daily active", "monthly active", "weekly active"}:
        return _active(scan, index, end, number, noun)
    is_one = scan.tokens[index].lower in {"one", "un", "una", "eine"} and number.after == index + 1
    if is_one and not _is_one_of_a_kind(scan, end, noun):
        return None
    phrase = _full(noun)
    return _with_period(scan, index, end, phrase, number, seen) or _stock(scan, index, end, phrase, number, seen)


def _active(scan: Scan, index: int, end: int, number: Number, noun: str) -> Reading:
    """Read "100 million daily active", "20M active": users, as everybody says it."""
    stat = noun.rpartition(" ")[0] or "daily"
    return scan.quantity(index, end, name=f"{stat}_active_users", value=number.value, unit="count", role="stock",
                         subject="active users", stat=stat)  # fmt: skip


def _member(scan: Scan, index: int, number: Number) -> Reading | None:
    """Read "100-player matches", "a 5-node cluster"; not "two-factor" or "12-factor"."""
    plural = f"{scan.lower(number.after + 1)}s"
    if scan.lower(number.after) != "-" or not scan.is_glued(number.after) or plural not in PEOPLE | COPIES:
        return None
    role = "copies" if plural in COPIES else "stock"
    return scan.quantity(index, number.after + 2, name=plural, value=number.value, unit="count", role=role,
                         subject=plural)  # fmt: skip


def _of_them(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "school servers (about 300 of them)", "1,800 are registered to bid": so many of what was named before."""
    first, second = scan.lower(number.after), scan.lower(number.after + 1)
    if first == "of" and second in {"them", "these", "those"}:
        thing, end = subject_before(scan, index), number.after + 2
        name = thing
    elif first in {"are", "were"} and seen.counted and second.endswith("ed") and number.value > 1:
        thing, end = seen.counted, number.after + 2
        name = f"{second} {thing}"
    else:
        return None
    if not thing:
        return None
    return scan.quantity(index, end, name=slugify(name).replace("-", "_"), value=number.value, unit="count", role="stock",
                         subject=thing)  # fmt: skip


def _full(noun: str) -> str:
    """Return a noun phrase with its head written out: "req" is "requests"."""
    head = noun.rsplit(" ", 1)[-1]
    return " ".join([*noun.split()[:-1], ABBREVIATED_NOUNS.get(head, head)])


def _is_one_of_a_kind(scan: Scan, end: int, noun: str) -> bool:
    """Tell "one region", "one message a minute" (figures) from "one of them", "one customer" (prose)."""
    is_rate = period_at(scan, end) is not None or every_number(scan, end) is not None
    return noun.rsplit(" ", 1)[-1] in COPIES or is_rate


def _times(scan: Scan, index: int, end: int, number: Number, seen: Seen) -> Reading | None:
    """Read "opened 500,000 times a day", "each opens the app 8x a day": the verb says what is counted."""
    period = period_at(scan, end) or nearby_period(scan, end)
    if period is None:
        return None
    each = each_before(scan, index, seen) or _acting(scan, index, seen)
    thing = (_verb_after_each(scan, index) if each else "") or subject_before(scan, index) or seen.subject or "requests"
    quantity, after = rate(scan, index, period[1], thing, number.value, period[0])
    return (quantity.model_copy(update={"per": each}), after) if each else (quantity, after)


def _acting(scan: Scan, index: int, seen: Seen) -> str:
    """Return who acts when a clause speaks of "each": "each opens the app 8x a day"."""
    before = scan.until_mark(range(index - 1, max(-1, index - 9), -1))
    return seen.actor if "each" in before else ""


def _verb_after_each(scan: Scan, index: int) -> str:
    before = scan.until_mark(range(index - 1, max(-1, index - 9), -1))
    if "each" not in before:
        return ""
    position = index - 1 - before.index("each")
    verbs = [scan.lower(item) for item in range(position + 1, index) if is_plural(scan.lower(item))]
    return verbs[0] if verbs else ""


def _nameless(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "100 million a month", "1.2M created/day", "Staff 4,000": the thing counted was named before."""
    if (together := _together(scan, index, number)) is not None:
        return together
    labelled = _labelled(scan, index, number)
    period = period_at(scan, number.after) or nearby_period(scan, number.after)
    if period is None:
        size = period_before(scan, index)
        if size is not None and scan.lower(index - 1) in ADVERBS and number.value > 1:
            return rate(scan, index, number.after, "requests", number.value, size)
        return labelled
    if number.value <= 1 and scan.tokens[index].lower in {"one", "a", "un", "una"}:
        return None
    thing = subject_before(scan, index) or seen.subject or "requests"
    if thing in ACTORS and period[0] in _STAT_OF and labelled is not None:
        return labelled
    return rate(scan, index, period[1], _full(thing), number.value, period[0])


def _together(scan: Scan, index: int, number: Number) -> Reading | None:
    """Read "600 at once", "40 in parallel": so many of what was named before; "900 play at the same time": people."""
    verb = scan.lower(number.after) in _DO_TOGETHER
    words = tuple(scan.lower(number.after + verb + step) for step in range(4))
    length = next((len(phrase) + verb for phrase in _TOGETHER if words[: len(phrase)] == phrase), 0)
    thing = ("users" if verb else subject_before(scan, index)) if length else ""
    if not thing or number.value <= 1:
        return None
    name = f"concurrent_{slugify(thing).replace('-', '_')}"
    return scan.quantity(index, number.after + length, name=name, value=number.value, unit="count", role="stock",
                         subject=thing, stat="concurrent")  # fmt: skip


def _labelled(scan: Scan, index: int, number: Number) -> Reading | None:
    """Read "Staff 4,000, students 38,000", "concurrent users: 2 million", "number of tenants is 300"."""
    following = scan.token(number.after)
    is_end = following is None or following.kind == "symbol" or scan.clause(number.after) != scan.clause(index)
    if not (is_end or period_at(scan, number.after)) or (following and following.text in {"%", "/", "-", "–", "x"}):
        return None
    position = index - 1
    while position >= 0 and scan.lower(position) in _LABEL:
        position -= 1
    word = scan.lower(position)
    if position < 0 or not scan.tokens[position].is_word or number.value <= 1 or word not in ACTORS | COPIES:
        return None
    around = set(scan.until_mark(range(position - 1, position - 4, -1)))
    stat = _stat_among(around)
    period = period_at(scan, number.after)
    after = number.after
    if period is not None and period[0] in _STAT_OF:
        stat, after = _STAT_OF[period[0]], period[1]
    name = f"{stat}_{word}" if stat else word
    role = "copies" if word in COPIES and number.value <= 10_000 else "stock"
    return scan.quantity(position, after, name=name, value=number.value, unit="count", role=role, subject=word,
                         stat=stat)  # fmt: skip


def _stat_among(words: set[str]) -> str:
    if words & _AT_ONCE or {"same", "time"} <= words:
        return "concurrent"
    if "total" in words or "registered" in words:
        return "total"
    return next((word for word in ("daily", "monthly", "weekly") if word in words), "")


def _with_period(scan: Scan, index: int, end: int, phrase: str, number: Number, seen: Seen) -> Reading | None:
    """Return a count of things in a period: "4 million photos uploaded every day", "3 posts a user a day"."""
    head = phrase.rsplit(" ", 1)[-1]
    if scan.lower(end) == "/" and scan.lower(end + 1) in PERIODS:
        if head in PEOPLE and PERIODS[scan.lower(end + 1)] in _STAT_OF:
            return None
        quantity, after = rate(scan, index, end + 2, phrase, number.value, PERIODS[scan.lower(end + 1)])
        per, per_end = per_thing(scan, after, seen)
        return (quantity.model_copy(update={"per": per}), per_end) if per else (quantity, after)
    each = each_before(scan, index, seen)
    every = every_number(scan, end)
    if every is not None and head not in ACTORS:
        quantity, after = rate(scan, index, every[1], phrase, number.value, every[0])
        return quantity.model_copy(update={"per": each}), after
    per, per_end = per_thing(scan, end, seen)
    per = per or ("" if each.rstrip("s") == head.rstrip("s") else each)
    period = _period_of(scan, index, per_end if per else end, head, is_each=per_end > end)
    if period is None:
        return None
    quantity, after = rate(scan, index, max(period[1], end), phrase, number.value, period[0])
    behind, behind_end = per_thing(scan, after, seen)
    if behind and not per:
        per, after = behind, behind_end
    return quantity.model_copy(update={"per": per}), max(after, per_end if per else after)


def _period_of(scan: Scan, index: int, end: int, head: str, *, is_each: bool) -> tuple[float, int] | None:
    """Return the period in which so many come; none for people who are there each day."""
    period = nearby_period(scan, end)
    if period is None:
        lead = {scan.lower(item) for item in range(index, end)}
        adverb = next((word for word in sorted(lead) if word in ADVERBS), "")
        if adverb and head not in ACTORS:
            period = (ADVERBS[adverb], end)
        elif not is_each and head not in ACTORS | COPIES and (size := period_before(scan, index)) is not None:
            period = (size, end)
    if period is None or head in COPIES - PEOPLE:
        return None
    around = set(scan.part(index, before=4, after=6, end=end))
    if _sends(scan, end):
        return None
    is_there = head in _THERE_DAILY and (period[0] >= DAY or _is_window(scan, end)) and not around & _COME
    return None if is_there else period


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
    if per and (per_end > end or is_actor(per) or each):
        name = f"{slugify(head).replace('-', '_')}_per_{slugify(per).replace('-', '_')}"
        return scan.quantity(index, max(per_end, end), name=name, value=number.value, unit="ratio", role="factor",
                             subject=phrase, per=per)  # fmt: skip
    stat, after = _stock_stat(scan, index, end, head)
    is_copy = head in COPIES and number.value <= 10_000 and head not in PEOPLE - {"machines"}
    prefix = "" if stat in phrase.split() else stat
    name = "_".join(part for part in (prefix, slugify(phrase).replace("-", "_")) if part)
    return scan.quantity(index, after, name=name, value=number.value, unit="count",
                         role="copies" if is_copy else "stock", subject=phrase, stat=stat)  # fmt: skip


def _stock_stat(scan: Scan, index: int, end: int, head: str) -> tuple[str, int]:
    """Return which of them a count means, "daily" or "concurrent" say, and the index behind the words."""
    around = set(scan.part(index, before=4, after=6, end=end))
    if (around & _AT_ONCE and "at" not in around - {"once"}) or around & _AT_ONCE or {"same", "time"} <= around:
        return "concurrent", end
    period = nearby_period(scan, end) if head in _THERE_DAILY else None
    if period is not None and period[0] in _STAT_OF:
        adjacent = period_at(scan, end)
        return _STAT_OF[period[0]], adjacent[1] if adjacent else end
    return _stat_among(around), end


def sender(scan: Scan, index: int, seen: Seen) -> str:
    """Return who does something "every hour": who acts in the clause, or what was counted just before."""
    if seen.actor and seen.actor_clause == scan.clause(index):
        return seen.actor
    return seen.counted if seen.counted and scan.is_open(seen.counted_end, index) else ""


def merged(quantity: Quantity, seen: Seen, clause: int, after: int) -> Seen:
    """Return what is known behind a figure: who acts, what was counted, the last load."""
    subject = quantity.subject or seen.subject
    if quantity.role == "stock" and quantity.unit == "count" and quantity.subject:
        seen = seen._replace(counted=quantity.subject.rsplit(" ", 1)[-1], counted_end=after)
    if quantity.role in {"stock", "factor"} and quantity.subject and is_actor(quantity.subject):
        head = quantity.subject.rsplit(" ", 1)[-1]
        return seen._replace(subject=subject, actor=head, actor_clause=clause)
    if quantity.role == "load":
        return seen._replace(subject=subject, load=quantity, load_clause=clause)
    return seen._replace(subject=subject)
