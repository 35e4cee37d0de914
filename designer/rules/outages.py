"""The failure walk-through: each part and each boundary removed in turn, and what becomes of every flow.

A flow stops at the first message that a lost part had to send or answer, unless the design says what happens instead:
a broker that keeps the message, a copy that can be rebuilt, a fallback of the call, or a part that does less
without the other. What nobody states is not assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.design import SizedDraft
from designer.model.flow import Flow, Step
from designer.model.kinds import Family, Kind
from designer.model.outage import Effect, FlowEffect, Outage
from designer.rules.facts import Facts

_ORDER: tuple[Effect, ...] = ("stopped", "degraded", "delayed", "slower", "unaffected")
_COPIES = frozenset({Kind.CACHE, Kind.CDN})
_ASIDE = frozenset({Kind.OBSERVABILITY})


def outages(sized: SizedDraft) -> tuple[Outage, ...]:
    """Return one outage for each part that is not a client, then one for each boundary with more than one part.

    In the order of the graph; each lists the normal flows that notice, the worst effect first.
    """
    facts = Facts(sized)
    parts = [part for part in facts.components if part.family is not Family.CLIENT]
    return (*(_of_part(part, facts) for part in parts), *_of_boundaries(facts))


def _of_part(part: Component, facts: Facts) -> Outage:
    return Outage(
        subject=part.id,
        name=part.name,
        kind="component",
        copies=part.replicas,
        flows=_effects(frozenset({part.id}), facts),
        expected=tuple(_expected(frozenset({part.id}), facts)),
    )


def _of_boundaries(facts: Facts) -> Iterator[Outage]:
    inside: dict[str, set[str]] = {}
    parents = {boundary.id: boundary.parent for boundary in facts.sized.graph.boundaries}
    for part in facts.components:
        place = part.boundary
        while place is not None and part.id not in inside.setdefault(place, set()):
            inside[place].add(part.id)
            place = parents.get(place)
    for boundary in facts.sized.graph.boundaries:
        gone = frozenset(inside.get(boundary.id, ()))
        if len(gone) > 1:
            effects = _effects(gone, facts)
            yield Outage(subject=boundary.id, name=boundary.name, kind="boundary", flows=effects)


def _effects(gone: frozenset[str], facts: Facts) -> tuple[FlowEffect, ...]:
    found = [
        effect
        for flow in facts.sized.flows
        if flow.kind == "normal" and (effect := _effect(flow, gone, facts)).effect != "unaffected"
    ]
    return tuple(sorted(found, key=lambda item: (_ORDER.index(item.effect), item.flow)))


def _effect(flow: Flow, gone: frozenset[str], facts: Facts) -> FlowEffect:
    """Return what becomes of a flow: the worst of what its messages meet, the first of these."""
    worst = FlowEffect(flow=flow.id, effect="unaffected")
    for step in flow.steps:
        if gone.isdisjoint((step.source, step.target)):
            continue
        effect, how = _at(step, gone, facts)
        if _ORDER.index(effect) < _ORDER.index(worst.effect):
            worst = FlowEffect(flow=flow.id, effect=effect, how=how)
        if effect in ("stopped", "delayed"):
            # Nothing behind this message happens now, so nothing behind it can be lost as well.
            break
    return worst


def _at(step: Step, gone: frozenset[str], facts: Facts) -> tuple[Effect, str]:
    known = facts.sized.graph.by_id
    lost = known[step.target if step.target in gone else step.source]
    other = known[step.source if step.target in gone else step.target]
    message = step.message or "its message"
    link = _link(step, facts)
    if lost.kind in _ASIDE:
        return "unaffected", ""
    if step.target in gone and step.source in gone:
        return "stopped", f"at “{message}”: {lost.name} is gone"
    if other.is_broker and step.target in gone and link is not None and link.source == other.id:
        return _waits(other, lost, message)
    if link is not None and (instead := link.prop("fallback")) is not None and link.source not in gone:
        return "degraded", f"{other.name} does without {lost.name}: {instead}"
    if lost.kind in _COPIES and lost.prop("source_of_truth") is not True:
        return "slower", f"without {lost.name} each request goes to what it copies"
    if link is not None and link.mode is Mode.REPLICATION:
        return "delayed", f"{lost.name} catches up when it is back"
    if lost.is_broker and step.target in gone and other.prop("outbox") is True:
        return "delayed", f"“{message}” waits in the outbox of {other.name}"
    if (less := other.prop("degrades_to")) is not None and step.target in gone:
        return "degraded", f"{other.name} still gives {less}"
    return "stopped", f"at “{message}”: {lost.name} is gone"


def _waits(broker: Component, lost: Component, message: str) -> tuple[Effect, str]:
    if broker.prop("durable") is False:
        return "stopped", f"at “{message}”: {broker.name} does not keep it for {lost.name}"
    return "delayed", f"“{message}” waits in {broker.name} until {lost.name} is back"


def _link(step: Step, facts: Facts) -> Connection | None:
    """Return the connection that a message runs over, along it or back."""
    there = [link for link in facts.outgoing[step.source] if link.target == step.target]
    back = [link for link in facts.outgoing[step.target] if link.target == step.source]
    return next(iter((*there, *back)), None)


def _expected(gone: Iterable[str], facts: Facts) -> Iterator[str]:
    lost = set(gone)
    for mode in facts.sized.failure_modes:
        if mode.component in lost:
            yield f"{mode.what}: {mode.effect}; {mode.mitigation}".strip("; ")
