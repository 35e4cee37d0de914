"""The clauses of a text that say something: a brief that lists what it wants gives each thing a clause of its own."""

from __future__ import annotations

import re

from designer.catalog.search import words_of

_BETWEEN = re.compile(r"[.;:!?\n(),]|\s[+&]\s|\b(?:and|then|but|while|plus)\b", re.IGNORECASE)
_MOST_CLAUSES = 120
_LONGEST = 2000
OF_FIGURES = frozenset(
    "read reads reading write writes written writing often times hundred thousand million billion second seconds minute minutes hour hours day days "
    "week weeks month months year years kept keep keeps stored store stores retained peak average total daily weekly monthly yearly concurrent "
    "users user requests request people more less most least about".split()
)
"""Words that say how much, how often and how long, and call for no system by themselves: "kept five years"."""


def clauses_of(text: str) -> list[tuple[int, int]]:
    """Return from where to where each clause goes that says more than how much, how often or how long, in order.

    A clause ends at a mark or at an "and"; at most 120 are returned, the first 2,000 characters of each.
    """
    found: list[tuple[int, int]] = []
    start = 0
    ends = [(match.start(), match.end()) for match in _BETWEEN.finditer(text)]
    for end, following in (*ends, (len(text), len(text))):
        if _tells(text[start : min(end, start + _LONGEST)]):
            found.append((start, min(end, start + _LONGEST)))
        if len(found) == _MOST_CLAUSES:
            break
        start = following
    return found


def _tells(piece: str) -> bool:
    return any(word not in OF_FIGURES for word in words_of(piece))
