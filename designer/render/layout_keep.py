"""Rows and wanted places for a picture that follows an earlier one: what stood there keeps its row and its place.

New cards get the row that costs least; of two cards that a new connection joins within one row, one leaves it.
Works in (u, v) as `layout_rows` does: u runs along a row, v from row to row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

from designer.render.earlier import Earlier, Path
from designer.render.geometry import Point, Rect
from designer.render.layout_layers import NONE, Direction, Layers, Net
from designer.render.layout_rank import without_level_edges
from designer.render.layout_search import Frame, RankProblem, RowSearch

_SWEEPS = 4
_OPTIONS = 4
_FAR = 420.0
_WALL = 34.0
_ON_LINE = 0.6
_PINNED, _KEPT, _NEAR, _LINE, _FREE = 1e6, 400.0, 4.0, 6.0, 1.0


class Span(NamedTuple):
    """A card's place in an earlier picture: its middle along u, and its range along v."""

    u: float
    v1: float
    v2: float


class Band(NamedTuple):
    """A row of an earlier picture: its range along v, and its cards."""

    v1: float
    v2: float
    cards: tuple[int, ...]


class Rows(NamedTuple):
    """The row of each card of a view, and the ranges along v that rows had before, by row."""

    of_card: tuple[int, ...]
    before: dict[int, tuple[float, float]]
    kept: frozenset[int]


def spans_of(earlier: Earlier, ids: Sequence[str]) -> dict[int, Span]:
    """Return where the cards of a view stood, by their number in it."""
    is_down = earlier.direction is Direction.DOWN
    places = dict(earlier.cards)
    return {number: span_of(places[key], is_down) for number, key in enumerate(ids) if key in places}


def bands_of(spans: Mapping[int, Span]) -> list[Band]:
    """Return the rows of an earlier picture, in their order."""
    bands: list[Band] = []
    for card, span in sorted(spans.items(), key=lambda item: (item[1].v1, item[0])):
        if bands and span.v1 < bands[-1].v2:
            last = bands[-1]
            bands[-1] = Band(last.v1, max(last.v2, span.v2), (*last.cards, card))
        else:
            bands.append(Band(span.v1, span.v2, (card,)))
    return bands


def keep_rows(
    problem: RankProblem,
    bands: Sequence[Band],
    frame: Frame,
    *,
    pinned: Collection[int] = frozenset(),
    chosen: Mapping[int, int] | None = None,
) -> Rows:
    """Return rows in which the cards that stood somewhere stay together as they were.

    Args:
        problem: what the rows have to serve.
        bands: the rows that there were.
        frame: the shape wanted.
        pinned: cards that leave their row only when there is no other way.
        chosen: rows of new cards, where they are not to be found here.
    """
    band_of = {card: number for number, band in enumerate(bands) for card in band.cards}
    rows = [band_of.get(card, 0) for card in range(problem.size)]
    fresh = _fresh(problem, bands)
    for card in fresh:
        near = [
            rows[edge.source] + 1 for edge in problem.incident[card] if edge.target == card and edge.source in band_of
        ]
        near += [
            rows[edge.target] - 1 for edge in problem.incident[card] if edge.source == card and edge.target in band_of
        ]
        rows[card] = round(fmean(near)) if near else min(len(bands), int(frame.rows))
    search = RowSearch(problem, frame, rows)
    search.settle(fresh, sweeps=_SWEEPS)
    for card, row in (chosen or {}).items():
        search.rows[card] = row
    moved = search.part_level(sweeps=_SWEEPS, fixed=pinned)
    found = without_level_edges(problem, search.rows)
    order = {row: number for number, row in enumerate(sorted(set(found)))}
    before: dict[int, tuple[float, float]] = {}
    kept = frozenset(card for card in band_of if card not in moved)
    for card in sorted(kept):
        band = bands[band_of[card]]
        before.setdefault(order[found[card]], (band.v1, band.v2))
    return Rows(tuple(order[row] for row in found), before, kept)


def other_rows(problem: RankProblem, bands: Sequence[Band], frame: Frame) -> list[dict[int, int]]:
    """Return further rows in which a single new card would not be level with a partner, the cheapest first."""
    fresh = _fresh(problem, bands)
    if len(fresh) != 1:
        return []
    band_of = {card: number for number, band in enumerate(bands) for card in band.cards}
    rows = [band_of.get(card, 0) for card in range(problem.size)]
    search = RowSearch(problem, frame, rows)
    levels = {rows[one] for edge in problem.incident[fresh[0]] for one in edge[:2] if one != fresh[0]}
    free = [row for row in range(-1, len(bands) + 1) if row not in levels]
    free.sort(key=lambda row: (search.cost_of(fresh[0], row), row))
    return [{fresh[0]: row} for row in free[:_OPTIONS]]


def _fresh(problem: RankProblem, bands: Sequence[Band]) -> list[int]:
    known = {card for band in bands for card in band.cards}
    return [card for card in range(problem.size) if card not in known]


def wanted_places(
    layers: Layers,
    rows: Rows,
    spans: Mapping[int, Span],
    earlier: Earlier,
    *,
    pinned: Collection[int] = frozenset(),
) -> list[tuple[float, float]]:
    """Return for each vertex where it should stand along its row, and how much it matters."""
    paths = _paths(earlier)
    bands = _bands_of_rows(rows)
    words = [point if earlier.direction is Direction.DOWN else Point(point[1], point[0]) for point in earlier.breaks]
    wanted: list[tuple[float, float] | None] = [None] * len(layers.vertices)
    for card, span in spans.items():
        wanted[card] = (span.u, _PINNED if card in pinned else _KEPT)
    _new_cards(layers, wanted)
    for net in layers.nets:
        known = next((path for edge in net.edges if (path := paths.get(f"{edge.source}>{edge.target}"))), ())
        for row, number in net.bends.items():
            place = _passing(known, *bands[row], words) if row in bands else None
            wanted[number] = (place, _LINE) if place is not None else (_between(layers, net, row, wanted), _FREE)
    return [one or (0.0, _FREE) for one in wanted]


def row_pitches(rows: Rows) -> dict[int, float]:
    """Return how far below the row before it each row began: rows between which nothing came or went stay apart so."""
    found: dict[int, float] = {}
    for above, below in pairwise(sorted(rows.before)):
        if below == above + 1:
            found[below] = rows.before[below][0] - rows.before[above][0]
    return found


def span_of(rect: Rect, is_down: bool) -> Span:
    """Return the place of a card's rectangle along (u, v)."""
    if is_down:
        return Span(rect.center.x, rect.y, rect.bottom)
    return Span(rect.center.y, rect.x, rect.right)


def _paths(earlier: Earlier) -> dict[str, Path]:
    """Return the path of each line along (u, v), by the ends of each connection that it stands for."""
    found: dict[str, Path] = {}
    is_down = earlier.direction is Direction.DOWN
    for key, path in earlier.lines:
        turned = path if is_down else tuple(point._replace(x=point.y, y=point.x) for point in path)
        for ends in key.split(" "):
            found.setdefault(ends, turned)
    return found


def _bands_of_rows(rows: Rows) -> dict[int, tuple[float, float]]:
    """Return the range along v that each row of vertices had, as far as that can be told."""
    found = {2 * row: band for row, band in rows.before.items()}
    for row, (_, end) in rows.before.items():
        if row + 1 in rows.before:
            found[2 * row + 1] = (end, rows.before[row + 1][0])
    return found


def _passing(path: Path, low: float, high: float, words: Iterable[Point]) -> float | None:
    """Return where a path passes a range along v: at its words there, else where it goes straight for longest."""
    pieces = []
    for one, other in pairwise(path):
        first, last = sorted((one[1], other[1]))
        first, last = max(first, low), min(last, high)
        if one[0] == other[0] and first < last:
            is_said = any(abs(u - one[0]) < _ON_LINE and first <= v <= last for u, v in words)
            pieces.append((is_said, last - first, one[0]))
    return max(pieces, key=lambda piece: piece[:2])[2] if pieces else None


def _new_cards(layers: Layers, wanted: list[tuple[float, float] | None]) -> None:
    """Put new cards between what they are connected with, where there is room for them near by."""
    for card in range(len(layers.view.nodes)):
        if wanted[card] is None:
            near = [place[0] for other in _partners(layers.nets, card) if (place := wanted[other])]
            near = near or _group_places(layers, card, wanted)
            # Where nothing tells a place, the end of the row moves nobody.
            last = max([place[0] for place in wanted if place], default=0.0) + 240.0
            middle = fmean(near) if near else last
            wanted[card] = (_free_place(layers, card, middle, wanted), _NEAR)


def _free_place(layers: Layers, card: int, middle: float, wanted: Sequence[tuple[float, float] | None]) -> float:
    """Return the place nearest to `middle` where a new card moves no other, or `middle` when that is far away."""
    half = layers.vertices[card].half
    taken = [(low - half, high + half) for low, high in _taken(layers, card, wanted)]
    edges = [edge for both in taken for edge in both]
    free = [place for place in (middle, *edges) if not any(low < place < high for low, high in taken)]
    best = min(free, key=lambda place: (abs(place - middle), place), default=middle)
    return best if abs(best - middle) <= _FAR else middle


def _taken(layers: Layers, card: int, wanted: Sequence[tuple[float, float] | None]) -> Iterator[tuple[float, float]]:
    """Yield what is taken of a card's row: by cards, and by groups that it is not in."""
    row, own = layers.rows[card], set(layers.ancestors(layers.group_of[card]))
    for other, place in enumerate(wanted[: len(layers.view.nodes)]):
        if place and layers.rows[other] == row and other != card:
            half = layers.vertices[other].half
            yield place[0] - half, place[0] + half
    for number, group in enumerate(layers.groups):
        if number not in own and group.first <= row <= group.last and (span := _column(layers, number, wanted)):
            yield span[0] - _WALL, span[1] + _WALL
    # Its own group must not grow into what stands beside it.
    for number in own:
        group = layers.groups[number]
        column = _column(layers, number, wanted)
        for other, place in enumerate(wanted[: len(layers.view.nodes)]):
            if column and place and group.first <= layers.rows[other] <= group.last:
                half = layers.vertices[other].half
                if number not in layers.ancestors(layers.group_of[other]):
                    if place[0] > column[1]:
                        yield place[0] - half - _WALL, float("inf")
                    elif place[0] < column[0]:
                        yield float("-inf"), place[0] + half + _WALL


def _column(layers: Layers, number: int, wanted: Sequence[tuple[float, float] | None]) -> tuple[float, float] | None:
    """Return the range along u of the cards of a group."""
    cards = range(len(layers.view.nodes))
    spans = [
        (place[0] - layers.vertices[one].body, place[0] + layers.vertices[one].body)
        for one in cards
        if (place := wanted[one]) and number in layers.ancestors(layers.group_of[one])
    ]
    return (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None


def _group_places(layers: Layers, card: int, wanted: Sequence[tuple[float, float] | None]) -> list[float]:
    group = layers.group_of[card]
    cards = range(len(layers.view.nodes))
    return [place[0] for one in cards if layers.group_of[one] == group != NONE and (place := wanted[one])]


def _partners(nets: Iterable[Net], card: int) -> list[int]:
    found: list[int] = []
    for net in nets:
        if net.root == card:
            found += net.leaves
        elif card in net.leaves:
            found.append(net.root)
    return found


def _between(layers: Layers, net: Net, row: int, wanted: Sequence[tuple[float, float] | None]) -> float:
    """Return the place of a bend on the way from the trunk's root to its farthest leaf."""
    far = max(net.leaves, key=lambda leaf: (abs(layers.rows[leaf] - layers.rows[net.root]), -leaf))
    root, leaf = (wanted[card] or (0.0, 0.0) for card in (net.root, far))
    start, end = 2 * layers.rows[net.root], 2 * layers.rows[far]
    share = (row - start) / (end - start)
    # A line that only goes to the next row turns at one end; its words stand where the arrow ends.
    share = share if abs(end - start) > 2 else 0.5
    return root[0] + (leaf[0] - root[0]) * share
