"""Turn a view with ranked cards into rows of vertices: one for each card, and bends and labels for each line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from designer.model.view import View, ViewEdge, ViewNode
from designer.render.card_size import card_size
from designer.render.layout_groups import group_table
from designer.render.layout_layers import (
    LABEL_PAD,
    LOOP_SIZE,
    NONE,
    STACK_OFFSET,
    Direction,
    EdgeText,
    Layers,
    Net,
    Vertex,
)
from designer.render.layout_nets import build_nets, tapped_edges

BEND_HALF = 4.5
_LABEL_MARGIN = 2.0
_AMONG_CARDS = 0.3


def build_layers(view: View, rows: Sequence[int], direction: Direction, texts: dict[str, EdgeText]) -> Layers:
    """Return the rows of vertices of a view whose cards stand in `rows`.

    Args:
        view: what to draw.
        rows: the row of each card; the two ends of a connection never share one.
        direction: where connections point.
        texts: the words of each connection, by its id.
    """
    groups, group_of = group_table(view, rows)
    card_of = {node.id: number for number, node in enumerate(view.nodes)}
    edges = [edge for edge in view.edges if edge.source in card_of and edge.target in card_of]
    loops: dict[int, list[ViewEdge]] = {}
    for edge in edges:
        if edge.source == edge.target:
            loops.setdefault(card_of[edge.source], []).append(edge)
    tapped = tapped_edges(view)
    taps: dict[int, list[ViewEdge]] = {}
    for edge in edges:
        if edge.id in tapped:
            taps.setdefault(card_of[edge.source], []).append(edge)
    straight = [edge for edge in edges if edge.source != edge.target and edge.id not in tapped]
    layers = Layers(
        view=view,
        direction=direction,
        rows=tuple(rows),
        groups=groups,
        group_of=group_of,
        vertices=[],
        nets=build_nets(straight, view, card_of, rows, texts),
        links=[],
        loops=loops,
        taps=taps,
        texts=texts,
    )
    for number, node in enumerate(view.nodes):
        body = _card_body(node, direction, [texts[edge.id] for edge in loops.get(number, ())])
        layers.vertices.append(
            Vertex(2 * rows[number], body + direction.card_margin, body, group_of[number], card=number)
        )
    _add_bends(layers)
    return layers


def _card_body(node: ViewNode, direction: Direction, loops: Sequence[EdgeText]) -> float:
    """Return half the room of a card along its row: the card, its stack, and the loop at its side."""
    width, height = card_size(node)
    body = (width if direction is Direction.DOWN else height) / 2 + (STACK_OFFSET if node.replicas > 1 else 0.0)
    if loops:
        words = [text.width if direction is Direction.DOWN else text.height for text in loops]
        body += LOOP_SIZE + max(words) + 2 * LABEL_PAD
    return body


def _add_bends(layers: Layers) -> None:
    load: Counter[int] = Counter()
    for vertex in layers.vertices:
        load[vertex.row] += int(2 * vertex.half)
    rooms = _rooms(layers)
    # Nets with one possible place for their words come first, so that the others can keep out of their way.
    for number in sorted(range(len(layers.nets)), key=lambda one: (_reach(layers, one), one)):
        net = layers.nets[number]
        near, far = _vertex_rows(layers, net)
        size = net.text.height if layers.direction is Direction.DOWN else net.text.width
        tight = {row for row, room in rooms.items() if room < size}
        label_row = _label_row(net, near, far, load, tight) if net.text else NONE
        for row in range(min(near, far), max(near, far) + 1):
            _add_bend(layers, number, row, row == label_row)
        if label_row != NONE:
            load[label_row] += int(net.text.width if layers.direction is Direction.DOWN else 30)
        _add_links(layers, number)


def _rooms(layers: Layers) -> dict[int, float]:
    """Return the size of each row of cards from row to row: that of its largest card."""
    found: dict[int, float] = {}
    for node, row in zip(layers.view.nodes, layers.rows, strict=True):
        width, height = card_size(node)
        found[2 * row] = max(found.get(2 * row, 0.0), height if layers.direction is Direction.DOWN else width)
    return found


def _reach(layers: Layers, number: int) -> int:
    net = layers.nets[number]
    return max(abs(layers.rows[leaf] - layers.rows[net.root]) for leaf in net.leaves)


def _vertex_rows(layers: Layers, net: Net) -> tuple[int, int]:
    """Return the rows of the trunk's ends: next to the root, and next to the farthest leaf."""
    root = 2 * layers.rows[net.root]
    if net.root_is_lower:
        return root - 1, 2 * min(layers.rows[leaf] for leaf in net.leaves) + 1
    return root + 1, 2 * max(layers.rows[leaf] for leaf in net.leaves) - 1


def _label_row(net: Net, near: int, far: int, load: Counter[int], tight: Collection[int]) -> int:
    """Return the row of the words: at the root where a trunk is shared, otherwise where there is room.

    A line that passes a row of cards may carry its words there, but not in a row that is too `tight` for them.
    """
    if len(net.leaves) > 1 or near == far:
        return near
    start = far if net.arrow_at_root else near
    candidates = [row for row in range(min(near, far), max(near, far) + 1) if row not in tight]
    among_cards = {row: 0.0 if row % 2 else _AMONG_CARDS for row in candidates}
    return min(candidates, key=lambda row: (load[row] / 300 + abs(row - start) * 0.1 + among_cards[row], row))


def _add_bend(layers: Layers, number: int, row: int, is_label: bool) -> None:
    net = layers.nets[number]
    half = body = BEND_HALF
    if is_label:
        text = net.text
        size = text.width if layers.direction is Direction.DOWN else 2 * max(text.above, text.below)
        body = size / 2 + LABEL_PAD
        half = body + _LABEL_MARGIN
        net.label = len(layers.vertices)
    net.bends[row] = len(layers.vertices)
    layers.vertices.append(Vertex(row, half, body, _bend_group(layers, net, row), net=number))


def _bend_group(layers: Layers, net: Net, row: int) -> int:
    """Return the innermost group of either end whose rows include `row`, or the one around both."""
    far = min(net.leaves, key=lambda leaf: layers.rows[leaf] * (1 if net.root_is_lower else -1))
    mine = _covering(layers, layers.group_of[net.root], row)
    theirs = _covering(layers, layers.group_of[far], row)
    if mine == NONE or theirs == NONE:
        return max(mine, theirs)
    if len(net.leaves) > 1 and any(mine not in layers.ancestors(layers.group_of[leaf]) for leaf in net.leaves):
        mine = next((one for one in layers.ancestors(mine) if one in set(layers.ancestors(theirs))), NONE)
    common = set(layers.ancestors(theirs))
    return next((one for one in layers.ancestors(mine) if one in common), NONE)


def _covering(layers: Layers, group: int, row: int) -> int:
    for one in layers.ancestors(group):
        if 2 * layers.groups[one].first <= row <= 2 * layers.groups[one].last:
            return one
    return NONE


def _add_links(layers: Layers, number: int) -> None:
    net = layers.nets[number]
    step = -1 if net.root_is_lower else 1
    rows = sorted(net.bends, reverse=net.root_is_lower)
    pairs = [(net.root, net.bends[rows[0]])]
    pairs += [(net.bends[a], net.bends[b]) for a, b in pairwise(rows)]
    pairs += [(net.bends[2 * layers.rows[leaf] - step], leaf) for leaf in net.leaves]
    layers.links += [(a, b, number) if step == 1 else (b, a, number) for a, b in pairs]
