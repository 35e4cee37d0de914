"""Bind the ports of a block to parts that are there: what another block offers, the service and its store, the rest.

A port with the name of a role that some block offers binds to that role and to nothing else. A service's store is
its own: no port reaches the store of another service. What a block keeps for itself is closed to others.
"""

from __future__ import annotations

from collections.abc import Mapping

from designer.model.base import Scalar
from designer.model.block import Block, PortSpec
from designer.model.kinds import DATASTORE_KINDS, Family, Kind
from designer.model.origin import Origin
from designer.planner.core import EVENTS_NAME, EVENTS_TEXT, Core, Owned
from designer.planner.sketch import Sketch

_SHARED = frozenset(
    {Kind.API_GATEWAY, Kind.EVENT_LOG, Kind.IDENTITY_PROVIDER, Kind.OBSERVABILITY, Kind.SECRET_STORE, Kind.CDN,
     Kind.LOAD_BALANCER, Kind.CONFIG_SERVICE, Kind.COORDINATION_SERVICE, Kind.WAF, Kind.DNS}
)  # fmt: skip
_ADDED_ON_DEMAND: Mapping[Kind, str] = {
    Kind.EVENT_LOG: EVENTS_NAME,
    Kind.IDENTITY_PROVIDER: "Identity provider",
    Kind.OBJECT_STORE: "{Entity} files",
    Kind.CACHE: "{Entity} cache",
}
_FAR = 1_000_000


def is_shared(kind: Kind, properties: Mapping[str, Scalar]) -> bool:
    """Tell whether one part of a kind is enough for all blocks; a log that holds the truth stands by itself."""
    return kind in _SHARED and properties.get("source_of_truth") is not True


def shared(sketch: Sketch, kind: Kind) -> list[str]:
    """Return the parts of a kind that all may use, in the order in which they were added."""
    return [key for key in sketch.of_kind(kind) if is_shared(kind, sketch.components[key].properties)]


def told(text: str, entity: str) -> str:
    """Return a block's text in the words of the service that it belongs to.

    >>> told("Holds for one {entity}", "Booking")
    'Holds for one booking'
    """
    return text.replace("{entity}", entity.lower()).replace("{Entity}", entity)


def bind_ports(
    block: Block, sketch: Sketch, core: Core, *, owned: Owned, span: tuple[int, int], offers: Mapping[str, str]
) -> dict[str, str] | None:
    """Return the part for each port of a block, or None when a needed port finds none.

    Args:
        block: the block to place.
        sketch: the draft so far; parts that can stand alone (a log, a cache) are added on demand.
        core: the services with the stores they own.
        owned: the service that the block belongs to.
        span: the words that call for the block; of several clients the nearest is meant.
        offers: the parts that placed blocks offer, by role.
    """
    closed = {one.store for one in core.owned} | {
        key
        for key, item in sketch.components.items()
        if item.role is not None
        and item.family != Family.CLIENT
        and key not in offers.values()
        and not is_shared(item.kind, item.properties)
    }
    on_offer = {role for other in sketch.catalog.blocks for role in other.offers}
    bound: dict[str, str] = {}
    for port, need in block.needs.items():
        if port in on_offer:
            key = offers.get(port)
        else:
            key = _part_for(need, sketch, owned, span, closed)
            if key is None and not need.optional:
                key = _added(block, port, need, sketch, owned)
        if key is not None and sketch.components[key].kind in need.kinds:
            bound[port] = key
        elif not need.optional:
            return None
    return bound


def _part_for(need: PortSpec, sketch: Sketch, owned: Owned, span: tuple[int, int], closed: set[str]) -> str | None:
    for key in (owned.service, owned.store):
        if key in sketch.components and sketch.components[key].kind in need.kinds:
            return key
    # Who uses the system is told by the words around, not by the kind of their device; a store or log by its kind.
    clients = tuple(kind for kind in need.kinds if kind.family == Family.CLIENT)
    groups = [(kind,) for kind in need.kinds if kind not in clients or kind == need.kinds[0] == Kind.DEVICE]
    for kinds in (*groups, clients):
        if there := [key for key in sketch.of_kind(*kinds) if key not in closed]:
            return min(there, key=lambda key: _distance(sketch, key, span))
    return None


def _distance(sketch: Sketch, key: str, span: tuple[int, int]) -> int:
    own = sketch.components[key].origin.span
    return abs(own[0] - span[0]) if own else _FAR


def _added(block: Block, port: str, need: PortSpec, sketch: Sketch, owned: Owned) -> str | None:
    kind = need.kinds[0]
    if kind not in _ADDED_ON_DEMAND:
        return None
    name, origin = told(_ADDED_ON_DEMAND[kind], owned.entity), Origin.default(f"{block.ref}/{port}")
    description = EVENTS_TEXT if kind == Kind.EVENT_LOG else told(need.text, owned.entity)
    key = sketch.add(name, kind, origin=origin, description=description)
    if kind in DATASTORE_KINDS and not any(link.target == port for link in block.connections):
        sketch.connect(owned.service, key, origin=origin, label="reads and writes", properties={"timeout_s": 1})
    return key
