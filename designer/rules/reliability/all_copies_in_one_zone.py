"""REL016: several copies, one power line."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Asks, Found, rule


def _copies(facts: Facts) -> Iterator[Component]:
    needed = {end for flow in facts.critical_flows for step in flow.steps for end in (step.source, step.target)}
    return (part for part in facts.components if part.id in needed and part.replicas > 1)


@rule(
    "REL016",
    "all-copies-in-one-zone",
    severity=Severity.WARNING,
    mend=parts_state(multi_zone=True),
    asks=Asks(
        "multi_zone",
        "Do the copies stand in more than one zone",
        lambda facts: (part for part in _copies(facts) if not facts.is_outside(part)),
    ),
)
def all_copies_in_one_zone(facts: Facts) -> Iterator[Found]:
    """A part on a critical flow has several copies that all stand in one zone.

    Why: they share power, network and cooling; what takes one takes all, and the copies were for nothing.
    Fix: spread them over two or more zones, and state `multi_zone: true`.
    Source: AWS Well-Architected, REL10-BP01 Deploy the workload to multiple locations.
    """
    for part in _copies(facts):
        if part.prop("multi_zone") is False:
            yield Found.at(f"All {part.replicas:,} copies of {facts.name(part)} stand in one zone", part)
