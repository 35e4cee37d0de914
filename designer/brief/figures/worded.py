"""Figures without digits: "once a minute", "every second", "within an hour", "doubles every year"."""

from __future__ import annotations

from designer.brief.figures.counts import sender
from designer.brief.figures.nouns import is_actor, subject_before
from designer.brief.figures.periods import number_ahead, office_hours, period_at, window_at
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.figures.times import time
from designer.brief.numbers import Number
from designer.brief.units import PERIODS, TIMES

_GROWN = {"doubles": 1.0, "doubling": 1.0, "double": 1.0, "triples": 2.0, "tripling": 2.0, "quadruples": 3.0}
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0, "einmal": 1.0, "zweimal": 2.0}
_BEFORE_AN = frozenset({"for", "within", "after", "under", "than", "of", "in", "last", "most", "least", "until"})


def worded(scan: Scan, index: int, seen: Seen) -> Reading | None:
    """Read a figure whose number is a word other than a numeral."""
    word, following = scan.lower(index), scan.lower(index + 1)
    if word == "every" and following in PERIODS and index and not number_ahead(scan, index):
        return scan.quantity(index, index + 2, name="period", value=PERIODS[following], unit="s", role="period",
                             subject=subject_before(scan, index), per=sender(scan, index, seen))  # fmt: skip
    if word in _TIMES and (period := period_at(scan, index + 1)) is not None:
        value = _TIMES[word] / period[0]
        return scan.quantity(index, period[1], name="times", value=value, unit="times/s", subject="times",
                             role="period")  # fmt: skip
    if scan.tokens[index].is_number and (hours := office_hours(scan, index)) is not None:
        return scan.quantity(index, hours[1], name="active_hours", value=hours[0], unit="s", role="period")
    if (window := window_at(scan, index)) is not None and seen.actor and seen.actor_clause == scan.clause(index):
        return scan.quantity(index, window[1], name="arrival_window", value=window[0], unit="s", role="period",
                             subject=seen.actor, per=seen.actor)  # fmt: skip
    if word in {"a", "an"} and following in TIMES and len(following) > 3 and scan.lower(index - 1) in _BEFORE_AN:
        return _an_hour(scan, index, seen)
    if word in _GROWN and (period := period_at(scan, index + 1)) is not None:
        return scan.quantity(index, period[1], name="growth", value=_GROWN[word], unit="ratio", role="growth",
                             subject=subject_before(scan, index))  # fmt: skip
    return None


def _an_hour(scan: Scan, index: int, seen: Seen) -> Reading | None:
    if scan.lower(index - 1) == "of" and scan.lower(index - 2) in {"half", "quarter", "rest", "course"}:
        return None
    before = subject_before(scan, index)
    if scan.lower(index - 1) in {"in", "of"} and is_actor(before):
        return None
    found = time(scan, index, Number(1.0, index + 1), seen)
    if found is None or found[0] is None or found[0].role not in {"latency", "recovery", "retention"}:
        return None
    return found
