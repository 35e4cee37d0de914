"""Counts whose thing stands elsewhere: "of them", "to be exact", "at once", a label in front."""

from __future__ import annotations

from itertools import pairwise

from designer.brief.figures.for_each import had_by_others, of_another, so_many_per
from designer.brief.figures.load import at_a_rush, rate
from designer.brief.figures.nouns import (
    coming_before,
    full,
    is_plural,
    is_subject,
    noun_at,
    plural,
    plural_before,
    singular,
    subject_before,
)
from designer.brief.figures.owners import per_thing
from designer.brief.figures.periods import clock_before, nearby_period, period_at, period_before
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.numbers import Number
from designer.brief.units import ACTORS, ADVERBS, COPIES, DAY, HOUR, MONTH, PEOPLE, PERIODS, WEEK
from designer.brief.vocabulary import AT_ONCE, EVENTS, PEAK_CUES, RUSHES, WEEKDAYS
from designer.model.base import slugify

_TOGETHER = (("at", "once"), ("in", "parallel"), ("at", "the", "same", "time"), ("at", "a", "time"), ("concurrently",),
             ("simultaneously",), ("at", "the", "same", "moment"), ("at", "one", "time"), ("at", "any", "one", "time"),
             ("at", "any", "moment"), ("at", "any", "given", "time"), ("at", "the", "busiest", "moment"))  # fmt: skip
_DO_TOGETHER = frozenset("play watch listen shop write work drive talk chat call look browse trade bid edit".split())
STAT_OF = {DAY: "daily", WEEK: "weekly", MONTH: "monthly"}
_IN_ALL = (
    ("to", "be", "exact"),
    ("to", "be", "precise"),
    ("in", "all"),
    ("in", "total"),
    ("altogether",),
    ("all", "told"),
)
_READ_OR_WRITE = {"read": "reads", "reads": "reads", "write": "writes", "writes": "writes"}
_UNIT_SIGNS = frozenset({"%", "/", "-", "–", "x", "×", ":"})
_A_CROWD = 100
_NEAR = 8
_ROOM = 2
_BESIDE = 6
_LABEL = frozenset({":", "=", "|", "is", "are", "about", "around", "~", "≈", "of", "roughly", "approximately", "was"})


def active(scan: Scan, index: int, end: int, number: Number, noun: str) -> Reading:
    """Read "100 million daily active", "20M active": users, as everybody says it."""
    stat = noun.rpartition(" ")[0] or "daily"
    return scan.quantity(index, end, name=f"{stat}_active_users", value=number.value, unit="count", role="stock",
                         subject="active users", stat=stat)  # fmt: skip


def member(scan: Scan, index: int, number: Number) -> Reading | None:
    """Read "100-player matches", "a 5-node cluster"; not "two-factor" or "12-factor"."""
    plural = f"{scan.lower(number.after + 1)}s"
    if scan.lower(number.after) != "-" or not scan.is_glued(number.after) or plural not in PEOPLE | COPIES:
        return None
    role = "copies" if plural in COPIES else "stock"
    return scan.quantity(index, number.after + 2, name=plural, value=number.value, unit="count", role=role,
                         subject=plural)  # fmt: skip


def of_those_known(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "(30,000 of the games)": so many of what was counted before."""
    noun, end = noun_at(scan, number.after + 2)
    is_known = singular(noun.rsplit(" ", 1)[-1]) in seen.known and is_plural(noun)
    is_bracket = scan.lower(index - 1) == "(" and scan.lower(end) == ")"
    if (scan.lower(number.after), scan.lower(number.after + 1)) != ("of", "the") or not (is_known and is_bracket):
        return None
    return scan.quantity(index, end, name=f"some_{slugify(noun).replace('-', '_')}", value=number.value, unit="count",
                         role="stock", subject=noun)  # fmt: skip


def of_them(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "school servers (about 300 of them)", "1,800 are registered to bid": so many of what was named before."""
    first, second = scan.lower(number.after), scan.lower(number.after + 1)
    before = scan.until_mark(range(index - 1, max(-1, index - 4), -1))
    is_whom = seen.counted and number.value >= 3 and ("whom", "of") in pairwise(before)
    if is_whom and scan.token(number.after) is not None and scan.tokens[number.after].is_word:
        return _of_whom(scan, index, number.after, number.value, seen)
    if first == "of" and second in {"them", "these", "those"} and number.value >= 3:
        behind = set(scan.until_mark(range(number.after + 2, number.after + 9)))
        is_there = bool(behind & AT_ONCE) or {"same", "time"} <= behind
        end = number.after + 2
        people = seen.actor if scan.lower(number.after + 2) in _DO_TOGETHER else ""
        thing = (
            (coming_before(scan, index) if _there_are(scan, index) else "")
            or plural_before(scan, index)
            or people
            or seen.counted
            or subject_before(scan, index)
            or ("users" if is_there else "")
        )
        if thing == seen.counted and number.value > seen.counted_value:
            thing = said_last(scan, index) or thing  # "by then 312 schools have sent 88,000 of them"
        if (size := clock_before(scan, index)) is not None and not is_there:
            quantity, after = rate(scan, index, end, thing, number.value, size)
            return quantity.model_copy(update={"stat": "peak"}), after
        behind_period = nearby_period(scan, end)
        size = period_before(scan, index) or (behind_period[0] if behind_period else None)
        if size is not None and thing not in ACTORS:
            is_piece = bool({"piece", "apiece"} & set(scan.window(index, before=_BESIDE, after=0)))
            said = (
                (seen.subject if is_piece else "")
                or plural_before(scan, index)
                or seen.rated
                or said_last(scan, index)
                or _said_here(scan, index, seen)
            )
            return rate(scan, index, behind_period[1] if behind_period else end, said, number.value, size)
        daily = STAT_OF.get(size or 0.0, "") if thing in ACTORS and not is_there else ""
        name = f"concurrent_{thing}" if is_there and thing else f"{daily}_{thing}" if daily and thing else thing
    elif first in {"are", "were"} and seen.counted and second.endswith("ed") and number.value >= 50:
        thing, end, is_there, daily = seen.counted, number.after + 2, False, ""
        name = f"{second} {thing}"
    else:
        return None
    if not thing:
        return None
    return scan.quantity(index, end, name=slugify(name).replace("-", "_"), value=number.value, unit="count", role="stock",
                         subject=thing, stat="concurrent" if is_there else daily)  # fmt: skip


def _of_whom(scan: Scan, index: int, after: int, value: float, seen: Seen) -> Reading:
    """Read "310,000 members, of whom 9,000 drive on a weekday": so many of those, at once or a day."""
    behind = set(scan.until_mark(range(after, after + 9)))
    is_there = bool(behind & AT_ONCE) or {"same", "time"} <= behind or {"at", "a", "time"} <= behind
    period = nearby_period(scan, after)
    daily = period is not None and period[0] == DAY
    stat = "concurrent" if is_there else "daily" if daily or behind & WEEKDAYS else ""
    name = f"{stat}_{seen.counted}" if stat else f"some_{seen.counted}"
    return scan.quantity(index, after, name=slugify(name).replace("-", "_"), value=value, unit="count", role="stock",
                         subject=seen.counted, stat=stat)  # fmt: skip


def said_last(scan: Scan, index: int) -> str:
    """Return the last plural of the sentence before, which "there are 2 million of them" goes on about."""
    start = scan.start(index)
    before = (
        place for place in range(start - 1, max(-1, start - 24), -1) if scan.clause(place) == scan.clause(start - 1)
    )
    return next((scan.lower(place) for place in before if is_plural(scan.lower(place)) and is_subject(scan, place)), "")


def _said_here(scan: Scan, index: int, seen: Seen) -> str:
    """Return what a clause speaks of in one piece: "footage" of "film us footage, 12 GB a piece, 350 of them a day"."""
    words = [scan.lower(place) for place in range(scan.start(index), index)]
    return seen.subject if seen.subject in words else subject_before(scan, index) or "things"


def _there_are(scan: Scan, index: int) -> bool:
    """Tell whether "there are", "there's", "there must be" leads to a number."""
    return any(word.startswith("there") for word in scan.until_mark(range(index - 1, max(-1, index - 5), -1)))


def exactly(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "several thousand shops, 6,500 to be exact", "90 million pages in all"."""
    words = tuple(scan.lower(number.after + step) for step in range(3))
    length = next((len(phrase) for phrase in _IN_ALL if words[: len(phrase)] == phrase), 0)
    thing = subject_before(scan, index) if length else ""
    if not thing or number.value <= 1:
        return None
    return scan.quantity(index, number.after + length, name=slugify(thing).replace("-", "_"), value=number.value,
                         unit="count", role="stock", subject=thing)  # fmt: skip


def of_us(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "twenty of us write at once": people."""
    if (scan.lower(number.after), scan.lower(number.after + 1)) != ("of", "us") or number.value <= 1:
        return None
    behind = set(scan.until_mark(range(number.after + 2, number.after + 12)))
    stat = "concurrent" if behind & AT_ONCE or {"same", "time"} <= behind else ""
    return scan.quantity(index, number.after + 2, name=f"{stat}_users" if stat else "users", value=number.value,
                         unit="count", role="stock", subject="users", stat=stat)  # fmt: skip


def nameless(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "100 million a month", "1.2M created/day", "Staff 4,000": the thing counted was named before."""
    if (other := of_another(scan, index, number, seen) or had_by_others(scan, index, number, seen)) is not None:
        return other
    if (found := _together(scan, index, number, seen) or _of_what_is_named(scan, index, number)) is not None:
        return found
    labelled = _labelled(scan, index, number)
    if labelled is not None and labelled[0] is not None and labelled[0].role == "load":
        return labelled
    many, many_end = per_thing(scan, number.after, seen)
    period = period_at(scan, many_end) or nearby_period(scan, many_end)
    if period is None:
        size = period_before(scan, index)
        if size is not None and scan.lower(index - 1) in ADVERBS and number.value > 1:
            return rate(scan, index, number.after, "requests", number.value, size)
        return labelled or so_many_per(scan, index, number, seen) or _come_on_a_day(scan, index, number, seen)
    if number.value <= 1 and scan.tokens[index].lower in {"one", "a", "un", "una"}:
        return None
    said = [word for word in scan.until_mark(range(index - 1, max(-1, index - 4), -1)) if word in _READ_OR_WRITE]
    own = coming_before(scan, index) or _last_named(scan, index)
    if seen.load is not None and seen.load_clause == scan.clause(index) and _is_aside(scan, seen.load_end, index):
        own = seen.load.subject  # "3,000 dumps a second when a bad patch ships, 90 per second otherwise"
    before = "" if _are_too_few(seen, number.value * HOUR / period[0]) else seen.subject
    thing = (_READ_OR_WRITE[said[0]] if said else "") or own or before or "requests"
    if thing in ACTORS and period[0] in STAT_OF and labelled is not None:
        return labelled
    quantity, after = rate(scan, index, period[1], full(thing), number.value, period[0])
    quantity = at_a_rush(scan, quantity, after, seen)
    per, end = per_thing(scan, after, seen)
    per, end = (per, end) if per else (many, after)
    return (quantity.model_copy(update={"per": per}), end) if per else (quantity, after)


def _come_on_a_day(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "on Easter Monday 25,000 come": so many on a day that is named."""
    before = scan.until_mark(range(index - 1, max(-1, index - 5), -1))
    is_day = before[:1] and before[0] in WEEKDAYS and "on" in before
    if not is_day or scan.lower(number.after) not in {"come", "arrive", "visit"} or seen.load is None:
        return None
    quantity, after = rate(scan, index, number.after, seen.load.subject, number.value, DAY)
    return at_a_rush(scan, quantity.model_copy(update={"stat": "mean"}), index - len(before), seen), after


def _is_aside(scan: Scan, first: int, index: int) -> bool:
    """Tell whether a condition stands between two figures, whose nouns are not what comes."""
    return any(scan.lower(place) in {"when", "whenever", "if", "while", "because"} for place in range(first, index))


def _are_too_few(seen: Seen, hourly: float) -> bool:
    """Tell "our 260 services. 35k/s": more come in an hour than there are, so something else comes."""
    return bool(seen.counted_phrase) and seen.subject == seen.counted_phrase and hourly > seen.counted_value


def _of_what_is_named(scan: Scan, index: int, number: Number) -> Reading | None:
    """Read "boxes, 26,000 on the road", "the renderer, of which we run four", "the probes, they are 180"."""
    before = scan.until_mark(range(index - 1, max(-1, index - 6), -1))
    follows = scan.token(number.after)
    is_end = follows is None or follows.kind == "symbol" or scan.clause(number.after) != scan.clause(index)
    is_counting = number.value == int(number.value) and number.value > 1 and scan.lower(number.after) not in _UNIT_SIGNS
    thing, role, end = "", "stock", number.after
    bracketed = _before_a_bracket(scan, index, number.after) if is_counting and is_end else ""
    if bracketed:
        thing, end = bracketed, number.after + 1
    elif (is_counting and is_end and before[:2] == ["are", "they"]) or (
        is_counting and is_end and before[:1] in (["among"], ["amongst"]) and number.value >= _A_CROWD
    ):
        thing = plural_before(scan, index)
    elif is_counting and is_end and ("which", "of") in pairwise(before):
        place = index - 1 - before.index("which") - 1
        thing = scan.lower(place - 1 - (scan.lower(place - 1) == ","))
        role = "stock" if is_plural(thing) else "copies"
    elif is_counting and not before and scan.lower(index - 1) == "," and _is_whereabouts(scan, index, number.after):
        thing = scan.lower(index - 2)
    if not thing:
        return None
    name = slugify(thing, fallback="things").replace("-", "_")
    quantity, _ = scan.quantity(
        index, number.after, name=name, value=number.value, unit="count", role=role, subject=thing
    )
    return quantity, end


def _before_a_bracket(scan: Scan, index: int, after: int) -> str:
    """Return what is counted in "every tram (there are 780)" and "Clinics (86) poll"."""
    first = index
    while scan.lower(first - 1) in {"there", "are", "about", "some", "roughly", "of", "them", "~", "now", "currently"}:
        first -= 1
    opening = scan.lower(first - 1) == "(" and scan.lower(after) == ")" and first >= _ROOM
    if not opening or not is_subject(scan, first - 2):
        return ""
    word = scan.lower(first - 2)
    if scan.lower(first) == "there":
        return plural(word)
    is_year = scan.tokens[index].text.isdigit() and len(scan.tokens[index].text) == len("2024")
    is_name = scan.tokens[first - 2].text[:1].isupper() and first - 2 > scan.start(index)
    return word if is_plural(word) and word not in EVENTS and not (is_year or is_name) else ""


def _is_whereabouts(scan: Scan, index: int, after: int) -> bool:
    """Tell "boxes, 26,000 on the road", where a plural begins the clause, from a second rate ("clicks, 5,000 at peak")."""
    start = scan.start(index)
    if index - start > _NEAR:
        return False
    word = scan.lower(index - 2)
    is_thing = is_plural(word) and is_subject(scan, index - 2) and word not in EVENTS
    behind = scan.until_mark(range(after, after + 6))
    is_place = behind[:1] in (["on"], ["in"], ["at"], ["across"], ["over"]) and len(behind) > 1
    words = {*behind, *(scan.lower(place) for place in range(start, index))}
    return is_thing and is_place and not words & (PEAK_CUES | RUSHES | AT_ONCE | PERIODS.keys() | {"average", "first"})


def _last_named(scan: Scan, index: int) -> str:
    """Return the plural right before the semicolon or colon that a clause follows: "posts page views; 1.5 billion a day"."""
    start = scan.start(index)
    is_next = start >= 2 and scan.lower(start - 1) == ";" and index - start <= 2
    word = scan.lower(start - 2)
    return word if is_next and is_plural(word) else ""


def _those(scan: Scan, index: int, number: Number, seen: Seen) -> str:
    """Return of whom so many are there at once: a plural since the last count, else some of those, else the noun before."""
    is_part = bool(seen.counted) and number.value <= seen.counted_value
    if not is_part or scan.clause(seen.counted_end - 1) != scan.clause(index):
        return subject_before(scan, index)
    return plural_before(scan, index, farthest=index - seen.counted_end + 1) or seen.counted


def _together(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "600 at once", "40 in parallel": so many of what was named before; "900 play at the same time": people."""
    verb = scan.lower(number.after) in _DO_TOGETHER
    words = tuple(scan.lower(number.after + verb + step) for step in range(4))
    length = next((len(phrase) + verb for phrase in _TOGETHER if words[: len(phrase)] == phrase), 0)
    thing = ("users" if verb else _those(scan, index, number, seen)) if length else ""
    if not thing or number.value <= 1:
        return None
    name = f"concurrent_{slugify(thing).replace('-', '_')}"
    return scan.quantity(index, number.after + length, name=name, value=number.value, unit="count", role="stock",
                         subject=thing, stat="concurrent")  # fmt: skip


def _labelled(scan: Scan, index: int, number: Number) -> Reading | None:
    """Read "Staff 4,000, students 38,000", "concurrent users: 2 million", "number of tenants is 300"."""
    following = scan.token(number.after)
    is_end = following is None or following.kind == "symbol" or scan.clause(number.after) != scan.clause(index)
    total = scan.lower(number.after) in {"total", "overall", "altogether"}
    if not (is_end or total or period_at(scan, number.after)) or (
        following and following.text in {"%", "/", "-", "–", "x"}
    ):
        return None
    position = index - 1
    while position >= 0 and scan.lower(position) in _LABEL:
        position -= 1
    word = scan.lower(position)
    if position < 0 or not scan.tokens[position].is_word or number.value <= 1:
        return None
    adverb = ADVERBS.get(scan.lower(position - 1))
    if word in EVENTS and adverb is not None and position < index - 1:
        return rate(scan, position - 1, number.after, word, number.value, adverb)
    if word in {"concurrency", "simultaneity"}:
        return scan.quantity(position, number.after, name="concurrent_users", value=number.value, unit="count",
                             role="stock", subject=word, stat="concurrent")  # fmt: skip
    is_label = scan.lower(index - 1) in {":", "=", "|"} and is_plural(word)
    if word not in ACTORS | COPIES and not is_label:
        return None
    around = set(scan.until_mark(range(position - 1, position - 4, -1)))
    stat = "total" if total else stat_among(around)
    period = period_at(scan, number.after)
    after = number.after + total
    if period is not None and period[0] in STAT_OF:
        stat, after = STAT_OF[period[0]], period[1]
    name = f"{stat}_{word}" if stat else word
    role = "copies" if word in COPIES and number.value <= 10_000 else "stock"
    return scan.quantity(position, after, name=name, value=number.value, unit="count", role=role, subject=word,
                         stat=stat)  # fmt: skip


def stat_among(words: set[str]) -> str:
    """Return which of them a count means by the words around it: "concurrent", "total", "daily"."""
    if words & AT_ONCE or {"same", "time"} <= words:
        return "concurrent"
    if "total" in words or "registered" in words:
        return "total"
    return next((word for word in ("daily", "monthly", "weekly") if word in words), "")
