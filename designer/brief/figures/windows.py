"""The short time into which a share of all falls: "a quarter of them on the last two days"."""

from __future__ import annotations

from designer.brief.figures.nouns import is_actor
from designer.brief.figures.owners import singular_actor
from designer.brief.figures.periods import hours_said, window_at
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.numbers import number_at
from designer.brief.units import MONTH, TIMES, YEAR
from designer.brief.vocabulary import MONTHS

_LEADS = frozenset({"in", "on", "within", "during", "over", "into"})
_FALL = frozenset({"fall", "falls", "fell"})
_BE = frozenset({"are", "is", "be", "must", "should", "may", "can", "get", "gets", "have", "has", "wait", "waits"})
_ENDS = frozenset({"first", "last", "final", "opening", "closing", "busiest"})
_SEASONS = frozenset({"spring", "summer", "autumn", "winter"})
_FEASTS = frozenset({"christmas", "easter"})
_FARTHEST = 5
"""Tokens between a share and its time: "two thirds of them do it in the last half hour"."""


def rush_window(scan: Scan, index: int, seen: Seen) -> Reading | None:
    """Read the time behind a share of what comes: "half of them in December", "40 % of all in the first hour"."""
    share = seen.share
    is_led = scan.lower(index) in {*_LEADS, "between", "from"} and share is not None and bool(share.subject)
    if share is None or not is_led or not 0 <= index - seen.share_end <= _FARTHEST:
        return None
    between = range(seen.share_end, index)
    is_open = scan.clause(seen.share_end - 1) == scan.clause(index) and not any(
        scan.lower(place) in {",", ";", "("} or number_at(scan.tokens, place) is not None for place in between
    )
    by_clock = hours_said(scan, index + 1) if scan.lower(index) in {"between", "from"} else None
    window = by_clock or _ends_of(scan, index) or window_at(scan, index) or _named(scan, index) if is_open else None
    verb = scan.lower(seen.share_end)
    if (
        window is None
        and is_open
        and (verb in _FALL or (_acts(share.subject) and index > seen.share_end and verb not in _BE))
    ):
        window = _plain(scan, index)
    if window is None:
        return None
    return scan.quantity(index, window[1], name="rush_window", value=window[0], unit="s", role="period",
                         subject=share.subject)  # fmt: skip


def _ends_of(scan: Scan, index: int) -> tuple[float, int] | None:
    """Return the seconds of "on the last day", "in the final three weeks", and the index behind."""
    after = index + 1 + (scan.lower(index + 1) == "the")
    if scan.lower(after) not in _ENDS:
        return None
    many = number_at(scan.tokens, after + 1)
    value, unit = (many.value, many.after) if many is not None else (1.0, after + 1)
    return (value * TIMES[scan.lower(unit)], unit + 1) if scan.lower(unit) in TIMES and value > 0 else None


def _acts(subject: str) -> bool:
    return is_actor(subject) or singular_actor(subject)


def _plain(scan: Scan, index: int) -> tuple[float, int] | None:
    """Return the seconds of "into eight weeks", "within 20 minutes"."""
    number = number_at(scan.tokens, index + 1)
    if number is None or scan.lower(number.after) not in TIMES or number.value <= 0:
        return None
    return number.value * TIMES[scan.lower(number.after)], number.after + 1


def _named(scan: Scan, index: int) -> tuple[float, int] | None:
    """Return the seconds of "in December", "in summer"."""
    word = scan.lower(index + 1)
    if word not in MONTHS - _FEASTS or scan.lower(index) == "on":
        return None
    after = index + 2
    while scan.lower(after) == "and" and scan.lower(after + 1) in MONTHS - _FEASTS - _SEASONS:
        after += 2
    if scan.lower(after) in {"to", "until", "till", "-", "–"}:
        return None  # how many months there are between the two is not said
    many = (after - index) // 2
    return (YEAR / 4 if word in _SEASONS else many * MONTH, after)
