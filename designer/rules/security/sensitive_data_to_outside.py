"""SEC021: the file leaves by postcard."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Family
from designer.rules.facts import Facts
from designer.rules.mending import links_state
from designer.rules.rule import Found, rule

_SENSITIVE = frozenset({"personal", "secret", "payment", "health"})


@rule(
    "SEC021",
    "sensitive-data-to-outside",
    severity=Severity.WARNING,
    mend=links_state(encrypted=True, authenticated=True),
)
def sensitive_data_to_outside(facts: Facts) -> Iterator[Found]:
    """Personal, health, payment or secret data leaves for a system outside over a connection that is not authenticated or not encrypted.

    Why: what another company receives cannot be taken back, and on the way anybody may read it.
    Fix: send only what is needed, encrypt and authenticate the connection, and have a contract for it.
    Source: GDPR, articles 28 and 32; OWASP Top 10, A02:2021 Cryptographic Failures.
    """
    for link in facts.links:
        outside = facts.target(link).family is Family.EXTERNAL
        open_way = link.prop("encrypted") is False or link.prop("authenticated") is False
        if outside and link.prop("data_class") in _SENSITIVE and open_way:
            message = f"{facts.name(link.source)} sends {link.prop('data_class')} data to {facts.name(link.target)} over an open way"
            yield Found.at(message, facts.source(link), link)
