"""Bundle connections into nets: those that say the same to or from one card share a trunk and one set of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from designer.model.kinds import Kind
from designer.model.view import View, ViewEdge
from designer.render.escape import one_line
from designer.render.fonts import ELLIPSIS, balanced, shorten, text_width, wrap
from designer.render.layout_layers import LABEL_SIZE, LABEL_WIDTH, PROTOCOL_SIZE, PROTOCOL_WIDTH, EdgeText, Net

_FEWEST_TAPS = 3
_LINES = 3
_STATE_LINES = 8


def edge_texts(view: View) -> dict[str, EdgeText]:
    """Return the words of each connection by its id; those of a state machine are never cut short."""
    lines = _STATE_LINES if any(node.stage for node in view.nodes) else _LINES
    return {edge.id: edge_text(edge, lines=lines) for edge in view.edges}


def edge_text(edge: ViewEdge, *, lines: int = _LINES) -> EdgeText:
    """Return the words of a line, wrapped and measured; more than one connection shows their number."""
    label = one_line(edge.label, 160)
    protocol = one_line(edge.protocol, 60)
    if edge.count > 1:
        protocol = f"{protocol} ×{edge.count}".strip()
    # The words of a critical flow are drawn bold.
    is_bold = edge.is_critical
    words = balanced(label, LABEL_WIDTH, LABEL_SIZE, bold=is_bold, lines=lines)
    below = wrap(protocol, PROTOCOL_WIDTH, PROTOCOL_SIZE, bold=True, lines=1)
    if below and below[0].endswith(ELLIPSIS):
        below = (_fewer(protocol),)
    widths = [text_width(line, LABEL_SIZE, bold=is_bold) for line in words]
    widths += [text_width(line, PROTOCOL_SIZE, bold=True) for line in below]
    return EdgeText(words, below[0] if below else "", max(widths, default=0.0))


def _fewer(protocol: str) -> str:
    """Return as many of several protocols as there is room for, and how many more there are."""
    names = protocol.split(", ")
    for kept in range(len(names) - 1, 0, -1):
        text = f"{', '.join(names[:kept])} +{len(names) - kept}"
        if text_width(text, PROTOCOL_SIZE, bold=True) <= PROTOCOL_WIDTH:
            return text
    return shorten(protocol, PROTOCOL_WIDTH, PROTOCOL_SIZE, bold=True)


def tapped_edges(view: View) -> frozenset[str]:
    """Return the ids of connections that are drawn as a mark on their source instead of as a line.

    Where many parts report to the same monitoring, lines from everywhere to one card would hide what the system
    does. A few such lines do no harm and stay.
    """
    kinds = {node.id: node.kind for node in view.nodes}
    reports: dict[str, list[str]] = {}
    for edge in view.edges:
        if kinds.get(edge.target) is Kind.OBSERVABILITY and kinds.get(edge.source) not in {
            None,
            Kind.OBSERVABILITY,
        }:
            reports.setdefault(edge.target, []).append(edge.id)
    return frozenset(edge_id for ids in reports.values() if len(ids) >= _FEWEST_TAPS for edge_id in ids)


def build_nets(
    edges: Sequence[ViewEdge],
    view: View,
    card_of: dict[str, int],
    rows: Sequence[int],
    texts: dict[str, EdgeText],
) -> list[Net]:
    """Return the nets of all connections: the largest bundles first, then what stands alone."""
    bundles: dict[tuple[str | bool, ...], list[int]] = {}
    for number, edge in enumerate(edges):
        source, target = card_of[edge.source], card_of[edge.target]
        is_down = rows[source] < rows[target]
        says: tuple[str | bool, ...] = (edge.label, edge.protocol, edge.mode, edge.is_critical, is_down)
        if view.nodes[target].kind is Kind.OBSERVABILITY:
            says = (is_down,)
        bundles.setdefault(("into", edge.target, *says), []).append(number)
        bundles.setdefault(("out of", edge.source, *says), []).append(number)
    taken: set[int] = set()
    nets: list[Net] = []
    for key, members in sorted(bundles.items(), key=lambda item: (-len(item[1]), item[1], item[0][0])):
        free = [number for number in members if number not in taken]
        if len(free) < 2 and len(members) > 1:
            continue
        if not free:
            continue
        taken.update(free)
        nets.append(_net([edges[number] for number in free], key[0] == "into", card_of, rows, texts))
    for number, edge in enumerate(edges):
        if number not in taken:
            nets.append(_net([edge], True, card_of, rows, texts))
    return nets


def _net(
    edges: Sequence[ViewEdge],
    into: bool,
    card_of: dict[str, int],
    rows: Sequence[int],
    texts: dict[str, EdgeText],
) -> Net:
    root = card_of[edges[0].target if into else edges[0].source]
    leaves = [card_of[edge.source if into else edge.target] for edge in edges]
    # The words that most of the connections share stand for all.
    words = Counter(texts[edge.id] for edge in edges).most_common(1)[0][0]
    return Net(
        edges=tuple(edges),
        root=root,
        leaves=tuple(leaves),
        arrow_at_root=into,
        root_is_lower=rows[root] > rows[leaves[0]],
        text=words,
    )
