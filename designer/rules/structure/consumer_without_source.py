"""STR005: a worker that is never given work."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_WORKERS = frozenset({Kind.WORKER, Kind.STREAM_PROCESSOR})


@rule("STR005", "consumer-without-source", severity=Severity.WARNING)
def consumer_without_source(facts: Facts) -> Iterator[Found]:
    """A worker or stream processor gets its work from nowhere.

    Why: a part that waits for messages, and has no queue, log, schedule or caller, never does anything.
    Fix: connect the queue or log it reads to it, state its `schedule`, or state `reads: true` where it polls.
    Source: Hohpe and Woolf, Enterprise Integration Patterns, "Polling Consumer" and "Event-Driven Consumer".
    """
    for group in facts.stray_groups:
        if all(part.kind in _WORKERS for part in group):
            verb = "gets its" if len(group) == 1 else "get their"
            yield Found.at(f"{facts.names(group)} {verb} work from no queue, schedule or caller", *group)
