"""SCA003: the next request meets a copy that knows nothing of the last."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Family, Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_BALANCES = frozenset({Kind.LOAD_BALANCER, Kind.API_GATEWAY})


@rule("SCA003", "state-behind-balancer", severity=Severity.WARNING)
def state_behind_balancer(facts: Facts) -> Iterator[Found]:
    """Several copies of a part that keeps state in itself stand behind something that spreads requests over them.

    Why: a user's second request reaches another copy, without the session, upload or connection of the first.
    Fix: keep the state in a store that all copies share, or route by the user and state `shard_key`.
    Source: Wiggins, The Twelve-Factor App, factor VI, "Execute the app as one or more stateless processes".
    """
    for part in facts.of_family(Family.COMPUTE):
        if part.prop("stateless") is not False or part.replicas < 2 or part.prop("shard_key") is not None:
            continue
        spread = any(facts.source(link).kind in _BALANCES for link in facts.incoming[part.id])
        held = any(link.prop("long_lived") is True for link in facts.incoming[part.id])
        shared = any(facts.target(link).is_datastore for link in facts.outgoing[part.id])
        if spread and not held and not shared:
            yield Found.at(f"Copies of {facts.name(part)} keep state, and requests are spread over them", part)
