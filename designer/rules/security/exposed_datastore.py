"""SEC003: a data store that the internet can reach."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Family, Kind
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.paths import reach
from designer.rules.rule import Found, rule

_FORWARDERS = frozenset({Kind.DNS, Kind.CDN, Kind.LOAD_BALANCER, Kind.WAF})
_QUERIED = frozenset(
    {
        Kind.RELATIONAL_DB,
        Kind.DOCUMENT_DB,
        Kind.WIDE_COLUMN_DB,
        Kind.GRAPH_DB,
        Kind.TIME_SERIES_DB,
        Kind.DATA_WAREHOUSE,
        Kind.SEARCH_INDEX,
        Kind.VECTOR_INDEX,
    }
)


@rule(
    "SEC003",
    "exposed-datastore",
    severity=Severity.ERROR,
    mend=parts_state(where=lambda facts, part: part.prop("public") is True, public=False),
)
def exposed_datastore(facts: Facts) -> Iterator[Found]:
    """A data store is reachable from the internet, itself or through parts that only pass traffic on.

    Why: one guessed password or one flaw of the product is enough to copy or delete everything in it.
    Fix: put the store in a private network, let only services reach it, and remove `public: true`.
    Source: CWE-668 Exposure of Resource to Wrong Sphere; AWS Well-Architected, SEC05-BP01 Create network layers.
    """
    passed_on = _passed_on(facts)
    for store in facts.stores:
        checks = store.prop("authenticates") is True or store.kind is Kind.OBJECT_STORE
        if not checks and (store.prop("public") is True or (store.kind in _QUERIED and store.id in passed_on)):
            yield Found.at(f"{facts.name(store)} can be reached from the internet", store)


def _passed_on(facts: Facts) -> set[str]:
    """Return the ids of the stores that users reach through forwarding parts alone."""
    onward = facts.neighbours(lambda link: facts.source(link).kind in _FORWARDERS)
    entrances = [part.id for part in facts.entrances if part.kind in _FORWARDERS]
    return {one for one in reach(entrances, onward) if facts.component(one).family is Family.DATA}
