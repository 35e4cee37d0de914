"""STR010: the same connection twice."""

from collections.abc import Iterator
from itertools import groupby

from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import all_but_first_link_go
from designer.rules.rule import Found, rule


@rule("STR010", "duplicate-connection", severity=Severity.INFO, mend=all_but_first_link_go)
def duplicate_connection(facts: Facts) -> Iterator[Found]:
    """Two connections say the same.

    Why: load, cost and pictures count the link twice.
    Fix: remove one, or give each its own label if they carry different things.
    Source: CWE-1041 Use of Redundant Code.
    """
    for _, same in groupby(sorted(facts.connections, key=_what_it_says), key=_what_it_says):
        links = list(same)
        if len(links) > 1:
            ends = f"from {facts.name(links[0].source)} to {facts.name(links[0].target)}"
            yield Found.at(f"{len(links)} connections {ends} say the same", *links)


def _what_it_says(link: Connection) -> tuple[str, ...]:
    return (link.source, link.target, link.mode, link.label.casefold(), link.protocol.casefold())
