"""Figures as people write them, back in base units: what `human` writes, and what stands near it."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"^\$?\s*([0-9][0-9,]*(?:\.[0-9]+)?(?:e[+-]?[0-9]{1,3})?|\.[0-9]+)\s*(.*)$", re.IGNORECASE)
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "trillion": 1e12}
_PREFIXES = {"": 1.0, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "p": 1e15, "e": 1e18}
_BINARY = {"ki": 2.0**10, "mi": 2.0**20, "gi": 2.0**30, "ti": 2.0**40, "pi": 2.0**50}
_SECONDS = {
    "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "second": 1.0, "min": 60.0, "minute": 60.0,
    "h": 3600.0, "hour": 3600.0, "d": 86400.0, "day": 86400.0, "week": 604800.0, "month": 2592000.0, "year": 31536000.0,
}  # fmt: skip
_BYTES = re.compile(r"^([kmgtpe]?|[kmgtp]i)b(?:ytes?)?(?:(/s)|)$", re.IGNORECASE)
_EVERY = re.compile(r"^(?P<thing>.*?)\s*(?:/|\b(?:a|an|per|each|every)\s+)(?P<time>[a-zµ]+)$", re.IGNORECASE)


def value_of(text: str, unit: str) -> float | None:
    """Return the value of a figure in base units; None when the words are no figure in this unit.

    >>> value_of("1.5 TB", "bytes"), value_of("200 ms", "s"), value_of("99.95 %", "ratio"), value_of("5 years", "s")
    (1500000000000.0, 0.2, 0.9995, 157680000.0)
    >>> value_of("2 million", "count"), value_of("3,858 links/s", "links/s"), value_of("86,400 links a day", "links/s")
    (2000000.0, 3858.0, 1.0)
    >>> value_of("many", "count") is None, value_of("5 GB", "s") is None
    (True, True)
    """
    found = _NUMBER.match(" ".join(text.split()))
    if found is None:
        return None
    rest = found[2].strip()
    factor = _factor(rest, unit)
    return None if factor is None else float(f"{float(found[1].replace(',', '')) * factor:.12g}")


def _factor(rest: str, unit: str) -> float | None:
    """Return what a number is to be multiplied with, by the words behind it."""
    if unit in ("bytes", "bytes/s"):
        return _bytes(rest, unit)
    if unit == "s":
        return _seconds(rest)
    if unit == "ratio":
        return {"%": 0.01, "percent": 0.01, "": 1.0}.get(rest.lower())
    if unit.startswith("usd"):
        return _scaled(rest, {"", unit.removeprefix("usd"), unit}, "")
    if unit.endswith("/s"):
        return _rate(rest, unit)
    return _scaled(rest, {"", unit}, "")


def _bytes(rest: str, unit: str) -> float | None:
    if not rest:
        return 1.0
    found = _BYTES.match(rest.replace(" ", ""))
    if found is None or bool(found[2]) != (unit == "bytes/s"):
        return None
    prefix = found[1].lower()
    return _BINARY.get(prefix) or _PREFIXES.get(prefix)


def _seconds(rest: str) -> float | None:
    word = rest.lower()
    return _SECONDS.get(word) or _SECONDS.get(word.removesuffix("s")) if word else 1.0


def _rate(rest: str, unit: str) -> float | None:
    thing = unit.removesuffix("/s")
    found = _EVERY.match(rest)
    if found is None:
        return _scaled(rest, {"", thing}, "")
    period = _SECONDS.get(found["time"].lower()) or _SECONDS.get(found["time"].lower().removesuffix("s"))
    scale = _scaled(found["thing"], {"", thing}, thing)
    return None if period is None or scale is None else scale / period


def _scaled(rest: str, units: set[str], thing: str) -> float | None:
    """Return the scale that words name before a unit."""
    word, _, unit = rest.partition(" ")
    if word.lower() in _SCALES and unit.strip() in units:
        return _SCALES[word.lower()]
    same = rest in units or (bool(thing) and rest.rstrip("s") == thing.rstrip("s"))
    return 1.0 if same else None
