"""Durations: latencies with their percentile, periods, retention, recovery, outages."""

from __future__ import annotations

from designer.brief.figures.counts import sender
from designer.brief.figures.nouns import is_plural, is_subject, noun_behind, subject_before
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.numbers import Number, number_at
from designer.brief.units import DAY, HOUR, TIMES, WEEK
from designer.brief.vocabulary import (
    LAG_CUES,
    LATENCY_CUES,
    OUTAGE_CUES,
    RECOVERY_CUES,
    RETENTION_CUES,
    WAIT_CUES,
)
from designer.model.base import slugify

_PERCENTILES = {"p50": "p50", "median": "p50", "p90": "p90", "p95": "p95", "p99": "p99", "p999": "p999"}
_ORDINALS = {"50": "p50", "90": "p90", "95": "p95", "99": "p99", "99.9": "p999"}
_BESIDE = frozenset({"<", ">", "≤", "<=", "=", ":", "of", "is", "under", "below", "within", "at", "the", "(", "in",
                     "latency", "~", "about", "than", "less", "most", "to", "be", "must", "should", "response", "time",
                     "percentile", "th", "around", "up"})  # fmt: skip
_EVERY = frozenset({"every", "cada", "alle"})
_RESTORE = frozenset({"rto", "failover", "takeover", "recover", "recovers", "recovered", "recovery", "restore",
                      "restored", "disaster"})  # fmt: skip


def time(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "p99 < 200 ms", "every 5 minutes", "kept for 90 days", "RPO 5 min", "down for 6 hours"."""
    unit = _unit(scan, number)
    if unit is None:
        return None
    size, after = unit
    value, previous = number.value * size, scan.lower(index - 1)
    if previous in _EVERY or (previous == "les" and scan.lower(index - 2) == "toutes"):
        return scan.quantity(index - 1, after, name="period", value=value, unit="s", role="period",
                             subject=_repeated(scan, index) or seen.subject,
                             per=sender(scan, index - 1, seen))  # fmt: skip
    stat = _percentile(scan, index, after)
    role, name = _role(scan, index, after, value, stat)
    thing = _thing(scan, index, after, seen)
    if name in {"retention", "duration"} and thing:
        name = f"{slugify(thing).replace('-', '_')}_{name}"
    is_latency = role == "latency"
    return scan.quantity(index, after, name=f"{stat}_{name}" if stat and is_latency else name, value=value, unit="s",
                         role=role, subject=thing, stat=stat if is_latency else "")  # fmt: skip


def _repeated(scan: Scan, index: int) -> str:
    """Return what comes every so often: in "positions of the ships in the bay, one every 10 s" the first noun."""
    before = [scan.lower(position) for position in range(max(0, index - 3), index)]
    if "one" not in before:
        return subject_before(scan, index)
    start = index
    while start > 0 and scan.clause(start - 1) == scan.clause(index):
        start -= 1
    named = (scan.lower(position) for position in range(start, index) if is_subject(scan, position))
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
    if scan.lower(after) == "of" and (noun := noun_behind(scan, after + 1)[0]):
        return noun
    if scan.lower(after) == "to" and (token := scan.token(after + 1)) is not None and token.is_word:
        return token.lower
    return subject_before(scan, index)


def _role(scan: Scan, index: int, after: int, value: float, stat: str) -> tuple[str, str]:
    part = scan.part(index, before=9, after=5, end=after)
    near, wide = set(part), set(scan.window(index, before=10, after=5 + after - index))
    named = next((word for word in scan.until_mark(range(index - 1, index - 9, -1)) if word in {"rpo", "rto"}), "")
    named = named or next((word for word in scan.window(index, before=3, after=0) if word in {"rpo", "rto"}), "")
    if not named and scan.lower(after) in {"rpo", "rto"}:
        named = scan.lower(after)
    if named:
        return "recovery", named
    if stat:
        return "latency", "latency"
    if near & {"lose", "loses", "lost", "loss", "losing"} and near & {"data", "most", "than"}:
        return "recovery", "rpo"
    if (
        near & _RESTORE
        or scan.lower(index - 2) == "back"
        or (near & {"back"} and near & {"online", "service", "up", "again"} and near & {"within", "in"})
    ):
        return "recovery", "rto"
    if near & OUTAGE_CUES:
        return "recovery", "outage"
    if scan.lower(after) in LAG_CUES and value <= DAY and not near & (RETENTION_CUES - LAG_CUES):
        return "latency", "lag"
    if scan.lower(after) in {"since", "ago", "old"}:
        return "other", "duration"
    if scan.lower(index - 1) in {"in", "within"} and value <= WEEK and not near & RETENTION_CUES:
        return "latency", "latency"
    if value >= 60 and not near & {"latency", "percentile"} and _is_kept(scan, index, near, value):
        return "retention", "retention"
    if near & {"timeout", "timeouts"} or {"time", "out"} <= near:
        return "latency", "timeout"
    if (near & LATENCY_CUES and value <= DAY) or value < 1:
        return "latency", "latency"
    said = wide & (RETENTION_CUES - RECOVERY_CUES - {"back", "live", "lives", "last", "lasts", "available"})
    if (value >= DAY or (value >= 12 * HOUR and said)) and not near & WAIT_CUES:
        return "retention", "retention"
    return "other", "duration"


def _is_kept(scan: Scan, index: int, near: set[str], value: float) -> bool:
    if near & RETENTION_CUES:
        return not near & (WAIT_CUES | {"within"})
    return scan.lower(index - 1) == "for" and value >= HOUR and not near & WAIT_CUES
