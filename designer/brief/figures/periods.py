"""The period of a rate: "a month", "/day", "every four seconds", "täglich"."""

from __future__ import annotations

from designer.brief.figures.scan import Scan
from designer.brief.numbers import number_at
from designer.brief.units import ADVERBS, HOUR, MINUTE, MONTH, PER_WORDS, PERIODS, TIMES
from designer.brief.vocabulary import CONTENT_VERBS, FUNCTION_WORDS, PEAK_CUES, USUAL, VERBS

_NOT_BEFORE_A = frozenset({"for", "in", "within", "after", "over", "than", "of", "during", "to", "with", "from", "by"})
_DAYS_LIKE = frozenset(
    "ordinary normal typical usual average working quiet busy regular good bad peak hot single".split()
)
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday weekday".split())
_ARRIVE = frozenset("come comes arrive arrives enter enters join joins land lands leave leaves board".split())
_IN_THE = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
NTH = {"other": 2, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10,
       "twentieth": 20, "hundredth": 100, "thousandth": 1000}  # fmt: skip
"""Which one of a row: "every other day" is every second one."""
_TO = frozenset({"to", "and", "-", "–", "until", "till", "bis"})
_CLOCK_FAR = 12
_LINKS = frozenset({"and", "but", "with", "for", "then", "while"})


def period_at(scan: Scan, index: int) -> tuple[float, int] | None:
    """Return the seconds of a period such as "a month", "/day", "per second", "daily", and the index behind it."""
    word, following = scan.lower(index), scan.lower(index + 1)
    if word in ADVERBS:
        return ADVERBS[word], index + 1
    if word == "/" and following.isdigit() and scan.lower(index + 2) in TIMES:
        return float(following[:6]) * TIMES[scan.lower(index + 2)] or 1.0, index + 3
    if following == "quarter" and scan.lower(index + 2) == "of" and word in {"a", "an"}:
        return None  # "a quarter of them"
    if scan.lower(index + 2) == "of" and (part := half_a(scan, index)) is not None:
        return part
    if is_every_nth(scan, index):
        return NTH[following] * PERIODS[scan.lower(index + 2)], index + 3
    if word == "every" and following == "second" and _is_every_other(scan, index + 2):
        return None
    if word in PER_WORDS and following in PERIODS:
        if word in {"a", "an"} and scan.lower(index - 1) in _NOT_BEFORE_A:
            return None
        return PERIODS[following], index + 2
    if word == "in" and following == "the" and scan.lower(index + 2) in _IN_THE:
        follows = scan.token(index + 3)
        if scan.lower(index - 1) not in _IN_THE and not (
            follows is not None and (follows.is_number or follows.is_word)
        ):
            return PERIODS[scan.lower(index + 2)], index + 3
    if word == "on" and following == "any" and PERIODS.get(scan.lower(index + 2 + (scan.lower(index + 2) == "given"))):
        return PERIODS["day"], index + 3 + (scan.lower(index + 2) == "given")
    filler = following in {"single", "calendar", "business", "working", "busy", "given"}
    if word in {"per", "every", "each", "a"} and filler and scan.lower(index + 2) in PERIODS:
        return PERIODS[scan.lower(index + 2)], index + 3
    if word == "on" and following in {"a", "an"} and scan.lower(index + 2) in _WEEKDAYS:
        return PERIODS["day"], index + 3
    if (
        word == "on"
        and following in {"a", "an"}
        and scan.lower(index + 2) in _DAYS_LIKE
        and scan.lower(index + 3) in {"day", "weekday"}
    ):
        return PERIODS["day"], index + 4
    return half_a(scan, index) or window_at(scan, index)


def is_every_nth(scan: Scan, index: int) -> bool:
    """Tell "every other day", "each third week" from "every second order" and "every second"."""
    return (
        scan.lower(index) in {"every", "each"}
        and scan.lower(index + 1) in NTH
        and scan.lower(index + 2) in PERIODS
        and scan.clause(index) == scan.clause(index + 2)
    )


def _is_every_other(scan: Scan, index: int) -> bool:
    """Tell "every second pupil", one of two, from "every second" at the end of what is said or before a verb."""
    token = scan.token(index)
    is_open = token is not None and token.is_word and scan.clause(index) == scan.clause(index - 1)
    said = FUNCTION_WORDS | VERBS | CONTENT_VERBS | PEAK_CUES | USUAL
    return is_open and token is not None and token.lower not in said and not token.lower.endswith(("s", "ly"))


def half_a(scan: Scan, index: int) -> tuple[float, int] | None:
    """Read "every half hour", "per half a minute", "every quarter of an hour"."""
    part = {"half": 2, "quarter": 4}.get(scan.lower(index + 1))
    if scan.lower(index) in {"every", "per", "each"} and part is not None:
        after = index + 2 + (scan.lower(index + 2) == "of")
        after += scan.lower(after) in {"a", "an"}
        if scan.lower(after) in {"second", "minute", "hour", "day", "year"} and (part == 2 or after > index + 2):
            return PERIODS[scan.lower(after)] / part, after + 1
    return None


def window_at(scan: Scan, index: int) -> tuple[float, int] | None:
    """Read "in one month", "in the first minute", "within the same hour": so much of it comes in that time."""
    if scan.lower(index) not in {"in", "within", "during"}:
        return None
    after = index + 1
    words: set[str] = set()
    while scan.lower(after) in {"a", "an", "one", "the", "first", "last", "same", "single", "busiest", "peak", "worst"}:
        words.add(scan.lower(after))
        after += 1
    if scan.lower(after) == "half" and scan.lower(after + 1) in _IN_THE and "the" in words:
        return PERIODS[scan.lower(after + 1)] / 2, after + 2
    many = number_at(scan.tokens, after) if words & {"first", "last"} and words & {"the"} else None
    if many is not None and scan.lower(many.after) in TIMES:
        return many.value * TIMES[scan.lower(many.after)], many.after + 1
    size = PERIODS.get(scan.lower(after), 0.0)
    said = words - {"the"} if scan.lower(index) == "in" else words & {"first", "same", "busiest", "peak", "worst"}
    is_plan = "first" in words and size >= MONTH  # "9,000 investors in the first year" are there by then
    return (size, after + 1) if said and size >= (1 if "same" in words else MINUTE) and not is_plan else None


def window_before(scan: Scan, index: int) -> float | None:
    """Return the time in which people come, said before them: "in the first ten minutes 36,000 people open it"."""
    for position in range(index - 1, max(-1, index - 8), -1):
        if scan.clauses[position] != scan.clause(index) or scan.lower(position) in {",", ";"}:
            return None
        if scan.lower(position) in {"in", "within", "during"} and {"first", "last", "same", "worst"} & {
            scan.lower(position + 1), scan.lower(position + 2)
        }:  # fmt: skip
            window = window_at(scan, position)
            is_free = window is not None and window[1] <= index and not _has_number(scan, position)
            return window[0] if window is not None and is_free else None
    return None


def _has_number(scan: Scan, index: int) -> bool:
    """Tell whether a figure stands before a token in its part, to which the words behind it belong."""
    before = scan.until_mark(range(index - 1, max(-1, index - 9), -1))
    return any(
        number_at(scan.tokens, index - 1 - distance) is not None
        for distance, word in enumerate(before)
        if word not in {"a", "an"}
    )


def span_of_arrivals(scan: Scan, index: int) -> tuple[float, int] | None:
    """Read "come in during 90 minutes", "arrive within half an hour": the time in which all of them come."""
    if scan.lower(index) not in {"in", "within", "during", "over"}:
        return None
    number = number_at(scan.tokens, index + 1)
    before = set(scan.until_mark(range(index - 1, max(-1, index - 5), -1)))
    if number is None or scan.lower(number.after) not in TIMES or not before & _ARRIVE:
        return None
    return number.value * TIMES[scan.lower(number.after)], number.after + 1


def nearby_period(scan: Scan, index: int) -> tuple[float, int] | None:
    """Return the first period within the next words of the clause: "links [are created every] month"."""
    if index >= len(scan.tokens):
        return None
    here = scan.clause(index - 1)
    for position in range(index, min(index + 9, len(scan.tokens))):
        token = scan.tokens[position]
        if scan.clauses[position] != here or token.text in {",", "(", ":"} or token.lower in _LINKS:
            return None
        period = period_at(scan, position)
        if period is not None:
            return None if scan.lower(position - 1) in {"once", "twice"} else period
        if number_at(scan.tokens, position) is not None and token.lower not in {"a", "an"}:
            return None
    return None


def period_before(scan: Scan, index: int) -> float | None:
    """Return the period that a clause opens with: "every day 5 million photos are uploaded", "每天1000万"."""
    before = scan.until_mark(range(index - 1, max(-1, index - 9), -1))
    for distance, word in enumerate(before):
        position = index - 1 - distance
        said = period_at(scan, position)
        if said is not None and word in {"in", "on", "during", "within", "per"} and said[1] <= index:
            return None if _has_number(scan, position) else said[0]
        if number_at(scan.tokens, position) is not None and word not in {"a", "an"}:
            return None
        if word in _LINKS:
            return None
        if word.startswith("每") and word in ADVERBS:
            return ADVERBS[word]
        if word in {"every", "each", "per", "jeden", "cada", "chaque"} and scan.lower(position + 1) in PERIODS:
            return PERIODS[scan.lower(position + 1)]
    return None


def every_number(scan: Scan, index: int) -> tuple[float, int] | None:
    """Return the seconds of "every four seconds", "per 15 min", and the index behind it."""
    is_all_the = scan.lower(index) == "all" and scan.lower(index + 1) == "the"
    if not is_all_the and scan.lower(index) not in {"every", "each", "per", "alle", "cada", "toutes"}:
        return None
    index += scan.lower(index + 1) == "les"
    index += scan.lower(index) == "all" and scan.lower(index + 1) == "the"
    number = number_at(scan.tokens, index + 1)
    if number is None or number.value <= 0 or scan.lower(number.after) not in TIMES:
        return None
    return number.value * TIMES[scan.lower(number.after)], number.after + 1


def number_ahead(scan: Scan, index: int) -> bool:
    """Tell "Every day 5 million photos arrive", where the period belongs to the figure behind it."""
    if scan.lower(index + 2) in {"each", "every"}:
        return False  # "every minute each of the 700 pumps reports"
    for position in range(index + 2, min(index + 7, len(scan.tokens))):
        if scan.clauses[position] != scan.clauses[index]:
            return False
        is_clock = scan.lower(position - 1) == "at"
        if (
            number_at(scan.tokens, position) is not None
            and scan.lower(position) not in {"a", "an", "one"}
            and not is_clock
        ):
            return True
    return False


def clock_before(scan: Scan, index: int) -> float | None:
    """Return the time in which so many come, said before them by the clock: "between two and three o'clock 9,000 come"."""
    for place in range(index - 1, max(-1, index - _CLOCK_FAR), -1):
        if scan.clauses[place] != scan.clause(index) or scan.tokens[place].text in ",;":
            return None
        if scan.lower(place) in {"between", "from"}:
            span = hours_said(scan, place + 1)
            return span[0] if span is not None and span[1] <= index <= span[1] + 1 else None
    return None


def hours_said(scan: Scan, index: int) -> tuple[float, int] | None:
    """Return the length of "two and three o'clock", "8:30 and 9:00", "7 and 9 pm", and the index behind it."""
    if (span := _clock_span(scan, index)) is not None:
        return span
    first = number_at(scan.tokens, index, ranges=False)
    last = number_at(scan.tokens, first.after + 1, ranges=False) if first and scan.lower(first.after) in _TO else None
    if first is None or last is None or not 0 < first.value < last.value <= 24 or first.value % 1 or last.value % 1:
        return None
    end = last.after
    if scan.lower(end) in {"am", "pm", "uhr", "o'clock"}:
        return (last.value - first.value) * HOUR, end + 1
    is_said = scan.lower(end) == "o" and scan.lower(end + 2).startswith("clock")
    return ((last.value - first.value) * HOUR, end + 3) if is_said else None


def office_hours(scan: Scan, index: int) -> tuple[float, int] | None:
    """Return the length of "9 to 5", "from 8 to 18 h", "9am-5pm", and the index behind it."""
    if (span := _clock_span(scan, index)) is not None:
        return span
    first = number_at(scan.tokens, index, ranges=False)
    if first is None or first.value != int(first.value) or not 0 < first.value <= 24:
        return None
    link, start_half = first.after, _half_of_day(scan, first.after)
    link += bool(start_half)
    if scan.lower(link) not in {"to", "-", "–", "until", "till"}:
        return None
    last = number_at(scan.tokens, link + 1, ranges=False)
    if last is None or last.value != int(last.value) or not 0 < last.value <= 24:
        return None
    end_half = _half_of_day(scan, last.after)
    is_said = bool(start_half or end_half) or (first.value, last.value) == (9, 5) or (
        scan.lower(last.after) in {"h", "o'clock", "uhr"} and scan.lower(index - 1) == "from"
    )  # fmt: skip
    if not is_said:
        return None
    begin = first.value + (12 if start_half == "pm" and first.value < 12 else 0)
    end = last.value + (12 if (end_half == "pm" or not end_half) and last.value <= begin and last.value < 12 else 0)
    if end_half == "pm" and end < 12:
        end += 12
    if end <= begin:
        return None
    return (end - begin) * HOUR, last.after + (bool(end_half) or scan.lower(last.after) in {"h", "uhr", "o'clock"})


def _clock_span(scan: Scan, index: int) -> tuple[float, int] | None:
    """Read "08:00-18:00", "7:30 to 16:00"."""
    link = index + 3
    if scan.lower(link) not in {"to", "-", "–", "until", "till", "and", "bis"}:
        return None
    begin, end = _clock(scan, index), _clock(scan, link + 1)
    if begin is None or end is None or end <= begin:
        return None
    return end - begin, link + 4


def _clock(scan: Scan, index: int) -> float | None:
    hour, mark, minute = (scan.lower(index + step) for step in range(3))
    if mark != ":" or not (hour.isdigit() and minute.isdigit() and len(minute) == 2 and scan.is_glued(index + 1)):
        return None
    return int(hour) * HOUR + int(minute) * MINUTE if int(hour) <= 24 and int(minute) < 60 else None


def _half_of_day(scan: Scan, index: int) -> str:
    return scan.lower(index) if scan.lower(index) in {"am", "pm"} else ""
