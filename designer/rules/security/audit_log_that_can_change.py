"""SEC016: the witness can be made to forget."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule
from designer.rules.wording import names_phrase


@rule(
    "SEC016",
    "audit-log-that-can-change",
    severity=Severity.WARNING,
    needs=("append_only",),
    mend=parts_state(append_only=True),
)
def audit_log_that_can_change(facts: Facts) -> Iterator[Found]:
    """A record of who did what can be changed or deleted.

    Why: whoever did it removes the trace, and the record proves nothing.
    Fix: only append, keep it where its writers cannot delete, and state `append_only: true`.
    Source: NIST SP 800-53 Rev. 5, AU-9 Protection of Audit Information; OWASP Logging Cheat Sheet.
    """
    for store in facts.stores:
        if names_phrase(store.name, ("audit",)) and store.prop("append_only") is not True and not store.existing:
            yield Found.at(f"Entries of {facts.name(store)} can be changed", store)
