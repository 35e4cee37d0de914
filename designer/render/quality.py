"""Measure a placed picture: what is wrong in it, and how well shaped it is. Used to choose a layout, and by tests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from designer.render.geometry import Rect, Segment, segments
from designer.render.layout_layers import LABEL_SIZE, PROTOCOL_SIZE, STACK_OFFSET
from designer.render.placed import Placed, PlacedNode
from designer.render.svg_card import TECHNOLOGY_SIZE

NARROWEST = 1 / 1.4
WIDEST = 2.2
_HEADING = 120.0
_MARGINS = 64.0
_FLAW_COST = 900.0
_CROSSING_COST = 14.0
_BEND_COST = 2.0
_LENGTH_COST = 0.012
_INTRUSION_COST = 22.0
_AREA_COST = 0.00011
_SHAPE_COST = 900.0
_BEST_SHAPE = 1.35


@dataclass(frozen=True, slots=True)
class Quality:
    """What is wrong in a picture (all of these should be 0), and how it is shaped.

    `intrusions` counts boundaries that a line passes although neither of its ends is inside. `aspect` is width
    by height of the whole picture, with heading and legend; `smallest_text` is the smallest font size.
    """

    node_overlaps: int
    label_overlaps: int
    labels_on_lines: int
    lines_through_nodes: int
    lines_on_lines: int
    titles_crossed: int
    crossings: int
    intrusions: int
    bends: int
    length: float
    width: float
    height: float
    smallest_text: float

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
    def cost(self) -> float:
        """One figure to choose by: lower is better."""
        ratio = self.aspect
        off = max(0.0, math.log(ratio / WIDEST), math.log(NARROWEST / ratio))
        return (
            _FLAW_COST * self.flaws
            + _CROSSING_COST * self.crossings
            + _INTRUSION_COST * self.intrusions
            + _BEND_COST * self.bends
            + _LENGTH_COST * self.length
            + _AREA_COST * self.width * self.height
            + _SHAPE_COST * off
            + 25 * abs(math.log(ratio / _BEST_SHAPE))
        )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A straight piece of a line, with the net and the cards that it belongs to."""

    segment: Segment
    net: int
    ends: frozenset[str]


def measure(placed: Placed) -> Quality:
    """Return the quality of a picture."""
    pieces = _pieces(placed)
    cards = [_with_stack(node) for node in placed.nodes]
    boxes = [box for label in placed.labels for box in label.boxes]
    titles = [group.title_box for group in placed.groups]
    return Quality(
        node_overlaps=_overlaps(cards),
        label_overlaps=_label_overlaps(placed)
        + _between(boxes, cards)
        + _between(boxes, titles)
        + _between(titles, cards),
        labels_on_lines=sum(piece.segment.hits(box) for box in boxes for piece in pieces),
        lines_through_nodes=_through_nodes(placed, pieces),
        lines_on_lines=_on_lines(pieces),
        titles_crossed=sum(piece.segment.hits(box) for box in titles for piece in pieces),
        crossings=_crossings(pieces),
        intrusions=_intrusions(placed, pieces),
        bends=sum(max(len(stroke) - 2, 0) for line in placed.lines for stroke in line.strokes),
        length=sum(piece.segment.length for piece in pieces),
        width=max(placed.size.x + _MARGINS, 464.0),
        height=placed.size.y + _HEADING,
        smallest_text=min([PROTOCOL_SIZE, LABEL_SIZE, TECHNOLOGY_SIZE]),
    )


def _pieces(placed: Placed) -> list[_Piece]:
    return [
        _Piece(segment, line.net, frozenset(end for edge in line.edges for end in (edge.source, edge.target)))
        for line in placed.lines
        for stroke in line.strokes
        for segment in segments(stroke)
    ]


def _with_stack(node: PlacedNode) -> Rect:
    extra = STACK_OFFSET if node.node.replicas > 1 else 0.0
    return Rect(node.rect.x, node.rect.y, node.rect.w + extra, node.rect.h + extra)


def _overlaps(rects: Sequence[Rect]) -> int:
    return sum(one.overlaps(other) for number, one in enumerate(rects) for other in rects[:number])


def _label_overlaps(placed: Placed) -> int:
    count = 0
    for number, label in enumerate(placed.labels):
        for other in placed.labels[:number]:
            count += _between(label.boxes, other.boxes) > 0
    return count


def _between(some: Sequence[Rect], others: Sequence[Rect]) -> int:
    return sum(one.overlaps(other) for one in some for other in others)


def _through_nodes(placed: Placed, pieces: Sequence[_Piece]) -> int:
    count = 0
    for node in placed.nodes:
        # A line ends on its own cards, and outlines that bulge let it end a little inside.
        rect, core = _with_stack(node), node.rect.grown(-14)
        for piece in pieces:
            count += piece.segment.hits(core if node.node.id in piece.ends else rect)
    return count


def _crossings(pieces: Sequence[_Piece]) -> int:
    upright = sorted((piece for piece in pieces if piece.segment.is_vertical), key=lambda piece: piece.segment.x1)
    count = 0
    for level in pieces:
        if level.segment.is_vertical:
            continue
        low, high = sorted((level.segment.x1, level.segment.x2))
        y = level.segment.y1
        for piece in upright:
            if piece.segment.x1 <= low:
                continue
            if piece.segment.x1 >= high:
                break
            top, bottom = sorted((piece.segment.y1, piece.segment.y2))
            count += piece.net != level.net and top < y < bottom
    return count


def _on_lines(pieces: Sequence[_Piece]) -> int:
    """Return how many pairs of pieces of different nets run on top of each other."""
    lanes: dict[tuple[bool, float], list[tuple[float, float, int]]] = {}
    for piece in pieces:
        one = piece.segment
        if one.is_vertical:
            lanes.setdefault((True, one.x1), []).append((*sorted((one.y1, one.y2)), piece.net))
        else:
            lanes.setdefault((False, one.y1), []).append((*sorted((one.x1, one.x2)), piece.net))
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
        nets = {piece.net for piece in pieces if not piece.ends & members and piece.segment.hits(group.rect)}
        count += len(nets)
    return count
