"""STR002: a component without connections."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule


@rule("STR002", "isolated-component", severity=Severity.WARNING)
def isolated_component(facts: Facts) -> Iterator[Found]:
    """A component is connected to nothing.

    Why: it costs money and attention, and no flow can go through it; often a connection was forgotten.
    Fix: connect it to the parts that use it, or remove it.
    Source: CWE-1164 Irrelevant Code; C4 model, diagram review checklist.
    """
    for component in facts.components:
        if not any(facts.links_at(component)):
            yield Found.at(f"{facts.name(component)} is connected to nothing", component)
