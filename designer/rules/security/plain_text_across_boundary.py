"""SEC004: data that everybody on the way can read."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import links_state
from designer.rules.rule import Found, rule
from designer.rules.wording import is_plain_text, tidy_name


@rule(
    "SEC004",
    "plain-text-across-boundary",
    severity=Severity.WARNING,
    needs=("encrypted",),
    mend=links_state(encrypted=True),
)
def plain_text_across_boundary(facts: Facts) -> Iterator[Found]:
    """A connection across a boundary is not encrypted.

    Why: whoever sits on the way reads passwords and data, and can change them unseen.
    Fix: use the protocol over TLS (HTTPS, MQTTS, SFTP, SMTP with STARTTLS), or state `encrypted: true`.
    Source: CWE-319 Cleartext Transmission of Sensitive Information; OWASP Top 10, A02:2021 Cryptographic Failures.
    """
    for link in facts.links:
        encrypted = link.prop("encrypted")
        plain = encrypted is False or (encrypted is None and is_plain_text(link.protocol))
        if plain and facts.crosses_boundary(link):
            over = f" {tidy_name(link.protocol)}" if link.protocol else ""
            ends = f"{facts.name(link.source)} and {facts.name(link.target)}"
            yield Found.at(f"{ends} speak{over} in plain text across a boundary", link)
