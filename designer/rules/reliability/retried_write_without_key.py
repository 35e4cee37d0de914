"""REL009: a change that is made twice."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import links_state
from designer.rules.rule import Found, rule


@rule(
    "REL009",
    "retried-write-without-key",
    severity=Severity.WARNING,
    needs=("idempotency_key", "idempotent"),
    mend=links_state(idempotency_key=True),
)
def retried_write_without_key(facts: Facts) -> Iterator[Found]:
    """A call that changes something is retried, and a repeated call changes it again.

    Why: a timeout does not say whether the change was made; the retry charges, sends or books twice.
    Fix: send a key that the target remembers, and state `idempotency_key: true`, or `idempotent: true` on the target.
    Source: AWS Well-Architected, REL04-BP04 Make mutating operations idempotent; RFC 9110, section 9.2.2.
    """
    for link in facts.links:
        target = facts.target(link)
        changes = link.prop("writes") is True and not target.is_datastore
        safe = link.prop("idempotency_key") is True or target.prop("idempotent") is True
        if changes and float(link.prop("retries") or 0) > 0 and not safe:
            message = f"A retry of {facts.name(link.source)} can make the same change in {facts.name(target)} twice"
            yield Found.at(message, target, link)
