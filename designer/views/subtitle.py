"""The line below a picture's title: which view it is, the load that the brief states, and how much is shown."""

from __future__ import annotations

from designer.model.design import Design

_MAX_WORDS = 44


def container_subtitle(design: Design) -> str:
    """Return the subtitle of the container view.

    Example: `Container view · 40 M links/month stated · 15 components`.
    """
    parts = ["Container view", *_stated_load(design), count(len(design.graph.components), "component")]
    return " · ".join(parts)


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun.

    >>> count(1, "step"), count(3, "step"), count(2, "entity", "entities")
    ('1 step', '3 steps', '2 entities')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {plural or noun + 's'}"


def _stated_load(design: Design) -> list[str]:
    """Return the first load that the brief states, in the brief's own words."""
    for quantity in design.brief.quantities:
        words = " ".join(quantity.text.split())
        if quantity.role == "load" and 0 < len(words) <= _MAX_WORDS:
            return [f"{words} stated"]
    return []
