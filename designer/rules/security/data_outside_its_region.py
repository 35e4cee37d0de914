"""SEC033: the file that was not to leave the country."""

from collections.abc import Iterator, Sequence

from designer.model.component import Component
from designer.model.finding import Severity
from designer.model.kinds import Family
from designer.rules.dataflow import ways_of_data
from designer.rules.facts import Facts
from designer.rules.paths import reach
from designer.rules.places import Places, around, places
from designer.rules.regions import (
    Region,
    coded_regions_in,
    lies_outside,
    region_name,
    regions_in,
    regions_of_name,
    regions_to_stay_in,
)
from designer.rules.rule import Found, rule
from designer.rules.wording import says

_KEEPERS = (Family.DATA, Family.MESSAGING)
_OURS = (*_KEEPERS, Family.COMPUTE)
_ONLY = frozenset({"only", "residency"})
_COPY_WORDS = frozenset("backup backups copies copy mirror region regional replica replicas secondary standby".split())


@rule("SEC033", "data-outside-its-region", severity=Severity.WARNING)
def data_outside_its_region(facts: Facts) -> Iterator[Found]:
    """Data must stay in one part of the world, and a store, a copy or a part that works on it stands in another.

    Why: the moment it gets there, another law holds for it, and the promise to customers or regulators is broken.
    Fix: place the part in an allowed region, or keep the data out of it and mark it `data_class: public`.
    Source: GDPR, articles 44 to 46, transfers of personal data to third countries; NIST SP 800-53 Rev. 5, SA-9(5)
        Processing, Storage, and Service Location.
    """
    known = places(facts)
    placed = {one.id: where for one in facts.of_family(*_OURS) if (where := _regions_of(one, known))}
    bound = _bound(facts) if placed else {}
    for part in facts.of_family(*_OURS):
        allowed = bound.get(part.id, ())
        if allowed and part.id in placed and part.prop("data_class") != "public":
            outside = [one for one in placed[part.id] if lies_outside(one, allowed)]
            if outside:
                message = f"{facts.name(part)} stands in {_named(outside)}, and data must stay in {_named(allowed)}"
                yield Found.at(message, part)


def _bound(facts: Facts) -> dict[str, Sequence[Region]]:
    """Return the regions that each part must stay in: by the brief, or as said of a store and what is copied from it."""
    everywhere = regions_to_stay_in(" ".join((facts.brief.text, *facts.brief.constraints, *facts.brief.requirements)))
    found: dict[str, Sequence[Region]] = {}
    if everywhere:
        found = {part.id: everywhere for part in facts.of_family(*_OURS)}
    stated = {part.id: regions for part in facts.of_family(*_KEEPERS) if (regions := _said_of(part))}
    if stated:
        copies = _copies(facts)
        for start in facts.ordered(stated):
            for one in reach([start], copies):
                found[one] = (
                    stated[start] if one == start else tuple(dict.fromkeys((*found.get(one, ()), *stated[start])))
                )
    return found


def _copies(facts: Facts) -> dict[str, list[str]]:
    """Return where the contents of each store go as a whole: straight on to another store or through a queue."""
    ways = ways_of_data(facts)
    keeps = {part.id for part in facts.of_family(*_KEEPERS)}
    return {one: [two for two in others if one in keeps and two in keeps] for one, others in ways.items()}


def _said_of(part: Component) -> tuple[Region, ...]:
    tags = [regions_of_name(tag) for tag in part.tags if says(tag, _ONLY)]
    return (*regions_to_stay_in(part.description), *(region for regions in tags for region in regions))


def _regions_of(part: Component, known: Places) -> tuple[Region, ...]:
    """Return where a part stands: by its own words, or by the nearest line around it that names a region."""
    coded = coded_regions_in(f"{part.name} {part.technology} {' '.join(part.tags)}")
    if own := coded or (regions_in(part.name) if says(part.name, _COPY_WORDS) else ()):
        return own
    lines = (one for one in around(part, known) if one.type != "team")
    return next((found for one in lines if (found := regions_of_name(one.name))), ())


def _named(regions: Sequence[Region]) -> str:
    return " or ".join(dict.fromkeys(region_name(one) for one in regions))
