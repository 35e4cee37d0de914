"""REL016: several copies, one power line."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule


@rule("REL016", "all-copies-in-one-zone", severity=Severity.WARNING, mend=parts_state(multi_zone=True))
def all_copies_in_one_zone(facts: Facts) -> Iterator[Found]:
    """A part on a critical flow has several copies that all stand in one zone.

    Why: they share power, network and cooling; what takes one takes all, and the copies were for nothing.
    Fix: spread them over two or more zones, and state `multi_zone: true`.
    Source: AWS Well-Architected, REL10-BP01 Deploy the workload to multiple locations.
    """
    needed = {end for flow in facts.critical_flows for step in flow.steps for end in (step.source, step.target)}
    for part in facts.components:
        if part.id in needed and part.replicas > 1 and part.prop("multi_zone") is False:
            yield Found.at(f"All {part.replicas:,} copies of {facts.name(part)} stand in one zone", part)
