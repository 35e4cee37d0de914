"""Figures without digits: "once a minute", "every second", "within an hour", "doubles every year"."""

from __future__ import annotations

from designer.brief.figures.load import rate
from designer.brief.figures.nouns import is_actor, is_plural, is_subject, noun_at, subject_before
from designer.brief.figures.periods import (
    NTH,
    half_a,
    number_ahead,
    office_hours,
    period_at,
    span_of_arrivals,
    window_at,
)
from designer.brief.figures.recurring import done, occurring, recurring
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.figures.senders import sender
from designer.brief.figures.shares import done_by_each
from designer.brief.figures.times import time
from designer.brief.figures.windows import rush_window
from designer.brief.numbers import Number, number_at
from designer.brief.units import ADVERBS, BYTES, BYTES_BY_CASE, MINUTE, PERIODS, TIMES
from designer.brief.vocabulary import FUNCTION_WORDS, PEAK_CUES, RUSHES

_GROWN = {"doubles": 1.0, "doubling": 1.0, "double": 1.0, "triples": 2.0, "tripling": 2.0, "quadruples": 3.0}
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0, "einmal": 1.0, "zweimal": 2.0}
_FOLDS = {"twofold": 2.0, "threefold": 3.0, "fourfold": 4.0, "fivefold": 5.0, "sixfold": 6.0, "sevenfold": 7.0,
          "eightfold": 8.0, "ninefold": 9.0, "tenfold": 10.0, "twentyfold": 20.0, "hundredfold": 100.0}  # fmt: skip
_LOADS = frozenset("traffic load requests volume demand usage orders sales".split())
_BEFORE_AN = frozenset(
    {"for", "within", "after", "under", "than", "of", "in", "last", "most", "least", "until", "back"}
)
_KEEP = frozenset("store keep hold retain stores keeps holds retains".split())
_BY = frozenset({"via", "over", "by", "through"})
_LATER = frozenset({"later", "afterwards"})


def worded(scan: Scan, index: int, seen: Seen) -> Reading | None:
    """Read a figure whose number is a word other than a numeral."""
    word, following = scan.lower(index), scan.lower(index + 1)
    if (fold := _fold(scan, index)) is not None:
        return fold
    if (special := _no_loss(scan, index) or rush_window(scan, index, seen)) is not None:
        return special
    if word == "every" and (nth := _every_nth(scan, index, seen)) is not None:
        return nth
    if (again := _again_and_again(scan, index, seen)) is not None:
        return again
    if word == "every" and following in PERIODS and scan.lower(index + 2) != "of" and not number_ahead(scan, index):
        return scan.quantity(index, index + 2, name="period", value=PERIODS[following], unit="s", role="period",
                             subject=recurring(scan, index), per=sender(scan, index, seen))  # fmt: skip
    if word in {"twice", "thrice"} and period_at(scan, index + 1) is None:
        return done_by_each(scan, index, index + 1, _TIMES[word], seen)
    is_done = word in {"a", "an", "per"} and scan.lower(index - 2) in {"a", "an"} and is_subject(scan, index - 1)
    is_done = is_done or (word == "each" and scan.lower(index - 2) in {"a", "an", "one", "its", "their"})
    is_done = is_done or (word == "each" and scan.lower(index - 4) in {"a", "an", "one"} and _is_size(scan, index - 3))
    if is_done and following in PERIODS and scan.clause(index - 2) == scan.clause(index + 1):
        what = scan.lower(index - 1) if _is_size(scan, index - 3) else recurring(scan, index)
        return scan.quantity(index, index + 2, name="period", value=PERIODS[following], unit="s", role="period",
                             subject=what, per=sender(scan, index, seen))  # fmt: skip
    if word in _TIMES and (period := period_at(scan, index + 1)) is not None:
        if (thing := occurring(scan, index)) != "":
            return rate(scan, index, period[1], thing, _TIMES[word], period[0])
        who, what = sender(scan, index, seen), recurring(scan, index)
        if _TIMES[word] == 1:
            return scan.quantity(index, period[1], name="period", value=period[0], unit="s", role="period",
                                 subject=what, per=who)  # fmt: skip
        return scan.quantity(index, period[1], name="times", value=_TIMES[word] / period[0], unit="times/s",
                             subject=what or "times", role="period", per=who)  # fmt: skip
    if word == "every" and (half := half_a(scan, index)) is not None and not number_ahead(scan, index):
        return scan.quantity(index, half[1], name="period", value=half[0], unit="s", role="period",
                             subject=recurring(scan, index), per=sender(scan, index, seen))  # fmt: skip
    if scan.tokens[index].is_number and (hours := office_hours(scan, index)) is not None:
        return scan.quantity(index, hours[1], name="active_hours", value=hours[0], unit="s", role="period")
    is_there = seen.actor and seen.actor_clause == scan.clause(index)
    if (window := window_at(scan, index) or span_of_arrivals(scan, index)) is not None and (
        is_there and window[0] >= MINUTE
    ):
        return scan.quantity(index, window[1], name="arrival_window", value=window[0], unit="s", role="period",
                             subject=seen.actor, per=seen.actor)  # fmt: skip
    is_kept = scan.lower(index - 1) in _KEEP and not _tells_more(scan, index + 2)
    is_led = scan.lower(index - 1) in _BEFORE_AN or scan.lower(index + 2) in {"of", *_LATER} or is_kept
    is_the = word == "the" and scan.lower(index - 1) == "within" and not _tells_more(scan, index + 2)
    if (word in {"a", "an"} or is_the) and following in TIMES and len(following) > 2 and is_led:
        return _an_hour(scan, index, seen)
    if word in _GROWN and (period := period_at(scan, index + 1)) is not None:
        return scan.quantity(index, period[1], name="growth", value=_GROWN[word], unit="ratio", role="growth",
                             subject=subject_before(scan, index))  # fmt: skip
    if (
        word in _GROWN
        and (RUSHES | PEAK_CUES) & set(scan.part(index, before=4, after=6))
        and (
            (subject_before(scan, index) or scan.lower(index - 1)) in _LOADS
            or (seen.load is not None and 0 < index - seen.load_end <= 2)
        )
    ):
        return scan.quantity(index, index + 1, name="peak_factor", value=_GROWN[word] + 1, unit="ratio", role="factor",
                             stat="peak")  # fmt: skip
    return None


def _is_size(scan: Scan, index: int) -> bool:
    """Tell "3 MB" from other pairs of words."""
    unit = scan.token(index + 1)
    return (
        index >= 0
        and scan.tokens[index].is_number
        and unit is not None
        and (unit.lower in BYTES or unit.text in BYTES_BY_CASE)
    )


def _tells_more(scan: Scan, index: int) -> bool:
    """Tell "a day ticket" and "a second copy", where a time goes with the noun behind it, from "a year at most"."""
    token = scan.token(index)
    is_open = token is not None and token.is_word and scan.clause(index) == scan.clause(index - 1)
    return is_open and token is not None and token.lower not in FUNCTION_WORDS


def _fold(scan: Scan, index: int) -> Reading | None:
    """Read "goes up sevenfold": a peak at a rush, else growth or a plain factor."""
    number = _FOLDS.get(scan.lower(index))
    if number is None:
        return None
    around = set(scan.part(index, before=12, after=5))
    if around & (PEAK_CUES | RUSHES):
        return scan.quantity(
            index, index + 1, name="peak_factor", value=number, unit="ratio", role="factor", stat="peak"
        )
    return scan.quantity(index, index + 1, name="factor", value=number, unit="ratio", role="factor")


def _no_loss(scan: Scan, index: int) -> Reading | None:
    """Read "RPO 0", "rpo zero", "RPO: 0"."""
    if scan.lower(index) not in {"0", "zero"}:
        return None
    position = index - 1
    while scan.lower(position) in {":", "=", "of", "is"}:
        position -= 1
    if scan.lower(position) not in {"rpo", "rto"}:
        return None
    if scan.lower(index + 1) in TIMES:
        return None
    return scan.quantity(index, index + 1, name=scan.lower(position), value=0.0, unit="s", role="recovery")


def _every_nth(scan: Scan, index: int, seen: Seen) -> Reading | None:
    """Read "every other day", "every second week" as a time, and "every tenth order" as a share."""
    nth = NTH.get(scan.lower(index + 1))
    if nth is None:
        return None
    size = PERIODS.get(scan.lower(index + 2))
    if size is not None:
        return scan.quantity(index, index + 3, name="period", value=nth * size, unit="s", role="period",
                             subject=recurring(scan, index), per=sender(scan, index, seen))  # fmt: skip
    noun, end = noun_at(scan, index + 2)
    if " " in noun and is_plural(noun):
        noun, end = noun.rsplit(" ", 1)[0], end - 1  # "every second pupil opens it"
    if not noun or is_plural(noun):
        return None
    return scan.quantity(index, end, name=f"share_of_{noun}", value=1 / nth, unit="ratio", role="share",
                         subject=noun)  # fmt: skip


def _again_and_again(scan: Scan, index: int, seen: Seen) -> Reading | None:
    """Read "prices are refreshed hourly", "they call in daily via radio": a period of a part in which nothing is counted."""
    size = ADVERBS.get(scan.lower(index))
    following = scan.token(index + 1)
    is_end = following is None or following.kind == "symbol" or scan.clause(index + 1) != scan.clause(index)
    if size is None or scan.lower(index).startswith("每"):
        return None
    before = scan.until_mark(range(index - 1, max(-1, index - 12), -1))
    deed = next(filter(None, map(done, before[:2])), "") if scan.lower(index + 1) in _BY else ""
    if not is_end and not deed:
        return None
    numbers = (
        number_at(scan.tokens, index - 1 - place) for place, word in enumerate(before) if word not in {"a", "an", "one"}
    )
    is_done = bool(deed) or any(word.endswith(("ed", "en", "s")) for word in before[:3]) or any(map(done, before[3:6]))
    if not is_done or any(item is not None for item in numbers):
        return None
    return scan.quantity(index, index + 1, name="period", value=size, unit="s", role="period",
                         subject=deed or subject_before(scan, index), per=sender(scan, index, seen))  # fmt: skip


def _an_hour(scan: Scan, index: int, seen: Seen) -> Reading | None:
    if scan.lower(index - 1) == "of" and scan.lower(index - 2) in {"half", "quarter", "rest", "course"}:
        return None
    before = subject_before(scan, index)
    is_reached = bool({"reach", "reaches", "reached"} & set(scan.until_mark(range(index - 1, max(-1, index - 8), -1))))
    is_counting = is_actor(before) and not is_reached  # "40 machines in an hour"
    if scan.lower(index - 1) in {"in", "of"} and (is_counting or number_ahead(scan, index)):
        return None
    found = time(scan, index, Number(1.0, index + 1), seen)
    behind = scan.lower(index + 2)
    if found is None or found[0] is None or found[0].role not in {"latency", "recovery", "retention"}:
        return None
    is_kept = found[0].role == "retention" or scan.lower(index - 1) in _BEFORE_AN or behind in _LATER
    return found if is_kept else None
