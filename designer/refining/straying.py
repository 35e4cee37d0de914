"""Where a changed design no longer follows its blueprints as it did, and the instruction did not ask for that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from designer.catalog.catalog import Catalog
from designer.catalog.conformance import Item, conformance, named
from designer.model.component import Component
from designer.model.design import Draft
from designer.model.finding import Finding, Severity
from designer.refining.words import stems

STRAYED = "CONFORMANCE"
"""The rule, as a model is told, that edits may not lead away from the blueprints of a design."""

_MOST = 4
_USUAL = frozenset(stems("service store database worker job queue gateway system app client api cluster"))


def strayed(before: Draft, after: Draft, said: str, catalog: Catalog) -> tuple[Finding, ...]:
    """Return an error for what a change took from a blueprint, except where the instruction names the part."""
    meant = _named(before.graph.components, frozenset(stems(said)))
    return tuple(finding for match in before.blueprints for finding in _lost(before, after, match.id, meant, catalog))


def _lost(before: Draft, after: Draft, key: str, meant: frozenset[str], catalog: Catalog) -> Iterator[Finding]:
    blueprint = catalog.by_id.get(key)
    if blueprint is None:
        return
    was, now = conformance(before.graph, blueprint), conformance(after.graph, blueprint)
    known = named(was)
    players = {item.role: item.component for item in was.matched}
    new = {item.role for item in now.matched if item.component not in before.graph.by_id}
    lost = [
        item
        for item in (*now.missing, *now.wrong)
        if item.subject not in known
        and new.isdisjoint(_roles_of(item))
        and meant.isdisjoint(players.get(role, "") for role in _roles_of(item))
    ]
    for item in lost[:_MOST]:
        words = f"the graph follows the blueprint {key} less than before: {item.text}"
        fix = "put it back, unless the instruction asks for that"
        yield Finding(rule=STRAYED, severity=Severity.ERROR, message=words, subjects=item.components, fix=fix)


def _roles_of(item: Item) -> tuple[str, ...]:
    """Return the roles of what deviates: itself, the ends of "from>to", or the role of "role.property"."""
    return tuple(part.partition(".")[0] for part in item.subject.split(">"))


def _named(parts: Collection[Component], said: frozenset[str]) -> frozenset[str]:
    """Return the ids of the parts that words name: by the whole name or product, or by a word that only they have."""
    words = {part.id: _words(part) for part in parts}
    times = Counter(word for own in words.values() for word in own)
    return frozenset(
        part.id
        for part in parts
        if any(whole and whole <= said for whole in (frozenset(stems(part.name)), frozenset(stems(part.technology))))
        or any(times[word] == 1 and word in said for word in words[part.id])
    )


def _words(part: Component) -> frozenset[str]:
    return frozenset(stems(f"{part.name} {part.id.replace('-', ' ')} {part.technology} {part.kind.label}")) - _USUAL
