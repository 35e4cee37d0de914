"""REL014: the second worker begins before the first has ended."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule


@rule("REL014", "message-returns-while-at-work", severity=Severity.WARNING)
def message_returns_while_at_work(facts: Facts) -> Iterator[Found]:
    """A queue gives a message to another consumer before the first one may have ended.

    Why: under load each message is done two or three times, which makes the load worse.
    Fix: set `visibility_timeout_s` above the sum of the timeouts and tries of what a consumer waits for.
    Source: Amazon SQS Developer Guide, "Setting visibility timeouts appropriately".
    """
    for broker in facts.brokers:
        patience = broker.prop("visibility_timeout_s")
        if not isinstance(patience, int | float):
            continue
        for consumer in facts.consumers(broker):
            needed = max(
                (_longest(link.prop("timeout_s"), link.prop("retries")) for link in facts.outgoing[consumer.id]),
                default=0.0,
            )
            if needed > patience:
                message = f"{facts.name(broker)} waits {patience:g} s for {facts.name(consumer)}, which may wait {needed:g} s itself"
                yield Found.at(message, broker, consumer)


def _longest(timeout: object, retries: object) -> float:
    tries = 1 + (retries if isinstance(retries, int | float) else 0)
    return float(timeout) * tries if isinstance(timeout, int | float) else 0.0
