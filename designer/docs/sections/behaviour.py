"""How the system behaves: its flows, and what happens when parts fail."""

from __future__ import annotations

from typing import NamedTuple

from designer.docs.facts import Facts
from designer.model.flow import Flow
from designer.model.outage import Outage
from designer.rules.outages import outages


class StepRow(NamedTuple):
    """One message."""

    source: str
    target: str
    message: str


class FlowPart(NamedTuple):
    """A flow: its numbered steps, and the path of its picture."""

    id: str
    name: str
    is_failure: bool
    is_critical: bool
    href: str
    steps: tuple[StepRow, ...]


class Flows(NamedTuple):
    """All flows, the most important first."""

    parts: tuple[FlowPart, ...]


class Failures(NamedTuple):
    """All failure modes as a table; the column of sources is there when any has one.

    `walk` has a row for each part and boundary whose loss a flow notices: name, copies, what stops, what goes on how.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    walk: tuple[tuple[str, ...], ...]


def flows(facts: Facts) -> Flows | None:
    """Return the flows: critical ones first, failures last; None when there are none."""
    told = (flow for flow in facts.design.flows if flow.steps)
    ordered = sorted(told, key=lambda flow: (flow.kind == "failure", not flow.critical))
    parts = tuple(_flow(facts, f"F{number}", flow) for number, flow in enumerate(ordered, start=1))
    return Flows(parts) if parts else None


def _flow(facts: Facts, key: str, flow: Flow) -> FlowPart:
    steps = tuple(StepRow(facts.name(step.source), facts.name(step.target), step.message) for step in flow.steps)
    is_failure = flow.kind == "failure"
    return FlowPart(
        key, flow.name, is_failure, flow.critical and not is_failure, f"diagrams/sequence-{flow.id}.svg", steps
    )


def failures(facts: Facts) -> Failures | None:
    """Return the failure modes and the walk-through; None when there is neither."""
    modes = facts.design.failure_modes
    head = ("What fails", "Component", "Effect", "Detection", "Mitigation", "Source")
    rows = tuple(
        (mode.what, facts.name(mode.component), mode.effect, mode.detection, mode.mitigation, mode.source)
        for mode in modes
    )
    width = len(head) if any(mode.source for mode in modes) else len(head) - 1
    walk = tuple(_walked(facts, item) for item in outages(facts.design) if item.flows)
    return Failures(head[:width], tuple(row[:width] for row in rows), walk) if rows or walk else None


def _walked(facts: Facts, outage: Outage) -> tuple[str, ...]:
    """Return a row of the walk-through: without the part, these flows stop and those go on."""
    stops = "; ".join(f"{facts.name(item.flow)} ({item.how})" for item in outage.stopped)
    rest = [item for item in outage.flows if item.effect != "stopped"]
    goes_on = "; ".join(f"{facts.name(item.flow)} {item.effect}: {item.how}" for item in rest)
    return (outage.name, str(outage.copies) if outage.kind == "component" else "all inside", stops, goes_on)
