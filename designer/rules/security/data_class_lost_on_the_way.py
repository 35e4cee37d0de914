"""SEC018: a secret filed under general."""

from collections.abc import Iterator, Mapping

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.model.kinds import Family
from designer.rules.dataflow import goes_back, goes_forward
from designer.rules.facts import Facts
from designer.rules.places import Places, class_by_place, open_place, places
from designer.rules.rule import Found, rule
from designer.rules.stores import SENSITIVE
from designer.rules.wording import tidy_name

_LESS = ("public", "internal")


@rule("SEC018", "data-class-lost-on-the-way", severity=Severity.WARNING)
def data_class_lost_on_the_way(facts: Facts) -> Iterator[Found]:
    """Sensitive data flows into a store that is marked for less, stands in the open, or keeps more than its mark says.

    Why: access, encryption and retention follow the mark and the place of the store, and so protect too little.
    Fix: raise `data_class` of the store or move it; or take the sensitive fields out before, and state so in `data_class`
        of the connection.
    Source: NIST SP 800-60, Guide for Mapping Types of Information; CWE-200.
    """
    known, kept = places(facts), _classes_of_entities(facts)
    for store in facts.components:
        if store.id in kept and store.prop("data_class") in _LESS:
            yield Found.at(f"{facts.name(store)} keeps {kept[store.id]} data, and {_mark(store, known)}", store)
    for link in facts.links:
        for giver, store in _ways(facts, link):
            mark = _mark(store, known) if store.id not in kept else ""
            carried = _carried(facts, link, giver, known) if mark else ""
            if carried:
                yield Found.at(_message(facts, link, store, carried, mark), store, link)


def _ways(facts: Facts, link: Connection) -> Iterator[tuple[Component, Component]]:
    """Yield from what to which store data goes over a connection.

    A class that is stated of it speaks for both directions. A store may fetch by itself, as a replica does; only the
    content of another store comes that way.
    """
    source, target = facts.source(link), facts.target(link)
    if _keeps(target) and (link.prop("data_class") is not None or goes_forward(facts, link)):
        yield source, target
    if _keeps(source) and _keeps(target) and goes_back(facts, link):
        yield target, source


def _message(facts: Facts, link: Connection, store: Component, carried: str, mark: str) -> str:
    if store.id == link.source:
        return f"{facts.name(store)} fetches {carried} data from {facts.name(link.target)}, and {mark}"
    return f"{facts.name(link.source)} puts {carried} data into {facts.name(store)}, and {mark}"


def _keeps(part: Component) -> bool:
    return part.is_datastore or part.is_broker


def _mark(store: Component, known: Places) -> str:
    """Return in what way a store is not meant for sensitive data; nothing when it may be."""
    if store.prop("data_class") in _LESS:
        return f"it is marked {store.prop('data_class')}"
    here = open_place(store, known) if store.prop("data_class") is None else None
    return f"it stands in {tidy_name(here.name)}" if here is not None else ""


def _carried(facts: Facts, link: Connection, giver: Component, known: Places) -> str:
    """Return the sensitive class of what a connection carries: as stated there, or else what its giver keeps."""
    if link.prop("data_class") is not None:
        stated = str(link.prop("data_class"))
        return stated if stated in SENSITIVE else ""
    own = facts.sensitive.get(giver.id) or str(giver.prop("data_class") or "")
    if own:
        return own if own in SENSITIVE else ""
    return class_by_place(giver, known) if giver.family is Family.DATA else ""


def _classes_of_entities(facts: Facts) -> Mapping[str, str]:
    """Return the most sensitive class of what is said to lie in each store, by its id.

    Personal data is left out: most records have an author, and his id is no reason to mark all of them.
    """
    found: dict[str, set[str]] = {}
    for entity in facts.sized.entities:
        if entity.store is not None:
            found.setdefault(entity.store, set()).update(field.data_class for field in entity.fields)
    marked = [word for word in SENSITIVE if word != "personal"]
    worst = {one: next((word for word in marked if word in classes), "") for one, classes in found.items()}
    return {one: word for one, word in worst.items() if word}
