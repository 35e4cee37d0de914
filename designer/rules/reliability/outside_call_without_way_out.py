"""REL013: a partner that is down takes us with it."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import links_state
from designer.rules.rule import Found, rule

_WAYS = ("circuit_breaker", "fallback", "bulkhead")


@rule(
    "REL013",
    "outside-call-without-way-out",
    severity=Severity.INFO,
    needs=_WAYS,
    mend=links_state(circuit_breaker=True),
)
def outside_call_without_way_out(facts: Facts) -> Iterator[Found]:
    """A call that a user waits for goes to a system outside, with no breaker and nothing to do instead.

    Why: when the partner is slow every thread waits for it, and parts that do not need it stop as well.
    Fix: stop calling for a while when most calls fail (`circuit_breaker`), and state a `fallback`.
    Source: Nygard, Release It!, second edition, chapter 5, "Circuit Breaker" and "Bulkheads".
    """
    for link in facts.external_calls:
        waited = link.source in facts.sync_parts
        degrades = facts.source(link).prop("degrades_to") is not None
        if waited and not degrades and all(link.prop(name) in (None, False) for name in _WAYS):
            message = f"{facts.name(link.source)} has no way out when {facts.name(link.target)} is down"
            yield Found.at(message, facts.source(link), link)
