"""Units of figures as classes that compare: what a second counts is ignored."""

from __future__ import annotations

_BASE = frozenset({"bytes", "bytes/s", "s", "ratio", "count", "usd", "usd/month"})
_RATE = "/s"


def unit_class(unit: str) -> str:
    """Return the class of a base unit: rates of anything but bytes are one, and so are counted things.

    >>> unit_class("links/s"), unit_class("bytes/s"), unit_class("servers")
    ('/s', 'bytes/s', 'count')
    """
    if unit in _BASE:
        return unit
    if unit.endswith(_RATE):
        return _RATE
    return unit if "/" in unit else "count"


def unit_problem(unit: str) -> tuple[str, str] | None:
    """Return what is wrong with the unit of an expected figure, and the fix."""
    if unit in _BASE or (unit.endswith(_RATE) and len(unit) > len(_RATE)):
        return None
    return f"{unit!r} is no base unit", f"use one of {', '.join(sorted(_BASE))}, or a counted thing a second (links/s)"
