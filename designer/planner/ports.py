"""Bind the ports of a block to parts that are there: the right kind, nearest to the words that call for it."""

from __future__ import annotations

from collections.abc import Mapping

from designer.model.block import Block, PortSpec
from designer.model.kinds import DATASTORE_KINDS, Family, Kind
from designer.model.origin import Origin
from designer.planner.sketch import Sketch

_ADDED_ON_DEMAND: Mapping[Kind, str] = {
    Kind.EVENT_LOG: "Event log",
    Kind.QUEUE: "Work queue",
    Kind.IDENTITY_PROVIDER: "Identity provider",
    Kind.OBJECT_STORE: "File store",
    Kind.CACHE: "Cache",
    Kind.SCHEDULER: "Scheduler",
}


def bind_ports(block: Block, sketch: Sketch, *, near: str, stores: Mapping[str, str]) -> dict[str, str] | None:
    """Return the part for each port of a block, or None when a needed port finds none.

    Args:
        block: the block to place.
        sketch: the draft so far; parts that can stand alone (a log, a queue) are added on demand.
        near: the service whose words stand nearest to those that call for the block.
        stores: the store that each service owns.
    """
    bound: dict[str, str] = {}
    for port, need in block.needs.items():
        key = _part_for(need, sketch, near, stores) or _added(block, port, need, sketch, near)
        if key is not None:
            bound[port] = key
        elif not need.optional:
            return None
    return bound


def _part_for(need: PortSpec, sketch: Sketch, near: str, stores: Mapping[str, str]) -> str | None:
    for kind in need.kinds:
        if near in sketch.components and sketch.components[near].kind == kind:
            return near
        own = stores.get(near)
        if kind in DATASTORE_KINDS and own in sketch.components and sketch.components[own].kind == kind:
            return own
        if there := sketch.of_kind(kind):
            return there[0]
    clients = [key for key, item in sketch.components.items() if item.family == Family.CLIENT]
    if clients and any(kind.family == Family.CLIENT for kind in need.kinds):
        return clients[0]
    return None


def _added(block: Block, port: str, need: PortSpec, sketch: Sketch, near: str) -> str | None:
    kind = need.kinds[0]
    if need.optional or kind not in _ADDED_ON_DEMAND:
        return None
    origin = Origin.default(f"blocks/{block.id}/{port}")
    key = sketch.add(_ADDED_ON_DEMAND[kind], kind, origin=origin, description=need.text)
    if kind in {Kind.EVENT_LOG, Kind.QUEUE}:
        sketch.connect(near, key, origin=origin, label="publishes events")
    return key
