"""What happens while a design is made or changed, as typed events, in the order in which it happens.

Whoever wants to be told says so with `listening`; whoever does the work says `tell`. The listener is ambient, as a log
is, so that the pure steps in between need not pass it on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from designer.model.base import Frozen
from designer.model.design import Design


class DraftReady(Frozen):
    """The offline draft is there, and a language model is asked for more."""

    design: Design


class Looked(Frozen):
    """A language model looked something up: the tool, and what it asked."""

    tool: str
    asked: str = ""


class EditProposed(Frozen):
    """An edit that can be read came in while a model still writes; whether it is applied is not known yet."""

    op: str
    words: str
    subjects: tuple[str, ...] = ()


class ProposalsDropped(Frozen):
    """A reply broke off or could not be read: the `count` edits proposed in it are void, and the model is asked again."""

    count: int


class EditApplied(Frozen):
    """An edit was validated and applied: what it does, and the ids that it is about."""

    op: str
    words: str
    subjects: tuple[str, ...] = ()


class EditRefused(Frozen):
    """An edit was not applied, and why."""

    op: str
    why: str
    fix: str = ""


class Checked(Frozen):
    """What the checker says of the design with the edits so far: errors in all, and those that are new."""

    errors: int
    new: tuple[str, ...] = ()


class RepairTurn(Frozen):
    """What is wrong goes back to the language model, for the `number`th time."""

    number: int
    reasons: tuple[str, ...] = ()


class Done(Frozen):
    """The design as it is now."""

    design: Design


Event = DraftReady | Looked | EditProposed | ProposalsDropped | EditApplied | EditRefused | Checked | RepairTurn | Done
Listener = Callable[[Event], None]


def _silent(event: Event) -> None:
    return


_LISTENER: ContextVar[Listener] = ContextVar("designer_progress", default=_silent)


def tell(event: Event) -> None:
    """Tell whoever listens in this context; usually nobody does."""
    _LISTENER.get()(event)


def is_heard() -> bool:
    """Tell whether anybody listens in this context."""
    return _LISTENER.get() is not _silent


@contextmanager
def listening(listener: Listener | None) -> Iterator[None]:
    """Tell a listener of what happens inside; None leaves the one that is there."""
    if listener is None:
        yield
        return
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def in_words(event: Event) -> str:
    """Return an event as one line for people; nothing for those that the result itself tells.

    >>> in_words(EditRefused(op="connect", why="'x' is not a component"))
    "refused: connect: 'x' is not a component"
    """
    match event:
        case DraftReady():
            graph = event.design.graph
            return f"draft: {len(graph.components)} components, {len(graph.connections)} connections"
        case Looked():
            return f"looks up: {event.tool} {event.asked}".rstrip()
        case EditProposed():
            return f"proposed: {event.words}"
        case ProposalsDropped():
            return f"the reply broke off after {event.count} edits: asked again"
        case EditApplied():
            return f"applied: {event.words}"
        case EditRefused():
            return f"refused: {event.op}: {event.why}"
        case Checked():
            return f"checked: {event.errors} errors, {len(event.new)} of them new"
        case RepairTurn():
            return f"asked to put right: {'; '.join(event.reasons)}"
        case Done():
            return ""
