"""The states of what has a life: one picture for each state machine of the blueprints that a design rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from designer.catalog.catalog import Catalog
from designer.model.connection import Mode
from designer.model.design import Design
from designer.model.kinds import Kind
from designer.model.view import View, ViewEdge, ViewKind, ViewNode
from designer.views.subtitle import count

if TYPE_CHECKING:
    from designer.model.blueprint import Blueprint, StateMachineSpec, TransitionSpec

MISSING = "no blueprint that it rests on defines the states of anything in it"

_START = "(start)"


def build_state_views(design: Design, catalog: Catalog) -> tuple[View, ...]:
    """Return one picture for each state machine whose entity the design has, in the order of its blueprints."""
    found: dict[str, View] = {}
    for blueprint, name, machine in _machines(design, catalog):
        view_id = f"state-{name}" if f"state-{name}" not in found else f"state-{blueprint.id}-{name}"
        found[view_id] = _view(view_id, machine, design)
    return tuple(found.values())


def _machines(design: Design, catalog: Catalog) -> Iterator[tuple[Blueprint, str, StateMachineSpec]]:
    entities = {entity.id for entity in design.entities}
    for match in design.blueprints:
        blueprint = catalog.by_id.get(match.id)
        for name, machine in blueprint.state_machines.items() if blueprint is not None else ():
            if blueprint is not None and (machine.entity is None or machine.entity in entities):
                yield blueprint, name, machine


def _view(view_id: str, machine: StateMachineSpec, design: Design) -> View:
    names = _in_order(machine)
    left = {item.source for item in machine.transitions}
    keys = {name: f"s{number}" for number, name in enumerate(names)}
    states = [_state(keys[name], name, is_end=name not in left) for name in names]
    start = ViewNode(id=_START, name="Start", kind=Kind.SERVICE, stage="start")
    first = ViewEdge(id=_START, source=_START, target=keys[machine.initial], is_critical=False)
    words = ["State machine", count(len(names), "state"), count(len(machine.transitions), "transition")]
    entity = next((item for item in design.entities if item.id == machine.entity), None)
    if entity is not None:
        words.append(f"of {entity.name}")
    return View(
        id=view_id,
        kind=ViewKind.STATE,
        title=f"{design.title}: {machine.name}",
        subtitle=" · ".join(words),
        nodes=(start, *states),
        edges=(first, *_transitions(machine.transitions, keys)),
    )


def _state(key: str, name: str, *, is_end: bool) -> ViewNode:
    return ViewNode(id=key, name=name, kind=Kind.SERVICE, stage="end" if is_end else "state")


def _in_order(machine: StateMachineSpec) -> list[str]:
    """Return the states as a walk from the initial one meets them, then those that it never meets."""
    after: dict[str, list[str]] = {}
    for item in machine.transitions:
        after.setdefault(item.source, []).append(item.target)
    found = {machine.initial: None}
    queue = [machine.initial]
    for one in queue:
        for other in after.get(one, ()):
            if other not in found:
                found[other] = None
                queue.append(other)
    rest = [name for item in machine.transitions for name in (item.source, item.target)]
    return list(dict.fromkeys([*found, *rest]))


def _transitions(transitions: Sequence[TransitionSpec], keys: dict[str, str]) -> Iterator[ViewEdge]:
    """Yield one line for each pair of states; what leads from one to the other stands on it together."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for item in transitions:
        pairs.setdefault((keys[item.source], keys[item.target]), []).append(item.on)
    for (source, target), words in pairs.items():
        text = "; ".join(dict.fromkeys(words))
        yield ViewEdge(id=f"{source}>{target}", source=source, target=target, label=text, mode=Mode.SYNC)
