"""STR004: a queue that only fills."""

from collections.abc import Iterator

from designer.edits.edits import AddComponent, Connect, Edit
from designer.model.base import unique_slug
from designer.model.connection import Mode
from designer.model.finding import Finding, Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.mending import parts_of
from designer.rules.rule import Found, rule

_TAKES = frozenset({Kind.WORKER, Kind.FUNCTION, Kind.STREAM_PROCESSOR})


def _somebody_takes(facts: Facts, finding: Finding) -> Iterator[Edit]:
    """Connect the queue to the one worker without work; where there is none, or which one is open, to a new one."""
    idle = [group[0] for group in facts.stray_groups if len(group) == 1 and group[0].kind in _TAKES]
    for queue in parts_of(facts, finding):
        if len(idle) == 1:
            yield Connect(source=queue.id, target=idle[0].id, label="messages", mode=Mode.ASYNC)
            continue
        worker = unique_slug(f"{queue.id}-worker", set(facts.sized.graph.by_id))
        yield AddComponent(
            id=worker, name=f"{queue.name[:100]} worker", kind=Kind.WORKER, boundary=queue.boundary or ""
        )
        yield Connect(source=queue.id, target=worker, label="messages", mode=Mode.ASYNC)


@rule("STR004", "queue-without-consumer", severity=Severity.ERROR, mend=_somebody_takes)
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
