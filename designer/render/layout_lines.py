"""Paths of lines over a grid of rows: trunk and branches of each net, and the loop of a card that calls itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from designer.model.view import ViewEdge
from designer.render.card_size import card_rect, card_shape
from designer.render.geometry import simplified
from designer.render.layout_layers import LOOP_SIZE, NONE, STACK_OFFSET, Net
from designer.render.layout_rows import RowGrid
from designer.render.placed import PlacedLine
from designer.render.shapes import Side, inset

_MERGE = 6.0


class LineMaker:
    """Draws the nets of a grid as lines."""

    def __init__(self, grid: RowGrid) -> None:
        self.grid = grid
        self.layers = grid.layers

    def lines(self) -> list[PlacedLine]:
        """Return the lines of all nets, then the loops of cards that call themselves."""
        by_net: dict[int, dict[tuple[int, int], int]] = {}
        for link, (a, b, owner) in enumerate(self.layers.links):
            by_net.setdefault(owner, {})[(a, b)] = link
        lines: list[PlacedLine] = []
        for number, net in enumerate(self.layers.nets):
            lines += self._net_lines(number, net, by_net[number])
        for card, loops in sorted(self.layers.loops.items()):
            lines.append(self._loop(card, loops))
        return lines

    def _net_lines(self, number: int, net: Net, links: dict[tuple[int, int], int]) -> list[PlacedLine]:
        step = -1 if net.root_is_lower else 1
        far = max(net.leaves, key=lambda leaf: (step * self.layers.rows[leaf], -leaf))
        rows = sorted(net.bends, reverse=step == -1)
        chain = [net.root, *(net.bends[row] for row in rows), far]
        strokes = self._trunk(number, net, chain, links)
        lines = [self._line(number, net, far, strokes, is_trunk=True)]
        joints: dict[int, list[int]] = {}
        for leaf in net.leaves:
            if leaf != far:
                joints.setdefault(2 * self.layers.rows[leaf] - step, []).append(leaf)
        # A leaf beside the farthest one hangs on the same bend; order matters only within one bend.
        for row, leaves in sorted(joints.items()):
            for leaf, path in self._branches(number, net, row, leaves, chain, links):
                lines.append(self._line(number, net, leaf, [path], is_trunk=False))
        return lines

    def _line(
        self, number: int, net: Net, leaf: int, strokes: list[list[tuple[float, float]]], *, is_trunk: bool
    ) -> PlacedLine:
        """Return the line of one leaf; strokes come in from the leaf towards the root."""
        if not net.arrow_at_root:
            strokes = [stroke[::-1] for stroke in reversed(strokes)]
        paths = tuple(simplified(self.grid.point(u, v) for u, v in stroke) for stroke in strokes)
        has_tip = is_trunk or not net.arrow_at_root
        edges = tuple(edge for edge in net.edges if self._leaf_of(net, edge) == leaf)
        return PlacedLine(
            net=number,
            edges=edges,
            strokes=paths,
            tip=paths[-1][-1] if has_tip else None,
            tail=paths[-1][-2] if has_tip else None,
        )

    def _leaf_of(self, net: Net, edge: ViewEdge) -> int:
        place = net.edges.index(edge)
        return net.leaves[place]

    def _trunk(
        self, number: int, net: Net, chain: list[int], links: dict[tuple[int, int], int]
    ) -> list[list[tuple[float, float]]]:
        """Return the strokes from the farthest leaf to the root, with a gap for the words where they break it."""
        strokes: list[list[tuple[float, float]]] = [[]]
        for inner, outer in zip(reversed(chain[:-1]), reversed(chain[1:]), strict=True):
            strokes[-1] += self._link_path(number, inner, outer, links)
            if inner == net.label and self.grid.is_down:
                box = self.grid.label_box(net)
                ends = (box.v1, box.v2) if net.root_is_lower else (box.v2, box.v1)
                strokes[-1].append((self.grid.u[inner], ends[0]))
                strokes.append([(self.grid.u[inner], ends[1])])
        return strokes

    def _link_path(
        self, number: int, inner: int, outer: int, links: dict[tuple[int, int], int]
    ) -> list[tuple[float, float]]:
        """Return the path of one link from the leaf's side (`outer`) to the root's side (`inner`)."""
        is_up = (inner, outer) in links
        a, b = (inner, outer) if is_up else (outer, inner)
        link = links[(a, b)]
        gap = self.layers.vertices[a].row
        above, below = self.grid.ends[link]
        v = self.grid.track_v(gap, number)
        path = [(above, v), (below, v)]
        if self.layers.vertices[a].card != NONE:
            path.insert(0, self.grid.touch(link, 0))
        if self.layers.vertices[b].card != NONE:
            path.append(self.grid.touch(link, 1))
        return path[::-1] if is_up else path

    def _branches(
        self,
        number: int,
        net: Net,
        row: int,
        leaves: Iterable[int],
        chain: list[int],
        links: dict[tuple[int, int], int],
    ) -> list[tuple[int, list[tuple[float, float]]]]:
        """Return the paths of leaves that join the trunk at one bend, nearest first, each up to what is drawn."""
        bend = net.bends[row]
        outer = chain[chain.index(bend) + 1]
        key = (outer, bend) if net.root_is_lower else (bend, outer)
        trunk = self.grid.ends[links[key]]
        side = 0 if net.root_is_lower else 1
        joint = self.grid.u[bend]
        low, high = min(trunk), max(trunk)
        toward_root = _MERGE if net.root_is_lower else -_MERGE
        gap = row - 1 if net.root_is_lower else row
        v = self.grid.track_v(gap, number)
        found = []
        link_of = {leaf: links[(leaf, bend) if net.root_is_lower else (bend, leaf)] for leaf in leaves}
        for leaf in sorted(leaves, key=lambda leaf: (abs(self.grid.ends[link_of[leaf]][side] - joint), leaf)):
            u = self.grid.ends[link_of[leaf]][side]
            path = [self.grid.touch(link_of[leaf], side), (u, v)]
            if low < u < high:
                path.append((u + _MERGE * (1 if joint > u else -1), v))
            else:
                meet = low if u <= low else high
                path.append((meet, v))
                if meet == joint:
                    path.append((meet, v + toward_root))
                else:
                    path.append((meet + _MERGE * (1 if meet > u else -1), v))
            low, high = min(low, u), max(high, u)
            found.append((leaf, path))
        return found

    def _loop(self, card: int, loops: Sequence[ViewEdge]) -> PlacedLine:
        """Return the line of a card that calls itself, beside the card."""
        box = self.grid.card_box(card)
        node = self.layers.view.nodes[card]
        side = Side.RIGHT if self.grid.is_down else Side.BOTTOM
        middle = (box.v1 + box.v2) / 2
        depth = inset(card_shape(node), side, 10, card_rect(node))
        start = box.u2 - depth
        out = box.u2 + STACK_OFFSET + LOOP_SIZE
        tip = start + (STACK_OFFSET if node.replicas > 1 else 0.0)
        path = [(start, middle - 10), (out, middle - 10), (out, middle + 10), (tip, middle + 10)]
        points = tuple(self.grid.point(u, v) for u, v in path)
        return PlacedLine(len(self.layers.nets) + card, tuple(loops), (points,), points[-1], points[-2])
