"""How large a picture is printed: on an A4 page, upright or on its side, whichever shows it larger."""

from __future__ import annotations

LEAST_PT = 9.0
"""The size in points that letters should have at least on a printed page."""

_MM = 72 / 25.4
PAGE = (190 * _MM, 277 * _MM)
"""What A4 leaves for a picture within margins of 10 mm, in points."""

PAGE_SHAPE = PAGE[0] / PAGE[1]


def points_per_unit(width: float, height: float) -> float:
    """Return how many points a unit of a picture of this size takes when it fills the page.

    >>> round(points_per_unit(1000, 500), 3)
    0.785
    """
    return max(min(across / width, down / height) for across, down in (PAGE, PAGE[::-1]))
