"""Components as the generated project has them: what stands for each, its links, and its part in the flows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.design import Design
from designer.stubs.choreography import Played, Turn, pairs
from designer.stubs.kinds import HTTP_KINDS, STANDS, Stand
from designer.stubs.mechanisms import Mechanism, filled, roles_of
from designer.stubs.names import MODULE_RESERVED, identifiers
from designer.stubs.resources import Offer
from designer.stubs.words import period_s

_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class PolicyCode:
    """The arguments of one link's policy; `note` says where they come from."""

    target: str
    arguments: tuple[tuple[str, object], ...]
    note: str


@dataclass(frozen=True, slots=True)
class ForwardCode:
    """One path that an edge passes on."""

    method: str
    path: str
    target: str


@dataclass(frozen=True, slots=True)
class TurnCode:
    """One function of a component: what it does on one step."""

    function: str
    turn: Turn
    heard: str


@dataclass(frozen=True, slots=True)
class Part:
    """A component as code."""

    component: Component
    module: str
    stand: Stand
    arguments: tuple[tuple[str, object], ...]
    policies: tuple[PolicyCode, ...]
    consumers: tuple[str, ...]
    forwards: tuple[ForwardCode, ...]
    offer: Offer | None
    turns: tuple[TurnCode, ...]
    roles: tuple[str, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()

    @property
    def does(self) -> str:
        """What stands for it, in words."""
        return f"{self.stand.does}; its mechanism is real" if self.mechanisms else self.stand.does


def build_parts(
    design: Design,
    played: tuple[Played, ...],
    offered: Mapping[str, Offer],
    mechanisms: tuple[Mechanism, ...] = (),
) -> tuple[Part, ...]:
    """Return all components as code, by their ids."""
    modules = identifiers((item.id for item in design.graph.components), prefix="c_", reserved=MODULE_RESERVED)
    flows = identifiers((one.flow.id for one in played), prefix="f_")
    sent = pairs(played)
    return tuple(
        Part(
            component=item,
            module=modules[item.id],
            stand=STANDS[item.kind],
            arguments=_arguments(item),
            policies=_policies(item, design, [target for source, target in sent if source == item.id]),
            consumers=_consumers(item, design),
            forwards=_forwards(item, design, offered),
            offer=offered.get(item.id) if item.kind in HTTP_KINDS and STANDS[item.kind].cls != "Edge" else None,
            turns=_turns(item.id, played, flows),
            roles=roles_of(item) if mechanisms else (),
            mechanisms=filled(mechanisms, item) if item.kind in HTTP_KINDS else (),
        )
        for item in design.graph.components
    )


def _arguments(component: Component) -> tuple[tuple[str, object], ...]:
    """Return the arguments by which the design sets up what stands for a component."""
    stand, found = STANDS[component.kind], list(STANDS[component.kind].arguments)
    if stand.module == "nodes" and isinstance(most := component.prop("max_size_bytes"), int | float) and most >= 1:
        found.append(("most_bytes", int(min(most, 2**31))))
    if stand.cls == "Cache" and isinstance(ttl := component.prop("ttl_s"), int | float) and ttl > 0:
        found.append(("ttl_s", float(ttl)))
    if stand.cls == "Job" and isinstance(schedule := component.prop("schedule"), str):
        found.append(("every_s", period_s(schedule)))
    return tuple(found)


def _consumers(component: Component, design: Design) -> tuple[str, ...]:
    if STANDS[component.kind].cls != "Channel":
        return ()
    return tuple(sorted({link.target for link in design.graph.outgoing[component.id]} - {component.id}))


def _policies(component: Component, design: Design, sent: Iterable[str]) -> tuple[PolicyCode, ...]:
    """Return the policy of each link, by target; of several connections to one target the first by id counts."""
    links: dict[str, Connection | None] = {}
    for link in design.graph.outgoing[component.id]:
        if link.target != component.id:
            links.setdefault(link.target, link)
    for target in sent:
        links.setdefault(target, None)
    return tuple(PolicyCode(target, *_policy(links[target])) for target in sorted(links))


def _policy(link: Connection | None) -> tuple[tuple[tuple[str, object], ...], str]:
    if link is None:
        return (), "a flow uses it; the design has no such connection"
    found: list[tuple[str, object]] = []
    if isinstance(timeout := link.prop("timeout_s"), int | float) and timeout > 0:
        found.append(("timeout_s", float(min(timeout, 3600))))
    if isinstance(retries := link.prop("retries"), int | float) and retries >= 1:
        found.append(("retries", int(min(retries, 10))))
        if link.prop("backoff") == "fixed":
            found.append(("backoff", "fixed"))
        if link.prop("jitter") is False:
            found.append(("jitter", False))
    if link.prop("circuit_breaker") is True:
        found.append(("breaker", True))
    if link.prop("bulkhead") is True:
        found.append(("at_once", _AT_ONCE))
    return tuple(found), link.label or link.protocol or link.id


def _forwards(component: Component, design: Design, offered: Mapping[str, Offer]) -> tuple[ForwardCode, ...]:
    """Return the paths of what stands behind an edge, each method and path once, the plainest first."""
    if STANDS[component.kind].cls != "Edge":
        return ()
    found: dict[tuple[str, str], ForwardCode] = {}
    for link in design.graph.outgoing[component.id]:
        if (offer := offered.get(link.target)) is None:
            continue
        for route in offer.routes:
            parts = ["{}" if part.startswith("{") else part for part in route.path.split("/")]
            path = "/".join(parts)
            found.setdefault((route.method, path), ForwardCode(route.method, path, link.target))
    return tuple(sorted(found.values(), key=lambda one: (one.path.count("{}"), one.path, one.method)))


def _turns(component: str, played: tuple[Played, ...], flows: Mapping[str, str]) -> tuple[TurnCode, ...]:
    """Return the steps on which a component does something, starts included, in the order of the flows."""
    found = []
    for one in played:
        for turn in one.turns:
            if turn.actor != component or not (turn.acts or turn.answer):
                continue
            name = f"{'start' if turn.is_start else 'on'}_{flows[one.flow.id]}_{turn.step}"
            heard = one.flow.steps[turn.step].message
            found.append(TurnCode(name, turn, heard))
    return tuple(found)
