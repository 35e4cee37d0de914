"""A placed picture squeezed into character cells: every order of left and right, above and below stays as it is.

What a layout decided in units is kept as constraints "at least so many cells behind", solved by longest paths:
first across the page, then down it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from designer.render.columns import columns
from designer.render.escape import one_line
from designer.render.geometry import Point
from designer.render.placed import Placed, PlacedLine
from designer.render.term_canvas import Way

_NEAR = 7.0
_TITLE = 18
_LEVEL = 6
_SAME = 0.75
Key = tuple[str, object]


class Box(NamedTuple):
    """A card or a boundary in cells, both corners inside it."""

    left: int
    top: int
    right: int
    bottom: int


class Run(NamedTuple):
    """The cells at which a line turns, with its ends; `arrow` points the way of its tip, if it has one."""

    line: PlacedLine
    cells: tuple[tuple[int, int], ...]
    arrow: Way | None


class Cells(NamedTuple):
    """A picture in cells."""

    width: int
    height: int
    cards: tuple[Box, ...]
    groups: tuple[Box, ...]
    runs: tuple[Run, ...]


class _Thing(NamedTuple):
    """Something that has a place on one axis: where it was, and from where to where it reaches on the other axis."""

    key: Key
    at: float
    low: float
    high: float


class _Path(NamedTuple):
    points: tuple[Point, ...]
    start: int | None
    end: int | None


def squeeze(
    placed: Placed,
    sizes: Sequence[tuple[int, int]],
    width: int,
    labels: Mapping[int, int] | None = None,
    *,
    is_tight: bool = False,
) -> Cells | None:
    """Return a picture in at most `width` columns, or None where it does not fit.

    Args:
        placed: the picture.
        sizes: columns and rows of each card, in the order of `placed.nodes`.
        width: how many columns there are.
        labels: columns that are kept free beside a line for its words, by the line's net.
        is_tight: whether things may stand side by side with a blank between them.
    """
    paths = [_path(line, placed) for line in placed.lines]
    across = _Axis(placed, paths, sizes, is_across=True, labels=labels, is_tight=is_tight)
    spread = across.spread(width)
    if spread is None:
        return None
    down = _Axis(placed, paths, sizes, is_across=False, other=(across, spread))
    return _cells(placed, paths, (across, spread), (down, down.packed()))


def columns_of(title: str) -> int:
    """Return how wide a boundary is at least, so that most titles can be read."""
    return min(columns(one_line(title)), _TITLE) + 5


def _path(line: PlacedLine, placed: Placed) -> _Path:
    """Return a line without gaps and without points that are no corners, and the cards at its ends."""
    points: list[Point] = []
    for point in (point for stroke in line.strokes for point in stroke):
        if points and abs(points[-1].x - point.x) < _SAME and abs(points[-1].y - point.y) < _SAME:
            continue
        if len(points) > 1 and _is_straight(points[-2], points[-1], point):
            points.pop()
        points.append(point)
    ends = {edge.source for edge in line.edges}, {edge.target for edge in line.edges}
    return _Path(tuple(points), _card_at(points[0], ends[0], placed), _card_at(points[-1], ends[1], placed))


def _is_straight(a: Point, b: Point, c: Point) -> bool:
    return (abs(a.x - b.x) < _SAME and abs(b.x - c.x) < _SAME) or (abs(a.y - b.y) < _SAME and abs(b.y - c.y) < _SAME)


def _card_at(point: Point, wanted: set[str], placed: Placed) -> int | None:
    for number, one in enumerate(placed.nodes):
        rect = one.rect.grown(_NEAR)
        if one.node.id in wanted and rect.x <= point.x <= rect.right and rect.y <= point.y <= rect.bottom:
            return number
    return None


def _is_upright(a: Point, b: Point) -> bool:
    return abs(a.x - b.x) < _SAME


class _Axis:
    """One axis of a picture: what stands along it, and who has to stand behind whom."""

    def __init__(
        self,
        placed: Placed,
        paths: Sequence[_Path],
        sizes: Sequence[tuple[int, int]],
        *,
        is_across: bool,
        other: tuple[_Axis, Mapping[Key, int]] | None = None,
        labels: Mapping[int, int] | None = None,
        is_tight: bool = False,
    ) -> None:
        self.placed, self.paths, self.sizes = placed, paths, sizes
        self.is_across, self.other, self.is_tight = is_across, other, is_tight
        self.things: dict[Key, _Thing] = {}
        self.after: dict[Key, list[tuple[Key, int]]] = {}
        self.places: dict[int, list[float]] = {}
        self._add_boxes()
        self._add_runs()
        beside = self._add_labels(labels or {})
        self._order_all()
        for run, label, wide in beside:
            self.after[run].append((label, wide + 1))
        if is_across:
            self._part_neighbours(labels or {})
        self._order_boxes()

    def _add_boxes(self) -> None:
        for kind, rects in (
            ("card", [one.rect for one in self.placed.nodes]),
            ("group", [one.rect for one in self.placed.groups]),
        ):
            for number, rect in enumerate(rects):
                low, high = (rect.x, rect.right) if self.is_across else (rect.y, rect.bottom)
                reach = self._reach_of_box(kind, number, (rect.y, rect.bottom))
                self.things[f"{kind}<", number] = _Thing((f"{kind}<", number), low, *reach)
                self.things[f"{kind}>", number] = _Thing((f"{kind}>", number), high, *reach)

    def _reach_of_box(self, kind: str, number: int, own: tuple[float, float]) -> tuple[float, float]:
        if self.other is None:
            return own
        found = self.other[1]
        return float(found[f"{kind}<", number]), float(found[f"{kind}>", number])

    def _add_runs(self) -> None:
        for line, path in zip(self.placed.lines, self.paths, strict=True):
            for a, b in pairwise(path.points):
                if _is_upright(a, b) != self.is_across:
                    continue
                at = a.x if self.is_across else a.y
                key = self.key_of(line.net, at)
                low, high = sorted((a.y, b.y)) if self.is_across else self._reach_of_run(line.net, path, a, b)
                known = self.things.get(key)
                if known is not None:
                    low, high = min(low, known.low), max(high, known.high)
                else:
                    self.places.setdefault(line.net, []).append(at)
                self.things[key] = _Thing(key, at if known is None else known.at, low, high)

    def _add_labels(self, labels: Mapping[int, int]) -> list[tuple[Key, Key, int]]:
        """Add the right ends of words that stand right of a line, and return what each stands beside."""
        found: list[tuple[Key, Key, int]] = []
        for number, label in enumerate(self.placed.labels):
            box = label.boxes[0]
            run = self.key_of(label.net, box.center.x)
            if label.net not in labels or run not in self.things:
                continue
            key: Key = ("label", number)
            self.things[key] = _Thing(key, self.things[run].at + 0.01, box.y, box.bottom)
            found.append((run, key, labels[label.net]))
        return found

    def _part_neighbours(self, labels: Mapping[int, int]) -> None:
        """Keep cards apart that a level line joins, so that there is room for its tip and its words."""
        for line, path in zip(self.placed.lines, self.paths, strict=True):
            first, last = path.points[0], path.points[-1]
            if len(path.points) != 2 or _is_upright(first, last) or path.start is None or path.end is None:
                continue
            left, right = (path.start, path.end) if first.x < last.x else (path.end, path.start)
            self.after["card>", left].append((("card<", right), labels.get(line.net, 0) + _LEVEL))

    def _reach_of_run(self, net: int, path: _Path, a: Point, b: Point) -> tuple[float, float]:
        assert self.other is not None
        ends = sorted(_place_on(self.other[0], self.other[1], net, path, point) for point in (a, b))
        return float(ends[0]), float(ends[1])

    def key_of(self, net: int, at: float) -> Key:
        """Return the key of a line's piece at a place of this axis; pieces of one line that are level share it."""
        for place in self.places.get(net, ()):
            if abs(place - at) < _SAME:
                return "run", (net, place)
        return "run", (net, at)

    def _order_all(self) -> None:
        order = sorted(self.things.values(), key=lambda thing: (thing.at, str(thing.key)))
        near = _NEAR if self.other is None else 0.0
        for place, one in enumerate(order):
            self.after.setdefault(one.key, [])
            for two in order[place + 1 :]:
                if one.low <= two.high + near and two.low <= one.high + near and not self._is_attached(one, two):
                    self.after[one.key].append((two.key, self._gap(one.key, two.key)))

    def _is_attached(self, one: _Thing, two: _Thing) -> bool:
        # Both sides of one card: their distance is its size.
        return one.key[0][:-1] == two.key[0][:-1] == "card" and one.key[1] == two.key[1]

    def _gap(self, one: Key, two: Key) -> int:
        kinds = (one[0], two[0])
        if self.is_across:
            return _TIGHT.get(kinds, 1) if self.is_tight else _ACROSS.get(kinds, 2)
        return _DOWN.get(kinds, 1)

    def _order_boxes(self) -> None:
        if self.is_across:
            for number, group in enumerate(self.placed.groups):
                self.after["group<", number].append((("group>", number), columns_of(group.group.name)))
        for number, size in enumerate(self.sizes):
            self.after["card<", number].append((("card>", number), size[0 if self.is_across else 1] - 1))
        if self.is_across:
            return
        # Cards that stood level stay level.
        ranks: dict[int, list[int]] = {}
        for number, one in enumerate(self.placed.nodes):
            ranks.setdefault(round(one.rect.center.y / 4), []).append(number)
        self.level = [members for members in ranks.values() if len(members) > 1]

    def _longest(self, order: Sequence[Key], after: Mapping[Key, list[tuple[Key, int]]]) -> dict[Key, int]:
        found = dict.fromkeys(order, 0)
        for key in order:
            for other, gap in after[key]:
                found[other] = max(found[other], found[key] + gap)
        return found

    def _sorted(self) -> list[Key]:
        return [thing.key for thing in sorted(self.things.values(), key=lambda thing: (thing.at, str(thing.key)))]

    def spread(self, width: int) -> dict[Key, int] | None:
        """Return where everything stands when the room is shared out evenly, or None when there is too little."""
        order = self._sorted()
        least = self._longest(order, self.after)
        used = max(least.values(), default=0) + 1
        if used > width:
            return None
        room = min(width, used + max(used // 3, 12))
        before: dict[Key, list[tuple[Key, int]]] = {key: [] for key in order}
        for key, links in self.after.items():
            for other, gap in links:
                before[other].append((key, gap))
        most = {key: room - 1 - place for key, place in self._longest(order[::-1], before).items()}
        found = {key: (least[key] + most[key]) // 2 for key in order}
        self._shrink_cards(found)
        self._tighten(found, before)
        return found

    def _shrink_cards(self, found: dict[Key, int]) -> None:
        ports: dict[int, list[int]] = {}
        for line, path in zip(self.placed.lines, self.paths, strict=True):
            first, second, last, before = path.points[0], path.points[1], path.points[-1], path.points[-2]
            for card, a, b in ((path.start, first, second), (path.end, last, before)):
                if card is not None and _is_upright(a, b):
                    ports.setdefault(card, []).append(found[self.key_of(line.net, a.x)])
        for number, (wanted, _) in enumerate(self.sizes):
            left, right = found["card<", number], found["card>", number]
            own = ports.get(number, [])
            middle = (min(own) + max(own)) // 2 if own else (left + right) // 2
            start = min(max(left, middle - wanted // 2), right - wanted + 1)
            end = start + wanted - 1
            if own:
                start, end = min(start, min(own) - 2), max(end, max(own) + 2)
            found["card<", number], found["card>", number] = max(start, left), min(end, right)

    def _tighten(self, found: dict[Key, int], before: Mapping[Key, list[tuple[Key, int]]]) -> None:
        """Pull boundaries close around what they hold, the innermost first."""
        for number in sorted(range(len(self.placed.groups)), key=lambda one: -self.placed.groups[one].depth):
            low, high = ("group<", number), ("group>", number)
            high_before = found[high]
            inner = [
                found[other] - gap for other, gap in self.after[low] if found[other] <= found[high] and other != high
            ]
            found[low] = max(found[low], min(inner, default=found[low]))
            inner = [found[other] + gap for other, gap in before[high] if found[other] >= found[low] and other != low]
            found[high] = min(found[high], max(inner, default=found[high]))
            if self.is_across:
                missing = columns_of(self.placed.groups[number].group.name) - (found[high] - found[low])
                found[high] = min(high_before, found[high] + max(missing, 0))

    def packed(self) -> dict[Key, int]:
        """Return where everything stands as far up as it can, level cards level."""
        order = self._sorted()
        found = self._longest(order, self.after)
        for _ in range(len(self.level) + 1):
            starts = dict.fromkeys(order, 0)
            for members in self.level:
                top = max(found["card<", number] for number in members)
                starts.update({("card<", number): top for number in members})
            again = dict(starts)
            for key in order:
                for other, gap in self.after[key]:
                    again[other] = max(again[other], again[key] + gap)
            if again == found:
                break
            found = again
        before: dict[Key, list[tuple[Key, int]]] = {key: [] for key in order}
        for key, links in self.after.items():
            for other, gap in links:
                before[other].append((key, gap))
        self._tighten(found, before)
        return found


_ACROSS: Mapping[tuple[str, str], int] = {
    ("card>", "card<"): 3,
    ("group>", "group<"): 2,
    ("card>", "group>"): 2,
    ("group<", "card<"): 2,
    ("run", "run"): 3,
}
_TIGHT: Mapping[tuple[str, str], int] = {
    ("card>", "card<"): 2,
    ("card>", "run"): 2,
    ("run", "card<"): 2,
    ("run", "run"): 2,
    ("label", "run"): 2,
    ("label", "card<"): 2,
}
_DOWN: Mapping[tuple[str, str], int] = {
    ("card>", "card<"): 4,
    ("card>", "run"): 2,
    ("run", "card<"): 3,
    ("group<", "card<"): 2,
    ("group>", "group<"): 2,
    ("group>", "card<"): 2,
    ("card>", "group<"): 2,
    ("group<", "run"): 1,
}


def _place_on(axis: _Axis, found: Mapping[Key, int], net: int, path: _Path, point: Point) -> int:
    """Return where a point of a line stands on an axis: at a piece of the line that runs across it, or at a card."""
    at = point.x if axis.is_across else point.y
    key = axis.key_of(net, at)
    if key in found:
        return found[key]
    for card, end in ((path.start, path.points[0]), (path.end, path.points[-1])):
        if card is not None and end == point:
            rect = axis.placed.nodes[card].rect
            middle = rect.center.x if axis.is_across else rect.center.y
            return found["card<" if at < middle else "card>", card]
    near = min(axis.things.values(), key=lambda thing: (abs(thing.at - at), str(thing.key)))
    return found[near.key]


def _cells(
    placed: Placed, paths: Sequence[_Path], across: tuple[_Axis, dict[Key, int]], down: tuple[_Axis, dict[Key, int]]
) -> Cells:
    wide, high = across[1], down[1]
    runs = []
    for line, path in zip(placed.lines, paths, strict=True):
        cells = [
            (_place_on(*across, line.net, path, point), _place_on(*down, line.net, path, point))
            for point in path.points
        ]
        runs.append(_run(line, path, cells))
    cards, groups = (
        tuple(
            Box(wide[f"{kind}<", n], high[f"{kind}<", n], wide[f"{kind}>", n], high[f"{kind}>", n])
            for n in range(count)
        )
        for kind, count in (("card", len(placed.nodes)), ("group", len(placed.groups)))
    )
    return Cells(max((*wide.values(), 0)) + 1, max((*high.values(), 0)) + 1, cards, groups, tuple(runs))


def _run(line: PlacedLine, path: _Path, cells: Sequence[tuple[int, int]]) -> Run:
    """Return a line whose tip stands before its card; the start stays in the card's border, where a branch is drawn."""
    (x0, y0), (x1, y1) = cells[-2], cells[-1]
    if y1 != y0:
        way = Way.DOWN if y1 > y0 else Way.UP
        step = (0, 1 if way is Way.DOWN else -1)
    else:
        way = Way.RIGHT if x1 > x0 else Way.LEFT
        step = (1 if way is Way.RIGHT else -1, 0)
    if path.end is None:
        return Run(line, tuple(cells), way if line.tip is not None else None)
    return Run(line, (*cells[:-1], (x1 - step[0], y1 - step[1])), way if line.tip is not None else None)
