"""A picture that follows an earlier one, or in which cards have places of their own. Pure, and needs no engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import median

from designer.model.view import View
from designer.render.card_size import card_size
from designer.render.displacement import displacement
from designer.render.earlier import Earlier, earlier_of
from designer.render.geometry import Rect
from designer.render.layout import Wish, problem_of
from designer.render.layout_build import build_layers
from designer.render.layout_heights import Held
from designer.render.layout_hold import held_places
from designer.render.layout_keep import (
    Band,
    Rows,
    Span,
    bands_of,
    keep_rows,
    other_rows,
    row_pitches,
    span_of,
    spans_of,
    wanted_places,
)
from designer.render.layout_layers import Direction
from designer.render.layout_nets import edge_texts
from designer.render.layout_place import place
from designer.render.placed import Placed
from designer.render.quality import measure

GRID = 4.0
"""The unit of a position that a user gives, in pixels."""

_SHAPE = 1.2
_MOVE_COST = 3.0
_PASSES = 6
_SAME_ROW = 0.4
_FEWEST = 2
_LEAST_SHARE = 0.4
_MOST_NOTES = 12

Pins = tuple[tuple[str, tuple[int, int]], ...]


def pins_of(view: View) -> Pins:
    """Return the cards of a view that have a place of their own: id, x and y in units of the grid."""
    return tuple((node.id, node.at) for node in view.nodes if node.at is not None)


def is_worth_keeping(view: View, earlier: Earlier) -> bool:
    """Whether enough of a view stands in an earlier picture for a reader to find it again."""
    known = len({node.id for node in view.nodes} & dict(earlier.cards).keys())
    return known >= _FEWEST and known >= _LEAST_SHARE * len(view.nodes)


def kept_picture(view: View, earlier: Earlier) -> Placed:
    """Return a picture in which what an earlier one has stands where it stood, as far as that can be.

    Drawn again after itself it stays the same.
    """
    found = _best_following(view, earlier)
    for _ in range(_PASSES):
        again = _following(view, earlier_of(found))
        if again.nodes == found.nodes:
            break
        found = again
    return found


def _best_following(view: View, earlier: Earlier) -> Placed:
    """Return the picture that is best by its quality and by how little moved, a single new card in one row or another."""
    bands = bands_of(spans_of(earlier, [node.id for node in view.nodes]))
    others = other_rows(problem_of(view), bands, Wish(earlier.direction, _SHAPE).frame(len(view.nodes)))
    options = [_following(view, earlier), *(_following(view, earlier, chosen=rows) for rows in others)]
    return min(options, key=lambda one: measure(one).cost + _MOVE_COST * displacement(earlier, one).mean)


def pinned_picture(view: View, base: Earlier, pins: Mapping[str, tuple[int, int]]) -> tuple[Placed, tuple[str, ...]]:
    """Return a picture in which cards stand where they are pinned, all others as in `base`, and what could not be kept.

    What counts is where the pinned cards stand to each other: a picture begins where its first card does.
    """
    number = {node.id: place for place, node in enumerate(view.nodes)}
    rects, notes = _accepted(view, pins)
    is_down = base.direction is Direction.DOWN
    pinned = {number[key]: span_of(rect, is_down) for key, rect in rects.items()}
    spans = spans_of(base, [node.id for node in view.nodes])
    bands = _with_pins(bands_of({card: span for card, span in spans.items() if card not in pinned}), pinned)
    spans |= pinned
    rows = keep_rows(problem_of(view), bands, Wish(base.direction, _SHAPE).frame(len(view.nodes)), pinned=pinned)
    layers = build_layers(view, rows.of_card, base.direction, edge_texts(view))
    wanted = wanted_places(layers, rows, spans, base, pinned=pinned)
    held = Held(row_pitches(rows), _lowered(rows, spans, pinned))
    placed = place(layers, held_places(layers, wanted), held)
    return placed, (*notes, *_moved(placed, rects))


def _following(view: View, earlier: Earlier, *, chosen: Mapping[int, int] | None = None) -> Placed:
    spans = spans_of(earlier, [node.id for node in view.nodes])
    frame = Wish(earlier.direction, _SHAPE).frame(len(view.nodes))
    rows = keep_rows(problem_of(view), bands_of(spans), frame, chosen=chosen)
    layers = build_layers(view, rows.of_card, earlier.direction, edge_texts(view))
    wanted = wanted_places(layers, rows, spans, earlier)
    return place(layers, held_places(layers, wanted), Held(row_pitches(rows), {}))


def _accepted(view: View, pins: Mapping[str, tuple[int, int]]) -> tuple[dict[str, Rect], list[str]]:
    """Return the rectangles of pins that do not lie on each other, and a note for each that does."""
    nodes = {node.id: node for node in view.nodes}
    rects: dict[str, Rect] = {}
    notes = []
    for key in sorted(pins):
        x, y = pins[key]
        rect = Rect(x * GRID, y * GRID, *card_size(nodes[key]))
        other = next((one for one, taken in rects.items() if rect.grown(GRID).overlaps(taken)), None)
        if other is None:
            rects[key] = rect
        else:
            notes.append(f"{key} does not stand at {x}, {y}: {other} is pinned there")
    return rects, notes


def _with_pins(bands: list[Band], pinned: Mapping[int, Span]) -> list[Band]:
    """Return rows with the pinned cards in those that they lie in, or in new ones between."""
    found = list(bands)
    for card, span in sorted(pinned.items(), key=lambda item: (item[1].v1, item[0])):
        size = span.v2 - span.v1
        shared = [min(span.v2, band.v2) - max(span.v1, band.v1) for band in found]
        best = max(range(len(found)), key=lambda one: shared[one], default=None)
        if best is not None and shared[best] >= _SAME_ROW * size:
            band = found[best]
            found[best] = Band(min(band.v1, span.v1), max(band.v2, span.v2), (*band.cards, card))
        else:
            found.append(Band(span.v1, span.v2, (card,)))
            found.sort(key=lambda band: (band.v1 + band.v2, band.cards))
    return found


def _lowered(rows: Rows, spans: Mapping[int, Span], pinned: Mapping[int, Span]) -> dict[int, float]:
    """Return how far below its row's beginning each card stands, in rows with a pinned card."""
    touched = {rows.of_card[card] for card in pinned}
    return {
        card: max(spans[card].v1 - rows.before[rows.of_card[card]][0], 0.0)
        for card in sorted(rows.kept)
        if rows.of_card[card] in touched
    }


def _moved(placed: Placed, rects: Mapping[str, Rect]) -> Iterator[str]:
    """Yield a note for each pinned card that stands elsewhere, and why."""
    found = {one.node.id: one.rect for one in placed.nodes}
    steps = {key: (found[key].x - rect.x, found[key].y - rect.y) for key, rect in rects.items()}
    if not steps:
        return
    dx, dy = median(x for x, _ in steps.values()), median(y for _, y in steps.values())
    is_down = placed.direction is Direction.DOWN
    notes = []
    for key, (x, y) in steps.items():
        along, across = ((x - dx), (y - dy)) if is_down else ((y - dy), (x - dx))
        if max(abs(along), abs(across)) <= GRID:
            continue
        at = f"{round((found[key].x - dx) / GRID)}, {round((found[key].y - dy) / GRID)}"
        why = (
            "the lines and words between the rows need the room"
            if abs(across) > GRID
            else "its row has no room there for its neighbours, their lines and boundaries"
        )
        notes.append(f"{key} stands at {at} and not where it is pinned: {why}")
    yield from notes[:_MOST_NOTES]
    if len(notes) > _MOST_NOTES:
        yield f"{len(notes) - _MOST_NOTES} more pinned cards had to move"
