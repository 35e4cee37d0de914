"""Turns with prepositions, told in the usual order: "with a MySQL behind it", "for background jobs Celery"."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.dictation.event import Event
from designer.brief.dictation.relations import Frame, Relation
from designer.brief.dictation.tagging.tags import Tag

_PLACES = frozenset({"behind", "front"})
_POINTING = frozenset({"it", "them", "that", "this"})


def in_usual_order(events: list[Event]) -> list[Event]:
    """Return events in the usual order: "with a MySQL behind it" is a relative clause of what stands before it."""
    events = _with_purposes_behind(events)
    found: list[Event] = []
    position = 0
    while position < len(events):
        if not found or not _stands(events[position : position + 4]):
            found.append(events[position])
            position += 1
            continue
        opener, noun, place, pronoun = events[position : position + 4]
        if found[-1].type == "nominal":
            found.append(Event("join", opener.index, opener.index, ","))
        found += [
            place,
            pronoun._replace(type="which", word="which"),
            Event("verb", noun.index, noun.index, "sits", relation=Relation(Frame.OTHER), tag=Tag.VERB),
            noun,
        ]
        position += 4
    return found


def _stands(events: Sequence[Event]) -> bool:
    """Tell "with a MySQL behind it"."""
    if [event.type for event in events[:2]] != ["preposition", "nominal"] or len(events) < 4:
        return False
    points = events[2].type in _PLACES and events[3].type == "pronoun" and events[3].word in _POINTING
    return events[0].word == "with" and points


def _with_purposes_behind(events: list[Event]) -> list[Event]:
    """Return events in which "a Postgres and for background jobs Celery" names the product before what it is for."""
    found = list(events)
    for position in range(1, len(found) - 2):
        before, opener, purpose, product = found[position - 1 : position + 3]
        is_for = opener.type == "preposition" and opener.word == "for" and before.type == "join"
        what, which = purpose.nominal, product.nominal
        if (
            is_for
            and what is not None
            and which is not None
            and which.technology is not None
            and what.technology is None
        ):
            # What something is for is no part, whatever its name.
            what = what._replace(is_explicit=False, is_payload=True)
            found[position : position + 3] = [product, opener, purpose._replace(nominal=what)]
    return found
