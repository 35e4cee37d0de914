"""DAT004: a message that arrives twice has two effects."""

from collections.abc import Iterator, Sequence

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.model.kinds import Family
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule


@rule(
    "DAT004",
    "consumer-not-idempotent",
    severity=Severity.WARNING,
    needs=("idempotent",),
    mend=parts_state(where=lambda facts, part: not part.is_broker, idempotent=True),
)
def consumer_not_idempotent(facts: Facts) -> Iterator[Found]:
    """A consumer may get a message twice and does not say that twice is as good as once.

    Why: at-least-once delivery repeats messages after every crash and rebalance; each repeat books or sends again.
    Fix: remember the ids of handled messages or write by key, and state `idempotent: true` on the consumer.
    Source: Kleppmann, Designing Data-Intensive Applications, chapter 11, "Idempotence"; Hohpe and Woolf, Enterprise
        Integration Patterns, "Idempotent Receiver".
    """
    told = _used_after_message(facts)
    for broker in facts.brokers:
        for consumer in facts.consumers(broker):
            onward = told.get((broker.id, consumer.id), facts.outgoing[consumer.id])
            if _repeats(facts, broker, consumer) and _changes_something(facts, consumer, onward):
                message = f"{facts.name(consumer)} may get messages from {facts.name(broker)} twice"
                yield Found.at(message, consumer, broker)


def _used_after_message(facts: Facts) -> dict[tuple[str, str], list[Connection]]:
    """Return by broker and consumer what the consumer does because of a message, where a normal flow shows it."""
    found: dict[tuple[str, str], list[Connection]] = {}
    for flow in (flow for flow in facts.sized.flows if flow.kind == "normal"):
        cause: dict[str, tuple[str, str]] = {}  # by consumer, until something else makes it work
        for link in facts.flow_links(flow):
            if link.source in cause:
                found[cause[link.source]].append(link)
            cause.pop(link.target, None)
            if facts.source(link).is_broker:
                cause[link.target] = (link.source, link.target)
                found.setdefault(cause[link.target], [])
    return found


def _repeats(facts: Facts, broker: Component, consumer: Component) -> bool:
    links = [*facts.between(broker.id, consumer.id), *facts.between(consumer.id, broker.id)]
    stated = [link.prop("delivery") for link in links if link.prop("delivery") is not None]
    delivery = stated or [broker.prop("delivery")]
    return "at-least-once" in delivery and consumer.prop("idempotent") is not True


def _changes_something(facts: Facts, consumer: Component, onward: Sequence[Connection]) -> bool:
    if consumer.family is not Family.COMPUTE:
        return False
    remembers = any(link.prop("idempotency_key") is True for link in onward)
    changed = (Family.DATA, Family.EXTERNAL)
    return not remembers and any(facts.target(link).family in changed and facts.may_write(link) for link in onward)
