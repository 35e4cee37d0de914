"""OPS003: nobody knows who changed it."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule


@rule("OPS003", "change-without-record", severity=Severity.INFO, needs=("audited",), mend=parts_state(audited=True))
def change_without_record(facts: Facts) -> Iterator[Found]:
    """A part by which people change how the system works does not record who changed what.

    Why: most incidents begin with a change; without a record the cause is guessed and abuse is never found.
    Fix: write each change with its author, time, old and new value to a log that is only added to; state `audited: true`.
    Source: NIST SP 800-53 Rev. 5, AU-2 Event Logging and CM-3 Configuration Change Control.
    """
    for part in facts.components:
        changes = part.prop("admin") is True or part.kind is Kind.CONFIG_SERVICE
        if changes and part.prop("audited") is not True and not part.existing:
            yield Found.at(f"{facts.name(part)} does not record who changed what", part)
