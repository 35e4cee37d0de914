"""Heights between two rows of cards: lines and words stand as close as they can without touching each other.

The rows stay level. Between them each track and each label keeps its place in the order from above, but only what
shares a range along the rows has to keep a distance.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_TRACK_STEP = 7.0
_TAIL_ROOM = 7.0
_LABEL_ROOM = 6.0
_ARROW_ROOM = 12.0
_BORDER_ROOM = 6.0
_WALL_ROOM = 14.0
_STACK_ROOM = 2.0
_ROW_ROOM = 24.0
_BESIDE = 10.0


class Piece(NamedTuple):
    """A track (of no size) or a label between two rows: its range along u, and its size along v."""

    u1: float
    u2: float
    size: float = 0.0


class Edge(NamedTuple):
    """A boundary that ends at the upper row or starts at the lower one: its range along u, and its room in the aisle."""

    u1: float
    u2: float
    reach: float


class Aisle(NamedTuple):
    """What stands between two rows: tracks of lines from the upper row, labels, tracks of lines to the lower row.

    Tracks come with their level, from above. `ends` and `starts` are the boundaries of the upper and of the lower row,
    and `is_hit` says that an arrow from below ends at the upper row.
    """

    uppers: Sequence[tuple[int, Piece]] = ()
    labels: Sequence[Piece] = ()
    lowers: Sequence[tuple[int, Piece]] = ()
    ends: Sequence[Edge] = ()
    starts: Sequence[Edge] = ()
    is_hit: bool = False


class AisleHeights(NamedTuple):
    """Places along v from the end of the upper row: of tracks, of the middles of labels, and of the lower row."""

    uppers: list[float]
    labels: list[float]
    lowers: list[float]
    size: float


class _Item(NamedTuple):
    """A piece in the order from above: `part` is 0 for upper tracks, 1 for labels, 2 for lower tracks."""

    part: int
    level: int
    place: int
    piece: Piece


def aisle_heights(aisle: Aisle, least: float = 0.0) -> AisleHeights:
    """Return where all of an aisle stands, which is at least `least` high: tracks near their row, labels between.

    >>> low, high = Piece(0, 50), Piece(80, 150, 30)
    >>> aisle_heights(Aisle(uppers=[(0, low)], labels=[high]))
    AisleHeights(uppers=[7.0], labels=[28.0], lowers=[], size=61.0)
    """
    items = [_Item(0, level, place, piece) for place, (level, piece) in enumerate(aisle.uppers)]
    items += [_Item(1, level, place, aisle.labels[place]) for place, level in enumerate(_lines_of(aisle.labels))]
    items += [_Item(2, level, place, piece) for place, (level, piece) in enumerate(aisle.lowers)]
    items.sort(key=lambda item: item[:3])
    above = [_above(items, number) for number in range(len(items))]
    early: list[float] = []
    for number, item in enumerate(items):
        early.append(max([_head(aisle, item.piece), *[early[other] + room for other, room in above[number]]]))
    feet = [_foot(aisle, item.piece) for item in items]
    size = max([least, _least(aisle), *[v + foot for v, foot in zip(early, feet, strict=True)]])
    late = [size - foot for foot in feet]
    for number in range(len(items) - 1, -1, -1):
        for other, room in above[number]:
            late[other] = min(late[other], late[number] - room)
    labels = _label_middles(items, above, early, late, size / 2)
    uppers = [early[number] for number, item in enumerate(items) if item.part == 0]
    lowers = [late[number] for number, item in enumerate(items) if item.part == 2]
    return AisleHeights(_unsorted(items, 0, uppers), labels, _unsorted(items, 2, lowers), size)


def _unsorted(items: Sequence[_Item], part: int, found: Sequence[float]) -> list[float]:
    """Return what was found for the items of a part in the order in which the aisle has them."""
    places = [item.place for item in items if item.part == part]
    return [v for _, v in sorted(zip(places, found, strict=True))]


def _label_middles(
    items: Sequence[_Item],
    above: Sequence[Sequence[tuple[int, float]]],
    early: Sequence[float],
    late: Sequence[float],
    middle: float,
) -> list[float]:
    """Return the middle of each label: those of a line side by side, as many of them as can be."""
    tops = list(early)
    found: dict[int, float] = {}
    for level in sorted({item.level for item in items if item.part == 1}):
        ranges: dict[int, tuple[float, float]] = {}
        for number, item in enumerate(items):
            if (item.part, item.level) == (1, level):
                half = item.piece.size / 2
                top = max([tops[number], *[tops[other] + room for other, room in above[number]]])
                ranges[number] = (top + half, late[number] + half)
        options = {middle, *(end for one in ranges.values() for end in one)}
        line = min(options, key=lambda v: (-sum(low <= v <= high for low, high in ranges.values()), abs(v - middle), v))
        for number, (low, high) in ranges.items():
            place = min(max(line, low), high)
            tops[number] = place - items[number].piece.size / 2
            found[items[number].place] = place
    return [found[place] for place in sorted(found)]


def _lines_of(labels: Sequence[Piece]) -> list[int]:
    """Return the line that each label stands in, from above: those of one line share no range along the row."""
    lines = [0] * len(labels)
    ends: list[float] = []
    for number in sorted(range(len(labels)), key=lambda one: (labels[one].u1, one)):
        label = labels[number]
        line = next((line for line, end in enumerate(ends) if end <= label.u1), len(ends))
        ends[line : line + 1] = [label.u2]
        lines[number] = line
    return lines


def _above(items: Sequence[_Item], number: int) -> list[tuple[int, float]]:
    """Return the items that an item has to stay below, and how far below their beginning."""
    part, level, _, (u1, u2, size) = items[number]
    found = []
    for other in range(number):
        its_part, its_level, _, (low, high, its_size) = items[other]
        are_labels = part == its_part == 1
        beside = 0.0 if are_labels else _BESIDE
        if low - beside < u2 and u1 - beside < high and (its_part, its_level) != (part, level):
            gap = _STACK_ROOM if are_labels else _LABEL_ROOM if size or its_size else _TRACK_STEP
            found.append((other, its_size + gap))
    return found


def _touches(edge: Edge, piece: Piece | Edge, room: float) -> bool:
    return edge.u1 - room < piece.u2 and piece.u1 - room < edge.u2


def _head(aisle: Aisle, piece: Piece) -> float:
    """Return how far below the upper row a piece begins at least."""
    room = (_ARROW_ROOM if aisle.is_hit else _TAIL_ROOM) + (_LABEL_ROOM if piece.size else 0.0)
    return max([room, *[edge.reach + _TAIL_ROOM for edge in aisle.ends if _touches(edge, piece, _BORDER_ROOM)]])


def _foot(aisle: Aisle, piece: Piece) -> float:
    """Return how far above the lower row a piece begins at least."""
    room = _ARROW_ROOM + (_LABEL_ROOM if piece.size else 0.0)
    starts = [edge.reach + _BORDER_ROOM for edge in aisle.starts if _touches(edge, piece, _BORDER_ROOM)]
    return max([room, *starts]) + piece.size


def _least(aisle: Aisle) -> float:
    """Return the least height of an aisle for the sake of its rows and boundaries."""
    rooms = [edge.reach + _ARROW_ROOM for edge in (*aisle.ends, *aisle.starts)]
    pairs = [(end, start) for end in aisle.ends for start in aisle.starts if _touches(end, start, _BESIDE)]
    return max([_ROW_ROOM, *rooms, *[end.reach + start.reach + _WALL_ROOM for end, start in pairs]])
