"""Patterns that tell the families apart where there is no colour: strokes, not fills, so that nothing has to be referred to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from designer.model.kinds import Family
from designer.render.geometry import Rect
from designer.render.svg_text import num

_STEP = 4.5


def hatch(family: Family, rect: Rect, *, step: float = _STEP) -> str:
    """Return the pattern of a family inside a rectangle, as path data; empty for the family that has none.

    >>> hatch(Family.DATA, Rect(0, 0, 10, 6), step=3)
    'M0 3h10'
    """
    return _PATTERNS[family](rect, step)


def _none(rect: Rect, step: float) -> str:
    return ""


def _level(rect: Rect, step: float) -> str:
    return "".join(f"M{num(rect.x)} {num(rect.y + at)}h{num(rect.w)}" for at in _places(rect.h, step))


def _upright(rect: Rect, step: float) -> str:
    return "".join(f"M{num(rect.x + at)} {num(rect.y)}v{num(rect.h)}" for at in _places(rect.w, step))


def _grid(rect: Rect, step: float) -> str:
    return _level(rect, step) + _upright(rect, step)


def _rising(rect: Rect, step: float) -> str:
    """Strokes from the lower left to the upper right, each cut off at the sides."""
    parts = []
    for at in _places(rect.w + rect.h, step * 1.4):
        x0, y0 = max(0.0, at - rect.h), min(at, rect.h)
        x1, y1 = min(at, rect.w), max(0.0, at - rect.w)
        parts.append(f"M{num(rect.x + x0)} {num(rect.y + y0)}L{num(rect.x + x1)} {num(rect.y + y1)}")
    return "".join(parts)


def _falling(rect: Rect, step: float) -> str:
    parts = []
    for at in _places(rect.w + rect.h, step * 1.4):
        x0, y0 = min(rect.w, rect.w + rect.h - at), min(at, rect.h)
        x1, y1 = rect.w - min(at, rect.w), max(0.0, at - rect.w)
        parts.append(f"M{num(rect.x + x1)} {num(rect.y + y1)}L{num(rect.x + x0)} {num(rect.y + y0)}")
    return "".join(parts)


def _dots(rect: Rect, step: float) -> str:
    rows = _places(rect.h, step)
    return "".join(
        f"M{num(rect.x + across)} {num(rect.y + down)}h.1" for down in rows for across in _places(rect.w, step)
    )


def _places(length: float, step: float) -> list[float]:
    """Return places inside a length, `step` apart, with the same room before the first as behind the last."""
    count = max(int(length / step - 0.5), 1)
    start = (length - (count - 1) * step) / 2
    return [start + number * step for number in range(count)]


_PATTERNS: Mapping[Family, Callable[[Rect, float], str]] = MappingProxyType(
    {
        Family.CLIENT: _none,
        Family.EDGE: _upright,
        Family.COMPUTE: _rising,
        Family.DATA: _level,
        Family.MESSAGING: _falling,
        Family.EXTERNAL: _dots,
        Family.OPERATIONS: _grid,
    }
)
