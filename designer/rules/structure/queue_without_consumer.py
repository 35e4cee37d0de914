"""STR004: a queue that only fills."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule


@rule("STR004", "queue-without-consumer", severity=Severity.ERROR)
def queue_without_consumer(facts: Facts) -> Iterator[Found]:
    """A queue gets messages and nobody takes them.

    Why: the work behind the messages is never done, and the queue grows until it is full.
    Fix: connect the queue to the worker that handles its messages, or remove it.
    Source: Kleppmann, Designing Data-Intensive Applications, chapter 11, "Messaging Systems".
    """
    for queue in facts.of_kind(Kind.QUEUE):
        is_looked_at = facts.is_dead_letters(queue)  # by people, when the alert on its length goes off
        if facts.producers(queue) and not facts.consumers(queue) and not is_looked_at:
            yield Found.at(f"Nobody takes messages from {facts.name(queue)}", queue)
