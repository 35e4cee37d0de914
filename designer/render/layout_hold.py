"""Places along rows without an engine, as near as can be to wanted ones: rows keep an order, groups a column of their own.

Least squares under differences (x_b - x_a >= gap), solved one constraint after the other (Hildreth's method) and made
exact by a last pass from left to right.
Source: C. Hildreth, "A quadratic programming procedure", Naval Research Logistics Quarterly 4 (1957).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from designer.render.layout_build import BEND_HALF
from designer.render.layout_dot import GROUP_MARGIN
from designer.render.layout_layers import NONE, Direction, Layers, Vertex
from designer.render.layout_titles import TITLE_BAND
from designer.render.layout_walls import GROUP_PAD

_SWEEPS = 400
_CLOSE = 0.05
_SWAPS = 6
_EDGE_WEIGHT = 0.02
_CLOSE_BY = 6.0
_BESIDE = 8.0
_APART = 10.0

Wanted = Sequence[tuple[float, float]]


class _Item(NamedTuple):
    """A vertex, or a group's left or right side, in a row."""

    number: int
    side: int = 0


def held_places(layers: Layers, wanted: Wanted) -> list[float]:
    """Return the place of each vertex along its row.

    Args:
        layers: the rows of vertices.
        wanted: for each vertex where it should stand, and how much that matters.
    """
    rows = orders_of(layers, wanted)
    gaps = gaps_of(layers, rows, _overlapping(layers, wanted))
    count = len(layers.vertices)
    spots = [place for place, _ in wanted]
    weights = [weight for _, weight in wanted]
    for group in range(len(layers.groups)):
        inside = [number for number in range(count) if group in layers.ancestors(layers.vertices[number].group)]
        low = min([spots[one] - layers.vertices[one].body for one in inside], default=0.0)
        high = max([spots[one] + layers.vertices[one].body for one in inside], default=0.0)
        spots += [low - _low_pad(layers), high + GROUP_PAD]
        weights += [_EDGE_WEIGHT, _EDGE_WEIGHT]
    return solve(spots, weights, gaps)[:count]


def _overlapping(layers: Layers, wanted: Wanted) -> set[int]:
    """Return the rows in which labels that keep their places share a range, since they stood one above the other."""
    rows: dict[int, list[int]] = {}
    for net in layers.nets:
        if net.label != NONE and wanted[net.label][1] > 1:
            rows.setdefault(layers.vertices[net.label].row, []).append(net.label)
    found = set()
    for row, labels in rows.items():
        labels.sort(key=lambda one: (wanted[one][0], one))
        for one, two in pairwise(labels):
            near = wanted[two][0] - wanted[one][0]
            if near < layers.vertices[one].half + layers.vertices[two].half - _CLOSE_BY:
                found.add(row)
    return found


def solve(spots: Sequence[float], weights: Sequence[float], gaps: Sequence[tuple[int, int, float]]) -> list[float]:
    """Return the places nearest to `spots` by weighted squares that keep all `gaps` (a, b, least b - a).

    The gaps form no ring.

    >>> [round(x, 1) for x in solve([0.0, 0.0, 50.0], [1.0, 1.0, 1.0], [(0, 1, 10.0), (1, 2, 10.0)])]
    [-5.0, 5.0, 50.0]
    """
    x = list(spots)
    # A gap that is kept by far is looked at only now and then.
    push = [0.0] * len(gaps)
    ease = [1 / (1 / weights[a] + 1 / weights[b]) for a, b, _ in gaps]
    live = list(range(len(gaps)))
    for sweep in range(_SWEEPS):
        worst = 0.0
        for number in live:
            a, b, gap = gaps[number]
            step = (gap - x[b] + x[a]) * ease[number]
            step = max(step, -push[number])
            if step:
                push[number] += step
                x[a] -= step / weights[a]
                x[b] += step / weights[b]
                worst = max(worst, abs(step) / min(weights[a], weights[b]))
        if worst < _CLOSE:
            if len(live) == len(gaps):
                break
            live = list(range(len(gaps)))
        elif sweep % 8 == 0:
            live = list(range(len(gaps)))
        else:
            live = [one for one in live if push[one] or x[gaps[one][1]] - x[gaps[one][0]] < gaps[one][2]]
    return _exact(x, gaps)


def _exact(x: list[float], gaps: Sequence[tuple[int, int, float]]) -> list[float]:
    """Return places moved to the right by what is still missing, each after all that stand before it."""
    after: list[list[tuple[int, float]]] = [[] for _ in x]
    waiting = [0] * len(x)
    for a, b, gap in gaps:
        after[a].append((b, gap))
        waiting[b] += 1
    ready = [one for one, count in enumerate(waiting) if not count]
    for one in ready:
        for other, gap in after[one]:
            if x[other] < x[one] + gap:
                x[other] = x[one] + gap
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return x


def _low_pad(layers: Layers) -> float:
    return GROUP_PAD if layers.direction is Direction.DOWN else TITLE_BAND


def orders_of(layers: Layers, wanted: Wanted) -> list[list[_Item]]:
    """Return the order of each row: vertices, and the sides of groups around what they hold."""
    keys = _group_keys(layers, wanted)
    inside: dict[tuple[int, int], list[int]] = {}
    for number, vertex in enumerate(layers.vertices):
        inside.setdefault((vertex.row, vertex.group), []).append(number)
    for members in inside.values():
        members.sort(key=lambda one: (wanted[one][0], one))
    _uncross(layers, inside, wanted)
    children: dict[int, list[int]] = {}
    for number, group in enumerate(layers.groups):
        children.setdefault(group.parent, []).append(number)
    return [_order(layers, row, NONE, inside, children, keys, wanted) for row in range(layers.row_count)]


def _order(
    layers: Layers,
    row: int,
    group: int,
    inside: dict[tuple[int, int], list[int]],
    children: dict[int, list[int]],
    keys: Sequence[float],
    wanted: Wanted,
) -> list[_Item]:
    """Return the order of a row within one group."""
    blocks: list[tuple[float, list[_Item]]] = []
    for child in children.get(group, ()):
        if 2 * layers.groups[child].first <= row <= 2 * layers.groups[child].last:
            items = _order(layers, row, child, inside, children, keys, wanted)
            blocks.append((keys[child], [_Item(child, -1), *items, _Item(child, 1)]))
    blocks.sort(key=lambda block: (block[0], block[1][0].number))
    found: list[_Item] = []
    loose = list(inside.get((row, group), ()))
    # Loose vertices keep the order that they were given; groups stand where their middle is.
    for key, items in blocks:
        while loose and wanted[loose[0]][0] <= key:
            found.append(_Item(loose.pop(0)))
        found += items
    return found + [_Item(one) for one in loose]


def _group_keys(layers: Layers, wanted: Wanted) -> list[float]:
    """Return the middle of each group: of the cards that want to stand in it, the surest first."""
    keys = []
    for group in range(len(layers.groups)):
        cards = [one for one, mine in enumerate(layers.group_of) if group in layers.ancestors(mine)]
        most = max([wanted[one][1] for one in cards], default=0.0)
        places = [wanted[one][0] for one in cards if wanted[one][1] == most]
        keys.append((min(places, default=0.0) + max(places, default=0.0)) / 2)
    return keys


def _uncross(layers: Layers, inside: dict[tuple[int, int], list[int]], wanted: Wanted) -> None:
    """Swap neighbours of a row, of which one at least is no card that stood there, where fewer lines cross then."""
    links: dict[int, tuple[list[int], list[int]]] = {number: ([], []) for number in range(len(layers.vertices))}
    for a, b, _ in layers.links:
        links[a][1].append(b)
        links[b][0].append(a)
    place = {one: (wanted[one][0], number) for members in inside.values() for number, one in enumerate(members)}
    sure = max([weight for _, weight in wanted], default=0.0)
    for _ in range(_SWAPS):
        is_better = False
        for members in inside.values():
            for at in range(len(members) - 1):
                one, other = members[at], members[at + 1]
                if wanted[one][1] == wanted[other][1] == sure:
                    continue
                now, then = _crossings(links[one], links[other], place), _crossings(links[other], links[one], place)
                if then < now:
                    members[at], members[at + 1] = other, one
                    place[one], place[other] = place[other], place[one]
                    is_better = True
        if not is_better:
            break


def _crossings(
    left: tuple[list[int], list[int]], right: tuple[list[int], list[int]], place: dict[int, tuple[float, int]]
) -> int:
    """Return how often the links of two neighbours cross."""
    return sum(
        place[mine] > place[theirs]
        for ours, others in zip(left, right, strict=True)
        for mine in ours
        for theirs in others
    )


def gaps_of(
    layers: Layers, rows: Sequence[Sequence[_Item]], staggered: Iterable[int] = ()
) -> list[tuple[int, int, float]]:
    """Return what neighbours in each row have to keep between them, the largest of each pair.

    In the rows that are `staggered`, labels may share a range.
    """
    found: dict[tuple[int, int], float] = {}
    count = len(layers.vertices)
    low_pad = _low_pad(layers)

    def variable(item: _Item) -> int:
        return item.number if not item.side else count + 2 * item.number + (item.side > 0)

    def inner(vertex: Vertex, pad: float) -> float:
        room = vertex.body + pad
        return room if vertex.card != NONE else min(room, vertex.half + GROUP_MARGIN[layers.direction])

    def gap(one: _Item, other: _Item) -> float:
        mine, theirs = (
            layers.vertices[one.number if not one.side else 0],
            layers.vertices[other.number if not other.side else 0],
        )
        if not one.side and not other.side:
            return mine.half + theirs.half
        if not one.side:
            return inner(mine, GROUP_PAD) if other.side > 0 else mine.half + _BESIDE
        if not other.side:
            return inner(theirs, low_pad) if one.side < 0 else theirs.half + _BESIDE
        if one.side == other.side:
            return low_pad if one.side < 0 else GROUP_PAD
        return _APART if one.side > 0 else low_pad + GROUP_PAD

    for row in rows:
        for one, other in pairwise(row):
            key = (variable(one), variable(other))
            found[key] = max(found.get(key, 0.0), gap(one, other))
    for number in staggered:
        found.update(_staggered(layers, rows[number], found))
    return [(a, b, room) for (a, b), room in sorted(found.items())]


def _staggered(
    layers: Layers, row: Sequence[_Item], found: Mapping[tuple[int, int], float]
) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield what labels side by side keep when one may stand above the other: each stays beside the other's line."""
    labels = {net.label for net in layers.nets}
    run = [NONE if item.side or item.number not in labels else item.number for item in row]
    half = {number: layers.vertices[number].half for number in run if number != NONE}
    for one, two, after in zip(run, run[1:], [*run[2:], NONE], strict=False):
        if NONE not in (one, two):
            yield (one, two), max(half[one], half[two]) + BEND_HALF
            if after != NONE:
                yield (one, after), max(found.get((one, after), 0.0), half[one] + half[after])
