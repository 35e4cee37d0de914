"""Turn a view with ranked cards into rows of vertices, each link spanning exactly one row.

Rows with an even number hold cards, rows with an odd number hold the labels between them; a line that passes a
row has a bend there. Connections that say the same to the same card share one trunk (a net). The layout engine
then only has to order the vertices of each row and to place them along it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from designer.model.connection import Mode
from designer.model.kinds import Kind
from designer.model.view import View, ViewEdge, ViewNode
from designer.render.escape import one_line
from designer.render.fonts import text_width, wrap

CARD_WIDTH = 188.0
CARD_HEIGHT = 60.0
STACK_OFFSET = 5.0
LABEL_SIZE = 10.5
PROTOCOL_SIZE = 9.0
LABEL_LINE = 13.0
PROTOCOL_LINE = 11.0
LABEL_WIDTH = 112.0
LABEL_PAD = 4.0
LOOP_SIZE = 18.0
NONE = -1

_BEND_HALF = 6.0
_LABEL_MARGIN = 5.0
_FEWEST_TAPS = 3


class Direction(StrEnum):
    """Where connections point: down the page or to the right."""

    DOWN = "down"
    RIGHT = "right"

    @property
    def card_margin(self) -> float:
        """The room on either side of a card along its row."""
        return 13.0 if self is Direction.DOWN else 9.0


class EdgeText(NamedTuple):
    """The words beside a line: at most two lines of text, then the protocol; `width` is the widest of them."""

    lines: tuple[str, ...]
    protocol: str
    width: float

    @property
    def height(self) -> float:
        """The height of all lines."""
        return len(self.lines) * LABEL_LINE + (PROTOCOL_LINE if self.protocol else 0.0)

    @property
    def above(self) -> float:
        """The height of what stands above a horizontal line."""
        return len(self.lines) * LABEL_LINE

    @property
    def below(self) -> float:
        """The height of what stands below a horizontal line."""
        return PROTOCOL_LINE if self.protocol else 0.0

    def __bool__(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.lines or self.protocol)


@dataclass(slots=True)
class Net:
    """Connections drawn as one tree: `leaves` on one side, `root` on the other, a shared trunk in between.

    `arrow_at_root` says that connections run from the leaves to the root. `bends` maps a row to the net's vertex
    there, and `label` is the vertex that carries the words.
    """

    edges: tuple[ViewEdge, ...]
    root: int
    leaves: tuple[int, ...]
    arrow_at_root: bool
    root_is_lower: bool
    text: EdgeText
    bends: dict[int, int] = field(default_factory=dict)
    label: int = NONE

    @property
    def mode(self) -> Mode:
        """How the connections relate their ends."""
        return self.edges[0].mode

    @property
    def is_critical(self) -> bool:
        """Whether a critical flow runs over any of them."""
        return any(edge.is_critical for edge in self.edges)


@dataclass(slots=True)
class Vertex:
    """A place in a row: a card, a label or a bend. `half` is half its room along the row, margins included."""

    row: int
    half: float
    body: float
    group: int
    card: int = NONE
    net: int = NONE


class Group(NamedTuple):
    """A boundary by number: its index in the view, its parent's number, and the card rows that it spans."""

    index: int
    parent: int
    first: int
    last: int


@dataclass(slots=True)
class Layers:
    """A view as rows of vertices; vertex `i` of the first ones is card `i` of the view."""

    view: View
    direction: Direction
    rows: tuple[int, ...]
    groups: tuple[Group, ...]
    group_of: tuple[int, ...]
    vertices: list[Vertex]
    nets: list[Net]
    links: list[tuple[int, int, int]]
    loops: dict[int, list[ViewEdge]]
    taps: dict[int, list[ViewEdge]]

    @property
    def row_count(self) -> int:
        """The number of rows of vertices."""
        return 2 * max(self.rows, default=0) + 1

    def ancestors(self, group: int) -> Iterator[int]:
        """Yield a group and the groups around it, from the inside out."""
        while group != NONE:
            yield group
            group = self.groups[group].parent


def edge_text(edge: ViewEdge) -> EdgeText:
    """Return the words of a line, wrapped and measured; more than one connection shows their number."""
    label = one_line(edge.label, 160)
    protocol = one_line(edge.protocol, 60)
    if edge.count > 1:
        protocol = f"{protocol} ×{edge.count}".strip()
    lines = wrap(label, LABEL_WIDTH, LABEL_SIZE)
    below = wrap(protocol, LABEL_WIDTH, PROTOCOL_SIZE, bold=True, lines=1)
    widths = [text_width(line, LABEL_SIZE) for line in lines]
    widths += [text_width(line, PROTOCOL_SIZE, bold=True) for line in below]
    return EdgeText(lines, below[0] if below else "", max(widths, default=0.0))


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


def group_table(view: View, rows: Sequence[int]) -> tuple[tuple[Group, ...], tuple[int, ...]]:
    """Return the groups that hold cards, parents first, and for each card the number of its group or `NONE`."""
    index_of = {group.id: index for index, group in enumerate(view.groups)}
    paths = [_group_path(view, node, index_of) for node in view.nodes]
    spans: dict[int, tuple[int, int]] = {}
    for row, path in zip(rows, paths, strict=True):
        for index in path:
            first, last = spans.get(index, (row, row))
            spans[index] = (min(first, row), max(last, row))
    parents = {index: (path[place - 1] if place else NONE) for path in paths for place, index in enumerate(path)}
    depths = {index: place for path in paths for place, index in enumerate(path)}
    order = sorted(spans, key=lambda index: (depths[index], index))
    number = {index: place for place, index in enumerate(order)}
    groups = tuple(Group(index, number.get(parents[index], NONE), *spans[index]) for index in order)
    return groups, tuple(number[path[-1]] if path else NONE for path in paths)


def _group_path(view: View, node: ViewNode, index_of: dict[str, int]) -> tuple[int, ...]:
    """Return the groups around a card from the outside in; a loop among parents ends where it closes."""
    path: list[int] = []
    group_id = node.group
    while group_id is not None and group_id in index_of and index_of[group_id] not in path:
        path.append(index_of[group_id])
        group_id = view.groups[path[-1]].parent
    return tuple(reversed(path))


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
        nets=_nets(straight, view, card_of, rows, texts),
        links=[],
        loops=loops,
        taps=taps,
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
    size = CARD_WIDTH if direction is Direction.DOWN else CARD_HEIGHT
    body = size / 2 + (STACK_OFFSET if node.replicas > 1 else 0.0)
    if loops:
        words = [text.width if direction is Direction.DOWN else text.height for text in loops]
        body += LOOP_SIZE + max(words) + 2 * LABEL_PAD
    return body


def _nets(
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


def _add_bends(layers: Layers) -> None:
    load: Counter[int] = Counter()
    # Nets with one possible place for their words come first, so that the others can keep out of their way.
    for number in sorted(range(len(layers.nets)), key=lambda one: (_reach(layers, one), one)):
        net = layers.nets[number]
        near, far = _vertex_rows(layers, net)
        label_row = _label_row(net, near, far, load) if net.text else NONE
        for row in range(min(near, far), max(near, far) + 1):
            _add_bend(layers, number, row, row == label_row)
        if label_row != NONE:
            load[label_row] += int(net.text.width if layers.direction is Direction.DOWN else 30)
        _add_links(layers, number)


def _reach(layers: Layers, number: int) -> int:
    net = layers.nets[number]
    return max(abs(layers.rows[leaf] - layers.rows[net.root]) for leaf in net.leaves)


def _vertex_rows(layers: Layers, net: Net) -> tuple[int, int]:
    """Return the rows of the trunk's ends: next to the root, and next to the farthest leaf."""
    root = 2 * layers.rows[net.root]
    if net.root_is_lower:
        return root - 1, 2 * min(layers.rows[leaf] for leaf in net.leaves) + 1
    return root + 1, 2 * max(layers.rows[leaf] for leaf in net.leaves) - 1


def _label_row(net: Net, near: int, far: int, load: Counter[int]) -> int:
    """Return the row of the words: at the root where a trunk is shared, otherwise where there is room."""
    if len(net.leaves) > 1 or near == far:
        return near
    start = far if net.arrow_at_root else near
    candidates = range(min(near, far), max(near, far) + 1, 2)
    return min(candidates, key=lambda row: (load[row] / 200 + abs(row - start) * 0.2, row))


def _add_bend(layers: Layers, number: int, row: int, is_label: bool) -> None:
    net = layers.nets[number]
    half = body = _BEND_HALF
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
    pairs += [(net.bends[a], net.bends[b]) for a, b in zip(rows, rows[1:], strict=False)]
    pairs += [(net.bends[2 * layers.rows[leaf] - step], leaf) for leaf in net.leaves]
    layers.links += [(a, b, number) if step == 1 else (b, a, number) for a, b in pairs]
