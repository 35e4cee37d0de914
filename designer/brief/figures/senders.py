"""Who sends, reports or has what a figure says: counted before, or named again."""

from __future__ import annotations

from designer.brief.figures.nouns import is_actor, is_plural, is_subject, singular
from designer.brief.figures.scan import Scan, Seen
from designer.brief.units import PERIODS
from designer.model.quantity import Quantity

_MOST_KNOWN = 500
_FEW = 12
"""So few ("no seat may go to two people") are not what a text goes on about."""


def sender(scan: Scan, index: int, seen: Seen) -> str:
    """Return who does something "every hour": who acts in the clause, or what was counted just before."""
    here = scan.clause(index)
    is_same = bool(seen.counted) and scan.clause(seen.counted_end - 1) == here
    if is_same and index - seen.counted_end <= 4:
        return seen.counted
    if seen.actor and seen.actor_clause == here:
        return seen.actor
    if is_same and scan.is_open(seen.counted_end, index):
        return seen.counted
    return _named_again(scan, index, seen)


def _named_again(scan: Scan, index: int, seen: Seen) -> str:
    """Return who was counted before and is named again in this clause: "the box in the car sends ..."."""
    here, position = scan.clause(index), index - 1
    found = ""
    while position >= 0 and scan.clauses[position] == here and index - position < 24:
        word = scan.lower(position)
        following = scan.lower(position + 1)
        if word in {"each", "every"} and following not in PERIODS:
            is_lone = following in {"one", "of"} or is_plural(following) or following in {"has", "sends", "with"}
            return seen.topic if is_lone else following if is_subject(scan, position + 1) else found
        if not found and singular(word) in seen.known and word not in PERIODS:
            found = word
        position -= 1
    is_they = scan.lower(position + 1) in {"they", "those", "these", "all"}
    return found or (seen.topic if is_they else "")


def _with(known: frozenset[str], noun: str) -> frozenset[str]:
    """Return what was counted with one more of it; a text that counts more things than that is a table."""
    return known if noun in known or len(known) >= _MOST_KNOWN else known | {noun}


def merged(quantity: Quantity, seen: Seen, clause: int, after: int) -> Seen:
    """Return what is known behind a figure: who acts, what was counted, the last load."""
    subject = quantity.subject or seen.subject
    if quantity.role == "stock" and quantity.unit == "count" and quantity.subject:
        head = quantity.subject.rsplit(" ", 1)[-1]
        if quantity.value > seen.topic_value or (clause != seen.topic_clause and quantity.value >= _FEW):
            seen = seen._replace(topic=head, topic_value=quantity.value, topic_clause=clause)
        seen = seen._replace(
            counted=head, counted_phrase=quantity.subject, counted_end=after, known=_with(seen.known, singular(head)),
            counted_value=quantity.value,
        )  # fmt: skip
    if quantity.role == "share":
        seen = seen._replace(share=quantity, share_end=after)
    if quantity.role == "retention":
        seen = seen._replace(timed=quantity, timed_end=after)
    if quantity.role in {"load", "period"} and quantity.subject and quantity.unit != "bytes/s":
        seen = seen._replace(rated=quantity.subject, rated_clause=clause)
    if quantity.role == "factor" and quantity.per:
        seen = seen._replace(factor=quantity, factor_end=after)
    if quantity.role in {"stock", "factor"} and quantity.subject and is_actor(quantity.subject):
        head = quantity.subject.rsplit(" ", 1)[-1]
        return seen._replace(subject=subject, actor=head, actor_clause=clause)
    if quantity.role == "load":
        return seen._replace(subject=subject, load=quantity, load_clause=clause, load_end=after)
    return seen._replace(subject=subject)
