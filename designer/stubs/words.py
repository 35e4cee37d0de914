"""Words that decide how a design's texts become code: which verbs change a store, how often a job runs."""

from __future__ import annotations

import re

_READING = frozenset(
    "ask browse check compare count fetch find get list load look lookup match query read scan search see select".split()
)
_PERIODS = (
    ("second", 1.0),
    ("minute", 60.0),
    ("hour", 3600.0),
    ("day", 86_400.0),
    ("night", 86_400.0),
    ("dai", 86_400.0),
    ("week", 604_800.0),
    ("month", 2_592_000.0),
)
_EVERY = re.compile(r"(\d{1,4})\s+([a-z]+)")


def writes(message: str) -> bool:
    """Whether a message to a store changes it: unless it begins with a word for reading, it does.

    >>> writes("insert the code unless it exists"), writes("read on a miss"), writes("opted out since?")
    (True, False, False)
    """
    words = re.findall(r"[a-z]+", message.lower())
    return not (
        message.rstrip().endswith("?") or (words and (words[0] in _READING or words[0].rstrip("s") in _READING))
    )


def period_s(schedule: str, default: float = 3600.0) -> float:
    """Return how often a schedule in words comes round, in seconds.

    >>> period_s("every minute, payments pending longer than 2 minutes"), period_s("every 5 minutes"), period_s("nightly")
    (60.0, 300.0, 86400.0)
    """
    text = schedule.lower()
    places = [(text.find(word), seconds) for word, seconds in _PERIODS if word in text]
    if not places:
        return default
    first, seconds = min(places)
    if (found := _EVERY.match(text[text.rfind("every", 0, first) + 5 :].strip())) and "every" in text[:first]:
        return max(1.0, float(found[1]) * seconds)
    return seconds
