"""Figures without digits: "once a minute", "every second", "within an hour", "doubles every year"."""

from __future__ import annotations

from designer.brief.figures.nouns import is_actor, is_plural, noun_at, subject_before
from designer.brief.figures.periods import half_a, number_ahead, office_hours, period_at, span_of_arrivals, window_at
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.figures.senders import sender
from designer.brief.figures.times import time
from designer.brief.numbers import Number, number_at
from designer.brief.units import ADVERBS, PERIODS, TIMES
from designer.brief.vocabulary import PEAK_CUES, RUSHES

_GROWN = {"doubles": 1.0, "doubling": 1.0, "double": 1.0, "triples": 2.0, "tripling": 2.0, "quadruples": 3.0}
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0, "einmal": 1.0, "zweimal": 2.0}
_NTH = {"other": 2, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10,
        "twentieth": 20, "hundredth": 100, "thousandth": 1000}  # fmt: skip
_FOLDS = {"twofold": 2.0, "threefold": 3.0, "fourfold": 4.0, "fivefold": 5.0, "sixfold": 6.0, "sevenfold": 7.0,
          "eightfold": 8.0, "ninefold": 9.0, "tenfold": 10.0, "twentyfold": 20.0, "hundredfold": 100.0}  # fmt: skip
_LOADS = frozenset("traffic load requests volume demand usage orders sales".split())
_BEFORE_AN = frozenset(
    {"for", "within", "after", "under", "than", "of", "in", "last", "most", "least", "until", "back"}
)


def worded(scan: Scan, index: int, seen: Seen) -> Reading | None:
    """Read a figure whose number is a word other than a numeral."""
    word, following = scan.lower(index), scan.lower(index + 1)
    if (fold := _fold(scan, index)) is not None:
        return fold
    if (none := _no_loss(scan, index)) is not None:
        return none
    if word == "every" and (nth := _every_nth(scan, index, seen)) is not None:
        return nth
    if (again := _again_and_again(scan, index, seen)) is not None:
        return again
    if word == "every" and following in PERIODS and scan.lower(index + 2) != "of" and not number_ahead(scan, index):
        return scan.quantity(index, index + 2, name="period", value=PERIODS[following], unit="s", role="period",
                             subject=subject_before(scan, index), per=sender(scan, index, seen))  # fmt: skip
    if word in _TIMES and (period := period_at(scan, index + 1)) is not None:
        who, what = sender(scan, index, seen), subject_before(scan, index)
        if _TIMES[word] == 1:
            return scan.quantity(index, period[1], name="period", value=period[0], unit="s", role="period",
                                 subject=what, per=who)  # fmt: skip
        return scan.quantity(index, period[1], name="times", value=_TIMES[word] / period[0], unit="times/s",
                             subject=what or "times", role="period", per=who)  # fmt: skip
    if word == "every" and (half := half_a(scan, index)) is not None and not number_ahead(scan, index):
        return scan.quantity(index, half[1], name="period", value=half[0], unit="s", role="period",
                             subject=subject_before(scan, index), per=sender(scan, index, seen))  # fmt: skip
    if scan.tokens[index].is_number and (hours := office_hours(scan, index)) is not None:
        return scan.quantity(index, hours[1], name="active_hours", value=hours[0], unit="s", role="period")
    is_there = seen.actor and seen.actor_clause == scan.clause(index)
    if (window := window_at(scan, index) or span_of_arrivals(scan, index)) is not None and is_there:
        return scan.quantity(index, window[1], name="arrival_window", value=window[0], unit="s", role="period",
                             subject=seen.actor, per=seen.actor)  # fmt: skip
    is_led = scan.lower(index - 1) in _BEFORE_AN or scan.lower(index + 2) == "of"
    if word in {"a", "an"} and following in TIMES and len(following) > 2 and is_led:
        return _an_hour(scan, index, seen)
    if word in _GROWN and (period := period_at(scan, index + 1)) is not None:
        return scan.quantity(index, period[1], name="growth", value=_GROWN[word], unit="ratio", role="growth",
                             subject=subject_before(scan, index))  # fmt: skip
    if (
        word in _GROWN
        and (RUSHES | PEAK_CUES) & set(scan.part(index, before=4, after=5))
        and (subject_before(scan, index) or scan.lower(index - 1)) in _LOADS
    ):
        return scan.quantity(index, index + 1, name="peak_factor", value=_GROWN[word] + 1, unit="ratio", role="factor",
                             stat="peak")  # fmt: skip
    return None


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
    position = index - 1
    while scan.lower(position) in {":", "=", "of", "is"}:
        position -= 1
    if scan.lower(index) not in {"0", "zero"} or scan.lower(position) not in {"rpo", "rto"}:
        return None
    if scan.lower(index + 1) in TIMES:
        return None
    return scan.quantity(index, index + 1, name=scan.lower(position), value=0.0, unit="s", role="recovery")


def _every_nth(scan: Scan, index: int, seen: Seen) -> Reading | None:
    """Read "every other day", "every second week" as a time, and "every tenth order" as a share."""
    nth = _NTH.get(scan.lower(index + 1))
    if nth is None:
        return None
    size = PERIODS.get(scan.lower(index + 2))
    if size is not None:
        return scan.quantity(index, index + 3, name="period", value=nth * size, unit="s", role="period",
                             subject=subject_before(scan, index), per=sender(scan, index, seen))  # fmt: skip
    noun, end = noun_at(scan, index + 2)
    if not noun or is_plural(noun):
        return None
    return scan.quantity(index, end, name=f"share_of_{noun}", value=1 / nth, unit="ratio", role="share",
                         subject=noun)  # fmt: skip


def _again_and_again(scan: Scan, index: int, seen: Seen) -> Reading | None:
    """Read "prices are refreshed hourly": a period at the end of a part in which nothing is counted."""
    size = ADVERBS.get(scan.lower(index))
    following = scan.token(index + 1)
    is_end = following is None or following.kind == "symbol" or scan.clause(index + 1) != scan.clause(index)
    if size is None or not is_end or scan.lower(index).startswith("每"):
        return None
    before = scan.until_mark(range(index - 1, max(-1, index - 12), -1))
    numbers = (
        number_at(scan.tokens, index - 1 - place) for place, word in enumerate(before) if word not in {"a", "an"}
    )
    if not any(word.endswith(("ed", "en", "s")) for word in before[:3]) or any(item is not None for item in numbers):
        return None
    return scan.quantity(index, index + 1, name="period", value=size, unit="s", role="period",
                         subject=subject_before(scan, index), per=sender(scan, index, seen))  # fmt: skip


def _an_hour(scan: Scan, index: int, seen: Seen) -> Reading | None:
    if scan.lower(index - 1) == "of" and scan.lower(index - 2) in {"half", "quarter", "rest", "course"}:
        return None
    before = subject_before(scan, index)
    if scan.lower(index - 1) in {"in", "of"} and (is_actor(before) or number_ahead(scan, index)):
        return None
    found = time(scan, index, Number(1.0, index + 1), seen)
    if found is None or found[0] is None or found[0].role not in {"latency", "recovery", "retention"}:
        return None
    is_kept = found[0].role == "retention" or scan.lower(index - 1) in _BEFORE_AN
    return found if is_kept else None
