"""STR007: parts that wait for each other in a circle."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.paths import strong_groups
from designer.rules.rule import Found, rule


@rule("STR007", "synchronous-cycle", severity=Severity.WARNING)
def synchronous_cycle(facts: Facts) -> Iterator[Found]:
    """Parts wait for each other in a circle.

    Why: under load each holds its threads while it waits for the next, so all stop together; none can be released
    or started without the others.
    Fix: make one of the calls a message, or move what they share into a part that both call.
    Source: CWE-1047 Modules with Circular Dependencies; CWE-833 Deadlock.
    """
    for group in strong_groups(facts.calls):
        if len(group) > 1:
            parts = [facts.component(one) for one in group]
            yield Found.at(f"{facts.names(parts)} wait for each other in a circle", *parts)
