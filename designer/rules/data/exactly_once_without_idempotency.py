"""DAT010: a promise that only the receiver can keep."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule


@rule(
    "DAT010",
    "exactly-once-without-idempotency",
    severity=Severity.WARNING,
    mend=parts_state(where=lambda facts, part: not part.is_broker, idempotent=True),
)
def exactly_once_without_idempotency(facts: Facts) -> Iterator[Found]:
    """Exactly-once delivery is stated towards a part that does not say that doing things twice is harmless.

    Why: between a crash and an acknowledgement a message comes twice; only the receiver can make that one effect.
    Fix: give messages keys, keep the keys that were handled, and state `idempotent: true` on the receiver.
    Source: Saltzer, Reed and Clark, End-to-End Arguments in System Design (1984).
    """
    for link in facts.links:
        receiver, broker = facts.target(link), facts.source(link)
        promised = "exactly-once" in (link.prop("delivery"), broker.prop("delivery") if broker.is_broker else None)
        if (
            promised
            and not receiver.is_broker
            and receiver.prop("idempotent") is not True
            and not receiver.is_datastore
        ):
            message = (
                f"{facts.name(receiver)} is promised each message once, and nothing there makes a second one harmless"
            )
            yield Found.at(message, receiver, link)
