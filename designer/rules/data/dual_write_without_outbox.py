"""DAT005: state and its event are written one after the other."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.model.kinds import Family, Kind
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule

_WRITES_FOR_USERS = frozenset({Kind.SERVICE, Kind.FUNCTION})


@rule(
    "DAT005",
    "dual-write-without-outbox",
    severity=Severity.WARNING,
    needs=("outbox",),
    mend=parts_state(where=lambda facts, part: part.kind.family is Family.COMPUTE, outbox=True),
)
def dual_write_without_outbox(facts: Facts) -> Iterator[Found]:
    """A service writes its store and publishes an event in the same flow, as two separate steps.

    Why: a crash between the two leaves a change that nobody hears of, or an event about a change that never was.
    Fix: write the event to an outbox in the same transaction and publish it from there, or read the store's change
    log; state `outbox: true`.
    Source: Richardson, Microservices Patterns, chapter 3, "Transactional messaging"; Kleppmann, Designing
        Data-Intensive Applications, chapter 11, "Keeping Systems in Sync".
    """
    for flow in facts.sized.flows:
        links = list(facts.flow_links(flow)) if flow.kind == "normal" else []
        stored = {link.source: facts.target(link) for link in links if _stores_truth(facts, link)}
        for link in links:
            service = facts.source(link)
            if service.id in stored and facts.gives_to(link) and _needs_both(facts, service, link):
                names = f"{facts.name(stored[service.id])} and {facts.name(link.target)}"
                message = f"{facts.name(service)} writes {names} in two steps that can come apart"
                yield Found.at(message, service, facts.target(link), stored[service.id])


def _stores_truth(facts: Facts, link: Connection) -> bool:
    return link.target in facts.authoritative and facts.surely_writes(link)


def _needs_both(facts: Facts, service: Component, link: Connection) -> bool:
    """A consumer gets its message again when it crashes between the two; a log of truth is written first by design."""
    broker = facts.target(link)
    if service.kind not in _WRITES_FOR_USERS or service.prop("outbox") is True or service.prop("idempotent") is True:
        return False
    if broker.prop("source_of_truth") is True or broker.prop("delivery") == "at-most-once":
        return False
    return service.id not in facts.consuming
