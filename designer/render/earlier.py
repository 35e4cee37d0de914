"""Where an earlier picture has its cards and lines: what a later one keeps to. Read from a placed picture, or from an SVG.

Only ids and numbers are taken over, and numbers only within the bounds of a picture: a file that somebody edited can
move cards, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from designer.render.geometry import Point, Rect, simplified
from designer.render.layout_layers import Direction
from designer.render.placed import Placed

MOST = 5_000
_FURTHEST = 200_000.0
_NUMBER = r"-?\d{1,7}(?:\.\d{1,3})?"
_CARD = re.compile(rf'<g data-part="([^"<>]{{1,400}})" data-at="({_NUMBER}) ({_NUMBER}) ({_NUMBER}) ({_NUMBER})">')
_LINE = re.compile(
    r'<g data-line="([^"<>]{1,10000})"(?: data-net="\d{1,6}")?><g><title>[^<]*</title><desc>[^<]*</desc><path d="([MLQ0-9 .-]+)"'
)
_STEP = re.compile(rf"([MLQ])({_NUMBER}) ({_NUMBER})(?: ({_NUMBER}) ({_NUMBER}))?")

Path = tuple[Point, ...]


class Earlier(NamedTuple):
    """An earlier picture: the rectangle of each card by its id, and the path of each line by its `source>target`.

    A line that breaks for its words is given as one path; `breaks` are the middles of these gaps.
    """

    direction: Direction
    cards: tuple[tuple[str, Rect], ...]
    lines: tuple[tuple[str, Path], ...] = ()
    breaks: tuple[Point, ...] = ()


def earlier_of(placed: Placed) -> Earlier:
    """Return what a later picture needs to know of a placed one."""
    cards = tuple((one.node.id, one.rect) for one in placed.nodes)
    lines, breaks = [], []
    for line in placed.lines:
        key = " ".join(dict.fromkeys(f"{edge.source}>{edge.target}" for edge in line.edges))
        lines.append((key, _joined(line.strokes)))
        breaks += [_middle(one[-1], other[0]) for one, other in pairwise(line.strokes)]
    return Earlier(placed.direction, cards, tuple(lines), tuple(breaks))


def earlier_in(svg: str) -> Earlier | None:
    """Return where the cards and lines of a drawn SVG stand; None when it marks no cards with their places."""
    from html import unescape  # Only who reads a picture needs its table of two thousand names.

    cards: dict[str, Rect] = {}
    for found in _CARD.finditer(svg):
        x, y, w, h = (float(found[number]) for number in range(2, 6))
        if max(abs(x), abs(y)) <= _FURTHEST and 0 < w <= _FURTHEST and 0 < h <= _FURTHEST and len(cards) < MOST:
            cards.setdefault(unescape(found[1]), Rect(x, y, w, h))
    if not cards:
        return None
    lines: list[tuple[str, Path]] = []
    breaks: list[Point] = []
    for found in _LINE.finditer(svg):
        strokes = tuple(_strokes(found[2]))
        if strokes and len(lines) < MOST:
            lines.append((unescape(found[1]), _joined(strokes)))
            breaks += [_middle(one[-1], other[0]) for one, other in pairwise(strokes)]
    return Earlier(_direction(lines), tuple(cards.items()), tuple(lines), tuple(breaks))


def _strokes(data: str) -> Iterator[Path]:
    """Yield the strokes of a drawn path; a rounded corner becomes the corner."""
    points: list[Point] = []
    last = Point(0, 0)
    for step in _STEP.finditer(data):
        point = Point(float(step[2]), float(step[3]))
        if step[1] == "M":
            if points:
                yield (*points, last)
            points = [point]
        elif step[1] == "Q":
            points.append(point)
            point = Point(float(step[4] or 0), float(step[5] or 0))
        last = point
    if points:
        yield (*points, last)


def _joined(strokes: tuple[Path, ...]) -> Path:
    return simplified(point for stroke in strokes for point in stroke)


def _middle(one: Point, other: Point) -> Point:
    return Point((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)


def _direction(lines: list[tuple[str, Path]]) -> Direction:
    """Return where a picture's lines leave their cards: most of them down, or most to the right."""
    upright = sum(path[0][0] == path[1][0] for _, path in lines if len(path) > 1)
    return Direction.DOWN if 2 * upright >= len(lines) else Direction.RIGHT
