"""What load a project is tried with: the design's peak, and the paths that can be read."""

from __future__ import annotations

from typing import NamedTuple

from designer.model.design import Design
from designer.stubs.parts import Part

_DEFAULT = 50.0
_NOT_CALLS = frozenset({"bytes/s", "usd/month"})


class Peak(NamedTuple):
    """The rate of the busiest time, and where it comes from."""

    name: str
    rate: float


def peak_of(design: Design) -> Peak:
    """Return the largest rate of calls that the design computes, peaks first; a modest one when it computes none."""
    rates = [
        (item.name.startswith("peak") or item.name.endswith("peak"), item.value, item.title or item.name)
        for item in design.capacity.estimates
        if item.unit.endswith("/s") and item.unit not in _NOT_CALLS and item.value > 0
    ]
    if not rates:
        return Peak("the design computes no rate", _DEFAULT)
    _, value, name = max(rates)
    return Peak(name, round(float(value), 3))


def reads_of(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Return the paths that can be read without knowing a key, sorted."""
    return tuple(
        sorted(
            f"/components/{part.component.id}{route.path}"
            for part in parts
            if part.offer is not None
            for route in part.offer.routes
            if route.method == "GET" and "{" not in route.path
        )
    )
