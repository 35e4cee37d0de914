"""At which sides the lines of an architecture diagram leave and arrive, so that no two parts get one place.

Mermaid walks along the lines from part to part and puts each new one beside the one before, on the side where the line
leaves. A second line on the same side would put two parts on one place. So some lines say where parts stand, one for
each side of a part; the others leave and arrive on the same side, which Mermaid draws and takes no place from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import hypot
from typing import NamedTuple

from designer.render.geometry import Point

_STEPS = {"B": (0, 1), "R": (1, 0), "L": (-1, 0), "T": (0, -1)}
_OPPOSITE = {"B": "T", "T": "B", "L": "R", "R": "L"}
_ALIKE = 0.5
"""The least cosine between where a part stands in our layout and where it would stand in Mermaid's."""


class Sides(NamedTuple):
    """Where a line leaves its source and where it reaches its target: L, R, T or B."""

    out: str
    into: str


def sides_of(places: Mapping[str, Point], pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Sides]:
    """Return the sides of each line between two parts, by the ids of its ends.

    Args:
        places: the middle of each part in our layout, in the order in which Mermaid will meet them.
        pairs: source and target of each line.

    >>> sides_of({"a": Point(0, 0), "b": Point(0, 100), "c": Point(5, 100)}, [("a", "b"), ("c", "a")])
    {('a', 'b'): Sides(out='B', into='T'), ('c', 'a'): Sides(out='L', into='L')}
    """
    beside: dict[str, list[str]] = {part: [] for part in places}
    for source, target in pairs:
        if source != target:
            beside[source].append(target)
            beside[target].append(source)
    leads: dict[tuple[str, str], str] = {}
    seen: set[str] = set()
    for start in places:
        if start not in seen:
            _walk(start, places, beside, leads, seen)
    return {(source, target): _sides(source, target, places, leads) for source, target in pairs}


def _walk(
    start: str,
    places: Mapping[str, Point],
    beside: Mapping[str, Sequence[str]],
    leads: dict[tuple[str, str], str],
    seen: set[str],
) -> None:
    """Give a place to all parts that lines lead to from `start`; note in `leads` the side that leads to each."""
    cells = {start: (0, 0)}
    taken = {(0, 0)}
    used: set[tuple[str, str]] = set()
    seen.add(start)
    queue = [start]
    for part in queue:
        for side, (dx, dy) in _STEPS.items():
            cell = (cells[part][0] + dx, cells[part][1] + dy)
            if cell in taken or (part, side) in used:
                continue
            fitting = [
                (-likeness, other)
                for other in beside[part]
                if other not in seen and (likeness := _likeness(places[part], places[other], dx, dy)) >= _ALIKE
            ]
            if fitting:
                other = min(fitting)[1]
                cells[other] = cell
                taken.add(cell)
                used |= {(part, side), (other, _OPPOSITE[side])}
                seen.add(other)
                queue.append(other)
                leads[part, other], leads[other, part] = side, _OPPOSITE[side]


def _likeness(one: Point, other: Point, dx: int, dy: int) -> float:
    across, down = other.x - one.x, other.y - one.y
    return (across * dx + down * dy) / (hypot(across, down) or 1.0)


def _sides(source: str, target: str, places: Mapping[str, Point], leads: Mapping[tuple[str, str], str]) -> Sides:
    if (source, target) in leads:
        return Sides(leads[source, target], leads[target, source])
    across, down = places[target].x - places[source].x, places[target].y - places[source].y
    same = ("B" if across > 0 else "T") if abs(across) > abs(down) else ("R" if down > 0 else "L")
    return Sides(same, same)
