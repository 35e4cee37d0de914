"""SEC009: a part that fetches whatever address a stranger gives it."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Family
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule


@rule("SEC009", "unfiltered-egress", severity=Severity.WARNING, mend=parts_state(egress_filtered=True))
def unfiltered_egress(facts: Facts) -> Iterator[Found]:
    """A part that takes input from outside calls addresses outside, and nothing limits which.

    Why: an address that points inside makes it fetch private pages and cloud credentials for a stranger.
    Fix: allow only public addresses after the name is resolved, refuse redirects inside, state `egress_filtered: true`.
    Source: CWE-918 Server-Side Request Forgery; OWASP API Security Top 10, API7:2023.
    """
    for part in facts.components:
        outside = [link for link in facts.outgoing[part.id] if facts.target(link).family is Family.EXTERNAL]
        if outside and part.prop("egress_filtered") is False:
            names = facts.names(link.target for link in outside)
            yield Found.at(f"Nothing limits which addresses {facts.name(part)} calls besides {names}", part)
