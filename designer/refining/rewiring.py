"""Edits that put a part into the way of others, and keep the flows that go there whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from pydantic import ValidationError

from designer.edits.edits import AddFlow, Connect, Disconnect, Edit, StepEdit
from designer.edits.text import clip_line
from designer.model.base import Scalar
from designer.model.connection import Connection, Mode
from designer.model.design import Draft
from designer.model.flow import Flow, Step
from designer.model.kinds import BROKER_KINDS, Kind
from designer.planner.defaults import protocol_of

_MESSAGE, _NAME = 400, 200


def connecting(
    source: Kind, target: Kind, ends: tuple[str, str], *, label: str = "", protocol: str = "", mode: Mode | None = None
) -> Connect:
    """Return the edit that connects two parts, with the usual protocol and mode between their kinds."""
    is_async = source in BROKER_KINDS or target in (*BROKER_KINDS, Kind.OBSERVABILITY)
    chosen = mode or (Mode.ASYNC if is_async else Mode.SYNC)
    properties: dict[str, Scalar | None] = {"encrypted": True}
    if chosen is Mode.SYNC:
        properties["timeout_s"] = 2
    return Connect(
        source=ends[0],
        target=ends[1],
        label=label[:80],
        protocol=(protocol or protocol_of(source, target))[:80],
        mode=chosen,
        properties=properties,
    )


def in_the_way(
    draft: Draft, links: Sequence[Connection], new: str, kind: Kind, *, protocol: str = ""
) -> Iterator[Edit]:
    """Yield the edits that lead connections over a new part, which is there already: source, new, target.

    Steps of flows go the same way; an answer does not come back through a broker.
    """
    parts = draft.graph.by_id
    made: set[tuple[str, str]] = set()
    for link in links:
        one, other = parts[link.source].kind, parts[link.target].kind
        for ends, kinds in (((link.source, new), (one, kind)), ((new, link.target), (kind, other))):
            if ends not in made:
                made.add(ends)
                yield connecting(*kinds, ends, label=link.label, protocol=protocol)
    pairs = {(link.source, link.target) for link in links}
    yield from flows_by_way_of(draft, lambda step: _detour(step, pairs, new, kind))
    yield from (Disconnect(id=link.id) for link in links)


def _detour(step: Step, pairs: set[tuple[str, str]], new: str, kind: Kind) -> tuple[Step, ...]:
    there, back = (step.source, step.target) in pairs, (step.target, step.source) in pairs
    if not there and not back:
        return (step,)
    if back and not there and kind in BROKER_KINDS:
        return ()
    first = Step(source=step.source, target=new, message=step.message)
    return (first, Step(source=new, target=step.target, message=step.message))


def in_place_of(draft: Draft, old: str, new: str) -> Iterator[Edit]:
    """Yield the edits that give a part's connections and steps to another; the old part itself stays."""
    graph = draft.graph
    known = {(link.source, link.target, link.label, link.mode) for link in graph.connections}
    for link in (*graph.outgoing[old], *graph.incoming[old]):
        source, target = (new if key == old else key for key in (link.source, link.target))
        key = (source, target, link.label, link.mode)
        if source == target or key in known:
            continue
        known.add(key)
        properties: dict[str, Scalar | None] = dict(link.properties)
        yield Connect(
            source=source,
            target=target,
            label=link.label[:80],
            protocol=link.protocol[:80],
            mode=link.mode,
            properties=properties,
        )

    def moved(step: Step) -> tuple[Step, ...]:
        ends: Mapping[str, str] = {old: new}
        return (
            step.model_copy(
                update={
                    "source": ends.get(step.source, step.source),
                    "target": ends.get(step.target, step.target),
                }
            ),
        )

    yield from flows_by_way_of(draft, moved)


def flows_by_way_of(draft: Draft, ways: Callable[[Step], tuple[Step, ...]]) -> Iterator[AddFlow]:
    """Yield the flows whose steps go other ways, written anew; one that an edit cannot hold is left to lose steps."""
    for flow in draft.flows:
        steps = tuple(new for step in flow.steps for new in ways(step))
        if steps != flow.steps and steps:
            try:
                yield _rewritten(flow, steps)
            except ValidationError:
                continue


def _rewritten(flow: Flow, steps: tuple[Step, ...]) -> AddFlow:
    return AddFlow(
        id=flow.id,
        name=clip_line(flow.name, _NAME),
        kind=flow.kind,
        critical=flow.critical,
        steps=tuple(
            StepEdit(source=step.source, target=step.target, message=clip_line(step.message, _MESSAGE))
            for step in steps
        ),
    )
