"""REL002: messages that cannot be handled block the others or are lost."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.model.kinds import Family, Kind
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule


@rule(
    "REL002",
    "queue-without-dead-letter",
    severity=Severity.WARNING,
    needs=("dead_letter",),
    mend=parts_state(dead_letter=True),
)
def queue_without_dead_letter(facts: Facts) -> Iterator[Found]:
    """A queue has no place for messages that its consumer cannot handle.

    Why: one message that always fails is tried for ever and holds up those behind it, or it is dropped unseen.
    Fix: set messages aside after a few tries, watch that place, and state `dead_letter: true`.
    Source: Hohpe and Woolf, Enterprise Integration Patterns, "Dead Letter Channel".
    """
    set_aside = {part.id for part in facts.brokers if facts.is_dead_letters(part)}
    leading = {link.source for link in facts.links if link.target in set_aside}
    calling = {link.source for link in facts.external_calls}
    for broker in facts.brokers:
        handled = {broker.id, *(one.id for one in facts.consumers(broker))} & leading or broker.id in set_aside
        if _can_fail(facts, broker, calling) and broker.prop("dead_letter") is not True and not handled:
            message = f"{facts.name(broker)} has no place for messages that its consumer cannot handle"
            yield Found.at(message, broker)


def _can_fail(facts: Facts, broker: Component, calling: set[str]) -> bool:
    """A log's readers go at their own pace; what fails there for others' reasons is a call to the outside."""
    consumers = [one for one in facts.consumers(broker) if one.family is Family.COMPUTE]
    if broker.prop("delivery") == "at-most-once" or broker.existing:
        return False
    if broker.kind is Kind.QUEUE or broker.prop("dead_letter") is False:
        return bool(consumers)
    return any(one.id in calling for one in consumers)
