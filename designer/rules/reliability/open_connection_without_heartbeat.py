"""REL012: an open connection whose other end is gone."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mending import links_state
from designer.rules.rule import Found, rule


@rule(
    "REL012",
    "open-connection-without-heartbeat",
    severity=Severity.INFO,
    needs=("heartbeat_s",),
    mend=links_state(heartbeat_s=30),
)
def open_connection_without_heartbeat(facts: Facts) -> Iterator[Found]:
    """A client keeps a connection open and nobody checks that both ends are there.

    Why: when a phone loses its network no packet says so; both sides keep a dead connection for hours.
    Fix: send a small message in both directions, close after two that fail, and state `heartbeat_s`.
    Source: RFC 6455 The WebSocket Protocol, section 5.5.2; RFC 1122, section 4.2.3.6.
    """
    for client in facts.clients:
        for link in facts.outgoing[client.id]:
            if link.prop("long_lived") is True and link.prop("heartbeat_s") is None:
                ends = f"{facts.name(client)} and {facts.name(link.target)}"
                yield Found.at(f"Nothing notices when the connection of {ends} is dead", link)
