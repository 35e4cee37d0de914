"""STR003: a part that waits to be called, and nobody calls it."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Family, Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_BY_CONSUMER_RULE = frozenset({Kind.WORKER, Kind.STREAM_PROCESSOR})


@rule("STR003", "unreachable-component", severity=Severity.WARNING)
def unreachable_component(facts: Facts) -> Iterator[Found]:
    """Nothing that starts leads to a component.

    Why: no client, schedule, message or outside system can make it work, so it is dead or a caller is missing.
    Fix: connect a client, a queue or another part to it, state its `schedule` or `public: true`, or remove it.
    Source: CWE-561 Dead Code.
    """
    for group in facts.stray_groups:
        waiting = [part for part in group if part.family in (Family.COMPUTE, Family.EDGE)]
        if not all(part.kind in _BY_CONSUMER_RULE for part in waiting):
            verb = "is" if len(waiting) == 1 else "are"
            yield Found.at(f"{facts.names(waiting)} {verb} reached by no client, schedule or outside system", *waiting)
