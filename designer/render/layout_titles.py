"""Put the title of each boundary where no line, card or word of the picture crosses it."""

from __future__ import annotations

from collections.abc import Sequence

from designer.render.escape import one_line
from designer.render.fonts import shorten, text_width
from designer.render.geometry import Rect, Segment, segments
from designer.render.layout_layers import NONE, Layers
from designer.render.placed import PlacedGroup, PlacedLabel, PlacedLine, PlacedNode
from designer.render.type_scale import SMALL

TITLE_BAND = 27.0
TITLE_SIZE = SMALL
TITLE_SPACING = 0.7
TITLE_LINE = 11.5
_TITLE_HEIGHT = 13.0
_TOP = 5.0
_SIDE = 14.0
_CLEAR = 6.0
_TIGHTER = ((TITLE_SPACING, _SIDE), (0.4, 10.0), (0.0, 6.0))
"""How far apart letters are and how far a title keeps from the side, from what looks best to what takes least room."""

_SHORTEST = 44.0
_TWO_TOP = 0.0


def place_groups(
    layers: Layers,
    rects: Sequence[Rect],
    nodes: Sequence[PlacedNode],
    lines: Sequence[PlacedLine],
    labels: Sequence[PlacedLabel],
) -> tuple[PlacedGroup, ...]:
    """Return the boundaries from the outside in, each with a title that nothing crosses where there is room."""
    pieces = [piece for line in lines for stroke in line.strokes for piece in segments(stroke)]
    blocks = [node.rect for node in nodes] + [box for label in labels for box in label.boxes]
    found: list[PlacedGroup] = []
    for number, group in enumerate(layers.groups):
        inner = [rects[one] for one, other in enumerate(layers.groups) if other.parent == number]
        view_group = layers.view.groups[group.place]
        name = one_line(view_group.name, 120)
        title, box, spacing = _title(name, rects[number], pieces, [*blocks, *inner])
        depth = sum(1 for _ in layers.ancestors(group.parent)) if group.parent != NONE else 0
        found.append(PlacedGroup(view_group, rects[number], depth, title, box, spacing))
    return tuple(found)


def _title(name: str, rect: Rect, pieces: Sequence[Segment], blocks: Sequence[Rect]) -> tuple[str, Rect, float]:
    """Return a title, its place, and the space between its letters: whole where that is possible at all.

    Capitals take the most room, so a title that has too little of it is written as its name is.
    """
    text = name.upper()
    for words, spacing, side in (*((text, *one) for one in _TIGHTER), (name, *_TIGHTER[-1])):
        title, box = _fitted(words, rect, pieces, blocks, spacing, side)
        if title == words:
            return title, box, spacing
    return _in_two_lines(text, rect, pieces, blocks) or (
        *_fitted(text, rect, pieces, blocks, TITLE_SPACING, _SIDE),
        TITLE_SPACING,
    )


def _in_two_lines(
    text: str, rect: Rect, pieces: Sequence[Segment], blocks: Sequence[Rect]
) -> tuple[str, Rect, float] | None:
    """Return a title whose two lines find room above the cards, or None."""
    _, side = _TIGHTER[-1]
    band = Rect(rect.x + side, rect.y + _TWO_TOP, rect.w - 2 * side, 2 * TITLE_LINE)
    words = text.split(" ")
    for start, end in _free(band, pieces, blocks):
        for cut in range(len(words) - 1, 0, -1):
            lines = (" ".join(words[:cut]), " ".join(words[cut:]))
            width = max(text_width(line, TITLE_SIZE, bold=True) for line in lines)
            if width <= end - start:
                return "\n".join(lines), Rect(start, band.y, width, band.h), 0.0
    return None


def _fitted(
    text: str, rect: Rect, pieces: Sequence[Segment], blocks: Sequence[Rect], spacing: float, side: float
) -> tuple[str, Rect]:
    width = text_width(text, TITLE_SIZE, bold=True, spacing=spacing)
    top = Rect(rect.x + side, rect.y + _TOP, rect.w - 2 * side, _TITLE_HEIGHT)
    low = top._replace(y=rect.bottom - _TITLE_HEIGHT - 2)
    best = top._replace(w=min(width, top.w))
    best_room = 0.0
    for band in (top, low):
        for start, end in _free(band, pieces, blocks):
            if end - start >= width:
                return text, Rect(start, band.y, width, band.h)
            if end - start > best_room and end - start >= _SHORTEST:
                best_room = end - start
                best = Rect(start, band.y, end - start, band.h)
    title = shorten(text, best.w, TITLE_SIZE, bold=True, spacing=spacing)
    return title, best._replace(w=text_width(title, TITLE_SIZE, bold=True, spacing=spacing))


def _free(band: Rect, pieces: Sequence[Segment], blocks: Sequence[Rect]) -> list[tuple[float, float]]:
    """Return the parts of a band that nothing crosses, from left to right."""
    grown = band.grown(_CLEAR - 2)
    taken = [(min(one.x1, one.x2), max(one.x1, one.x2)) for one in pieces if one.hits(grown)]
    taken += [(one.x, one.right) for one in blocks if one.overlaps(band)]
    free: list[tuple[float, float]] = []
    start = band.x
    for low, high in sorted(taken):
        if low - _CLEAR > start:
            free.append((start, low - _CLEAR))
        start = max(start, high + _CLEAR)
    if band.right > start:
        free.append((start, band.right))
    return free
