"""Choose the best of several layouts of a view. Pure: the engine's answer comes in as text.

`batches` gives what to try; the programs of a batch go through the engine in one call. A `Choice` reads the answers and
works out the layouts that may win; `pictures` works out all. `plain_picture` needs no engine at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from designer.errors import LayoutError
from designer.model.connection import Mode
from designer.model.kinds import Family, Kind
from designer.model.view import View, ViewEdge
from designer.render.geometry import Point
from designer.render.layout_build import build_layers
from designer.render.layout_compact import compacted
from designer.render.layout_dot import read_places, write_dot
from designer.render.layout_estimate import estimate
from designer.render.layout_grid import grid_places
from designer.render.layout_groups import group_table
from designer.render.layout_layers import NONE, Direction, Layers
from designer.render.layout_nets import edge_texts, tapped_edges
from designer.render.layout_place import place
from designer.render.layout_rank import rank_cards
from designer.render.layout_search import Frame, RankEdge, RankProblem
from designer.render.placed import Placed
from designer.render.quality import Quality, measure

_DOWN_CELL = (196.0, 126.0)
_RIGHT_CELL = (290.0, 80.0)


class Wish(NamedTuple):
    """A shape to try: a direction, the width by height of the cards' area, and the costs of `Frame`."""

    direction: Direction
    aspect: float
    crowd_cost: float = 2.5
    tall_cost: float = 2.5
    group_cost: float = 2.0
    up_cost: float = 1.0

    def frame(self, count: int) -> Frame:
        """Return how many cards a row and how many rows a picture of `count` cards should have."""
        width, height = _DOWN_CELL if self.direction is Direction.DOWN else _RIGHT_CELL
        area = max(count, 1) * width * height * _SLACK
        across, down = (area * self.aspect) ** 0.5, (area / self.aspect) ** 0.5
        cards, rows = (
            (across / width, down / height) if self.direction is Direction.DOWN else (down / height, across / width)
        )
        return Frame(max(cards, 1.0), max(rows, 2.0), self.crowd_cost, self.tall_cost, self.group_cost)


_USUAL = Wish(Direction.DOWN, 1.2)
_TRIED = (
    (
        Wish(Direction.DOWN, 0.4, crowd_cost=6.0),
        Wish(Direction.DOWN, 0.5, up_cost=0.4),
        Wish(Direction.DOWN, 0.65, tall_cost=7.0, up_cost=0.4),
        Wish(Direction.DOWN, 1.0, crowd_cost=6.0, tall_cost=7.0, up_cost=0.4),
        Wish(Direction.DOWN, 1.3, crowd_cost=6.0, tall_cost=7.0, up_cost=0.4),
    ),
    (
        Wish(Direction.DOWN, 0.35, tall_cost=7.0),
        Wish(Direction.DOWN, 0.5, crowd_cost=14.0, group_cost=0.7, up_cost=0.4),
        Wish(Direction.DOWN, 0.5, tall_cost=7.0, up_cost=0.4),
        Wish(Direction.DOWN, 0.8, crowd_cost=6.0, tall_cost=7.0),
        Wish(Direction.DOWN, 1.7, group_cost=0.7, up_cost=0.4),
        Wish(Direction.RIGHT, 1.4),
    ),
)
"""Pages stand upright more often than on their side."""

_TRIED_IF_SMALL = (
    (
        *(Wish(Direction.DOWN, aspect) for aspect in (0.4, 0.5, 0.7, 0.9)),
        *(_USUAL, Wish(Direction.DOWN, 1.6), Wish(Direction.RIGHT, 1.4)),
    ),
)
"""In one batch: to start the engine once more would take longer than what it does."""

_TRIED_IF_LARGE = ((_USUAL,), (Wish(Direction.RIGHT, 1.4),))
_TRIED_IF_HUGE = ((_USUAL,),)
_SLACK = 1.2
_UP_ENTRY = 40.0
_UP_COST = {(True, True): 9.0, (True, False): 14.0, (False, True): 4.0, (False, False): 8.0}
_PULLED = 5
_SLACK_COST, _SLACK_SHARE = 25.0, 0.15
"""How far an estimate is trusted: what seems to cost this much more than the best may still be better."""

_SMALL = 10
_LARGE = 45
_HUGE = 150


class Candidate(NamedTuple):
    """One layout to try: rows of vertices that the engine has to place."""

    layers: Layers

    @property
    def program(self) -> str:
        """The DOT of the layout."""
        return write_dot(self.layers)


def batches(view: View) -> Iterator[tuple[Candidate, ...]]:
    """Yield the layouts worth trying, of several shapes.

    The batches come one by one, so that the engine can work on the first while the next is made. Large pictures
    cost more, so fewer shapes are tried for them.
    """
    texts = edge_texts(view)
    problem = problem_of(view)
    cards = len(view.nodes)
    seen: set[tuple[Direction, tuple[int, ...]]] = set()
    for wanted in _wishes(cards):
        ranked = [(one.direction, rank_cards(problem.folded(one.up_cost), one.frame(cards))) for one in wanted]
        fresh = [found for found in dict.fromkeys(ranked) if found not in seen]
        seen.update(fresh)
        yield tuple(Candidate(build_layers(view, rows, direction, texts)) for direction, rows in fresh)


def _wishes(cards: int) -> tuple[tuple[Wish, ...], ...]:
    """Return the shapes to try for a picture of so many cards."""
    if cards <= _SMALL:
        return _TRIED_IF_SMALL
    return _TRIED_IF_HUGE if cards > _HUGE else _TRIED_IF_LARGE if cards > _LARGE else _TRIED


def simple_candidate(view: View) -> Candidate:
    """Return one layout that is cheap for the engine."""
    texts = edge_texts(view)
    rows = rank_cards(problem_of(view), _USUAL.frame(len(view.nodes)))
    return Candidate(build_layers(view, rows, _USUAL.direction, texts))


class Found(NamedTuple):
    """A layout with the places that the engine found for its vertices, and how large and how good its picture is.

    Both are estimates where the picture was not worked out.
    """

    layers: Layers
    places: Sequence[float]
    size: Point
    quality: Quality


class Choice:
    """The best picture so far of a view: of layouts that seem to be worse by far, none is made."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.least = float("inf")
        self.picture: Placed | None = None

    def add(self, tried: Sequence[Candidate], answer: str) -> None:
        """Look at candidates and the engine's answer to their programs, what seems best first.

        Raises:
            LayoutError: the answer is not what the engine writes for these candidates.
        """
        guessed = [Found(*one, *estimate(*one)) for one in _read(tried, answer)]
        for one in sorted(guessed, key=lambda one: one.quality.cost):
            self.found.append(self._made(one) or one)

    def best(self) -> Placed:
        """Return the picture of the best quality.

        Of those that a page shows too small, the best few are also tried pulled together, unless they are large.

        Raises:
            LayoutError: there were no candidates.
        """
        few = sorted(self.found, key=lambda one: one.quality.cost)[:_PULLED]
        for layers, places, size, quality in few:
            if quality.small_print and len(layers.view.nodes) <= _LARGE:
                closer = compacted(layers, places, size)
                if closer is not None:
                    self._made(Found(layers, closer, *estimate(layers, closer)))
        if self.picture is None:
            raise LayoutError("there is nothing to choose from", where="layout", fix="try again")
        return self.picture

    def _made(self, guessed: Found) -> Found | None:
        """Return a layout with what its picture really is, or None where that cannot be the best."""
        if guessed.quality.cost > self.least * (1 + _SLACK_SHARE) + _SLACK_COST:
            return None
        picture = place(guessed.layers, guessed.places)
        quality = measure(picture)
        if quality.cost < self.least:
            self.least, self.picture = quality.cost, picture
        return guessed._replace(size=picture.size, quality=quality)


def pictures(tried: Sequence[Candidate], answer: str) -> list[Placed]:
    """Return the pictures of candidates from the engine's answer to their programs.

    Raises:
        LayoutError: the answer is not what the engine writes for these candidates.
    """
    return [place(layers, places) for layers, places in _read(tried, answer)]


def _read(tried: Sequence[Candidate], answer: str) -> list[tuple[Layers, Sequence[float]]]:
    """Return the candidates' rows with the places that the engine found for their vertices."""
    places = read_places(answer, [len(one.layers.vertices) for one in tried])
    return [(one.layers, spots) for one, spots in zip(tried, places, strict=True)]


def plain_picture(view: View) -> Placed:
    """Return a picture without the engine: correct, but less shapely."""
    layers = simple_candidate(view).layers
    return place(layers, grid_places(layers))


def problem_of(view: View) -> RankProblem:
    """Return what the rows of a view have to serve."""
    number = {node.id: place for place, node in enumerate(view.nodes)}
    groups, group_of = group_table(view, [0] * len(view.nodes))
    members: list[list[int]] = [[] for _ in groups]
    outermost = [NONE] * len(view.nodes)
    for card, group in enumerate(group_of):
        while group != NONE:
            members[group].append(card)
            outermost[card] = group
            group = groups[group].parent
    edges = []
    tapped = tapped_edges(view)
    for edge in view.edges:
        is_line = edge.source in number and edge.target in number and edge.source != edge.target
        if is_line and edge.id not in tapped:
            source, target = number[edge.source], number[edge.target]
            edges.append(_rank_edge(view, source, target, edge, group_of))
    clients = frozenset(place for place, node in enumerate(view.nodes) if node.family is Family.CLIENT)
    return RankProblem(len(view.nodes), tuple(edges), tuple(tuple(one) for one in members), tuple(outermost), clients)


def _rank_edge(view: View, source: int, target: int, edge: ViewEdge, group_of: Sequence[int]) -> RankEdge:
    """Return what a connection asks of the rows: telemetry little, the way in from clients to run down the page."""
    if view.nodes[target].kind is Kind.OBSERVABILITY:
        return RankEdge(source, target, weight=0.3, up_cost=1.0)
    crosses = group_of[source] != group_of[target]
    weight = 1.6 if edge.is_critical else 1.0
    if view.nodes[source].family in {Family.CLIENT, Family.EDGE}:
        return RankEdge(source, target, weight, up_cost=_UP_ENTRY)
    return RankEdge(source, target, weight, up_cost=_UP_COST[edge.mode is Mode.SYNC, crosses])
