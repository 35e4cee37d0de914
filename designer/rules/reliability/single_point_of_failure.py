"""REL001: the only copy of a part that a critical flow waits for."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.flow import Flow
from designer.rules.facts import Facts
from designer.rules.mending import copies
from designer.rules.rule import Found, rule
from designer.rules.wording import listed, tidy_name


@rule("REL001", "single-point-of-failure", severity=Severity.WARNING, needs=("replicas",), mend=copies(2))
def single_point_of_failure(facts: Facts) -> Iterator[Found]:
    """A critical flow waits for a part that has one copy, and there is no way round it.

    Why: when its host fails or it is deployed, the flow stops for everybody until the part is back.
    Fix: set `replicas` to 2 or more behind something that checks health, or give callers a `fallback`.
    Source: AWS Well-Architected, REL10-BP01 Deploy the workload to multiple locations.
    """
    flows_of: dict[str, list[Flow]] = {}
    for flow in facts.critical_flows:
        for part in facts.single_points(flow):
            flows_of.setdefault(part.id, []).append(flow)
    for part_id, flows in flows_of.items():
        names = listed(f'"{tidy_name(flow.name)}"' for flow in flows)
        message = f"{facts.name(part_id)} has one copy, and {names} cannot do without it"
        yield Found.at(message, facts.component(part_id), *flows)
