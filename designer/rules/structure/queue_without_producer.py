"""STR012: a queue or log that stays empty."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule


@rule("STR012", "queue-without-producer", severity=Severity.WARNING)
def queue_without_producer(facts: Facts) -> Iterator[Found]:
    """A queue or log has consumers and nobody puts anything in.

    Why: its consumers wait for messages that never come.
    Fix: connect the part that produces the messages to it, or remove it with its consumers.
    Source: Hohpe and Woolf, Enterprise Integration Patterns, "Message Channel".
    """
    for broker in facts.brokers:
        if facts.consumers(broker) and not facts.producers(broker) and not broker.existing:
            yield Found.at(f"Nobody puts messages into {facts.name(broker)}", broker)
