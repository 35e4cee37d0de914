"""Flows to what each component does: steps become calls, answers, deliveries and starts.

A flow of the design is one list of steps. Here it becomes, for each component, what to do when it hears a step:
which steps to take itself, whom to call, what to answer. A component that goes on by itself, after its answer or
because nobody called it, begins an activity of its own: a start.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from designer.model.design import Design
from designer.model.flow import Flow, Step
from designer.model.graph import Graph
from designer.model.kinds import BROKER_KINDS
from designer.stubs.words import writes

How = Literal["send", "deliver", "local"]


@dataclass(slots=True)
class Turn:
    """What one component does on hearing step `step` of a flow; or, `is_start`, by itself from step `step` on."""

    flow: str
    actor: str
    step: int
    is_start: bool = False
    acts: list[Act] = field(default_factory=list)
    answer: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One step that a component takes: sent to `target`, delivered by a broker, or taken by itself."""

    how: How
    step: int
    target: str
    text: str
    action: Literal["read", "write"] = "write"


@dataclass(frozen=True, slots=True)
class Played:
    """A flow as its components play it.

    `starts` are the activities that nothing before them sets off, as component and step, in order.
    `strands` are steps by number which happen one after the other; two strands may run at the same time.
    """

    flow: Flow
    turns: tuple[Turn, ...]
    starts: tuple[tuple[str, int], ...]
    strands: tuple[tuple[int, ...], ...]


@dataclass(slots=True)
class _Open:
    """A call that has not been answered: whoever heard it may act."""

    step: Step
    turn: Turn
    strand: list[int]


def play(flow: Flow, graph: Graph) -> Played:
    """Return a flow as its components play it."""
    brokers = {part.id for part in graph.components if part.kind in BROKER_KINDS}
    linked = {(link.source, link.target) for link in graph.connections}
    turns: list[Turn] = []
    starts: list[tuple[str, int]] = []
    strands: list[list[int]] = []
    stack: list[_Open] = []
    base: _Open | None = None

    for number, step in enumerate(flow.steps):
        acting = _acting(stack, base, step.source)
        if acting is None:
            turn = Turn(flow.id, step.source, number, is_start=True)
            strand: list[int] = []
            turns.append(turn)
            strands.append(strand)
            starts.append((step.source, number))
            base = acting = _Open(step, turn, strand)
            stack = []
        if step.source == step.target:
            acting.turn.acts.append(Act("local", number, step.target, step.message))
            acting.strand.append(number)
        elif stack and acting is stack[-1] and acting.step.source == step.target and not _is_own(step, linked, brokers):
            acting.turn.answer = (number, step.message)
            acting.strand.append(number)
            stack.pop()
        else:
            is_delivery = step.source in brokers
            action = _action(step, graph)
            how: How = "deliver" if is_delivery else "send"
            acting.turn.acts.append(Act(how, number, step.target, step.message, action))
            strand = [] if is_delivery else acting.strand
            if is_delivery:
                strands.append(strand)
            strand.append(number)
            turn = Turn(flow.id, step.target, number)
            turns.append(turn)
            stack.append(_Open(step, turn, strand))
    return Played(flow, tuple(turns), tuple(starts), tuple(tuple(strand) for strand in strands if strand))


def play_all(design: Design) -> tuple[Played, ...]:
    """Return all flows that have steps, in the order of the design."""
    return tuple(play(flow, design.graph) for flow in design.flows if flow.steps)


def pairs(played: Iterable[Played]) -> tuple[tuple[str, str], ...]:
    """Return who sends to whom in some flows, each pair once, sorted."""
    return tuple(
        sorted(
            {
                (turn.actor, act.target)
                for one in played
                for turn in one.turns
                for act in turn.acts
                if act.how != "local"
            }
        )
    )


def _acting(stack: list[_Open], base: _Open | None, actor: str) -> _Open | None:
    """Return the innermost open call that `actor` heard, or the start it made; calls further in have ended."""
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].turn.actor == actor:
            del stack[depth + 1 :]
            return stack[depth]
    if base is not None and base.turn.actor == actor:
        stack.clear()
        return base
    return None


def _is_own(step: Step, linked: set[tuple[str, str]], brokers: set[str]) -> bool:
    """Whether a step back to the caller is a message of its own: a broker's delivery, or what is put into one."""
    return bool({step.source, step.target} & brokers) and (step.source, step.target) in linked


def _action(step: Step, graph: Graph) -> Literal["read", "write"]:
    """Return what a store is to do: what the connection says, where it says one thing only; else what the step says."""
    for link in graph.outgoing.get(step.source, ()):
        if link.target == step.target and (reads := link.prop("reads")) != (written := link.prop("writes")):
            return "write" if written or (written is None and reads is False) else "read"
    return "write" if writes(step.message) else "read"
