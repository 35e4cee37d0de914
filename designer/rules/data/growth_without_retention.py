"""DAT006: data that only grows, in a system that says it grows."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_ONLY_GROW = frozenset({Kind.EVENT_LOG, Kind.TIME_SERIES_DB})


@rule("DAT006", "growth-without-retention", severity=Severity.INFO, needs=("retention_s", "ttl_s"))
def growth_without_retention(facts: Facts) -> Iterator[Found]:
    """The brief states growth, and a store of events or measurements does not say how long it keeps them.

    Why: what is never removed fills the disks on a day that the growth figure names, and costs money until then.
    Fix: decide how long each is needed, remove or archive what is older, and state `retention_s`.
    Source: AWS Well-Architected, COST04-BP05 Enforce data retention policies; GDPR, article 5(1)(e).
    """
    if not any(quantity.role == "growth" for quantity in facts.brief.quantities):
        return
    explained = {entity.store for entity in facts.sized.entities if entity.retention}
    for part in facts.components:
        if _only_grows(part) and part.id not in explained and not facts.is_dead_letters(part):
            yield Found.at(f"{facts.name(part)} grows and does not say how long it keeps its data", part)


def _only_grows(part: Component) -> bool:
    kept = part.prop("retention_s") is None and part.prop("ttl_s") is None and not part.existing
    return kept and part.kind in _ONLY_GROW and part.prop("source_of_truth") is not True
