"""STR006: an app, device or person that talks straight to a store."""

from collections.abc import Iterator

from designer.edits.edits import AddComponent, Connect, Disconnect, Edit
from designer.model.base import Scalar, unique_slug
from designer.model.connection import Connection
from designer.model.finding import Finding, Severity
from designer.model.kinds import Family, Kind
from designer.rules.facts import Facts
from designer.rules.mending import links_of
from designer.rules.rule import Found, rule

_MEANT_FOR_CLIENTS = frozenset({Kind.OBJECT_STORE, Kind.DATA_WAREHOUSE})


def _service_between(facts: Facts, finding: Finding) -> Iterator[Edit]:
    """Lead the client to a service that uses the store: the one it calls already, the only one, or a new one."""
    for link in links_of(facts, finding):
        store = facts.target(link)
        users = [one for call in facts.incoming[store.id] if (one := facts.source(call)).family is Family.COMPUTE]
        services = list(dict.fromkeys(one.id for one in users if one.kind is Kind.SERVICE))
        if not any(facts.between(link.source, one) for one in services):
            yield from _detour(facts, link, services[0] if len(services) == 1 else "")
        yield Disconnect(id=link.id)


def _detour(facts: Facts, link: Connection, service: str) -> Iterator[Edit]:
    if not service:
        store = facts.target(link)
        service = unique_slug(f"{store.id}-service", set(facts.sized.graph.by_id))
        name = f"{store.name[:100]} service"
        yield AddComponent(id=service, name=name, kind=Kind.SERVICE, boundary=store.boundary or "")
        kept: dict[str, Scalar | None] = dict(link.properties)
        yield Connect(
            source=service, target=store.id, label=link.label[:80], protocol=link.protocol[:80], properties=kept
        )
    yield Connect(source=link.source, target=service, label=link.label[:80])


@rule("STR006", "client-talks-to-store", severity=Severity.ERROR, mend=_service_between)
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
