"""What a reader of a page sees of a picture: words that are cut short, and how large its letters are on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from designer.render.escape import one_line
from designer.render.paper import points_per_unit
from designer.render.placed import Placed
from designer.render.svg import frame_of
from designer.render.svg_card import letters_of
from designer.render.type_scale import NAME, SMALL

_CUT = "…"


class OnPaper(NamedTuple):
    """Sizes of letters in points when a picture fills the page's width, upright or on its side, whichever is larger."""

    names: float
    smallest: float


def on_paper(placed: Placed) -> OnPaper:
    """Return how large the names of cards and the smallest letters are on an A4 page."""
    frame = frame_of(placed)
    scale = points_per_unit(frame.width, frame.height)
    name = min((letters_of(node.node) for node in placed.nodes), default=NAME)
    return OnPaper(round(name * scale, 2), round(min(name, SMALL) * scale, 2))


def cut_words(placed: Placed) -> Iterator[str]:
    """Yield the words beside lines and the titles of boundaries that are not shown whole."""
    for label in placed.labels:
        shown = (*label.text.lines, label.text.protocol)
        whole = [edge for line in placed.lines if line.net == label.net for edge in line.edges]
        if any(one.endswith(_CUT) for one in shown):
            yield one_line(whole[0].label if whole else "", 160)
    for group in placed.groups:
        if group.title.endswith(_CUT):
            yield one_line(group.group.name, 120)
