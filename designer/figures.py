"""Figures for reading: base units scaled to what a person says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from designer.model.design import Design
    from designer.model.estimate import Estimate

_MOST_PEAKS = 2
_TELLING_UNITS = ("bytes", "bytes/s", "usd/month")
_SCALES = ((1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
_TIMES = ((365 * 86_400, "years"), (86_400, "days"), (3_600, "h"), (60, "min"), (1, "s"), (1e-3, "ms"), (1e-6, "µs"))


def figure(value: float, unit: str) -> str:
    """Return a value with its unit, at three digits.

    >>> figure(3.0417e12, "bytes")
    '3.04 TB'
    >>> figure(11574.07, "redirects/s")
    '11.6 k redirects/s'
    >>> figure(157_680_000, "s")
    '5 years'
    >>> figure(0.9995, "ratio")
    '99.95 %'
    """
    if unit == "s":
        return _duration(value)
    if unit == "ratio":
        return f"{value * 100:.6g} %" if abs(value) <= 1 else f"{value:.3g} times"
    if unit.startswith("usd"):
        return f"${value:,.0f}{unit.removeprefix('usd')}"
    size, prefix = next(((size, prefix) for size, prefix in _SCALES if abs(value) >= size), (1, ""))
    number = f"{value / size:.3g}"
    if unit in ("bytes", "bytes/s"):
        return f"{number} {prefix}B{unit.removeprefix('bytes')}"
    return " ".join(part for part in (number, prefix, "" if unit == "count" else unit) if part)


def _duration(value: float) -> str:
    size, name = next(((size, name) for size, name in _TIMES if abs(value) >= size), (1, "s"))
    return f"{value / size:.3g} {name}"


def readable(text: str) -> str:
    """Return a default that is a bare number of seconds as a person says it, and any other text as it is.

    >>> readable("1.5768e+08 s")
    '5 years'
    """
    number, _, unit = text.partition(" ")
    try:
        return _duration(float(number)) if unit == "s" else text
    except ValueError:
        return text


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
