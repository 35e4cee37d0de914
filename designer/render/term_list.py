"""A view as a list, for terminals that are too narrow for boxes and lines: parts by boundary, with what they send."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from designer.model.connection import Mode
from designer.model.view import View, ViewEdge, ViewGroup, ViewNode
from designer.render.columns import columns, cut, padded, shown
from designer.render.svg_card import short_count

_MARKS = {Mode.SYNC: "─▶", Mode.ASYNC: "╌▶", Mode.REPLICATION: "═▶"}
_DEEPEST = 6


def list_view(view: View, width: int) -> tuple[str, ...]:
    """Return the lines of a list: each boundary with its parts, each part with the connections that leave it."""
    names = {node.id: shown(node.name) or node.kind.label for node in view.nodes}
    outgoing: dict[str, list[ViewEdge]] = {}
    for edge in view.edges:
        outgoing.setdefault(edge.source, []).append(edge)
    lines: list[str] = []
    for group, depth, nodes in _sections(view):
        if group is not None:
            blank = "  " * min(depth, _DEEPEST)
            head = f"{blank}╭┄ {shown(group.name)} "
            lines.append(padded(cut(head, width), 1) + "┄" * max(min(width, 60) - columns(head), 0))
        indent = "  " * min(depth, _DEEPEST) + ("┊ " if group is not None else "")
        for node in nodes:
            lines.append(cut(f"{indent}{_part(node, names)}", width))
            sent = outgoing.get(node.id, ())
            wide = min(max((columns(names[edge.target]) for edge in sent), default=0), width // 3)
            for number, edge in enumerate(sent, 1):
                stem = "└" if number == len(sent) else "├"
                target = padded(cut(names[edge.target], wide), wide)
                about = ", ".join(one for one in (shown(edge.label), shown(edge.protocol)) if one)
                lines.append(cut(f"{indent}  {stem}{_MARKS[edge.mode]} {target}  {about}".rstrip(), width))
    return tuple(lines)


def _part(node: ViewNode, names: dict[str, str]) -> str:
    copies = f" ×{short_count(node.replicas)}" if node.replicas > 1 else ""
    about = " · ".join(dict.fromkeys(one for one in (node.kind.label, shown(node.technology)) if one))
    return f"■ {names[node.id]}{copies}  {about}"


def _sections(view: View) -> Iterator[tuple[ViewGroup | None, int, Sequence[ViewNode]]]:
    """Yield boundaries from the outside in with the parts directly in them, first the parts that are in none."""
    known = {group.id: group for group in view.groups}
    members: dict[str | None, list[ViewNode]] = {}
    for node in view.nodes:
        members.setdefault(node.group if node.group in known else None, []).append(node)
    if None in members:
        yield None, 0, members[None]
    inside: dict[str | None, list[ViewGroup]] = {}
    for group in view.groups:
        inside.setdefault(group.parent if group.parent in known else None, []).append(group)
    stack = [(group, 0) for group in reversed(inside.get(None, []))]
    while stack:
        group, depth = stack.pop()
        yield group, depth, members.get(group.id, ())
        stack += [(child, depth + 1) for child in reversed(inside.get(group.id, []))]
