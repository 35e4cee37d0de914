"""The layouts that are worth trying where a picture has few columns."""

from __future__ import annotations

from designer.model.view import View
from designer.render.layout import Candidate, problem_of
from designer.render.layout_build import build_layers
from designer.render.layout_layers import Direction
from designer.render.layout_nets import edge_texts
from designer.render.layout_rank import rank_cards
from designer.render.layout_search import Frame

_CARDS = (1.7, 2.5, 3.3, 4.2)


def narrow_candidates(view: View) -> tuple[Candidate, ...]:
    """Return layouts down the page, from few cards in a row to more."""
    texts = edge_texts(view)
    problem = problem_of(view)
    count = max(len(view.nodes), 1)
    frames = (Frame(cards=cards, rows=max(count / cards, 2.0)) for cards in _CARDS)
    rows = dict.fromkeys(rank_cards(problem, frame) for frame in frames)
    return tuple(Candidate(build_layers(view, found, Direction.DOWN, texts)) for found in rows)
