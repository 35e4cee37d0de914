"""SEC027: the parcel is delivered into the safe."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_INNER = frozenset({Kind.WORKER, Kind.STREAM_PROCESSOR, Kind.BATCH_JOB})


@rule("SEC027", "webhook-into-the-core", severity=Severity.WARNING)
def webhook_into_the_core(facts: Facts) -> Iterator[Found]:
    """A webhook of a party outside ends at a store, queue or worker, and not at a part that checks it.

    Why: nothing verifies, limits or normalises what comes before it is kept and worked on.
    Fix: receive it in a service at the edge, check it there, and pass it on.
    Source: OWASP API Security Top 10, API10:2023 Unsafe Consumption of APIs.
    """
    for link in facts.links:
        end = facts.target(link)
        if link.prop("webhook") is True and (end.is_datastore or end.is_broker or end.kind in _INNER):
            yield Found.at(f"{facts.name(link.source)} calls back straight into {facts.name(end)}", end, link)
