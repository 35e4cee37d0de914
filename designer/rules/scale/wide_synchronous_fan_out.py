"""SCA004: as slow as the slowest of many."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Family
from designer.rules.facts import Facts
from designer.rules.index import is_call
from designer.rules.rule import Found, rule

_MOST = 8


@rule("SCA004", "wide-synchronous-fan-out", severity=Severity.INFO)
def wide_synchronous_fan_out(facts: Facts) -> Iterator[Found]:
    """A service waits for more than eight other parts.

    Why: its slowest answer is that of the slowest of them, and any that fails can fail it.
    Fix: ask in parallel with a deadline and a `fallback` each, or let most of them send events instead.
    Source: Dean and Barroso, The Tail at Scale, Communications of the ACM 56 (2013).
    """
    for part in facts.of_family(Family.COMPUTE):
        asked = {
            link.target
            for link in facts.outgoing[part.id]
            if is_call(link) and facts.target(link).family in (Family.COMPUTE, Family.EXTERNAL)
        }
        if len(asked) > _MOST:
            yield Found.at(f"{facts.name(part)} waits for {len(asked)} other parts", part)
