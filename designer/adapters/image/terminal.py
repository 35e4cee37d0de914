"""A view as text for a terminal: the best of several layouts squeezed into its columns, or a list."""

from __future__ import annotations

from collections.abc import Iterator

from designer.adapters.image.engine import GraphvizEngine
from designer.errors import LayoutError
from designer.model.view import AnyView, SequenceView, View
from designer.ports import LayoutEngine
from designer.render.columns import columns, cut, shown, wrapped
from designer.render.layout import batches, pictures, plain_picture
from designer.render.layout_layers import Direction
from designer.render.placed import Placed
from designer.render.term_draw import Drawn, draw_cells
from designer.render.term_layouts import narrow_candidates
from designer.render.term_list import list_view
from designer.render.term_sequence import draw_steps

DEADLINE_S = 6.0
LEAST = 20
_MOST_CARDS = 40
_WIDE = 150
_FINALISTS = 2


def terminal_text(view: AnyView, width: int, *, engine: LayoutEngine | None = None) -> str:
    """Return a view in at most `width` columns of Unicode characters; the same view and width give the same text.

    A view that does not fit as boxes and lines is a list of its parts with their connections.
    """
    width = max(width, LEAST)
    head = [*wrapped(shown(view.title), width), *wrapped(shown(view.subtitle), width, 3)]
    if isinstance(view, SequenceView):
        body = draw_steps(view, width)
    else:
        drawn = _best(view, width, engine or GraphvizEngine())
        body = drawn.lines if drawn is not None else list_view(view, width)
        body = (*body, *_notes(view, width))
    return "\n".join((*head, "", *body)) + "\n"


def _best(view: View, width: int, engine: LayoutEngine) -> Drawn | None:
    if not view.nodes or len(view.nodes) > _MOST_CARDS * max(width // 80, 1):
        return None
    tried = [(draw_cells(placed, width, is_careful=False), placed) for placed in _placed(view, width, engine)]
    fitting = sorted((drawn.cost, number) for number, (drawn, _) in enumerate(tried) if drawn is not None)
    found = [drawn for _, number in fitting[:_FINALISTS] if (drawn := draw_cells(tried[number][1], width)) is not None]
    return min(found, key=lambda drawn: drawn.cost, default=None)


def _placed(view: View, width: int, engine: LayoutEngine) -> Iterator[Placed]:
    """Yield layouts worth squeezing: those down the page, on a wide terminal also those across it."""
    try:
        for batch in (narrow_candidates(view), *batches(view)):
            tried = [one for one in batch if one.layers.direction is Direction.DOWN or width >= _WIDE]
            if tried:
                answer = engine.layout("".join(one.program for one in tried), deadline_s=DEADLINE_S)
                yield from pictures(tried, answer)
    except LayoutError:
        yield plain_picture(view)


def _notes(view: View, width: int) -> Iterator[str]:
    for note in view.notes:
        head = f"{shown(note.mark)} {shown(note.title)}".strip()
        text = shown(note.text, 400)
        yield cut(head, width)
        if text:
            yield from (f"  {line}" for line in wrapped(text, width - 2, 4) if columns(line))
