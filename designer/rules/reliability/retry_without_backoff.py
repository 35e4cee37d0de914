"""REL005: retries that come all at once."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import links_state
from designer.rules.rule import Found, rule


@rule(
    "REL005", "retry-without-backoff", severity=Severity.WARNING, mend=links_state(backoff="exponential", jitter=True)
)
def retry_without_backoff(facts: Facts) -> Iterator[Found]:
    """A call is retried without growing, random waits.

    Why: all callers try again at the same moment, so the part that was only slow is now overloaded.
    Fix: state `backoff: exponential` and `jitter: true` on the connection.
    Source: AWS Well-Architected, REL05-BP03 Control and limit retry calls.
    """
    for link in facts.links:
        tries = float(link.prop("retries") or 0)
        once = tries <= 1 and link.prop("backoff") is not None  # a single retry has no second wait that could grow
        grows, spreads = once or link.prop("backoff") == "exponential", link.prop("jitter") is True
        if tries > 0 and not (grows and spreads):
            lack = "jitter" if grows else "exponential backoff" if spreads else "backoff and jitter"
            message = f"{facts.name(link.source)} retries calls to {facts.name(link.target)} without {lack}"
            yield Found.at(message, facts.source(link), link)
