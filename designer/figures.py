"""The figures of a design that a summary shows."""

from __future__ import annotations

from designer.model.design import Design
from designer.model.estimate import Estimate

_MOST_PEAKS = 2
_TELLING_UNITS = ("bytes", "bytes/s", "usd/month")


def headline_estimates(design: Design) -> tuple[Estimate, ...]:
    """Return the figures that say how large the system is: two peaks or rates, then one each of bytes, traffic, cost."""
    ranked = sorted(design.capacity.estimates, key=lambda item: (-item.value, item.name))
    peaks = [item for item in ranked if item.name.startswith("peak") or item.name.endswith("_peak")][:_MOST_PEAKS]
    peaks = peaks or [item for item in ranked if item.unit.endswith("/s") and item.unit != "bytes/s"][:_MOST_PEAKS]
    others = [next((item for item in ranked if item.unit == unit), None) for unit in _TELLING_UNITS]
    return (*peaks, *(item for item in others if item is not None and item not in peaks))


def title_of(estimate: Estimate) -> str:
    """Return what an estimate is called inside a sentence."""
    title = estimate.title or estimate.name.replace("_", " ")
    return title[:1].lower() + title[1:]
