"""STR006: an app, device or person that talks straight to a store."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_MEANT_FOR_CLIENTS = frozenset({Kind.OBJECT_STORE, Kind.DATA_WAREHOUSE})


@rule("STR006", "client-talks-to-store", severity=Severity.ERROR)
def client_talks_to_store(facts: Facts) -> Iterator[Found]:
    """A client outside talks straight to a data store.

    Why: whoever holds the client holds its way to the data: no part of ours checks, limits or records what is done.
    Fix: put a service or gateway between them; where the store does check each caller, state `authenticates: true`.
    Source: CWE-668 Exposure of Resource to Wrong Sphere; AWS Well-Architected, SEC05-BP01 Create network layers.
    """
    for client in facts.users:
        for link in facts.outgoing[client.id]:
            store = facts.target(link)
            checks = store.prop("authenticates") is True or store.prop("authorises") is True
            exempt = checks or store.kind in _MEANT_FOR_CLIENTS or facts.is_on_device(store)
            if store.is_datastore and not exempt:
                yield Found.at(f"{facts.name(client)} talks straight to {facts.name(store)}", client, store, link)
