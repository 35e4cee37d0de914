"""REL003: the only copy of the truth."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import copies
from designer.rules.rule import Found, rule


@rule(
    "REL003",
    "single-replica-datastore",
    severity=Severity.WARNING,
    needs=("replicas",),
    mend=copies(2, failover="automatic"),
)
def single_replica_datastore(facts: Facts) -> Iterator[Found]:
    """A data store that is written and holds the truth keeps one copy.

    Why: its host is a single point of failure for every flow that needs it, and its disk is the only one to lose.
    Fix: set `replicas` to 2 or more with `failover`, or state `rebuildable: true` where another store can fill it.
    Source: Kleppmann, Designing Data-Intensive Applications, chapter 5.
    """
    for store in facts.single_stores:
        yield Found.at(f"{facts.name(store)} keeps one copy of its data", store)
