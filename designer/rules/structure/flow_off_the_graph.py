"""STR014: a story that the picture does not tell."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule
from designer.rules.wording import tidy_name


@rule("STR014", "flow-off-the-graph", severity=Severity.WARNING)
def flow_off_the_graph(facts: Facts) -> Iterator[Found]:
    """A message of a flow runs between parts that are not connected.

    Why: either a connection is missing in the graph, with its failures and limits, or the flow cannot happen.
    Fix: add the connection, or lead the message over the parts that are connected.
    Source: Rozanski and Woods, Software Systems Architecture, chapter 26: consistency between views.
    """
    joined = {(link.source, link.target) for link in facts.links} | {(link.target, link.source) for link in facts.links}
    for flow in facts.sized.flows:
        for step in flow.steps:
            if step.source != step.target and (step.source, step.target) not in joined:
                ends = f"{facts.name(step.source)} and {facts.name(step.target)}"
                message = f'The flow "{tidy_name(flow.name)}" runs between {ends}, which are not connected'
                yield Found.at(message, flow, facts.component(step.source), facts.component(step.target))
                break
