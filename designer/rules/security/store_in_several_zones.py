"""SEC039: one door into every room."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.places import places, zone_of
from designer.rules.rule import Found, rule
from designer.rules.wording import listed, tidy_name

_FOR_ALL = frozenset({Kind.CDN, Kind.CACHE})


@rule("SEC039", "store-in-several-zones", severity=Severity.INFO)
def store_in_several_zones(facts: Facts) -> Iterator[Found]:
    """Parts in two or more other trust zones reach one store directly.

    Why: the store joins what the zones are there to keep apart; whoever gets into the weakest of them gets at the data of
        all.
    Fix: let a service in the store's own zone answer the others, or give each zone a copy with what it needs.
    Source: NIST SP 800-53 Rev. 5, SC-7 Boundary Protection; IEC 62443-3-2, zones and conduits; CWE-653.
    """
    known = places(facts)
    zones = {part.id: zone for part in facts.components if (zone := zone_of(part, known)) is not None}
    for store in facts.stores:
        if store.kind in _FOR_ALL or store.prop("data_class") == "public":
            continue
        own = zones.get(store.id)
        if own is None and store.boundary is not None:  # nobody says what the line around it separates
            continue
        at = [zones[one.id] for one in _callers(facts, store) if one.id in zones]
        others = {zone.id: zone.name for zone in at if own is None or zone.id != own.id}
        if len(others) >= 2:
            names = listed(sorted(tidy_name(name) for name in others.values()))
            yield Found.at(f"Parts in {names} all reach {facts.name(store)} directly", store)


def _callers(facts: Facts, store: Component) -> list[Component]:
    """Return the parts that open a connection to a store; copies of it and what watches it are none."""
    found = (facts.source(link) for link in facts.incoming[store.id])
    return [one for one in found if not one.is_datastore and one.kind is not Kind.OBSERVABILITY]
