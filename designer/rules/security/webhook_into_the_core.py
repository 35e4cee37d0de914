"""SEC027: the parcel is delivered into the safe."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_INNER = frozenset({Kind.WORKER, Kind.STREAM_PROCESSOR, Kind.BATCH_JOB})


@rule("SEC027", "webhook-into-the-core", severity=Severity.WARNING)
def webhook_into_the_core(facts: Facts) -> Iterator[Found]:
    """A webhook of a party outside ends at a store, queue or worker, and not at a part that checks it.

    Why: nothing verifies, limits or normalises what comes before it is kept and worked on. A signed call that only starts
        a job brings nothing in, and is fine.
    Fix: receive it in a service at the edge, check it there, and pass it on.
    Source: OWASP API Security Top 10, API10:2023 Unsafe Consumption of APIs.
    """
    for link in facts.links:
        end = facts.target(link)
        is_inner = end.is_datastore or end.is_broker or end.kind in _INNER
        if link.prop("webhook") is True and is_inner and not _is_only_a_start(link, end) and not _checks_itself(end):
            yield Found.at(f"{facts.name(link.source)} calls back straight into {facts.name(end)}", end, link)


def _is_only_a_start(link: Connection, end: Component) -> bool:
    """Return whether a call that shows who sent it sets a job off, which then gets its data itself."""
    known = link.prop("signed") is True or link.prop("authenticated") is True or end.prop("verifies_signatures") is True
    return known and end.kind is Kind.BATCH_JOB


def _checks_itself(end: Component) -> bool:
    return end.prop("verifies_signatures") is True and end.prop("validates_input") is True
