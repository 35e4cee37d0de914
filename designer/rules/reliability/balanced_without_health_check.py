"""REL007: requests go on to a copy that is dead."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Asks, Found, rule

_BALANCERS = frozenset({Kind.LOAD_BALANCER, Kind.API_GATEWAY, Kind.DNS})


def _balanced(facts: Facts) -> Iterator[Component]:
    for part in facts.components:
        balanced = any(facts.source(link).kind in _BALANCERS for link in facts.incoming[part.id])
        if balanced or part.replicas > 1:
            yield part


def _ours_to_check(facts: Facts) -> Iterator[Component]:
    """What a vendor, a broker or a database runs brings its own checks unless somebody says otherwise."""
    return (
        part
        for part in _balanced(facts)
        if part.replicas > 1 and part.kind in (Kind.SERVICE, Kind.MODEL_SERVER) and not part.existing
    )


@rule(
    "REL007",
    "balanced-without-health-check",
    severity=Severity.WARNING,
    mend=parts_state(health_check=True),
    asks=Asks("health_check", "Does something check whether each copy works, and act on the answer", _ours_to_check),
)
def balanced_without_health_check(facts: Facts) -> Iterator[Found]:
    """Load is spread over copies that nobody asks whether they work.

    Why: a dead or stuck copy keeps its share of the requests, and every one of them fails.
    Fix: let the balancer or the orchestrator check each copy, and state `health_check: true`.
    Source: AWS Well-Architected, REL11-BP01 Monitor all components of the workload to detect failures.
    """
    for part in _balanced(facts):
        if part.prop("health_check") is False:
            yield Found.at(f"Nobody checks whether the copies of {facts.name(part)} work", part)
