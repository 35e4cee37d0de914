"""STR013: one part twice."""

from collections.abc import Iterator

from designer.brief.phrases import stems_of
from designer.model.component import Component
from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule


@rule("STR013", "duplicate-part", severity=Severity.INFO)
def duplicate_part(facts: Facts) -> Iterator[Found]:
    """Two parts of one kind and product have the same name, or play the same role.

    Why: readers and tools take one for the other, and whoever changes one forgets the other.
    Fix: merge them and state `replicas`, or give each the name of what it alone does.
    Source: C4 model, "Notation": every element has a name of its own.
    """
    alike: dict[tuple[object, ...], list[Component]] = {}
    for part in facts.components:
        alike.setdefault((part.kind, part.technology.casefold(), part.boundary, stems_of(part.name)), []).append(part)
        if part.role is not None:
            alike.setdefault((part.role,), []).append(part)
    told: set[tuple[str, ...]] = set()
    for parts in alike.values():
        ids = tuple(sorted(part.id for part in parts))
        if len(ids) > 1 and ids not in told:
            told.add(ids)
            yield Found.at(f"{facts.names(ids)} seem to be one part", *parts)
