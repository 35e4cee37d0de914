"""What those diagrams of Mermaid share that know one line between two parts: all connections of a pair as one."""

from __future__ import annotations

from typing import NamedTuple

from designer.model.connection import Mode
from designer.model.view import AnyView, SequenceView, ViewNode
from designer.render.escape import mermaid_text, one_line
from designer.render.outline import NAME_LIMIT, TEXT_LIMIT, node_keys


class Pair(NamedTuple):
    """All connections from one part to another; `said` and `protocols` are each distinct one, in order."""

    source: str
    target: str
    said: tuple[str, ...]
    protocols: tuple[str, ...]
    mode: Mode
    facts: str

    @property
    def words(self) -> str:
        """What the line says."""
        return one_line(", ".join(self.said), TEXT_LIMIT)

    @property
    def technology(self) -> str:
        """By which protocols it speaks."""
        return one_line(", ".join(self.protocols), NAME_LIMIT)


def parts_of(view: AnyView) -> tuple[ViewNode, ...]:
    """Return the cards of a view of either sort."""
    return view.participants if isinstance(view, SequenceView) else view.nodes


def pairs_of(view: AnyView) -> tuple[Pair, ...]:
    """Return a view's lines by their ends, in the view's order; messages of a sequence have their number."""
    known = {node.id for node in parts_of(view)}
    found: dict[tuple[str, str], list[tuple[str, str, Mode, str]]] = {}
    if isinstance(view, SequenceView):
        for number, message in enumerate(view.messages, 1):
            mode = Mode.ASYNC if message.is_async else Mode.SYNC
            said = f"{number}. {one_line(message.text, TEXT_LIMIT)}".strip()
            fact = f"{number} {'reply' if message.is_reply else mode.value}"
            found.setdefault((message.source, message.target), []).append((said, message.protocol, mode, fact))
    else:
        for edge in view.edges:
            many = f" ×{edge.count}" if edge.count > 1 else ""
            fact = " ".join((edge.mode.value, *(["critical"] if edge.is_critical else []), edge.mark)).strip()
            words = one_line(edge.label, TEXT_LIMIT) + many
            found.setdefault((edge.source, edge.target), []).append((words.strip(), edge.protocol, edge.mode, fact))
    return tuple(_pair(ends, lines) for ends, lines in found.items() if ends[0] in known and ends[1] in known)


def _pair(ends: tuple[str, str], lines: list[tuple[str, str, Mode, str]]) -> Pair:
    said = tuple(dict.fromkeys(line[0] for line in lines if line[0]))
    protocols = tuple(dict.fromkeys(one_line(line[1], NAME_LIMIT) for line in lines if line[1].strip()))
    facts = ", ".join(dict.fromkeys(line[3] for line in lines))
    return Pair(*ends, said, protocols, lines[0][2], facts)


def fact_lines(view: AnyView) -> list[str]:
    """Return what these diagrams cannot say, as comments: ids, kinds, copies, and how lines are meant."""
    keys = node_keys(parts_of(view))
    found = []
    for node in parts_of(view):
        facts = [node.kind.value, f"replicas {node.replicas}", *(["critical"] if node.is_critical else [])]
        facts += [one_line(badge.text, 40) for badge in node.badges]
        found.append(
            f"%% {keys[node.id]}: {mermaid_text(one_line(node.id, NAME_LIMIT))}, {mermaid_text(', '.join(facts))}"
        )
    for pair in pairs_of(view):
        found.append(f"%% {keys[pair.source]} to {keys[pair.target]}: {mermaid_text(pair.facts)}")
    return found
