"""STR001: a component with one copy calls itself."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import links_go
from designer.rules.rule import Found, rule


@rule("STR001", "self-connection", severity=Severity.WARNING, mend=links_go)
def self_connection(facts: Facts) -> Iterator[Found]:
    """A component with one copy is connected to itself.

    Why: a link to itself says nothing about the system, and as a call it waits for a thread that it holds itself.
    Fix: remove the connection, or raise `replicas` if it stands for what copies say to each other.
    Source: CWE-674 Uncontrolled Recursion; C4 model, "Notation": a relationship runs between two elements.
    """
    for link in facts.connections:
        component = facts.source(link)
        if link.source == link.target and component.replicas == 1:
            yield Found.at(f"{facts.name(component)} has one copy and is connected to itself", component, link)
