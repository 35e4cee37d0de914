"""OPS002: nobody can follow a message to the end."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Family
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule


@rule(
    "OPS002",
    "trace-ends-at-broker",
    severity=Severity.INFO,
    mend=parts_state(where=lambda facts, part: part.kind.family is Family.COMPUTE, tracing=True),
)
def trace_ends_at_broker(facts: Facts) -> Iterator[Found]:
    """What puts messages into a broker passes trace context on, and who takes them out does not say so.

    Why: a request that went wrong behind the queue cannot be told from all others.
    Fix: carry the context in the message's headers, continue it in the consumer, and state `tracing: true` there.
    Source: W3C, Trace Context; OpenTelemetry, Semantic Conventions for Messaging Systems.
    """
    for broker in facts.brokers:
        traced = [part for part in facts.producers(broker) if part.prop("tracing") is True]
        blind = [
            part
            for part in facts.consumers(broker)
            if part.prop("tracing") is not True and part.family is Family.COMPUTE
        ]
        if traced and blind and not facts.is_dead_letters(broker):
            yield Found.at(
                f"Traces through {facts.name(broker)} end before {facts.names(part.id for part in blind)}",
                broker,
                *blind,
            )
