"""SEC005: a message from outside that anybody could have sent."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import links_state
from designer.rules.rule import Found, rule


@rule("SEC005", "unsigned-webhook", severity=Severity.WARNING, mend=links_state(signed=True))
def unsigned_webhook(facts: Facts) -> Iterator[Found]:
    """A webhook carries no signature that is checked.

    Why: its address is public; anybody who learns it can report a payment, a delivery or a login that never was.
    Fix: sign the body with a shared secret and a time, check both before anything else, and state `signed: true`.
    Source: CWE-345 Insufficient Verification of Data Authenticity; OWASP API Security Top 10, API10:2023.
    """
    for link in facts.links:
        checked = link.prop("signed") is True or facts.target(link).prop("verifies_signatures") is True
        if link.prop("webhook") is True and not checked and link.prop("authenticated") is not True:
            message = f"{facts.name(link.target)} takes webhooks of {facts.name(link.source)} without a signature"
            yield Found.at(message, facts.target(link), link)
