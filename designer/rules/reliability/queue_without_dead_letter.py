"""REL002: messages that cannot be handled block the others or are lost."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.model.kinds import Family, Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule


@rule("REL002", "queue-without-dead-letter", severity=Severity.WARNING, needs=("dead_letter",))
def queue_without_dead_letter(facts: Facts) -> Iterator[Found]:
    """A queue has no place for messages that its consumer cannot handle.

    Why: one message that always fails is tried for ever and holds up those behind it, or it is dropped unseen.
    Fix: set messages aside after a few tries, watch that place, and state `dead_letter: true`.
    Source: Hohpe and Woolf, Enterprise Integration Patterns, "Dead Letter Channel".
    """
    for broker in facts.brokers:
        if _can_fail(facts, broker) and not _sets_aside(facts, broker):
            message = f"{facts.name(broker)} has no place for messages that its consumer cannot handle"
            yield Found.at(message, broker)


def _can_fail(facts: Facts, broker: Component) -> bool:
    """A log's readers go at their own pace; what fails there for others' reasons is a call to the outside."""
    consumers = [one for one in facts.consumers(broker) if one.family is Family.COMPUTE]
    if broker.prop("delivery") == "at-most-once" or broker.existing:
        return False
    if broker.kind is Kind.QUEUE or broker.prop("dead_letter") is False:
        return bool(consumers)
    calling = {link.source for link in facts.external_calls}
    return any(one.id in calling for one in consumers)


def _sets_aside(facts: Facts, broker: Component) -> bool:
    if broker.prop("dead_letter") is True or facts.is_dead_letters(broker):
        return True
    nearby = (broker, *facts.consumers(broker))
    return any(facts.is_dead_letters(facts.target(link)) for one in nearby for link in facts.outgoing[one.id])
