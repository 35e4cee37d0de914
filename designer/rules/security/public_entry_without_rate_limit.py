"""SEC002: one caller can take everything."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.model.kinds import Family, Kind
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.paths import first_to_reach
from designer.rules.rule import Found, rule
from designer.rules.wording import says

_LIMITERS = frozenset("limiter limiting ratelimit ratelimiter throttle throttling throttler".split())


@rule(
    "SEC002",
    "public-entry-without-rate-limit",
    severity=Severity.WARNING,
    needs=("rate_limited",),
    mend=parts_state(rate_limited=True),
)
def public_entry_without_rate_limit(facts: Facts) -> Iterator[Found]:
    """Users get from a public entry to a service, and nothing limits how often one of them may ask.

    Why: one script, broken client or attacker takes the capacity of everybody else, and runs up the bill.
    Fix: limit calls for each caller at the gateway or in the first service, and state `rate_limited: true` there.
    Source: OWASP API Security Top 10, API4:2023 Unrestricted Resource Consumption; CWE-770.
    """
    limited = {part.id for part in facts.components if _limits(facts, part)}
    back = facts.neighbours(lambda link: _passes_on(facts, link, limited), backward=True)
    behind = [part.id for part in facts.components if part.family is Family.COMPUTE and part.id not in limited]
    part_of = first_to_reach(behind, back)
    for entrance in facts.entrances:
        if entrance.id in part_of and not entrance.prop("admin"):
            yield Found.at(f"Nothing limits how often one caller may ask {facts.name(entrance)}", entrance)


def _passes_on(facts: Facts, link: Connection, limited: set[str]) -> bool:
    return facts.source(link).family is Family.EDGE and limited.isdisjoint((link.source, link.target))


def _limits(facts: Facts, part: Component) -> bool:
    if part.kind is Kind.WAF or part.prop("rate_limited") is True or part.prop("backpressure") is True:
        return True
    asked = [facts.target(link) for link in facts.outgoing[part.id]]
    return any(says(one.name, _LIMITERS) for one in (part, *asked))
