"""How the system behaves: its flows, and what happens when parts fail."""

from __future__ import annotations

from typing import NamedTuple

from designer.docs.facts import Facts
from designer.docs.tables import Table, table
from designer.model.component import Component
from designer.model.flow import Flow
from designer.model.outage import Outage
from designer.rules.outages import outages


class StepRow(NamedTuple):
    """One message."""

    source: str
    target: str
    message: str


class FlowPart(NamedTuple):
    """A flow: its numbered steps, and the path of its picture, which is shown for critical flows and one failure."""

    id: str
    name: str
    is_failure: bool
    is_critical: bool
    is_first_failure: bool
    href: str
    steps: tuple[StepRow, ...]


class Flows(NamedTuple):
    """All flows, the most important first."""

    parts: tuple[FlowPart, ...]


class Failures(NamedTuple):
    """All failure modes as a table; the column of sources is there when any has one.

    `walk` has a row for each part and boundary whose loss a flow notices: name, copies, what stops, what goes on how.
    """

    modes: Table | None
    walk: tuple[tuple[str, ...], ...]
    recovery: Table | None
    picture: str


def flows(facts: Facts) -> Flows | None:
    """Return the flows: critical ones first, failures last; None when there are none."""
    shown = next((flow.id for _, flow in facts.flows if flow.kind == "failure"), "")
    parts = tuple(_flow(facts, key, flow, flow.id == shown) for key, flow in facts.flows)
    return Flows(parts) if parts else None


def _flow(facts: Facts, key: str, flow: Flow, is_shown: bool) -> FlowPart:
    steps = tuple(StepRow(facts.name(step.source), facts.name(step.target), step.message) for step in flow.steps)
    is_failure = flow.kind == "failure"
    return FlowPart(
        id=key,
        name=flow.name,
        is_failure=is_failure,
        is_critical=flow.critical and not is_failure,
        is_first_failure=is_shown,
        href=facts.picture(f"sequence-{flow.id}"),
        steps=steps,
    )


def failures(facts: Facts) -> Failures | None:
    """Return the failure modes, what is stated of recovery, and the walk-through; None when there is none of them."""
    modes = table(
        ("What fails", "Component", "Effect", "Detection", "Mitigation", "Source"),
        (
            (mode.what, facts.name(mode.component), mode.effect, mode.detection, mode.mitigation, mode.source)
            for mode in facts.design.failure_modes
        ),
    )
    walk = tuple(_walked(facts, item) for item in outages(facts.design) if item.flows)
    recovery = _recovery(facts)
    if not (modes or walk or recovery):
        return None
    return Failures(modes, walk, recovery, facts.picture("failures"))


def _recovery(facts: Facts) -> Table | None:
    """Return how each store that keeps data for good comes back, as far as somebody stated it."""
    stores = (part for part in facts.design.graph.components if part.is_datastore or part.is_broker)
    rows = [
        (
            part.name,
            f"{part.replicas:,}",
            str(part.prop("failover") or ""),
            {True: "kept, restores are tried", False: "none", None: ""}[_flag(part, "backup")],
            "from another store or log" if part.prop("rebuildable") is True else "",
            {True: "survives its process", False: "may be lost with its process", None: ""}[_flag(part, "durable")],
        )
        for part in stores
    ]
    told = [row for row in rows if any(row[2:])]
    return table(("Store", "Copies", "Failover", "Backup", "Can be filled again", "Acknowledged data"), told)


def _flag(part: Component, name: str) -> bool | None:
    value = part.prop(name)
    return value if isinstance(value, bool) else None


def _walked(facts: Facts, outage: Outage) -> tuple[str, ...]:
    """Return a row of the walk-through: without the part, these flows stop and those go on."""
    stops = "; ".join(f"{facts.name(item.flow)} ({item.how})" for item in outage.stopped)
    rest = [item for item in outage.flows if item.effect != "stopped"]
    goes_on = "; ".join(f"{facts.name(item.flow)} {item.effect}: {item.how}" for item in rest)
    return (outage.name, str(outage.copies) if outage.kind == "component" else "all inside", stops, goes_on)
