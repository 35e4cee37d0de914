"""What comes every so often: "readings" of "each sensor sends a reading to the gateway every 4 seconds"."""

from __future__ import annotations

from designer.brief.figures.nouns import is_subject, subject_before
from designer.brief.figures.scan import Scan

_FAR = 14
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
