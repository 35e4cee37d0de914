"""SEC024: inside means trusted."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Family
from designer.rules.facts import Facts
from designer.rules.mending import links_state
from designer.rules.rule import Found, rule


@rule("SEC024", "unauthenticated-across-boundary", severity=Severity.WARNING, mend=links_state(authenticated=True))
def unauthenticated_across_boundary(facts: Facts) -> Iterator[Found]:
    """A call crosses a boundary and neither side shows who it is.

    Why: whoever gets onto the network inside can call everything as if he were one of the parts.
    Fix: use mutual TLS or signed service tokens, and state `authenticated: true`.
    Source: NIST SP 800-207, Zero Trust Architecture; CWE-306.
    """
    for link in facts.links:
        inner = facts.source(link).family is not Family.CLIENT and facts.target(link).family is not Family.EXTERNAL
        if (
            link.prop("authenticated") is False
            and inner
            and facts.crosses_boundary(link)
            and not facts.knows_caller(facts.target(link))
        ):
            ends = f"{facts.name(link.source)} and {facts.name(link.target)}"
            yield Found.at(f"{ends} do not show each other who they are across a boundary", link)
