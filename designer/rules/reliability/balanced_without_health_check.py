"""REL007: requests go on to a copy that is dead."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule

_BALANCERS = frozenset({Kind.LOAD_BALANCER, Kind.API_GATEWAY, Kind.DNS})


@rule("REL007", "balanced-without-health-check", severity=Severity.WARNING, mend=parts_state(health_check=True))
def balanced_without_health_check(facts: Facts) -> Iterator[Found]:
    """Load is spread over copies that nobody asks whether they work.

    Why: a dead or stuck copy keeps its share of the requests, and every one of them fails.
    Fix: let the balancer or the orchestrator check each copy, and state `health_check: true`.
    Source: AWS Well-Architected, REL11-BP01 Monitor all components of the workload to detect failures.
    """
    for part in facts.components:
        balanced = any(facts.source(link).kind in _BALANCERS for link in facts.incoming[part.id])
        if part.prop("health_check") is False and (balanced or part.replicas > 1):
            yield Found.at(f"Nobody checks whether the copies of {facts.name(part)} work", part)
