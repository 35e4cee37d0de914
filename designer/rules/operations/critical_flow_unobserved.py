"""OPS001: the flow that must work can stop without anybody noticing."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule
from designer.rules.wording import tidy_name


@rule("OPS001", "critical-flow-unobserved", severity=Severity.WARNING, needs=("metrics",))
def critical_flow_unobserved(facts: Facts) -> Iterator[Found]:
    """No part of a critical flow is measured.

    Why: users notice first when it is slow or down, and nobody can say which part is the cause.
    Fix: send rate, errors and duration of its services to an observability part, and state `metrics: true`.
    Source: Beyer, Jones, Petoff and Murphy, Site Reliability Engineering, chapter 6, "The Four Golden Signals".
    """
    measured = {part.id for part in facts.components if _is_measured(facts, part)}
    for flow in facts.critical_flows:
        if measured.isdisjoint(end for step in flow.steps for end in (step.source, step.target)):
            yield Found.at(f'Nothing measures the critical flow "{tidy_name(flow.name)}"', flow)


def _is_measured(facts: Facts, part: Component) -> bool:
    watched = any(one.kind is Kind.OBSERVABILITY for one in facts.neighbours_of(part))
    return watched or part.prop("metrics") is True
