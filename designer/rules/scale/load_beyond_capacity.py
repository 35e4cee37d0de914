"""SCA001: more comes in than it can carry."""

from collections.abc import Iterator, Mapping

from designer.model.component import Component
from designer.model.estimate import Estimate
from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule


@rule("SCA001", "load-beyond-capacity", severity=Severity.WARNING)
def load_beyond_capacity(facts: Facts) -> Iterator[Found]:
    """The load computed for a part is more than its copies carry.

    Why: the queue before it grows without end, and callers wait until they give up.
    Fix: raise `replicas`, split the data with `sharded` and `shard_key`, or correct `capacity_per_node`.
    Source: Little, A Proof for the Queuing Formula L = λW (1961): a utilisation above one has no steady state.
    """
    loads = _loads(facts)
    for part in facts.components:
        capacity = part.prop("capacity_per_node")
        load = loads.get(part.id)
        if not isinstance(capacity, int | float) or capacity <= 0 or load is None:
            continue
        copies = part.replicas if _shares_work(part) else 1
        if load.value > capacity * copies:
            carried = f"{copies:,} × {capacity:,g}" if copies > 1 else f"{capacity:,g}"
            yield Found.at(f"{facts.name(part)} gets {load.value:,.6g} {load.unit} and carries {carried}", part)


def _loads(facts: Facts) -> Mapping[str, Estimate]:
    """Return the highest rate computed for each part."""
    found: dict[str, Estimate] = {}
    for item in facts.sized.capacity.estimates:
        is_rate = item.unit.endswith("/s") and not item.unit.startswith("bytes")
        if item.subject and is_rate and (item.subject not in found or item.value > found[item.subject].value):
            found[item.subject] = item
    return found


def _shares_work(part: Component) -> bool:
    """Return whether copies share the work: those of a store only when its data is split."""
    return not part.is_datastore or part.prop("sharded") is True
