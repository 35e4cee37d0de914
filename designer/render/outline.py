"""What the text dialects share: generated ids, nested groups, the words on a card and a line, colours.

Ids are counted (`n0`, `g0`, `p0`), so that no text of a user becomes one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from designer.model.kinds import Family
from designer.model.view import Message, View, ViewEdge, ViewGroup, ViewNode
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
    """Return the two lines of a card: the name, then the technology (or the kind) and the number of copies."""
    name = one_line(node.name, NAME_LIMIT) or node.kind.label
    technology = one_line(node.technology, NAME_LIMIT) or node.kind.label
    return name, f"{technology} · ×{node.replicas:,}" if node.replicas > 1 else technology


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
