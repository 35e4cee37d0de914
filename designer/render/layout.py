"""Choose the best of several layouts of a view. Pure: the engine's answer comes in as text.

`candidates` gives what to try, `programs` the DOT of all of them in one string for one call of the engine, and
`choose` the best picture from the engine's answer. `plain_picture` needs no engine at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from designer.model.connection import Mode
from designer.model.kinds import Family, Kind
from designer.model.view import View, ViewEdge
from designer.render.layout_dot import read_places, write_dot
from designer.render.layout_grid import grid_places
from designer.render.layout_layers import NONE, Direction, Layers, build_layers, edge_text, group_table, tapped_edges
from designer.render.layout_place import place
from designer.render.layout_rank import Frame, RankEdge, RankProblem, rank_cards
from designer.render.placed import Placed
from designer.render.quality import measure

_DOWN_CELL = (236.0, 152.0)
_RIGHT_CELL = (330.0, 96.0)
_SHAPES = (
    (Direction.DOWN, 0.8),
    (Direction.DOWN, 1.2),
    (Direction.DOWN, 1.7),
    (Direction.RIGHT, 1.0),
    (Direction.RIGHT, 1.4),
    (Direction.RIGHT, 2.0),
)
_SLACK = 1.2
_LARGE = 45


class Candidate(NamedTuple):
    """One layout to try."""

    layers: Layers
    backwards: bool


def candidates(view: View, *, simple: bool = False) -> tuple[Candidate, ...]:
    """Return the layouts worth trying: two directions, several shapes; one only when `simple`.

    Large pictures cost the engine more, so fewer are tried.
    """
    texts = {edge.id: edge_text(edge) for edge in view.edges}
    problem = _problem(view)
    shapes = _SHAPES[1:2] if simple else _SHAPES[1:3] if len(view.nodes) > _LARGE else _SHAPES
    found: dict[tuple[Direction, tuple[int, ...]], Candidate] = {}
    for direction, aspect in shapes:
        rows = rank_cards(problem, _frame(len(view.nodes), direction, aspect))
        if (direction, rows) not in found:
            layers = build_layers(view, rows, direction, texts)
            found[(direction, rows)] = Candidate(layers, backwards=False)
    return tuple(found.values())


def programs(tried: Sequence[Candidate]) -> str:
    """Return the DOT of all candidates, one graph after the other."""
    return "".join(write_dot(one.layers, backwards=one.backwards) for one in tried)


def choose(tried: Sequence[Candidate], answer: str) -> Placed:
    """Return the best picture of the candidates, the first of equals.

    Raises:
        LayoutError: the engine's answer is not what it writes for these candidates.
    """
    places = read_places(answer, [len(one.layers.vertices) for one in tried])
    pictures = [place(one.layers, found) for one, found in zip(tried, places, strict=True)]
    return min(pictures, key=lambda picture: measure(picture).cost)


def plain_picture(view: View) -> Placed:
    """Return a picture without the engine: correct, but less shapely."""
    layers = candidates(view, simple=True)[0].layers
    return place(layers, grid_places(layers))


def _frame(count: int, direction: Direction, aspect: float) -> Frame:
    """Return how many cards a row and how many rows a picture of `count` cards should have for an aspect."""
    width, height = _DOWN_CELL if direction is Direction.DOWN else _RIGHT_CELL
    area = max(count, 1) * width * height * _SLACK
    across, down = (area * aspect) ** 0.5, (area / aspect) ** 0.5
    if direction is Direction.DOWN:
        return Frame(cards=max(across / width, 1.0), rows=max(down / height, 2.0))
    return Frame(cards=max(down / height, 1.0), rows=max(across / width, 2.0))


def _problem(view: View) -> RankProblem:
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
    """Return what a connection asks of the rows: telemetry little, the critical flow to run down the page."""
    if view.nodes[target].kind is Kind.OBSERVABILITY:
        return RankEdge(source, target, weight=0.3, up_cost=1.0)
    if edge.is_critical:
        return RankEdge(source, target, weight=1.6, up_cost=24.0)
    crosses = group_of[source] != group_of[target]
    if edge.mode is Mode.SYNC:
        return RankEdge(source, target, weight=1.0, up_cost=9.0 if crosses else 14.0)
    return RankEdge(source, target, weight=1.0, up_cost=4.0 if crosses else 8.0)
