"""Figures without a unit: percentages, shares, ratios and factors."""

from __future__ import annotations

from designer.brief.figures.nouns import is_actor, noun_at, noun_behind
from designer.brief.figures.periods import period_at
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.numbers import Number, number_at
from designer.brief.vocabulary import AVAILABILITY_CUES, GROWTH_CUES, LATENCY_CUES, PEAK_CUES

_PERCENT = frozenset({"%", "percent", "pct", "％", "prozent"})
_PERCENT_OF = frozenset({("per", "cent"), ("por", "ciento"), ("pour", "cent")})
_RATIO_CUES = frozenset({"ratio", "read", "reads", "write", "writes", "heavy", "outnumber", "reader", "readers",
                         "versus", "vs"})  # fmt: skip
_READS = frozenset({"read", "reads", "readers", "reader", "write", "writes"})


def nines(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "five nines", "three nines five"."""
    after = number.after + (scan.lower(number.after) == "-")
    if scan.lower(after) not in {"nines", "neunen"} or not 1 <= number.value <= 12:
        return None
    value = 1 - 10**-number.value
    if scan.lower(after + 1) == "five" and scan.lower(after + 2) != "nines":
        value += 5 * 10 ** -(number.value + 1)
    return scan.quantity(index, after + 1, name="availability", value=value, unit="ratio", role="availability")


def percent(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "99.9 % uptime", "20 percent of the users", "half of the calls", "1 in 10"."""
    after = number.after
    if scan.lower(after) in _PERCENT:
        after += 1
    elif (scan.lower(after), scan.lower(after + 1)) in _PERCENT_OF:
        after += 2
    elif number.is_share:
        return _share(scan, index, after, number.value)
    else:
        return _one_in(scan, index, number)
    around = set(scan.part(index, before=10, after=8, end=after))
    value = number.value / 100
    is_tail = "of" in around and bool(around & LATENCY_CUES) and not around & {"uptime", "available", "availability"}
    if is_tail and scan.lower(after) == "of" and value >= 0.5:
        return _share(scan, index, after, value)
    if around & GROWTH_CUES:
        return scan.quantity(index, after, name="growth", value=value, unit="ratio", role="growth")
    if "to" in around or value > 1:
        around.discard("up")  # "up to 95 %"
    is_said = bool(around & AVAILABILITY_CUES)
    if (is_said and value >= 0.9) or (99 <= number.value < 100):
        return scan.quantity(index, after, name="availability", value=value, unit="ratio", role="availability")
    return _share(scan, index, after, value)


def _share(scan: Scan, index: int, after: int, value: float) -> Reading:
    noun, end = noun_behind(scan, after + 1) if scan.lower(after) == "of" else noun_at(scan, after)
    is_of_them = scan.lower(after) == "of" and scan.lower(after + 1) in {"them", "these", "those"}
    if is_of_them and not noun:
        end = after + 2
    period = period_at(scan, end) if noun or is_of_them else None
    stat = {86400.0: "daily", 604800.0: "weekly", 2592000.0: "monthly"}.get(period[0], "") if period else ""
    is_daily = stat and (is_of_them or is_actor(noun))
    name = f"share_of_{noun}" if noun else "share"
    last = period[1] if is_daily and period else end if noun or is_of_them else after
    return scan.quantity(index, last, name=name, value=value, unit="ratio", role="share", subject=noun,
                         stat=stat if is_daily else "")  # fmt: skip


def _one_in(scan: Scan, index: int, number: Number) -> Reading | None:
    """Read "1 in 10 writes", "one out of five users"."""
    after = number.after + (scan.lower(number.after) == "out")
    if number.value != 1 or scan.lower(after) not in ({"of"} if after > number.after else {"in"}):
        return None
    whole = number_at(scan.tokens, after + 1)
    if whole is None or whole.is_vague or whole.is_share or not 2 <= whole.value <= 1e9:
        return None
    noun, end = noun_at(scan, whole.after)
    if not noun and scan.lower(whole.after) in {"a", "an"}:
        return None
    name = f"share_of_{noun}" if noun else "share"
    return scan.quantity(index, end if noun else whole.after, name=name, value=1 / whole.value, unit="ratio",
                         role="share", subject=noun)  # fmt: skip


def ratio(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "100:1", "ten to one", "a 50 to 1 read ratio"."""
    first = number_at(scan.tokens, index, ranges=False)
    if first is None or first.value == 0 or scan.lower(first.after) not in {":", "to", "zu"}:
        return None
    second = number_at(scan.tokens, first.after + 1, ranges=False)
    if second is None or second.value == 0 or first.value != 1 != second.value:
        return None
    around = set(scan.part(index, before=8, after=8, end=second.after))
    if scan.lower(first.after) == "to" and not around & _RATIO_CUES:
        return None
    if scan.lower(first.after) == ":" and not (scan.is_glued(first.after) or around & _RATIO_CUES):
        return None
    high, low = max(first.value, second.value), min(first.value, second.value)
    name = "read_write_ratio" if around & _READS else "ratio"
    noun = "reads" if name == "read_write_ratio" else ""
    return scan.quantity(index, second.after, name=name, value=high / low, unit="ratio", role="factor", subject=noun)


def reads_per_write(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "fifty reads to one write", "10 reads for every write", "20 reads per write"."""
    if scan.lower(number.after) not in {"reads", "read", "readers"}:
        return None
    for position in range(number.after + 1, min(number.after + 5, len(scan.tokens))):
        if scan.lower(position) in {"write", "writes", "writer"}:
            linked = {scan.lower(item) for item in range(number.after + 1, position)}
            if not linked & {"for", "to", "per", "each", "every"}:
                return None
            return scan.quantity(index, position + 1, name="read_write_ratio", value=number.value, unit="ratio",
                                 role="factor", subject="reads")  # fmt: skip
    return None


def factor(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "five times the average", "10x", "3-fold", "a factor of 8", "100 times as many follow-ups"."""
    after = _factor_end(scan, index, number)
    if after is None:
        return None
    around = set(scan.part(index, before=8, after=8, end=after))
    value = number.value
    if around & PEAK_CUES:
        return scan.quantity(index, after, name="peak_factor", value=value, unit="ratio", role="factor", stat="peak")
    if around & GROWTH_CUES:
        return scan.quantity(index, after, name="growth", value=value, unit="ratio", role="growth")
    if around & {"reads", "read", "readers"}:
        return scan.quantity(index, after, name="read_write_ratio", value=value, unit="ratio", role="factor",
                             subject="reads")  # fmt: skip
    if (more := _as_many(scan, index, after, value, seen)) is not None:
        return more
    return scan.quantity(index, after, name="factor", value=value, unit="ratio", role="factor")


def _factor_end(scan: Scan, index: int, number: Number) -> int | None:
    after, word = number.after, scan.lower(number.after)
    if word in {"-", "–"} and scan.lower(after + 1) == "fold":
        return after + 2
    if word in {"x", "×"} and (scan.is_glued(after) or word == "×") and period_at(scan, after + 1) is None:
        following = scan.token(after + 1)
        return None if following is not None and following.is_number else after + 1
    if word in {"fold", "mal", "veces", "fois"} and period_at(scan, after + 1) is None:
        return after + 1
    if word == "times" and period_at(scan, after + 1) is None:
        return after + 1
    return after if scan.lower(index - 1) == "of" and scan.lower(index - 2) in {"factor", "ratio"} else None


def _as_many(scan: Scan, index: int, after: int, value: float, seen: Seen) -> Reading | None:
    """Read "100 times as many follow-ups", "ten times more views": so many for each of what was counted before."""
    words = (scan.lower(after), scan.lower(after + 1))
    start = after + 2 if words == ("as", "many") else after + 1 if words[0] == "more" else 0
    if not start or seen.load is None or not seen.load.subject:
        return None
    noun, end = noun_at(scan, start)
    if not noun:
        return None
    return scan.quantity(index, end, name=f"{noun}_per_{seen.load.subject}", value=value, unit="ratio", role="factor",
                         subject=noun, per=seen.load.subject)  # fmt: skip
