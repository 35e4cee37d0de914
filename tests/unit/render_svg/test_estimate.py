"""Layouts that seem to be far worse than the best are not worked out, and what they seem to be is near to what they are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random

import pytest

from designer.errors import LayoutError
from designer.render import layout
from designer.render.layout import Candidate, Choice, pictures, problem_of
from designer.render.layout_estimate import estimate
from designer.render.layout_grid import grid_places
from designer.render.layout_layers import Layers
from designer.render.layout_place import place
from designer.render.layout_rank import rank_cards
from designer.render.layout_search import Frame, RankEdge, RankProblem, RowSearch
from designer.render.placed import Placed
from designer.render.quality import measure
from tests.unit.render_svg.test_pulled_together import layers_of, mesh, spread

STEPS = (-3, -2, -1, 1, 2, 3)


def answer(*found: Sequence[float]) -> str:
    """Return what an engine says that put the vertices of several graphs at these places."""
    objects = ([{"name": f"n{number}", "pos": f"{x},0"} for number, x in enumerate(places)] for places in found)
    return "\n".join(json.dumps({"objects": one}) for one in objects)


def counted(monkeypatch: pytest.MonkeyPatch) -> list[Layers]:
    """Return a list that grows by each picture that is worked out."""
    made: list[Layers] = []

    def counting(layers: Layers, places: Sequence[float]) -> Placed:
        made.append(layers)
        return place(layers, places)

    monkeypatch.setattr(layout, "place", counting)
    return made


@pytest.mark.parametrize("count", [2, 3, 4])
def test_lines_that_will_cross_are_counted(count: int) -> None:
    layers = layers_of(mesh(count))
    drawn = measure(place(layers, spread(layers)))
    assert estimate(layers, spread(layers)).quality.crossings == drawn.crossings


@pytest.mark.parametrize("count", [2, 3, 4])
def test_estimate_is_near_to_what_is_drawn(count: int) -> None:
    layers = layers_of(mesh(count))
    guessed, drawn = estimate(layers, spread(layers)), measure(place(layers, spread(layers)))
    assert guessed.quality.width == pytest.approx(drawn.width, rel=0.1)
    assert guessed.quality.height == pytest.approx(drawn.height, rel=0.3)
    assert guessed.quality.cost == pytest.approx(drawn.cost, rel=0.3)


def test_layout_that_cannot_win_is_not_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    layers = layers_of(mesh(2))
    good, wide = spread(layers), [3 * x for x in spread(layers)]
    made = counted(monkeypatch)
    choice = Choice()
    choice.add([Candidate(layers)] * 2, answer(wide, good))
    assert len(made) == 1
    assert choice.best().size.x < pictures([Candidate(layers)], answer(wide))[0].size.x


def test_layout_that_seems_best_and_is_wrong_leaves_room_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    layers = layers_of(mesh(2))
    # All in one place: small, and one card on the other.
    heap = [0.0 for _ in layers.vertices]
    made = counted(monkeypatch)
    choice = Choice()
    choice.add([Candidate(layers)] * 2, answer(heap, grid_places(layers)))
    assert len(made) >= 2
    assert measure(choice.best()).flaws == 0


def test_nothing_to_choose_from_is_an_error() -> None:
    with pytest.raises(LayoutError, match="nothing to choose from"):
        Choice().best()


def searches(seed: int) -> RowSearch:
    """Return a search among cards in groups that stand in rows at random."""
    random = Random(seed)
    edges = tuple(
        RankEdge(*random.sample(range(12), 2), random.choice((0.5, 1.0, 2.0)), random.choice((1.0, 8.0, 30.0)))
        for _ in range(16)
    )
    blocks = tuple(random.choice((-1, 0, 1)) for _ in range(12))
    groups = tuple(tuple(card for card in range(12) if blocks[card] == block) for block in (0, 1))
    problem = RankProblem(12, edges, groups, blocks, frozenset({0}))
    frame = Frame(random.choice((2.0, 3.5)), random.choice((3.0, 6.0)))
    return RowSearch(problem, frame, [random.randrange(5) for _ in range(12)])


@pytest.mark.parametrize("seed", range(12))
def test_one_card_costs_as_much_to_move_as_cards_together_do(seed: int) -> None:
    search = searches(seed)
    for card in range(12):
        stretches = search._stretches((card,))
        for step in STEPS:
            search.relief = float("inf")
            together = search._change((card,), step, stretches)
            assert search._change_of_one(card, step) == pytest.approx(together)


@pytest.mark.parametrize("seed", range(12))
def test_no_move_that_gains_is_left_out(seed: int) -> None:
    search = searches(seed)
    for card in range(12):
        changes = {step: search._change_of_one(card, step) for step in STEPS}
        chosen = search._best_step_of_one(card, STEPS)
        assert changes.get(chosen, 0.0) == pytest.approx(min(0.0, *changes.values()))


def test_moves_in_vain_are_not_tried_again() -> None:
    view = mesh(3)
    problem = problem_of(view)
    search = RowSearch(problem, Frame(3, 4), list(rank_cards(problem, Frame(3, 4))))
    while search.sweep():
        pass
    tried: list[Sequence[int]] = []
    search._best_shift = lambda cards, steps: bool(tried.append(cards))  # type: ignore[method-assign, func-returns-value]
    assert not search.sweep()
    assert not tried
