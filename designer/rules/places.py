"""What the lines around a part say of it: the zone it stands in, and the class of data that is kept there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designer.model.boundary import Boundary
from designer.model.component import Component
from designer.rules.facts import Facts
from designer.rules.wording import names_phrase, says

_CLASS_WORDS = {
    "health": frozenset("ephi hipaa phi".split()),
    "payment": frozenset("cardholder cde pci".split()),
    "personal": frozenset({"pii"}),
}
_CLASS_PHRASES = {
    "health": (("health", "data"), ("health", "records"), ("patient", "data"), ("patient", "records")),
    "payment": (("card", "data"), ("payment", "data")),
    "personal": (("personal", "data"), ("customer", "data")),
}
_OPEN = frozenset("dmz extranet internet".split())
_ZONE = frozenset("dmz enclave extranet internet intranet network perimeter segment subnet vlan vpc zone".split())

Places = Mapping[str, Boundary]


def places(facts: Facts) -> Places:
    """Return the boundaries of a design by id."""
    return {boundary.id: boundary for boundary in facts.sized.graph.boundaries}


def around(part: Component, known: Places) -> Iterator[Boundary]:
    """Yield the boundaries around a part, the nearest first."""
    here = known.get(part.boundary or "")
    while here is not None:
        yield here
        here = known.get(here.parent or "")


def zone_of(part: Component, known: Places) -> Boundary | None:
    """Return the nearest line around a part that separates trust: of that type, or with a name that says so."""
    return next((one for one in around(part, known) if _is_zone(one)), None)


def _is_zone(boundary: Boundary) -> bool:
    if boundary.type in ("trust", "network"):
        return True
    return boundary.type == "system" and says(boundary.name, _ZONE)


def class_by_place(part: Component, known: Places) -> str:
    """Return the class of data that a line around a part is drawn for, or nothing."""
    for one in around(part, known):
        for data_class, words in _CLASS_WORDS.items():
            phrases = _CLASS_PHRASES[data_class]
            if says(one.name, words) or any(names_phrase(one.name, phrase) for phrase in phrases):
                return data_class
    return ""


def open_place(part: Component, known: Places) -> Boundary | None:
    """Return the line around a part that everybody gets behind: a DMZ and the like."""
    return next((one for one in around(part, known) if says(one.name, _OPEN) or _is_public(one)), None)


def _is_public(boundary: Boundary) -> bool:
    return names_phrase(boundary.name, ("public", "zone")) or names_phrase(boundary.name, ("public", "network"))
