"""Figures without a unit: percentages, shares, ratios and factors."""

from __future__ import annotations

from designer.brief.figures.load import rate
from designer.brief.figures.nouns import is_actor, is_plural, noun_at, noun_behind, plural, plural_before, singular
from designer.brief.figures.owners import each_before
from designer.brief.figures.periods import nearby_period, period_at, period_before
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.numbers import Number, number_at
from designer.brief.units import COPIES, HOUR, MONTH, TIMES
from designer.brief.vocabulary import AT_ONCE, AVAILABILITY_CUES, GROWTH_CUES, LATENCY_CUES, PEAK_CUES, RUSHES, USUAL

_PERCENT = frozenset({"%", "percent", "pct", "％", "prozent"})
_PERCENT_OF = frozenset({("per", "cent"), ("por", "ciento"), ("pour", "cent")})
_RATIO_CUES = frozenset({"ratio", "read", "reads", "write", "writes", "heavy", "outnumber", "reader", "readers",
                         "versus", "vs"})  # fmt: skip
_READ_TIMES = frozenset({"read", "sent", "seen", "written", "heard", "shown", "bought", "sold"})
_OF_THEM = {("of", "them"), ("of", "these"), ("of", "those"), ("of", "this"), ("of", "that")}
_SHARE_NAMES = frozenset({"rate", "ratio", "share", "probability", "fraction", "proportion"})
_MOST_OF_TIME = 0.9
_OF_THE_TIME = frozenset(("of", "the", word) for word in ("time", "year", "month", "week", "day"))
_MOMENTS = frozenset("when whenever if while during in on at after before around".split())
_ROUND = frozenset({10, 100, 1000, 10_000, 100_000, 1_000_000})
_READS = frozenset({"read", "reads", "readers", "reader", "write", "writes"})


def nines(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "five nines", "three nines five"."""
    after = number.after + (scan.lower(number.after) == "-")
    is_digit = scan.lower(after) == "9" and scan.lower(after + 1) in {"s", "'", "’"}
    if is_digit:
        after += 1 + (scan.lower(after + 1) != "s")
    if (scan.lower(after) not in {"nines", "neunen"} and not is_digit) or not 1 <= number.value <= 12:
        return None
    whole = int(number.value)
    value = 1 - 10**-whole
    if number.value == whole + 0.5:
        value += 5 * 10 ** -(whole + 1)  # three and a half nines are 99.95 %
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
        if (more := _more_each_year(scan, index, after, number.value, is_added=False)) is not None:
            return more
        if (GROWTH_CUES - {"rise", "rising"}) & set(scan.part(index, before=6, after=0)) or _goes_up(scan, index):
            return scan.quantity(index, after, name="growth", value=number.value, unit="ratio", role="growth")
        return _share(scan, index, after, number.value, seen)
    else:
        return _one_in(scan, index, number, seen) or _labelled_share(scan, index, number)
    around = set(scan.part(index, before=10, after=8, end=after))
    value = number.value / 100
    is_tail = "of" in around and bool(around & LATENCY_CUES) and not around & {"uptime", "available", "availability"}
    if _MOST_OF_TIME <= value < 1 and tuple(scan.lower(after + step) for step in range(3)) in _OF_THE_TIME:
        return scan.quantity(index, after + 3, name="availability", value=value, unit="ratio", role="availability")
    if is_tail and scan.lower(after) == "of" and value >= 0.5:
        return _share(scan, index, after, value, seen)
    if (more := _more_each_year(scan, index, after, value, is_added=bool(around & {"add", "adds"}))) is not None:
        return more
    if around & GROWTH_CUES or _goes_up(scan, index) or ({"year", "on"} <= around and scan.lower(after) == "year"):
        return scan.quantity(index, after, name="growth", value=value, unit="ratio", role="growth")
    if "to" in around or value > 1:
        around.discard("up")  # "up to 95 %"
    is_said = bool(around & AVAILABILITY_CUES)
    if (is_said and value >= 0.9) or (99 <= number.value < 100):
        return scan.quantity(index, after, name="availability", value=value, unit="ratio", role="availability")
    return _share(scan, index, after, value, seen)


def _more_each_year(scan: Scan, index: int, after: int, value: float, *, is_added: bool) -> Reading | None:
    """Read "8 % more meters per year", "every year a tenth more", "we add 20 % a year": growth."""
    is_more = scan.lower(after) == "more"
    if not is_more and not is_added:
        return None
    noun, end = noun_at(scan, after + 1) if is_more else ("", after)
    period = period_at(scan, end)
    size = period_before(scan, index) if period is None and is_more else None
    if period is None and (size is None or size < MONTH):
        return None
    return scan.quantity(index, period[1] if period else end, name="growth", value=value, unit="ratio", role="growth",
                         subject=noun)  # fmt: skip


def _goes_up(scan: Scan, index: int) -> bool:
    """Tell "user numbers are going up by a third"."""
    before = scan.until_mark(range(index - 1, max(-1, index - 5), -1))
    return "up" in before and bool({"going", "goes", "go", "went"} & set(before))


def _labelled_share(scan: Scan, index: int, number: Number) -> Reading | None:
    """Read "hit rate: 0.95", "a share of 0.2", "availability 0.999": a fraction behind a word that asks for one."""
    if not (scan.tokens[index].text.startswith("0.") and 0 < number.value < 1 and number.after == index + 1):
        return None
    before = set(scan.part(index, before=4, after=0, end=index))
    if before & AVAILABILITY_CUES and number.value >= 0.9:
        return scan.quantity(index, number.after, name="availability", value=number.value, unit="ratio",
                             role="availability")  # fmt: skip
    return _share(scan, index, number.after, number.value) if before & _SHARE_NAMES else None


def _shared(scan: Scan, index: int, after: int, seen: Seen) -> str:
    """Return what a share without a noun is of: what was counted or came just before."""
    here = scan.clause(index)
    is_of_them = scan.lower(after - 1) in {"them", "these", "those", "this", "that"}
    is_load = seen.load is not None and here - seen.load_clause in {0, 1} and seen.load_end > seen.counted_end
    near = plural_before(scan, index, farthest=24) if is_of_them else ""
    if near and singular(near) not in seen.known | {singular(seen.load.subject if seen.load is not None else "")}:
        return near  # "parents choose, and two thirds of them in the last hour"
    if is_load and seen.load is not None:
        return seen.load.subject
    is_count = bool(seen.counted) and (scan.clause(seen.counted_end - 1) == here or is_of_them)
    return seen.counted_phrase if is_count else ""


def _share(scan: Scan, index: int, after: int, value: float, seen: Seen | None = None) -> Reading:
    noun, end = noun_behind(scan, after + 1) if scan.lower(after) == "of" else noun_at(scan, after)
    if (scan.lower(after), scan.lower(after + 1)) == ("of", "them"):
        noun = ""  # "12 % of them share with a doctor"
    is_of_them = (scan.lower(after), scan.lower(after + 1)) in _OF_THEM and not noun
    if is_of_them:
        end = after + 2
    period = period_at(scan, end) if noun or is_of_them else None
    period = period or (nearby_period(scan, end) if is_of_them else None)
    stat = {86400.0: "daily", 604800.0: "weekly", 2592000.0: "monthly"}.get(period[0], "") if period else ""
    is_daily = stat and (is_of_them or is_actor(noun))
    if not is_daily and AT_ONCE & set(scan.part(index, before=0, after=9, end=end)):
        stat, is_daily, period = "concurrent", True, None
    name = f"share_of_{noun}" if noun else "share"
    if {"cache", "caches", "cached", "edge", "cdn", "hit", "hits"} & set(scan.part(index, before=6, after=12, end=end)):
        name = f"cache_{name}" if noun else "cache_hit_share"
    thing = noun or (_shared(scan, index, end, seen) if seen is not None else "")
    if thing and (deed := _deed_of_some(scan, index, end if noun or is_of_them else after, value, thing)) is not None:
        return deed
    last = period[1] if is_daily and period else end if noun or is_of_them else after
    return scan.quantity(index, last, name=name, value=value, unit="ratio", role="share", subject=thing,
                         stat=stat if is_daily else "")  # fmt: skip


def _deed_of_some(scan: Scan, index: int, after: int, value: float, who: str) -> Reading | None:
    """Read "one in five gets a recording on any day", "a tenth of them writes one review a week": a rate for each."""
    verb = scan.token(after)
    is_done = verb is not None and verb.is_word and scan.lower(after + 1) in {"a", "an", "one"}
    noun, end = noun_at(scan, after + 2) if is_done and scan.clause(after + 1) == scan.clause(index) else ("", after)
    period = period_at(scan, end) if noun else None
    if period is None or period[0] < HOUR:
        return None
    quantity, last = rate(scan, index, period[1], plural(noun), value, period[0])
    return quantity.model_copy(update={"per": who, "stat": "mean"}), last


def _one_in(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "1 in 10 writes", "one out of five users"."""
    if (named := _one_of_a_thing_in(scan, index, number)) is not None:
        return named
    if (tail := _most_of_them(scan, index, number)) is not None:
        return None, tail
    after = number.after + (scan.lower(number.after) == "out")
    if scan.lower(after) not in ({"of"} if after > number.after else {"in"}):
        return None
    whole = number_at(scan.tokens, after + 1)
    if whole is None or whole.is_vague or whole.is_share or not max(2, number.value) <= whole.value <= 1e9:
        return None
    if number.value != 1 and after == number.after and whole.value not in _ROUND:
        return None  # "3 in 4 regions" is no share
    noun, end = noun_at(scan, whole.after)
    if not noun and scan.lower(whole.after) in {"a", "an"}:
        return None
    if noun:
        return scan.quantity(index, end, name=f"share_of_{noun}", value=number.value / whole.value, unit="ratio",
                             role="share", subject=noun)  # fmt: skip
    of_them = 2 * ((scan.lower(whole.after), scan.lower(whole.after + 1)) in _OF_THEM)
    return _share(scan, index, whole.after + of_them, number.value / whole.value, seen)


def _most_of_them(scan: Scan, index: int, number: Number) -> int | None:
    """Return the index behind "nine users out of ten", "95 of 100 cases" beside a time: how often it holds, and no count."""
    place = number.after
    if scan.lower(place) != "of" and scan.lower(place) != "out":
        place = noun_at(scan, place)[1]
    place += scan.lower(place) == "out"
    whole = number_at(scan.tokens, place + 1) if scan.lower(place) == "of" and place > index else None
    if whole is None or whole.value not in _ROUND | {20, 25, 50} or not whole.value / 2 <= number.value < whole.value:
        return None
    if not {"in", "for"} & {scan.lower(index - 1)} or not TIMES.keys() & set(scan.window(index, before=5, after=0)):
        return None
    return noun_at(scan, whole.after)[1]


def _one_of_a_thing_in(scan: Scan, index: int, number: Number) -> Reading | None:
    """Read "one receipt in 8 is fetched", "one book out of six": a share of what is named between."""
    noun, end = noun_at(scan, number.after) if number.value == 1 else ("", index)
    after = end + (scan.lower(end) == "out")
    if not noun or " " in noun or is_plural(noun) or scan.lower(after) != ("of" if after > end else "in"):
        return None
    whole = number_at(scan.tokens, after + 1)
    if whole is None or whole.is_vague or whole.is_share or not 2 <= whole.value <= 1e9:
        return None
    following = scan.token(whole.after)
    is_counting = following is not None and following.is_word and scan.clause(whole.after) == scan.clause(index) and (
        is_plural(following.lower) or following.lower in TIMES or following.lower in COPIES
    )  # fmt: skip
    if is_counting:
        return None  # "one copy in 3 regions", "one call in 5 minutes"
    return scan.quantity(index, whole.after, name=f"share_of_{noun}", value=1 / whole.value, unit="ratio", role="share",
                         subject=noun)  # fmt: skip


def ratio(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "100:1", "ten to one", "a 50 to 1 read ratio"."""
    first = number_at(scan.tokens, index, ranges=False)
    if first is None or first.value == 0 or scan.lower(first.after) not in {":", "to", "zu", "/"}:
        return None
    second = number_at(scan.tokens, first.after + 1, ranges=False)
    if second is None or second.value == 0:
        return None
    around = set(scan.part(index, before=8, after=8, end=second.after))
    is_split = first.value + second.value == 100 and bool(around & _READS)
    if first.value != 1 != second.value and not is_split:
        return None
    if scan.lower(first.after) == "/" and not is_split:
        return None
    if scan.lower(first.after) == "to" and not around & _RATIO_CUES:
        return None
    is_apart = (
        not scan.is_glued(first.after) and not scan.is_glued(first.after + 1) and 1 in (first.value, second.value)
    )
    if scan.lower(first.after) == ":" and not (scan.is_glued(first.after) or around & _RATIO_CUES or is_apart):
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
    is_rush = bool(RUSHES & around) and seen.load is not None
    is_peak = around & PEAK_CUES or _is_above_usual(scan, after) or is_rush or _is_of_a_moment(scan, index, after, seen)
    if is_peak and value > 1:
        return scan.quantity(index, after, name="peak_factor", value=value, unit="ratio", role="factor", stat="peak")
    if around & GROWTH_CUES:
        return scan.quantity(index, after, name="growth", value=value, unit="ratio", role="growth")
    if around & {"reads", "read", "readers"}:
        return scan.quantity(index, after, name="read_write_ratio", value=value, unit="ratio", role="factor",
                             subject="reads")  # fmt: skip
    for reader in (_as_many, _done_to_each, done_by_each):
        if (more := reader(scan, index, after, value, seen)) is not None:
            return more
    return scan.quantity(index, after, name="factor", value=value, unit="ratio", role="factor")


def _is_above_usual(scan: Scan, after: int) -> bool:
    """Tell "four times the average" and "twice as many as on average" from "opened 50 times on average"."""
    behind = scan.until_mark(range(after, after + 9))
    return behind[:1] != ["on"] and behind[:1] != ["in"] and bool(USUAL & set(behind))


def _is_of_a_moment(scan: Scan, index: int, after: int, seen: Seen) -> bool:
    """Tell "in the rush, when it is 4x" and "in a blackout a thousand times that" from a factor of something else.

    It stands beside a rate, counts nothing itself, and a time or a condition leads to it; in years it is growth.
    """
    if seen.load is None or seen.load.unit == "bytes/s" or scan.clause(index) - seen.load_clause not in {0, 1}:
        return False
    behind = scan.until_mark(range(after, after + 3))
    is_same = behind[:1] in (["that"], ["this"], ["it"]) or behind in (["as", "many"], ["as", "much"])
    here = scan.clause(index)
    lead = []
    for position in range(index - 1, max(-1, index - 14), -1):
        if scan.clauses[position] != here or position < seen.load_end:
            break
        lead.append(scan.lower(position))
    is_growth = bool({"years", "year", "grow", "grows", "growth", "later"} & set(lead))
    is_done = bool({"each", "every"} & set(lead))  # "each looked at 20 times"
    return (is_same or (not behind and bool(_MOMENTS & set(lead)))) and not is_growth and not is_done


def _factor_end(scan: Scan, index: int, number: Number) -> int | None:
    after, word = number.after, scan.lower(number.after)
    if word in {"-", "–"} and scan.lower(after + 1) == "fold":
        return after + 2
    is_multiple = scan.is_glued(after) or word == "×" or scan.lower(after + 1) in USUAL | {"the"}
    if word in {"x", "×"} and is_multiple and period_at(scan, after + 1) is None:
        following = scan.token(after + 1)
        return None if following is not None and following.is_number else after + 1
    if word in {"fold", "mal", "veces", "fois"} and period_at(scan, after + 1) is None:
        return after + 1
    if word == "times" and period_at(scan, after + 1) is None:
        is_done = period_before(scan, index) is not None and _ends(scan, after + 1)
        return None if is_done else after + 1
    position = index - 1 - (scan.lower(index - 1) in {":", "="})
    if scan.lower(position) == "factor":
        return after
    return after if scan.lower(index - 1) == "of" and scan.lower(index - 2) in {"factor", "ratio"} else None


def _ends(scan: Scan, index: int) -> bool:
    following = scan.token(index)
    return following is None or following.kind == "symbol" or scan.clause(index) != scan.clause(index - 1)


def _done_to_each(scan: Scan, index: int, after: int, value: float, seen: Seen) -> Reading | None:
    """Read "each opened about 50 times", "each bag is scanned nine times": so often for each of what comes."""
    before = scan.until_mark(range(index - 1, max(-1, index - 8), -1))
    verb = next((word for word in before if word.endswith("ed") or word in _READ_TIMES), "")
    if not ({"each", "every"} & set(before)) or not verb or seen.load is None or not seen.load.subject:
        return None
    return scan.quantity(index, after, name=f"{verb}_per_{seen.load.subject}", value=value, unit="ratio", role="factor",
                         subject=verb, per=seen.load.subject)  # fmt: skip


def done_by_each(scan: Scan, index: int, after: int, value: float, seen: Seen) -> Reading | None:
    """Read "each saves progress 30 times", "every member votes twice": so often does each of those who come."""
    before = scan.until_mark(range(index - 1, max(-1, index - 8), -1))
    lead = next((place for place, word in enumerate(before) if word in {"each", "every"}), 0)
    deed = next((word for word in reversed(before[:lead]) if is_plural(word)), "")
    who = each_before(scan, index, seen) or seen.actor if deed else ""
    if not who:
        return None
    return scan.quantity(index, after, name=f"{deed}_per_{who}", value=value, unit="ratio", role="factor", subject=deed,
                         per=who)  # fmt: skip


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
