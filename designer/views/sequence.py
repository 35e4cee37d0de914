"""One flow, message by message."""

from __future__ import annotations

from designer.catalog.catalog import Catalog
from designer.model.connection import Connection, Mode
from designer.model.design import Design
from designer.model.flow import Flow, Step
from designer.model.view import Message, SequenceView
from designer.views.edges import joined
from designer.views.nodes import node_of
from designer.views.subtitle import count


def build_sequence_view(design: Design, flow: Flow, catalog: Catalog) -> SequenceView:
    """Return the picture of one flow: participants as they first appear, one message for each step."""
    by_pair: dict[tuple[str, str], list[Connection]] = {}
    for connection in design.graph.connections:
        by_pair.setdefault((connection.source, connection.target), []).append(connection)
    order = dict.fromkeys(end for step in flow.steps for end in (step.source, step.target))
    is_failure = flow.kind == "failure"
    kind = "Failure flow" if is_failure else "Critical flow" if flow.critical else "Flow"
    return SequenceView(
        id=f"sequence-{flow.id}",
        title=f"{design.title}: {flow.name}",
        subtitle=" · ".join((kind, count(len(flow.steps), "step"), count(len(order), "participant"))),
        participants=tuple(
            node_of(design.graph.by_id[end], catalog, is_critical=flow.critical, group=None) for end in order
        ),
        messages=tuple(
            _message(step, by_pair, callers={earlier.source for earlier in flow.steps[:number]})
            for number, step in enumerate(flow.steps)
        ),
        is_failure=is_failure,
    )


def _message(step: Step, by_pair: dict[tuple[str, str], list[Connection]], *, callers: set[str]) -> Message:
    """Return one message; without a connection of its own it answers whoever called before."""
    forward = by_pair.get((step.source, step.target), [])
    back = by_pair.get((step.target, step.source), [])
    found = forward or back
    return Message(
        source=step.source,
        target=step.target,
        text=step.message,
        protocol=joined((connection.protocol for connection in found), " / "),
        is_async=bool(forward) and all(connection.mode is not Mode.SYNC for connection in forward),
        is_reply=not forward and step.source != step.target and (bool(back) or step.target in callers),
    )
