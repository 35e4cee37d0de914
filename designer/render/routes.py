"""Every connection of a placed picture as one path of its own, from card to card.

The drawing shares trunks between lines and breaks lines where words stand. Editors of other tools need each line
whole, and its words as a place beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from designer.model.view import ViewEdge
from designer.render.geometry import Point, Rect, simplified
from designer.render.layout_layers import EdgeText
from designer.render.layout_sequence import PlacedSequence
from designer.render.placed import Placed, PlacedLine

Page = Placed | PlacedSequence
"""A picture with every place decided, of either sort."""

_NEAR = 0.51


class Route(NamedTuple):
    """One connection: its path from source to target, empty where the picture draws none.

    Of lines that share their words only one carries them, `words` at `box`.
    """

    edge: ViewEdge
    path: tuple[Point, ...]
    words: EdgeText | None = None
    box: Rect | None = None


def routes_of(placed: Placed) -> tuple[Route, ...]:
    """Return a route for each connection between two cards of the picture, in the view's order."""
    labels = {label.net: label for label in placed.labels}
    by_net: dict[int, list[PlacedLine]] = {}
    for line in placed.lines:
        by_net.setdefault(line.net, []).append(line)
    found: dict[str, Route] = {}
    for net, lines in by_net.items():
        is_said = False
        for line, path in zip(lines, _whole_paths(lines), strict=True):
            for edge in line.edges:
                label = None if is_said else labels.get(net)
                is_said = is_said or label is not None
                box = _around(label.boxes) if label is not None and label.boxes else None
                found[edge.id] = Route(edge, path, label.text if label else None, box)
    known = {card.node.id for card in placed.nodes}
    drawn = (edge for edge in placed.view.edges if edge.source in known and edge.target in known)
    return tuple(found.get(edge.id) or Route(edge, ()) for edge in drawn)


def nearest(path: Sequence[Point], place: Point) -> tuple[float, Point]:
    """Return the point of an axis-parallel path closest to a place, and its share of the way from 0 to 1.

    >>> nearest([Point(0, 0), Point(0, 10), Point(10, 10)], Point(4, 5))
    (0.25, Point(x=0, y=5))
    """
    whole = sum(_length(a, b) for a, b in pairwise(path)) or 1.0
    done, best = 0.0, (float("inf"), 0.0, path[0])
    for a, b in pairwise(path):
        near = Point(_within(place[0], a[0], b[0]), _within(place[1], a[1], b[1]))
        best = min(best, (_length(near, place), (done + _length(a, near)) / whole, near))
        done += _length(a, b)
    return best[1], best[2]


def _whole_paths(lines: Sequence[PlacedLine]) -> list[tuple[Point, ...]]:
    """Return the full paths of a net: the first line is the trunk, and each other one joins what came before."""
    joined = [simplified(point for stroke in line.strokes for point in stroke) for line in lines]
    whole = joined[:1]
    if len(lines) > 1:
        # Only one arrow of lines that run into one card: they meet at their ends, not at their starts.
        meets_at_end = any(line.tip is None for line in lines)
        for path in joined[1:]:
            whole.append(_extended(path, whole, at_end=meets_at_end))
    return whole


def _extended(path: tuple[Point, ...], others: Sequence[tuple[Point, ...]], *, at_end: bool) -> tuple[Point, ...]:
    joint = path[-1] if at_end else path[0]
    for other in others:
        for number, (a, b) in enumerate(pairwise(other)):
            if _is_between(joint, a, b):
                return simplified([*path, *other[number + 1 :]] if at_end else [*other[: number + 1], *path])
    return path


def _is_between(place: Point, a: Point, b: Point) -> bool:
    near = Point(_within(place[0], a[0], b[0]), _within(place[1], a[1], b[1]))
    return _length(near, place) < _NEAR


def _within(value: float, a: float, b: float) -> float:
    return max(min(a, b), min(value, max(a, b)))


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _around(boxes: Sequence[Rect]) -> Rect:
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    return Rect(x, y, max(box.right for box in boxes) - x, max(box.bottom for box in boxes) - y)
