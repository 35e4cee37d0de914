"""Which components of a generated project the mechanism goes into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack

from app.runtime.nodes import Node

from .embedded import SqliteLeases, SqliteLog
from .face import make_app, running
from .manager import FailoverManager
from .node import DatabaseNode

_NODES = ("a", "b", "c")
_LEASE_S = 5.0


def app_service(component: Node) -> None:
    """Let the component keep its records on three nodes of this process; on machines put `HttpPeer`s between them."""
    folder = component.around.settings.data_dir / "failover" / component.id
    leases = SqliteLeases(folder / "lease.sqlite")
    nodes = {name: DatabaseNode(name, SqliteLog(folder / f"{name}.sqlite"), {}) for name in _NODES}
    for name, node in nodes.items():
        node.peers.update({other: peer for other, peer in nodes.items() if other != name})
    component.serve(make_app(nodes["a"]))
    # The first node begins as primary and stays it: all three live and die with this process.
    manager = FailoverManager(nodes["a"], leases, lease_s=_LEASE_S)
    life = AsyncExitStack()

    async def begin() -> None:
        for name in _NODES[1:]:
            await nodes[name].open()
            life.push_async_callback(nodes[name].close)
        await life.enter_async_context(running(manager))
        await manager.until_primary()

    component.starting.append(begin)
    component.stopping.append(life.aclose)


ROLES: Mapping[str, Callable[[Node], None]] = {"app-service": app_service}
