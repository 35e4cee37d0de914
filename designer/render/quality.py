"""Measure a placed picture: what is wrong in it, and how well shaped it is. Used to choose a layout, and by tests."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from designer.render.geometry import Rect
from designer.render.layout_layers import STACK_OFFSET, Direction
from designer.render.paper import LEAST_PT, PAGE, points_per_unit
from designer.render.placed import Placed, PlacedNode
from designer.render.svg import frame_of
from designer.render.svg_frame import NARROWEST, WIDEST
from designer.render.type_scale import SMALL

_FLAW_COST = 5000.0
_CROSSING_COST = 26.0
_AGAINST_COST = 10.0
_BEND_COST = 2.0
_LENGTH_COST = 0.012
_INTRUSION_COST = 22.0
_PAPER_COST = 0.00013
_SHAPE_COST = 900.0
_SMALL_PRINT_COST = 1300.0
_OUT_OF_REACH = 0.3
_SPARE = 1.15
_CUT_COST = 240.0
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Quality:
    """What is wrong in a picture (all of these should be 0), and how it is shaped.

    `intrusions` counts boundaries that a line passes although neither of its ends is inside, `against` lines that
    point against the picture's direction, those of a critical flow twofold, `cut` titles of boundaries that are not
    shown whole. `width` and `height` are those of the whole picture, with heading and legend; `smallest_text` is the
    smallest font size.
    """

    node_overlaps: int
    label_overlaps: int
    labels_on_lines: int
    lines_through_nodes: int
    lines_on_lines: int
    titles_crossed: int
    crossings: int
    intrusions: int
    against: int
    bends: int
    length: float
    width: float
    height: float
    smallest_text: float
    cut: int = 0

    @property
    def aspect(self) -> float:
        """Width by height of the whole picture."""
        return self.width / self.height

    @property
    def flaws(self) -> int:
        """The number of things that must not be."""
        return (
            self.node_overlaps
            + self.label_overlaps
            + self.labels_on_lines
            + self.lines_through_nodes
            + self.lines_on_lines
            + self.titles_crossed
        )

    @property
    def paper(self) -> float:
        """The area of the page that the picture fills with letters of their own size: what its shape wastes counts."""
        return PAGE[0] * PAGE[1] / points_per_unit(self.width, self.height) ** 2

    @property
    def least_pt(self) -> float:
        """The size in points of the smallest letters on a page that the picture fills."""
        return round(self.smallest_text * points_per_unit(self.width, self.height), 2)

    @property
    def small_print(self) -> float:
        """How far the letters miss what is read on a page with some to spare; beyond what parts repair, it grows no more."""
        return min(max(math.log(_SPARE * LEAST_PT / self.least_pt), 0.0), _OUT_OF_REACH)

    @property
    def cost(self) -> float:
        """One figure to choose by: lower is better."""
        ratio = self.aspect
        off = max(0.0, math.log(ratio / WIDEST), math.log(NARROWEST / ratio))
        return (
            _FLAW_COST * self.flaws
            + _CROSSING_COST * self.crossings
            + _INTRUSION_COST * self.intrusions
            + _AGAINST_COST * self.against
            + _CUT_COST * self.cut
            + _BEND_COST * self.bends
            + _LENGTH_COST * self.length
            + _PAPER_COST * self.paper
            + _SMALL_PRINT_COST * self.small_print
            + _SHAPE_COST * off
        )


class _Piece(NamedTuple):
    """A straight piece of a line: its extent, the net it belongs to, and the cards at the net's ends."""

    x1: float
    y1: float
    x2: float
    y2: float
    net: int
    ends: frozenset[str]

    @property
    def is_vertical(self) -> bool:
        """Whether it runs up or down."""
        return self.x1 == self.x2


def measure(placed: Placed) -> Quality:
    """Return the quality of a picture."""
    pieces = _pieces(placed)
    cards = [_with_stack(node) for node in placed.nodes]
    boxes = [box for label in placed.labels for box in label.boxes]
    titles = [group.title_box for group in placed.groups]
    frame = frame_of(placed)
    return Quality(
        node_overlaps=_overlaps(cards),
        label_overlaps=_label_overlaps(placed)
        + _between(boxes, cards)
        + _between(boxes, titles)
        + _between(titles, cards),
        labels_on_lines=sum(len(_hitting(pieces, box)) for box in boxes),
        lines_through_nodes=_through_nodes(placed, pieces),
        lines_on_lines=_on_lines(pieces),
        titles_crossed=sum(len(_hitting(pieces, box)) for box in titles),
        crossings=_crossings(pieces),
        intrusions=_intrusions(placed, pieces),
        against=_against(placed),
        bends=sum(max(len(stroke) - 2, 0) for line in placed.lines for stroke in line.strokes),
        length=sum(one.x2 - one.x1 + one.y2 - one.y1 for one in pieces),
        width=frame.width,
        height=frame.height,
        smallest_text=SMALL,
        cut=sum(group.title.endswith(_CUT) and not group.group.name.endswith(_CUT) for group in placed.groups),
    )


def _pieces(placed: Placed) -> list[_Piece]:
    found: list[_Piece] = []
    for line in placed.lines:
        ends = frozenset(end for edge in line.edges for end in (edge.source, edge.target))
        for stroke in line.strokes:
            for (ax, ay), (bx, by) in pairwise(stroke):
                found.append(_Piece(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), line.net, ends))
    return found


def _hitting(pieces: Sequence[_Piece], rect: Rect) -> list[_Piece]:
    """Return the pieces that pass through the inside of a rectangle."""
    # The innermost loop of choosing a layout: plain comparisons, no calls.
    left, top, right, bottom = rect.x, rect.y, rect.x + rect.w, rect.y + rect.h
    return [one for one in pieces if one[0] < right and one[2] > left and one[1] < bottom and one[3] > top]


def _with_stack(node: PlacedNode) -> Rect:
    extra = STACK_OFFSET if node.node.replicas > 1 else 0.0
    return Rect(node.rect.x, node.rect.y, node.rect.w + extra, node.rect.h + extra)


def _overlaps(rects: Sequence[Rect]) -> int:
    return sum(_between((one,), rects[:number]) for number, one in enumerate(rects))


def _label_overlaps(placed: Placed) -> int:
    boxes = [(number, box) for number, label in enumerate(placed.labels) for box in label.boxes]
    boxes.sort(key=lambda item: item[1].y)
    pairs: set[tuple[int, int]] = set()
    for place, (number, box) in enumerate(boxes):
        for other, below in boxes[place + 1 :]:
            if below.y >= box.bottom:
                break
            if other != number and box.overlaps(below):
                pairs.add((number, other))
    return len(pairs)


def _between(some: Sequence[Rect], others: Sequence[Rect]) -> int:
    count = 0
    for x, y, w, h in some:
        right, bottom = x + w, y + h
        count += sum(
            [1 for one in others if one[0] < right and one[0] + one[2] > x and one[1] < bottom and one[1] + one[3] > y]
        )
    return count


def _through_nodes(placed: Placed, pieces: Sequence[_Piece]) -> int:
    count = 0
    for node in placed.nodes:
        # A line ends on its own cards, and outlines that bulge let it end a little inside.
        core = node.rect.grown(-14)
        for piece in _hitting(pieces, _with_stack(node)):
            count += node.node.id not in piece.ends or bool(_hitting((piece,), core))
    return count


def _crossings(pieces: Sequence[_Piece]) -> int:
    upright = sorted((one for one in pieces if one.is_vertical), key=lambda one: one.x1)
    xs = [one.x1 for one in upright]
    count = 0
    for left, y, right, _, net, _ in pieces:
        if left < right:
            between = upright[bisect_right(xs, left) : bisect_left(xs, right)]
            count += len([1 for one in between if one[1] < y < one[3] and one[4] != net])
    return count


def _against(placed: Placed) -> int:
    axis = 1 if placed.direction is Direction.DOWN else 0
    count = 0
    for line in placed.lines:
        if line.tip is not None and line.strokes[-1][-1][axis] < line.strokes[0][0][axis]:
            count += 2 if any(edge.is_critical for edge in line.edges) else 1
    return count


def _on_lines(pieces: Sequence[_Piece]) -> int:
    """Return how many pairs of pieces of different nets run on top of each other."""
    lanes: dict[tuple[bool, float], list[tuple[float, float, int]]] = {}
    for one in pieces:
        if one.is_vertical:
            lanes.setdefault((True, one.x1), []).append((one.y1, one.y2, one.net))
        else:
            lanes.setdefault((False, one.y1), []).append((one.x1, one.x2, one.net))
    count = 0
    for lane in lanes.values():
        for number, (low, high, net) in enumerate(lane):
            count += sum(net != other[2] and low < other[1] and other[0] < high for other in lane[:number])
    return count


def _intrusions(placed: Placed, pieces: Sequence[_Piece]) -> int:
    parents = {group.group.id: group.group.parent for group in placed.groups}
    inside: dict[str, set[str]] = {group_id: set() for group_id in parents}
    for node in placed.view.nodes:
        group_id = node.group
        while group_id is not None and group_id in inside and node.id not in inside[group_id]:
            inside[group_id].add(node.id)
            group_id = parents[group_id]
    count = 0
    for group in placed.groups:
        members = inside[group.group.id]
        count += len({one.net for one in _hitting(pieces, group.rect) if not one.ends & members})
    return count
