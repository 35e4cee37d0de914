"""REL004: waiting for somebody else's system without end."""

from collections.abc import Iterator

from designer.edits.edits import ChangeConnection, Edit
from designer.model.finding import Finding, Severity
from designer.rules.facts import Facts
from designer.rules.mending import links_of
from designer.rules.rule import Found, rule

_USUAL_S = 5.0
_SHARE = 0.8


def _give_up_in_time(facts: Facts, finding: Finding) -> Iterator[Edit]:
    """Yield a timeout for each call: five seconds to begin with, less where the caller's own callers wait less."""
    for link in links_of(facts, finding):
        waits = [one.prop("timeout_s") for one in facts.incoming[link.source]]
        limits = [_SHARE * wait for wait in waits if isinstance(wait, int | float) and wait > 0]
        yield ChangeConnection(id=link.id, properties={"timeout_s": round(min((_USUAL_S, *limits)), 3)})


@rule(
    "REL004",
    "external-call-without-timeout",
    severity=Severity.WARNING,
    needs=("timeout_s",),
    mend=_give_up_in_time,
)
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
