"""What the text dialects share: generated ids, nested groups, the words on a card and a line, colours.

Ids are counted (`n0`, `g0`, `p0`), so that no text of a user becomes one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from designer.model.kinds import Family, Kind
from designer.model.view import Message, Tone, View, ViewEdge, ViewGroup, ViewNode, ViewRow
from designer.render.escape import one_line
from designer.render.theme import LIGHT, blend

NAME_LIMIT = 80
TITLE_LIMIT = 120
TEXT_LIMIT = 160


class Paint(NamedTuple):
    """The two colours of a family: `line` for the border, `fill` for the card."""

    line: str
    fill: str


INK, LINE, MUTED = LIGHT.ink, LIGHT.edge, LIGHT.secondary
PAINT: dict[Family, Paint] = {
    family: Paint(color, blend(color, LIGHT.tile, LIGHT.card)) for family, color in LIGHT.families.items()
}


TONES: dict[Tone, Paint] = {
    tone: Paint(color, blend(color, 0.14, LIGHT.card))
    if tone in ("good", "info", "warn", "bad")
    else Paint(LINE, color)
    for tone, color in LIGHT.tones.items()
}
"""The two colours of a tone."""

_STAGES = {"start": "start", "state": "state", "end": "final state"}


class Mark(Enum):
    """What an event of `walk` says."""

    OPEN = auto()
    NODE = auto()
    CLOSE = auto()


class Event(NamedTuple):
    """One step through a view: a group opens, a node stands, a group closes; `depth` counts open groups."""

    mark: Mark
    key: str
    depth: int
    group: ViewGroup | None = None
    node: ViewNode | None = None


def node_keys(nodes: Sequence[ViewNode], letter: str = "n") -> dict[str, str]:
    """Return the generated id of each node, by its own id."""
    return {node.id: f"{letter}{number}" for number, node in enumerate(nodes)}


def walk(view: View) -> Iterator[Event]:
    """Yield a view's groups and nodes from the outside in, in drawing order.

    A node whose group the view does not hold stands outside all groups.
    """
    keys = node_keys(view.nodes)
    group_keys = {group.id: f"g{number}" for number, group in enumerate(view.groups)}
    inside: dict[str | None, list[ViewGroup]] = {}
    for group in view.groups:
        inside.setdefault(group.parent if group.parent in group_keys else None, []).append(group)
    members: dict[str | None, list[ViewNode]] = {}
    for node in view.nodes:
        members.setdefault(node.group if node.group in group_keys else None, []).append(node)
    for node in members.get(None, ()):
        yield Event(Mark.NODE, keys[node.id], 0, node=node)
    # A stack instead of recursion: boundaries may nest deeper than Python's call stack.
    stack: list[tuple[ViewGroup, int, bool]] = [(group, 0, False) for group in reversed(inside.get(None, []))]
    while stack:
        group, depth, is_done = stack.pop()
        key = group_keys[group.id]
        if is_done:
            yield Event(Mark.CLOSE, key, depth, group=group)
            continue
        yield Event(Mark.OPEN, key, depth, group=group)
        for node in members.get(group.id, ()):
            yield Event(Mark.NODE, keys[node.id], depth + 1, node=node)
        stack.append((group, depth, True))
        stack.extend((child, depth + 1, False) for child in reversed(inside.get(group.id, [])))


def card_lines(node: ViewNode) -> tuple[str, str]:
    """Return the two lines of a card: the name, then the technology (or the kind) and the number of copies.

    What a view lays over the card stands before the technology: a figure, and its badges in brackets.
    """
    name = one_line(node.name, NAME_LIMIT) or node.kind.label
    if node.stage:
        return name, _STAGES[node.stage]
    technology = one_line(node.technology, NAME_LIMIT) or ("Entity" if node.rows else node.kind.label)
    badges = " ".join(f"[{one_line(badge.text, 40)}]" for badge in node.badges)
    words = (one_line(node.figure, 12), f"{badges} {technology}".strip())
    line = " · ".join(word for word in words if word)
    return name, f"{line} · ×{node.replicas:,}" if node.replicas > 1 else line


def row_line(row: ViewRow) -> str:
    """Return a field of an entity on one line: its key mark, name, type and class.

    >>> row_line(ViewRow(name="id", type="uuid", mark="PK"))
    'PK id: uuid'
    """
    name = f"{row.mark} {one_line(row.name, NAME_LIMIT)}".strip()
    kind = one_line(row.type, NAME_LIMIT)
    return (f"{name}: {kind}" if kind else name) + (f" [{one_line(row.tag, 40)}]" if row.tag else "")


def tones_of(view: View) -> list[Tone]:
    """Return the tones that cards of a view have, sorted."""
    return sorted({node.tone for node in view.nodes if node.tone})


def with_notes(view: View) -> View:
    """Return a view whose notes are cards in a group of their own, for formats that cannot list them below."""
    if not view.notes:
        return view
    group = "(notes)"
    cards = tuple(
        ViewNode(
            id=f"(note {number})",
            name=f"{note.mark} · {note.title}",
            kind=Kind.SERVICE,
            technology=note.text or "note",
            group=group,
            tone=note.tone,
        )
        for number, note in enumerate(view.notes, 1)
    )
    return view.model_copy(
        update={"nodes": (*view.nodes, *cards), "groups": (*view.groups, ViewGroup(id=group, name="Notes"))}
    )


def group_name(group: ViewGroup) -> str:
    """Return a group's name on one line."""
    return one_line(group.name, NAME_LIMIT)


def view_title(title: str) -> str:
    """Return a picture's title on one line."""
    return one_line(title, TITLE_LIMIT)


def edge_text(edge: ViewEdge) -> str:
    """Return `label · PROTOCOL`, and how many connections the line stands for when it is more than one."""
    words = [one_line(edge.label, TEXT_LIMIT), one_line(edge.protocol, NAME_LIMIT)]
    if edge.count > 1:
        words.append(f"×{edge.count}")
    return " · ".join(word for word in words if word)


def message_text(message: Message) -> str:
    """Return `text · PROTOCOL` of one arrow of a sequence."""
    words = (one_line(message.text, TEXT_LIMIT), one_line(message.protocol, NAME_LIMIT))
    return " · ".join(word for word in words if word)
