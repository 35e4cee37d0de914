"""DAT004: a message that arrives twice has two effects."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.model.kinds import Family
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule


@rule("DAT004", "consumer-not-idempotent", severity=Severity.WARNING, needs=("idempotent",))
def consumer_not_idempotent(facts: Facts) -> Iterator[Found]:
    """A consumer may get a message twice and does not say that twice is as good as once.

    Why: at-least-once delivery repeats messages after every crash and rebalance; each repeat books or sends again.
    Fix: remember the ids of handled messages or write by key, and state `idempotent: true` on the consumer.
    Source: Kleppmann, Designing Data-Intensive Applications, chapter 11, "Idempotence"; Hohpe and Woolf, Enterprise
        Integration Patterns, "Idempotent Receiver".
    """
    for broker in facts.brokers:
        for consumer in facts.consumers(broker):
            if _repeats(facts, broker, consumer) and _changes_something(facts, consumer, broker):
                message = f"{facts.name(consumer)} may get messages from {facts.name(broker)} twice"
                yield Found.at(message, consumer, broker)


def _repeats(facts: Facts, broker: Component, consumer: Component) -> bool:
    links = [*facts.between(broker.id, consumer.id), *facts.between(consumer.id, broker.id)]
    stated = [link.prop("delivery") for link in links if link.prop("delivery") is not None]
    delivery = stated or [broker.prop("delivery")]
    return "at-least-once" in delivery and consumer.prop("idempotent") is not True


def _changes_something(facts: Facts, consumer: Component, broker: Component) -> bool:
    if consumer.family is not Family.COMPUTE:
        return False
    onward = [link for link in facts.outgoing[consumer.id] if link.target != broker.id]
    remembers = any(link.prop("idempotency_key") is True for link in onward)
    changed = (Family.DATA, Family.EXTERNAL)
    return not remembers and any(facts.target(link).family in changed and facts.may_write(link) for link in onward)
