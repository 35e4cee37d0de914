"""Figures that a text takes back: "2-3 GB? No, that was the old one; now 18 MB", "300 users, sorry, 400 users"."""

from __future__ import annotations

from designer.brief.figures.scan import Scan, Seen
from designer.model.quantity import Quantity

_NO = frozenset({"no", "nope", "wrong", "sorry", "correction", "pardon"})
_MARKS = frozenset({",", "-", "–", "—", "(", ";", ":"})
_FARTHEST = 4
_MOST_CLAUSES = 3


def is_taken_back(scan: Scan, after: int) -> bool:
    """Tell whether the words behind a figure take it back: a question answered with no, or "sorry," and another."""
    for position in range(after, after + _FARTHEST):
        word = scan.lower(position)
        if word == "?" and scan.clause(position) == scan.clause(after - 1):
            return scan.lower(position + 1) in _NO
        is_break = word in _MARKS and scan.lower(position + 1) in _NO
        if is_break and scan.lower(position + 2) in _MARKS:
            return True
    return False


def put_right(quantity: Quantity, seen: Seen, clause: int) -> Quantity:
    """Return a figure that stands for one taken back just before: the name, thing and role are those of that one."""
    old = seen.dropped
    if (
        old is None
        or quantity.subject not in {"", old.subject}
        or old.unit != quantity.unit
        or clause - seen.dropped_clause > _MOST_CLAUSES
    ):
        return quantity
    return old.model_copy(update={"value": quantity.value, "span": quantity.span, "text": quantity.text})
