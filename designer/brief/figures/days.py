"""Days that bring so many: "a busy market day brings 12,000 bids", "54,000 tickets sold on weekdays"."""

from __future__ import annotations

from designer.brief.figures.scan import Scan
from designer.brief.units import DAY, HOUR, PERIODS
from designer.brief.vocabulary import WEEKDAYS

_SAID_OF_A_DAY = 3
_MOST_BETWEEN = 5
_BRINGS = frozenset("brings sees means yields produces makes gets".split())
_ABOUT = frozenset("about around roughly some up to as many us in of".split())


def brought_by_a_day(scan: Scan, index: int) -> float:
    """Return the seconds of a day that brings so many: "a busy market day brings 12,000 bids", "one night yields 40 GB"."""
    words = scan.until_mark(range(index - 1, max(-1, index - 9), -1))
    words = words[next((place for place, word in enumerate(words) if word not in _ABOUT), 0) :]
    if len(words) < _SAID_OF_A_DAY or words[0] not in _BRINGS:
        return 0.0
    size = DAY if words[1] in WEEKDAYS and not words[1].endswith("s") else PERIODS.get(words[1], 0.0)
    lead = next((place for place, word in enumerate(words) if word in {"a", "an", "one", "each", "every"}), 0)
    return size if size >= HOUR and 1 < lead <= _MOST_BETWEEN else 0.0


def on_days(scan: Scan, end: int, *, coming: frozenset[str]) -> float:
    """Return a day for "54,000 tickets sold on weekdays", "300 calls come in on Sundays"."""
    words = scan.until_mark(range(end, min(end + 5, len(scan.tokens))))
    place = words.index("on") if "on" in words else 0
    is_day = 0 < place < len(words) - 1 and words[place + 1] in WEEKDAYS and words[place + 1].endswith("s")
    return DAY if is_day and all(word.endswith("ed") or word in coming for word in words[:place]) else 0.0
