"""What comes every so often: "readings" of "each sensor sends a reading to the gateway every 4 seconds"."""

from __future__ import annotations

from designer.brief.figures.nouns import is_subject, plural, subject_before
from designer.brief.figures.scan import Scan
from designer.brief.units import ACTORS

_FAR = 14
_LONGEST = 5
_OCCURS = frozenset(
    "shows comes arrives occurs happens appears turns fires rings lands pops crops starts departs passes".split()
)
"""Verbs of what comes by itself."""
_LEADS = frozenset("to into onto from with over via through at toward towards".split())
_WITHIN = frozenset("the a an our its their this that each every same".split())
_MARKS = frozenset({",", ":", ";", "(", ")", "—", "–"})
_DEEDS = {
    "report": "reports", "ping": "pings", "poll": "polls", "call": "calls", "ask": "requests", "query": "queries",
    "check": "checks", "sync": "syncs", "connect": "connections", "talk": "messages", "speak": "messages",
    "publish": "messages", "send": "messages", "write": "writes", "post": "posts", "push": "messages", "beat": "beats",
}  # fmt: skip
"""What somebody does who does it so often, where nothing is named that travels."""
_AIMED = frozenset("ping poll call ask query".split())
"""Verbs whose object is asked and does not come: "the board polls the level API every 30 seconds"."""


def recurring(scan: Scan, index: int) -> str:
    """Return what comes "every 4 seconds", said at a token: the nearest noun that nothing leads to, or what is done."""
    here, position, last = scan.clause(index), index - 1, ""
    nearest = subject_before(scan, index)
    if (whole := _of_each(scan, index, nearest)) != "":
        return whole
    while position >= 0 and scan.clauses[position] == here and index - position < _FAR:
        word = scan.lower(position)
        if last and word in _MARKS:
            return nearest
        if last and _is_deed(scan, position) and (deed := _deed(word)):
            return _DEEDS[deed] if deed in _AIMED or last == "led" else nearest
        if word in _LEADS and last:
            last = "led"
        elif is_subject(scan, position) and last in {"", "led"} and not _is_deed(scan, position):
            if last == "led" and not _is_led(scan, position):
                return word
            last = last or "noun"
        position -= 1
    return nearest


def occurring(scan: Scan, index: int) -> str:
    """Return what comes by itself: "organs" of "a donor organ shows up seven times a day"; nothing for who does something."""
    place = index - 1
    while scan.lower(place) in {
        "up",
        "in",
        "off",
        "out",
        "about",
        "around",
        "roughly",
        "some",
        "maybe",
        "on",
        "average",
    }:
        place -= 1
    is_coming = scan.lower(place) in _OCCURS and place > 1 and scan.clause(place - 1) == scan.clause(index)
    if not is_coming or not is_subject(scan, place - 1):
        return ""
    noun, first = scan.lower(place - 1), place - 2
    while first >= 0 and place - first <= _LONGEST and scan.lower(first) not in {"a", "an", "one"}:
        if not is_subject(scan, first):
            return ""
        first -= 1
    is_one = scan.lower(first) in {"a", "an", "one"} and scan.clause(first) == scan.clause(index)
    return plural(noun) if is_one and noun not in ACTORS else ""


def is_deed(noun: str) -> bool:
    """Tell whether a noun is what somebody does who sends: "calls", "reports"."""
    return noun in _DEEDS.values()


def _of_each(scan: Scan, index: int, nearest: str) -> str:
    """Return what there is of each in "the position of every tram once a second", "an arrow per target every 20 s"."""
    place = index - 1
    while place >= 0 and index - place < _FAR and scan.lower(place) != nearest:
        place -= 1
    lead = scan.lower(place - 1)
    thing = (
        place - 2 if lead == "per" else place - 3 if lead in {"every", "each"} and scan.lower(place - 2) == "of" else -1
    )
    return (
        scan.lower(thing) if thing >= 0 and is_subject(scan, thing) and scan.clause(thing) == scan.clause(index) else ""
    )


def done(word: str) -> str:
    """Return what a verb does so often, as a noun: "report" makes reports; nothing for a verb that is not known.

    >>> done("reports"), done("polls"), done("sleeps")
    ('reports', 'polls', '')
    """
    return _DEEDS.get(_deed(word), "")


def _is_deed(scan: Scan, position: int) -> bool:
    """Tell "sensors report to" from "a report to" and "send reports to": a verb stands behind who acts."""
    before = scan.lower(position - 1)
    return bool(_deed(scan.lower(position))) and before not in _WITHIN and not _deed(before)


def _is_led(scan: Scan, position: int) -> bool:
    """Tell whether a preposition leads to the noun phrase of a token."""
    position -= 1
    while position >= 0 and (scan.lower(position) in _WITHIN or is_subject(scan, position)):
        position -= 1
    return position >= 0 and scan.lower(position) in _LEADS


def _deed(word: str) -> str:
    """Return the verb of a form that ends in nothing or in s, if it is one of the deeds."""
    return next((base for base in (word, word.removesuffix("s"), word.removesuffix("es")) if base in _DEEDS), "")
