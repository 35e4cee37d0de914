"""The figures of a design that a summary shows."""

from __future__ import annotations

from designer.docs.numbers import human
from designer.model.design import Design
from designer.model.estimate import Estimate

_MOST_PEAKS = 2
_TELLING_UNITS = ("bytes", "bytes/s", "usd/month")


def headline_estimates(design: Design) -> tuple[Estimate, ...]:
    """Return the figures that say how large the system is: two peaks, then one each of bytes, traffic and cost."""
    ranked = sorted(design.capacity.estimates, key=lambda item: (-item.value, item.name))
    peaks = [item for item in ranked if item.name.startswith("peak")][:_MOST_PEAKS]
    others = [next((item for item in ranked if item.unit == unit), None) for unit in _TELLING_UNITS]
    return (*peaks, *(item for item in others if item is not None and item not in peaks))


def title_of(estimate: Estimate) -> str:
    """Return what an estimate is called inside a sentence."""
    title = estimate.title or estimate.name.replace("_", " ")
    return title[:1].lower() + title[1:]


def readable(text: str) -> str:
    """Return a default that is a bare number of seconds as a person says it, and any other text as it is.

    >>> readable("1.5768e+08 s")
    '5 years'
    """
    number, _, unit = text.partition(" ")
    try:
        return human(float(number), unit) if unit == "s" else text
    except ValueError:
        return text
