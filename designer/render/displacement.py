"""How far cards moved from one picture to the next, the move of the whole picture aside."""

from __future__ import annotations

import math
from collections.abc import Collection
from statistics import fmean, median
from typing import NamedTuple

from designer.render.earlier import Earlier, earlier_of
from designer.render.layout_layers import CARD_WIDTH
from designer.render.placed import Placed

_STILL = 0.5


class Displacement(NamedTuple):
    """How far the cards that both pictures have are from where they were, in pixels.

    The cards of a picture keep their places when all of them move alike, as when a row is added on top: `shift_x` and
    `shift_y` are this move, and `mean` and `largest` are what is left. `moved` of `cards` are not where they were.
    """

    cards: int
    moved: int
    mean: float
    largest: float
    shift_x: float
    shift_y: float

    @property
    def mean_widths(self) -> float:
        """The mean in widths of a card."""
        return self.mean / CARD_WIDTH

    def __str__(self) -> str:
        """Return it in words."""
        if not self.moved:
            return f"none of {self.cards} cards moved"
        return (
            f"{self.moved} of {self.cards} cards moved, by {self.mean:.0f} px on average "
            f"({self.mean_widths:.2f} card widths), {self.largest:.0f} px at most"
        )


def displacement(before: Placed | Earlier, after: Placed | Earlier, *, without: Collection[str] = ()) -> Displacement:
    """Return how far the cards of both pictures moved; `without` are ids of cards that an edit was about."""
    old, new = (dict((one if isinstance(one, Earlier) else earlier_of(one)).cards) for one in (before, after))
    both = sorted((old.keys() & new.keys()) - set(without))
    if not both:
        return Displacement(0, 0, 0.0, 0.0, 0.0, 0.0)
    steps = [(new[key].center.x - old[key].center.x, new[key].center.y - old[key].center.y) for key in both]
    dx, dy = median(x for x, _ in steps), median(y for _, y in steps)
    far = [math.hypot(x - dx, y - dy) for x, y in steps]
    return Displacement(
        len(both),
        sum(one > _STILL for one in far),
        round(fmean(far), 2),
        round(max(far), 2),
        round(dx, 2),
        round(dy, 2),
    )
