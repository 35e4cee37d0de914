"""SEC026: the supplier has a key to the vault."""

from collections.abc import Iterator

from designer.model.connection import Mode
from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_DROPS = frozenset({Kind.OBJECT_STORE, Kind.CACHE})


@rule("SEC026", "outsider-writes-into-store", severity=Severity.WARNING)
def outsider_writes_into_store(facts: Facts) -> Iterator[Found]:
    """A system outside reaches a data store of ours directly.

    Why: its credentials, faults and changes of format go straight into the data, past every check.
    Fix: give it an interface or a place to drop files, and write from a part of ours.
    Source: CWE-668 Exposure of Resource to Wrong Sphere; Hohpe and Woolf, Enterprise Integration Patterns, "Shared Database".
    """
    for link in facts.links:
        source, store = facts.source(link), facts.target(link)
        direct = source.kind is Kind.EXTERNAL_SYSTEM and store.is_datastore and store.kind not in _DROPS
        if direct and link.mode is Mode.SYNC and facts.may_write(link) and store.kind is not Kind.DATA_WAREHOUSE:
            yield Found.at(f"{facts.name(source)} reaches {facts.name(store)} directly", store, link)
