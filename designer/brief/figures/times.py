"""Durations: latencies with their percentile, periods, retention, recovery, outages."""

from __future__ import annotations

from designer.brief.figures.nouns import is_plural, is_subject, noun_behind, singular, subject_before
from designer.brief.figures.owners import per_thing, singular_actor
from designer.brief.figures.periods import period_at
from designer.brief.figures.recurring import occurring, recurring
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.figures.senders import sender
from designer.brief.numbers import Number, number_at
from designer.brief.units import DAY, HOUR, MINUTE, MONTH, PERIODS, TIMES, WEEK, YEAR
from designer.brief.vocabulary import (
    LAG_CUES,
    LATENCY_CUES,
    OUTAGE_CUES,
    RECOVERY_CUES,
    RETENTION_CUES,
    WAIT_CUES,
)

_PERCENTILES = {"p50": "p50", "median": "p50", "p90": "p90", "p95": "p95", "p99": "p99", "p999": "p999"}
_ORDINALS = {"50": "p50", "90": "p90", "95": "p95", "99": "p99", "99.9": "p999"}
_BESIDE = frozenset({"<", ">", "≤", "<=", "=", ":", "of", "is", "under", "below", "within", "at", "the", "(", "in",
                     "latency", "~", "about", "than", "less", "most", "to", "be", "must", "should", "response", "time",
                     "percentile", "th", "around", "up", ")"})  # fmt: skip
_EVERY = frozenset({"every", "each", "cada", "alle", "per"})
_EXTENTS = frozenset({"long", "old", "wide", "apart"})
_INTERVALS = frozenset({"interval", "intervals", "cadence", "tick", "ticks"})
_SUMS = frozenset("averages aggregates sums summaries rollups totals statistics".split())
_YEARLY = {YEAR: "year", MONTH: "month", WEEK: "week", DAY: "day"}
_FARTHEST = 64
_MUCH_MATERIAL = 100 * HOUR
_ROLLOUTS = frozenset("roll rollout rollouts rolled campaign out through done update updates updated upgrade upgraded version "
                      "firmware reached".split())  # fmt: skip
_OBJECTIVES = frozenset({"rpo", "rto"})
_RESTORE = frozenset({"rto", "failover", "takeover", "recover", "recovers", "recovered", "recovery", "restore",
                      "restored", "disaster"})  # fmt: skip


def time(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "p99 < 200 ms", "every 5 minutes", "kept for 90 days", "RPO 5 min", "down for 6 hours"."""
    unit = _unit(scan, number)
    if unit is None:
        return _in_the_same_unit(scan, index, number, seen)
    size, after = unit
    value = number.value * size
    said = {scan.lower(index - 1), scan.lower(index - 2)}
    if "the" in said and said & {"first", "last"} and _brings(scan, after):
        return None, after  # "in the last 10 seconds 2,000 bids come in" is a rate
    if (lead := _lead_of_period(scan, index, after)) is not None:
        if (thing := occurring(scan, lead)) != "":
            return scan.quantity(lead, after, name="period", value=value, unit="s", role="period", subject=thing,
                                 stat="mean")  # fmt: skip
        many = seen.factor if seen.factor is not None and 0 <= lead - seen.factor_end <= 2 else None
        return scan.quantity(lead, after, name="period", value=value, unit="s", role="period",
                             subject=many.subject if many else _repeated(scan, index, seen) or seen.subject,
                             per=many.per if many else _and_person(scan, after) or sender(scan, lead, seen))  # fmt: skip
    stat = _percentile(scan, index, after) if value <= DAY else ""
    role, name = _role(scan, index, after, value, stat)
    thing = _thing(scan, index, after, seen)
    is_latency = role == "latency"
    everybody = _everybody(scan, index, after, seen) if is_latency and not stat and value >= MINUTE else ""
    if name == "duration" and not everybody and (per := per_thing(scan, after, seen))[0]:
        return scan.quantity(index, per[1], name=name, value=value, unit="s", role=role, subject=thing, per=per[0])
    if everybody and value > WEEK:
        return scan.quantity(index, after, name="rollout_window", value=value, unit="s", role="period", subject=everybody,
                             per=everybody)  # fmt: skip
    end = after + 2 * (scan.lower(after) == "of")  # "of downtime"
    if name == "outage" and (whole := period_at(scan, end) or _in_a(scan, end)) is not None:
        return scan.quantity(index, whole[1], name=f"outage_{_YEARLY.get(whole[0], 'period')}", value=value, unit="s",
                             role=role, subject=thing)  # fmt: skip
    return scan.quantity(index, after, name=f"{stat}_{name}" if stat and is_latency else name, value=value, unit="s",
                         role=role, subject=thing, stat=stat if is_latency else "", per=everybody)  # fmt: skip


def _and_person(scan: Scan, after: int) -> str:
    """Return who is named in "a reading per five minutes and person"."""
    word = scan.lower(after + 1)
    return word if scan.lower(after) == "and" and singular_actor(word) else ""


def _in_the_same_unit(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read the second of "images for 2 years, marks for 60", "plans stay 10 years, notes 3"."""
    kept, follows = seen.timed, scan.token(number.after)
    is_end = follows is None or follows.kind == "symbol" or scan.clause(number.after) != scan.clause(index)
    is_led = scan.lower(index - 1) in {"for", "after"} or is_plural(scan.lower(index - 1))
    is_next = scan.lower(seen.timed_end) in {",", ";", "and"} and 2 <= index - seen.timed_end <= 5
    is_near = scan.clause(max(seen.timed_end - 1, 0)) == scan.clause(index) or scan.lower(seen.timed_end) == ";"
    if kept is None or not (is_end and is_led and is_next and is_near) or not 1 <= number.value <= 1000:
        return None
    size = TIMES.get(kept.text.casefold().split()[-1], 0.0)
    thing = subject_before(scan, index)
    if not size or not thing or (follows is not None and follows.text in {"%", "/", "-", "–", "x"}):
        return None
    return scan.quantity(index, number.after, name="retention", value=number.value * size, unit="s", role="retention",
                         subject=thing)  # fmt: skip


def _in_a(scan: Scan, after: int) -> tuple[float, int] | None:
    """Return the period of "1 hour in a year"."""
    is_said = scan.lower(after) == "in" and scan.lower(after + 1) in {"a", "one", "the"}
    return (PERIODS[scan.lower(after + 2)], after + 3) if is_said and scan.lower(after + 2) in PERIODS else None


def _everybody(scan: Scan, index: int, after: int, seen: Seen) -> str:
    """Return who must all be reached in a time: "1.8M households, all within 10 minutes", "out to all in 2 hours"."""
    near = set(scan.part(index, before=12, after=3, end=after))
    is_same = bool(seen.counted) and scan.clause(seen.counted_end - 1) == scan.clause(index)
    if not near & {"all", "everybody", "everyone", "every"}:
        return ""
    if is_same:
        return seen.counted if not near & {"every"} or near & _ROLLOUTS else ""
    return seen.topic if near & _ROLLOUTS and near & {"everybody", "everyone", "all"} else ""


def _first_named(scan: Scan, index: int) -> str:
    """Return what a clause begins with: of "readings are checked, gaps are filled, and kept for 10 years" the readings."""
    start = scan.start(index)
    return next(
        (scan.lower(place) for place in range(start, min(index, start + _FARTHEST)) if is_subject(scan, place)), ""
    )


def _brings(scan: Scan, after: int) -> bool:
    number = number_at(scan.tokens, after)
    return number is not None and scan.lower(number.after) not in TIMES and scan.clause(after) == scan.clause(after - 1)


def _lead_of_period(scan: Scan, index: int, after: int) -> int | None:
    """Return where the words of a period begin: "every 5 min", "all the 30 s", "5 minute intervals"; None for others."""
    previous, before = scan.lower(index - 1), scan.lower(index - 2)
    if previous == "each" and scan.lower(after) in _EXTENTS:
        # "400 lectures a day, each 90 minutes long" says how long one is.
        return None
    if previous in _EVERY:
        return index - 1
    if (before, previous) in {("toutes", "les"), ("all", "the")}:
        return index - 2
    label = before if previous in {"of", ":", "="} else previous
    is_said = label in {"interval", "cadence"} or scan.lower(after) in _INTERVALS
    return index if is_said else None


def _repeated(scan: Scan, index: int, seen: Seen) -> str:
    """Return what comes every so often: in "positions of the ships in the bay, one every 10 s" the first noun."""
    before = [scan.lower(position) for position in range(max(0, index - 3), index)]
    if "one" not in before:
        return recurring(scan, index)
    one = index - len(before) + before.index("one")
    word = scan.lower(one - 2)
    is_last = scan.lower(one - 1) == "," and is_plural(word) and is_subject(scan, one - 2)
    if is_last and singular(word) not in seen.known and scan.lower(one - 3) not in {"of", "the", "from"}:
        return word  # "the gates emit pulses, one every 20 seconds"
    start = scan.start(index)
    first = range(start, min(index, start + _FARTHEST))
    named = (scan.lower(position) for position in first if is_subject(scan, position))
    return next((word for word in named if is_plural(word)), "") or subject_before(scan, index)


def _unit(scan: Scan, number: Number) -> tuple[float, int] | None:
    after = number.after
    token = scan.token(after)
    if token is not None and token.text in {"-", "–"} and scan.lower(after + 1) in TIMES:
        after += 1
        token = scan.token(after)
    if token is None:
        return None
    if token.lower in {"calendar", "business", "working", "full", "whole"} and scan.lower(after + 1) in TIMES:
        after += 1
        token = scan.tokens[after]
    is_minutes = token.text == "m" and scan.is_glued(after)
    size = 60.0 if is_minutes else TIMES.get(token.lower)
    if token.text in {"y", "Mo"} and not (token.text == "y" and scan.is_glued(after)):
        return None
    is_name = (len(token.text) == 1 and token.text.isupper()) or token.lower in {"an", "quarters"}
    return None if size is None or is_name else (size, after + 1)


def _percentile(scan: Scan, index: int, after: int) -> str:
    """Return the percentile of a latency: the one beside it, else the nearest before it that no other time took."""
    before = _beside(scan, range(index - 1, max(-1, index - 8), -1))
    if before:
        return before
    behind = _beside(scan, range(after, min(after + 5, len(scan.tokens))))
    if behind:
        return behind
    here = scan.clause(index)
    for position in range(index - 1, max(-1, index - 16), -1):
        if scan.clauses[position] != here or scan.lower(position) in TIMES or scan.lower(position) == ")":
            return ""
        if (found := _percentile_at(scan, position)) is not None:
            return found
    return ""


def _beside(scan: Scan, positions: range) -> str:
    for position in positions:
        found = _percentile_at(scan, position)
        if found is not None:
            follows = positions.step > 0 and _is_followed_by_a_time(scan, position + 1)
            return "" if follows else found
        if scan.lower(position) not in _BESIDE:
            return ""
    return ""


def _is_followed_by_a_time(scan: Scan, position: int) -> bool:
    while scan.lower(position) in _BESIDE - {"(", "the"}:
        position += 1
    number = number_at(scan.tokens, position)
    return number is not None and scan.lower(number.after) in TIMES


def _percentile_at(scan: Scan, position: int) -> str | None:
    """Return the percentile that a token names: "p99", "median", "95th", "99 %" of the requests."""
    word = scan.lower(position)
    if word == "p99" and scan.lower(position + 1) == "." and scan.lower(position + 2) == "9":
        return "p999"
    if word in {"9", "."} and scan.lower(position - 1 - (word == "9")) == "p99":
        return "p999"
    if word in _PERCENTILES:
        return _PERCENTILES[word]
    if word in _ORDINALS:
        following = scan.lower(position + 1)
        if following == "th" or (following in {"%", "percent"} and scan.lower(position + 2) == "of"):
            return _ORDINALS[word]
    return None


def _thing(scan: Scan, index: int, after: int, seen: Seen) -> str:
    """Return what a duration is about: "30 seconds of standstill", "8 minutes to pay", else the noun before."""
    if scan.lower(after) == "each" and seen.subject:
        return seen.subject
    if scan.lower(after) == "on" and scan.lower(after + 1) in {"its", "their", "own", "battery", "batteries"}:
        first = after + 1 + (scan.lower(after + 1) in {"its", "their"})
        return noun_behind(scan, first + (scan.lower(first) == "own"))[0] or subject_before(scan, index)
    if scan.lower(index - 1) == "for" and scan.lower(index - 3) == "and" and scan.lower(index - 2) in RETENTION_CUES:
        return _first_named(scan, index) or subject_before(scan, index)
    sums = [word for word in scan.until_mark(range(index - 1, index - 7, -1)) if word in _SUMS]
    if sums:
        return sums[0]
    behind = after + (scan.lower(after) in {"retention", "ttl", "expiry"})
    before = subject_before(scan, index)
    leads = {"of", "for", "on"} if behind > after else {"of"} if is_plural(before) else {"of", "for"}
    is_led = scan.lower(behind) in leads or (
        scan.lower(behind) == "on" and "ttl" in scan.window(index, before=3, after=0)
    )
    is_led &= number_at(scan.tokens, behind + 1) is None  # "for nine users out of ten"
    if is_led and scan.lower(behind + 1) not in TIMES and (noun := noun_behind(scan, behind + 1)[0]):
        return noun
    is_deadline = scan.lower(index - 1) in {"within", "in", "after"}
    if is_led and not is_deadline and scan.lower(behind) == "of" and scan.lower(behind + 1).endswith("ing"):
        return scan.lower(behind + 1)  # "15 minutes of voting"
    if scan.lower(after) == "to" and (token := scan.token(after + 1)) is not None and token.is_word:
        return token.lower
    return subject_before(scan, index)


def _role(scan: Scan, index: int, after: int, value: float, stat: str) -> tuple[str, str]:
    part = scan.part(index, before=9, after=5, end=after)
    near, wide = set(part), set(scan.window(index, before=10, after=5 + after - index))
    if named := recovery_named(scan, index, after):
        return "recovery", named
    if stat:
        return "latency", "latency"
    loses = bool(near & {"lose", "loses", "lost", "loss", "losing"})
    if loses and (near & {"data", "most", "than"} or (scan.lower(after) == "of" and value <= DAY)):
        return "recovery", "rpo"
    if "most" in near and "gone" in near and near & {"work", "data"}:
        return "recovery", "rpo"
    if "again" in near and near & {"work", "run", "running", "working", "up"} and near & {"after", "within", "in"}:
        return "recovery", "rto"
    if (
        near & _RESTORE
        or scan.lower(index - 2) == "back"
        or (near & {"back"} and near & {"online", "service", "up", "again"} and near & {"within", "in"})
    ):
        return "recovery", "rto"
    if near & OUTAGE_CUES or ("off" in near and near & {"be", "is", "goes"} and scan.lower(index - 1) == "for"):
        return "recovery", "outage"
    if near & {"trail", "trails", "trailing"} and value <= DAY:
        return "latency", "lag"
    if near & {"limit", "maximum"} and wide & OUTAGE_CUES and value <= DAY:
        return "recovery", "outage"  # "if we go down, 15 minutes is the limit"
    if scan.lower(after) in LAG_CUES and value <= DAY and not near & (RETENTION_CUES - LAG_CUES):
        return "latency", "lag"
    if scan.lower(after) in {"later", "afterwards"} and value <= DAY:
        return "latency", "lag"
    if scan.lower(after) in {"since", "ago", "old"}:
        return "other", "duration"
    leads = (scan.lower(index - 2), scan.lower(index - 1))
    is_deadline = leads[1] in {"in", "within"} or leads == ("inside", "of") or _is_gap(scan, after)
    is_rollout = bool(near & _ROLLOUTS) and bool(near & {"everybody", "everyone", "all"})
    if is_deadline and (value <= WEEK or (is_rollout and value <= YEAR)) and not near & RETENTION_CUES:
        return "latency", "latency"
    if _is_material(scan, after, value, near):
        return "stock", "duration"
    if value >= 60 and not near & {"latency", "percentile"} and _is_kept(scan, index, near, value):
        return "retention", "retention"
    if near & {"timeout", "timeouts"} or {"time", "out"} <= near:
        return "latency", "timeout"
    if (near & LATENCY_CUES and value <= DAY) or value < 1:
        return "latency", "latency"
    said = wide & (RETENTION_CUES - RECOVERY_CUES - {"back", "live", "lives", "last", "lasts", "available"})
    if (value >= DAY or (value >= 12 * HOUR and said)) and not near & (WAIT_CUES | LAG_CUES):
        return "retention", "retention"
    return "other", "duration"


def _is_material(scan: Scan, after: int, value: float, near: set[str]) -> bool:
    """Tell "8,000 hours of tape", which is so much material, from "48 hours of downtime" and "72 hours of logs kept"."""
    is_long = scan.lower(after) == "of" and value >= _MUCH_MATERIAL
    is_counted = scan.lower(after - 1) in {"hours", "minutes", "seconds", "h", "hrs", "min"}
    return is_long and is_counted and not near & (RETENTION_CUES | OUTAGE_CUES | WAIT_CUES)


def _is_gap(scan: Scan, after: int) -> bool:
    """Tell "3 s between click and result" and "15 seconds after the mat": the time from one moment to another."""
    following = scan.lower(after + 1)
    is_act = following.endswith("ing") and len(following) > len("thing")
    return scan.lower(after) == "between" or (
        scan.lower(after) == "after"
        and (is_act or scan.lower(after + 1) in {"the", "a", "an", "each", "every", "it", "they"})
    )


def recovery_named(scan: Scan, index: int, after: int) -> str:
    """Return "rpo" or "rto" when the words beside a time name one: "RTO 4 h", "RPO/RTO 5 min/1 h"."""
    before = scan.until_mark(range(index - 1, index - 9, -1)) or scan.window(index, before=3, after=0)[::-1]
    labels = [word for word in before if word in _OBJECTIVES]
    if len(labels) == 2 and labels[0] != labels[1] and _share_values(scan, index, before):
        is_first = number_at(scan.tokens, after + 1) is not None and scan.lower(after) in {"/", "and"}
        return labels[1] if is_first else labels[0]
    if labels or (labels := [word for word in scan.window(index, before=3, after=0) if word in _OBJECTIVES]):
        return labels[0]
    if scan.lower(after) in _OBJECTIVES:
        return scan.lower(after)
    label = scan.window(index, before=6, after=0)
    if "objective" in label and "recovery" in label:
        return "rpo" if "point" in label else "rto" if "time" in label else ""
    return ""


def _share_values(scan: Scan, index: int, before: list[str]) -> bool:
    """Tell "RPO/RTO 5 min/1 h", where the values follow in the order of the names."""
    places = [place for place, word in enumerate(before) if word in _OBJECTIVES]
    between = before[places[0] + 1 : places[1]]
    return between in (["/"], ["and"], ["&"])


def _is_kept(scan: Scan, index: int, near: set[str], value: float) -> bool:
    if near & RETENTION_CUES <= {"last", "lasts"} and value < DAY and near & {"last", "lasts"}:
        return False  # "a call lasts 4 minutes"
    if near & RETENTION_CUES:
        return not near & (WAIT_CUES | {"within"})
    return scan.lower(index - 1) == "for" and value >= HOUR and not near & WAIT_CUES
