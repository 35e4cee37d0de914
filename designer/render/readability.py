"""What a reader of a page sees of a picture: words that are cut short, and how large its letters are on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from designer.render.escape import one_line
from designer.render.placed import Placed
from designer.render.quality import measure
from designer.render.svg_card import NAME_SIZE, letters_of

_MM = 72 / 25.4
_PAGE = (190 * _MM, 277 * _MM)
"""What A4 leaves for a picture within margins of 10 mm, in points."""

_CUT = "…"


class OnPaper(NamedTuple):
    """Sizes of letters in points when a picture fills the page's width, upright or on its side, whichever is larger."""

    names: float
    smallest: float


def on_paper(placed: Placed) -> OnPaper:
    """Return how large the names of cards and the smallest letters are on an A4 page."""
    found = measure(placed)
    wide, high = found.width, found.height
    scale = max(min(across / wide, down / high) for across, down in (_PAGE, _PAGE[::-1]))
    names, small = zip(*(letters_of(node.node) for node in placed.nodes), strict=True) if placed.nodes else ((), ())
    name = min(names, default=NAME_SIZE)
    return OnPaper(round(name * scale, 2), round(min(found.smallest_text, name, *small) * scale, 2))


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
