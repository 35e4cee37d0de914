"""SEC010: who is logged in may see everything."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule


@rule("SEC010", "objects-without-authorisation", severity=Severity.WARNING, mend=parts_state(authorises=True))
def objects_without_authorisation(facts: Facts) -> Iterator[Found]:
    """A part that users reach looks up objects, and does not check whose they are.

    Why: changing a number in an address shows somebody else's order, file or message.
    Fix: compare the owner of each object with the caller in the part that loads it, and state `authorises: true`.
    Source: OWASP API Security Top 10, API1:2023 Broken Object Level Authorization; CWE-639.
    """
    for part in facts.components:
        keeps = [facts.target(link) for link in facts.outgoing[part.id] if facts.target(link).is_datastore]
        if keeps and part.id in facts.sync_parts and part.prop("authorises") is False:
            yield Found.at(f"{facts.name(part)} does not check whose objects it shows", part)
