"""Points, rectangles and segments of a picture; y grows downwards, units are those of the SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple


class Point(NamedTuple):
    """A place."""

    x: float
    y: float


class Rect(NamedTuple):
    """A rectangle by its corner and size."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.h

    @property
    def center(self) -> Point:
        """The middle."""
        return Point(self.x + self.w / 2, self.y + self.h / 2)

    def grown(self, margin: float) -> Rect:
        """Return the rectangle with `margin` added on each side."""
        return Rect(self.x - margin, self.y - margin, self.w + 2 * margin, self.h + 2 * margin)

    def overlaps(self, other: Rect) -> bool:
        """Whether the two share an area."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: Rect) -> bool:
        """Whether `other` lies inside."""
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom


class Segment(NamedTuple):
    """A straight, axis-parallel piece of a line."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def is_vertical(self) -> bool:
        """Whether it runs up or down."""
        return self.x1 == self.x2

    @property
    def length(self) -> float:
        """How long it is."""
        return abs(self.x1 - self.x2) + abs(self.y1 - self.y2)

    def hits(self, rect: Rect) -> bool:
        """Whether it passes through the inside of `rect`."""
        return (
            min(self.x1, self.x2) < rect.right
            and max(self.x1, self.x2) > rect.x
            and min(self.y1, self.y2) < rect.bottom
            and max(self.y1, self.y2) > rect.y
        )


def segments(path: Sequence[Point]) -> list[Segment]:
    """Return the pieces of a path that have a length."""
    return [Segment(a[0], a[1], b[0], b[1]) for a, b in pairwise(path) if a[0] != b[0] or a[1] != b[1]]


def simplified(path: Iterable[Point]) -> tuple[Point, ...]:
    """Return an axis-parallel path without repeated points and without corners that turn nowhere."""
    kept: list[Point] = []
    for point in path:
        if kept and point == kept[-1]:
            continue
        if len(kept) >= 2 and (kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]):
            kept[-1] = point
        else:
            kept.append(point)
    return tuple(kept)


def bounds(rects: Iterable[Rect]) -> Rect:
    """Return the smallest rectangle around `rects`, an empty one where there are none."""
    found = list(rects)
    if not found:
        return Rect(0, 0, 0, 0)
    x, y = min(rect.x for rect in found), min(rect.y for rect in found)
    return Rect(x, y, max(rect.right for rect in found) - x, max(rect.bottom for rect in found) - y)
