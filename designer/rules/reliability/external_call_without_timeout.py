"""REL004: waiting for somebody else's system without end."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule


@rule("REL004", "external-call-without-timeout", severity=Severity.WARNING, needs=("timeout_s",))
def external_call_without_timeout(facts: Facts) -> Iterator[Found]:
    """A call to an outside system has no timeout.

    Why: when that system hangs, callers wait with it until no thread or connection is left for anybody else.
    Fix: state `timeout_s` on the connection, above the usual slowest answer and below the caller's own deadline.
    Source: AWS Well-Architected, REL05-BP05 Set client timeouts.
    """
    for link in facts.external_calls:
        if link.prop("timeout_s") is None:
            message = f"{facts.name(link.source)} waits for {facts.name(link.target)} without a timeout"
            yield Found.at(message, facts.source(link), link)
