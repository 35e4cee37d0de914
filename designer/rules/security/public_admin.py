"""SEC008: the staff entrance is on the street."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule


@rule("SEC008", "public-admin", severity=Severity.WARNING, mend=parts_state(public=False))
def public_admin(facts: Facts) -> Iterator[Found]:
    """A part for staff is reachable from the internet.

    Why: it can do more than any user and is what attackers look for first; one weak password opens everything.
    Fix: put it behind a private network or an access proxy with a second factor, and remove `public: true`.
    Source: OWASP Web Security Testing Guide, WSTG-CONF-05 Enumerate Infrastructure and Application Admin Interfaces.
    """
    for part in facts.components:
        if part.prop("admin") is True and part.prop("public") is True:
            yield Found.at(f"{facts.name(part)} is for staff and is reachable from the internet", part)
