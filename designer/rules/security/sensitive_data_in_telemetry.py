"""SEC017: the diary is pinned to the board."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_SENSITIVE = frozenset({"personal", "secret", "payment", "health"})


@rule("SEC017", "sensitive-data-in-telemetry", severity=Severity.WARNING)
def sensitive_data_in_telemetry(facts: Facts) -> Iterator[Found]:
    """Personal, payment, health or secret data goes to logs, metrics or traces.

    Why: telemetry is read by many, kept long and sent to vendors; nobody looks for such data there when it must be erased.
    Fix: drop or mask these fields before they leave the part, and mark the connection `data_class: internal`.
    Source: CWE-532 Insertion of Sensitive Information into Log File; OWASP Top 10, A09:2021.
    """
    for link in facts.links:
        if facts.target(link).kind is Kind.OBSERVABILITY and link.prop("data_class") in _SENSITIVE:
            message = f"{facts.name(link.source)} sends {link.prop('data_class')} data to {facts.name(link.target)}"
            yield Found.at(message, facts.source(link), link)
