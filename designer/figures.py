"""Figures for reading: base units scaled to what a person says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from designer.model.design import Design
    from designer.model.estimate import Estimate

_MOST = 5
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


def headline_estimates(design: Design) -> tuple[Estimate, ...]:
    """Return the figures that say how large the system is: peaks, then stored bytes, traffic and the rest."""
    return tuple(sorted(design.capacity.estimates, key=_rank)[:_MOST])


def _rank(estimate: Estimate) -> tuple[bool, int, float]:
    order = ("bytes", "bytes/s", "usd/month")
    position = order.index(estimate.unit) if estimate.unit in order else len(order)
    return (not estimate.name.startswith("peak"), position, -estimate.value)


def title_of(estimate: Estimate) -> str:
    """Return what an estimate is called inside a sentence."""
    title = estimate.title or estimate.name.replace("_", " ")
    return title[:1].lower() + title[1:]
