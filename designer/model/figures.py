"""Figures for people: scaled, grouped, with their unit."""

from __future__ import annotations

import math

_SI = ((1e18, "E"), (1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
_LARGE = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
_TIME = ((365 * 86400.0, "years"), (86400.0, "days"), (3600.0, "h"), (60.0, "min"))


def human(value: float, unit: str) -> str:
    """Return a figure in base units as a person would write it.

    >>> human(1.5e12, "bytes"), human(38.580246, "links/s"), human(0.2, "s"), human(157680000, "s")
    ('1.5 TB', '38.6 links/s', '200 ms', '5 years')
    >>> human(0.9995, "ratio"), human(1200, "usd/month"), human(2e6, "count"), human(0.0005, "orders/s")
    ('99.95 %', '$1,200/month', '2 million', '43.2 orders a day')
    """
    if unit in {"bytes", "bytes/s"}:
        return _bytes(value) + unit.removeprefix("bytes")
    if unit == "s":
        return _time(value)
    if unit == "ratio":
        return _share(value) if 0 < abs(value) < 1 else _digits(value)
    if unit.startswith("usd"):
        return (
            f"${value:,.0f}{unit.removeprefix('usd')}"
            if abs(value) >= 10
            else f"${value:,.2f}{unit.removeprefix('usd')}"
        )
    if unit.endswith("/s"):
        thing = unit.removesuffix("/s")
        if 0 < abs(value) < 0.05:
            return f"{_scaled(value * 86400)} {thing} a day"
        return f"{_scaled(value)} {unit}"
    return _scaled(value) if unit == "count" else f"{_scaled(value)} {unit}"


def _share(value: float) -> str:
    """Return a share in per cent; near one, as many nines as it has, because each of them matters."""
    if value <= 0.99:
        return f"{_digits(value * 100)} %"
    decimals = min(9, 1 - math.floor(math.log10((1 - value) * 100)))
    return f"{value * 100:.{decimals}f}".rstrip("0").rstrip(".") + " %"


def _bytes(value: float) -> str:
    for size, prefix in _SI:
        # 999,960 bytes are 1 MB, not 1000 kB: what rounds up to the next prefix takes it
        if abs(value) >= size * 0.99995:
            return f"{_digits(value / size)} {prefix}B"
    return f"{_digits(value)} B"


def _time(value: float) -> str:
    if value == 0:
        return "0 s"
    if abs(value) < 1e-3:
        return f"{_digits(value * 1e6)} µs"
    if abs(value) < 1:
        return f"{_digits(value * 1e3)} ms"
    for size, name in _TIME:
        amount = value / size
        if abs(amount) >= 1 and (abs(amount) >= 2 or amount == int(amount)):
            singular = amount == 1 and name in {"years", "days"}
            return f"{_digits(amount)} {name[:-1] if singular else name}"
    return f"{_digits(value)} s"


def _scaled(value: float) -> str:
    for size, word in _LARGE:
        if abs(value) >= size * 0.99995:
            return f"{_digits(value / size)}{word}"
    return _digits(value)


def _digits(value: float) -> str:
    """Return at most four significant digits below 1,000, whole numbers above, grouped by thousands."""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    digits = f"{value:.4g}" if abs(value) >= 99.95 or value == round(value, 2) else f"{value:.3g}"
    return f"{float(digits):g}" if "e" in digits and abs(value) >= 1e-4 else digits
