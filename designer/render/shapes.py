"""The outline of a card tells its family even in grey print: a store is a cylinder, a queue a pipe, a client a pill."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum

from designer.model.kinds import Family, Kind
from designer.render.geometry import Rect

_RADIUS = 10.0
_CAP = 4.0
_POINT = 12.0
_CUT = 11.0
_FOLD = 13.0


class Shape(StrEnum):
    """The outlines."""

    CARD = "card"
    PILL = "pill"
    CYLINDER = "cylinder"
    PIPE = "pipe"
    HEXAGON = "hexagon"
    OCTAGON = "octagon"
    NOTE = "note"
    BOX = "box"
    DOT = "dot"


class Side(StrEnum):
    """The sides of a card."""

    TOP = "top"
    BOTTOM = "bottom"
    LEFT = "left"
    RIGHT = "right"


_SHAPES: dict[Family, Shape] = {
    Family.CLIENT: Shape.PILL,
    Family.EDGE: Shape.HEXAGON,
    Family.COMPUTE: Shape.CARD,
    Family.DATA: Shape.CYLINDER,
    Family.MESSAGING: Shape.PIPE,
    Family.OPERATIONS: Shape.NOTE,
    Family.EXTERNAL: Shape.BOX,
}


def shape_of(kind: Kind) -> Shape:
    """Return the outline of a kind."""
    return Shape.OCTAGON if kind is Kind.MODEL_SERVER else _SHAPES[kind.family]


def inset(shape: Shape, side: Side, offset: float, rect: Rect) -> float:
    """Return how far the outline lies inside `rect` on a side, `offset` units from the side's middle."""
    is_level = side in (Side.TOP, Side.BOTTOM)
    half = (rect.w if is_level else rect.h) / 2
    share = min(abs(offset) / half, 1.0)
    if shape is Shape.CYLINDER and is_level:
        return _bulge(_CAP, share)
    if shape is Shape.PIPE and not is_level:
        return _bulge(_CAP, share)
    if shape is Shape.PILL and not is_level:
        return _bulge(rect.h / 2, share)
    if shape is Shape.HEXAGON and not is_level:
        return _POINT * share
    return 0.0


def reach(shape: Shape, side: Side, rect: Rect) -> float:
    """Return how far from the middle of a side lines may end there."""
    if shape is Shape.DOT:
        return 0.0
    if side in (Side.LEFT, Side.RIGHT):
        return rect.h / 2 - 8
    return rect.w / 2 - (rect.h / 2 if shape is Shape.PILL else _POINT + 4)


def outline(shape: Shape, rect: Rect) -> str:
    """Return the outline as SVG path data."""
    return _OUTLINES[shape](rect)


def detail(shape: Shape, rect: Rect) -> str:
    """Return the inner line of a shape as SVG path data: a cylinder's lid, a pipe's mouth, a note's fold."""
    x, y, right, bottom = rect.x, rect.y, rect.right, rect.bottom
    if shape is Shape.CYLINDER:
        return f"M{x:g} {y + _CAP:g}a{rect.w / 2:g} {_CAP:g} 0 0 0 {rect.w:g} 0"
    if shape is Shape.PIPE:
        return f"M{right - _CAP:g} {y:g}a{_CAP:g} {rect.h / 2:g} 0 0 0 0 {rect.h:g}"
    if shape is Shape.NOTE:
        return f"M{right - _FOLD:g} {y:g}v{_FOLD - 3:g}q0 3 3 3h{_FOLD - 3:g}"
    if shape is Shape.OCTAGON:
        return f"M{x + 5:g} {y + _CUT + 4:g}V{bottom - _CUT - 4:g}M{right - 5:g} {y + _CUT + 4:g}V{bottom - _CUT - 4:g}"
    return ""


def _bulge(depth: float, share: float) -> float:
    return depth * (1 - math.sqrt(1 - share * share))


def _rounded(rect: Rect, radius: float) -> str:
    w, h, r = rect.w - 2 * radius, rect.h - 2 * radius, radius
    return (
        f"M{rect.x + r:g} {rect.y:g}h{w:g}a{r:g} {r:g} 0 0 1 {r:g} {r:g}v{h:g}a{r:g} {r:g} 0 0 1 {-r:g} {r:g}"
        f"h{-w:g}a{r:g} {r:g} 0 0 1 {-r:g} {-r:g}v{-h:g}a{r:g} {r:g} 0 0 1 {r:g} {-r:g}z"
    )


def _cylinder(rect: Rect) -> str:
    rx, h = rect.w / 2, rect.h - 2 * _CAP
    return (
        f"M{rect.x:g} {rect.y + _CAP:g}a{rx:g} {_CAP:g} 0 0 1 {rect.w:g} 0v{h:g}a{rx:g} {_CAP:g} 0 0 1 {-rect.w:g} 0z"
    )


def _pipe(rect: Rect) -> str:
    w, ry = rect.w - 2 * _CAP, rect.h / 2
    return (
        f"M{rect.x + _CAP:g} {rect.y:g}h{w:g}a{_CAP:g} {ry:g} 0 0 1 0 {rect.h:g}h{-w:g}"
        f"a{_CAP:g} {ry:g} 0 0 1 0 {-rect.h:g}z"
    )


def _hexagon(rect: Rect) -> str:
    w, half = rect.w - 2 * _POINT, rect.h / 2
    return (
        f"M{rect.x + _POINT:g} {rect.y:g}h{w:g}l{_POINT:g} {half:g}l{-_POINT:g} {half:g}h{-w:g}l{-_POINT:g} {-half:g}z"
    )


def _octagon(rect: Rect) -> str:
    w, h, c = rect.w - 2 * _CUT, rect.h - 2 * _CUT, _CUT
    return f"M{rect.x + c:g} {rect.y:g}h{w:g}l{c:g} {c:g}v{h:g}l{-c:g} {c:g}h{-w:g}l{-c:g} {-c:g}v{-h:g}z"


def _note(rect: Rect) -> str:
    w, h, r = rect.w, rect.h, 6.0
    return (
        f"M{rect.x + r:g} {rect.y:g}h{w - r - _FOLD:g}l{_FOLD:g} {_FOLD:g}v{h - r - _FOLD:g}"
        f"a{r:g} {r:g} 0 0 1 {-r:g} {r:g}h{-(w - 2 * r):g}a{r:g} {r:g} 0 0 1 {-r:g} {-r:g}"
        f"v{-(h - 2 * r):g}a{r:g} {r:g} 0 0 1 {r:g} {-r:g}z"
    )


_OUTLINES: dict[Shape, Callable[[Rect], str]] = {
    Shape.CARD: lambda rect: _rounded(rect, _RADIUS),
    Shape.PILL: lambda rect: _rounded(rect, rect.h / 2),
    Shape.CYLINDER: _cylinder,
    Shape.PIPE: _pipe,
    Shape.HEXAGON: _hexagon,
    Shape.OCTAGON: _octagon,
    Shape.NOTE: _note,
    Shape.BOX: lambda rect: _rounded(rect, 2.0),
    Shape.DOT: lambda rect: _rounded(rect, rect.h / 2),
}
