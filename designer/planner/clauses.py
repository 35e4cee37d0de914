"""Several systems in one brief: clause by clause, which further blueprints a text asks for.

A brief that lists what it wants gives each thing a clause of its own; there the words of one system stand together,
while over the whole text the strongest drowns the others.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Collection
from itertools import pairwise

from designer.catalog.classifier import Classifier
from designer.catalog.search import words_of

NONE = ""
_BETWEEN = re.compile(r"[.;:!?\n(),]|\b(?:and|then|but|while)\b", re.IGNORECASE)
_FEWEST_WORDS, _FEWEST_KNOWN = 2, 4
_MOST_CLAUSES = 120
OF_FIGURES = frozenset(
    "read reads reading write writes written writing often times hundred thousand million billion second seconds minute minutes hour hours day days "
    "week weeks month months year years kept keep keeps stored store stores retained peak average total daily weekly monthly yearly concurrent "
    "users user requests request people more less most least about".split()
)
"""Words that say how much, how often and how long, and call for no system by themselves: "kept five years"."""
# How much likelier than the next blueprint, than none and than the first blueprint a clause must be made by another.
# Measured on the open part of the evaluation set and on the catalog's examples, which ask for one system each.
_OVER_NEXT, _OVER_NONE, _OVER_FIRST = 1.0, -4.0, 6.0
_DOUBTED_OVER_NEXT, _DOUBTED_OVER_FIRST = 2.5, 7.5
_WITHOUT_FIRST = 1.5
# The same without any one of its words.
_WITHOUT_ONE = -3.0


def called_by_clauses(
    text: str, classifier: Classifier, first: str, near: Collection[str], *, doubted: Collection[str] = ()
) -> dict[str, int]:
    """Return the blueprints besides `first` that a clause clearly asks for, with where that clause begins.

    Only those `near` to the whole text count; where no blueprint is `first` (""), a clause must be clearer, and so for
    those that the whole text speaks against (`doubted`): a few words in passing are near to something by chance.
    """
    found: dict[str, int] = {}
    strict = 1.0 if first else _WITHOUT_FIRST
    for start, clause in _clauses(text):
        learned = classifier.scores(clause)
        if learned.known < _FEWEST_KNOWN:
            continue
        scores = learned.by_label
        ranked = heapq.nlargest(2, ((score, label) for label, score in scores.items() if label not in (NONE, first)))
        (best, key), (other, _) = ranked
        over_next, over_first = (
            (_DOUBTED_OVER_NEXT, _DOUBTED_OVER_FIRST) if key in doubted else (_OVER_NEXT, _OVER_FIRST)
        )
        leads = ((other, over_next), (scores.get(NONE, 0.0), _OVER_NONE), (scores.get(first, 0.0), over_first))
        is_clear = all((best - rest) * learned.known >= needed * strict for rest, needed in leads)
        if key in near and is_clear and not _rests_on_one_word(clause, classifier, key, first):
            found.setdefault(key, start)
    return found


def _rests_on_one_word(clause: str, classifier: Classifier, key: str, first: str) -> bool:
    """Tell whether one word alone makes a clause speak for a blueprint: "offline" in "the skipper sees the list offline"."""
    said = clause.split()
    for word in dict.fromkeys(said):
        learned = classifier.scores(" ".join(other for other in said if other != word))
        rest = max(learned.by_label.get(first, 0.0), learned.by_label.get(NONE, 0.0))
        if (learned.by_label[key] - rest) * learned.known < _WITHOUT_ONE:
            return True
    return False


def best_clause(text: str, classifier: Classifier, key: str) -> int:
    """Return where the clause begins that speaks most for a blueprint; the earliest of equals."""
    best, place = 0.0, 0
    for start, clause in _clauses(text):
        learned = classifier.scores(clause)
        if (said := (learned.by_label[key] - learned.by_label.get(NONE, 0.0)) * learned.known) > best:
            best, place = said, start
    return place


def _clauses(text: str) -> list[tuple[int, str]]:
    """Return the clauses that say something, and each two neighbours together, with where they begin."""
    pieces: list[tuple[int, str]] = []
    start = 0
    for match in _BETWEEN.finditer(text):
        pieces.append((start, text[start : match.start()]))
        start = match.end()
        if len(pieces) > 4 * _MOST_CLAUSES:
            break
    pieces.append((start, text[start : start + 2000]))
    telling = [(begin, piece) for begin, piece in pieces if _tells(piece[:2000])]
    telling = telling[:_MOST_CLAUSES]
    return telling + [(one[0], f"{one[1]} {two[1]}") for one, two in pairwise(telling)]


def _tells(piece: str) -> bool:
    """Tell whether a clause says more than how much, how often or how long."""
    return len([word for word in words_of(piece) if word not in OF_FIGURES]) >= _FEWEST_WORDS
