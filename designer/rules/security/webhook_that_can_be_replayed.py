"""SEC035: the same cheque cashed twice."""

from collections.abc import Iterator, Sequence

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.model.kinds import Family
from designer.rules.dataflow import ways_of_data
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule
from designer.rules.wording import says

_ONCE = frozenset("dedup deduplicate deduplicates deduplication idempotent nonce once replay replays".split())


@rule(
    "SEC035",
    "webhook-that-can-be-replayed",
    severity=Severity.WARNING,
    mend=parts_state(where=lambda facts, part: part.family is Family.COMPUTE, idempotent=True),
)
def webhook_that_can_be_replayed(facts: Facts) -> Iterator[Found]:
    """A webhook that arrives twice has its effect twice.

    Why: senders repeat what was not acknowledged, and whoever recorded one with its valid signature can send it again.
    Fix: refuse old timestamps, remember the id of each call until then, and state `idempotent: true` of the receiver or
        `idempotency_key: true` of the call.
    Source: CWE-294 Authentication Bypass by Capture-replay; Standard Webhooks specification, on timestamps and
        replay attacks; OWASP API Security Top 10, API10:2023.
    """
    calls = [link for link in facts.links if link.prop("webhook") is True and link.prop("idempotency_key") is not True]
    ways = ways_of_data(facts) if calls else {}
    for link in calls:
        receiver = facts.target(link)
        if receiver.family in (Family.COMPUTE, Family.EDGE) and _takes_twice(facts, link, receiver, ways[receiver.id]):
            message = f"{facts.name(receiver)} acts again on a webhook of {facts.name(link.source)} that is sent again"
            yield Found.at(message, receiver, link)


def _takes_twice(facts: Facts, link: Connection, receiver: Component, onward: Sequence[str]) -> bool:
    """Return whether a call has its effect twice: said so, or it comes at least once and nobody says that it has not."""
    said = receiver.prop("idempotent")
    if said is not None:
        return said is False
    if link.prop("idempotency_key") is False and receiver.family is Family.COMPUTE:
        return True
    if link.prop("delivery") != "at-least-once" or receiver.family is not Family.COMPUTE or receiver.existing:
        return False
    # A receiver that only passes it on leaves it to who takes it from there.
    behind = [facts.component(one) for one in onward]
    takers = [one for part in behind for one in ((part, *facts.consumers(part)) if part.is_broker else (part,))]
    knows = any(one.prop("idempotent") is True or says(one.name, _ONCE) for one in takers)
    return not knows and not says(f"{link.label} {receiver.description}", _ONCE)
