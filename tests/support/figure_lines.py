"""What a line of a table of phrasings must be read as."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from designer.brief.quantities import quantities_in
from designer.evaluation.words import Words
from designer.model.quantity import Quantity

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
WEEK, MONTH, YEAR = 7 * DAY, 30 * DAY, 365 * DAY
KB, MB, GB, TB, PB = 1e3, 1e6, 1e9, 1e12, 1e15


class Line(NamedTuple):
    """A sentence and the figure that stands in it; what is empty is not asked.

    Of `unit` the class counts: any counted thing a second is `/s`. `about` are words of which one must be in the
    figure's name or subject.
    """

    text: str
    value: float
    unit: str
    role: str
    about: str = ""
    stat: str = ""
    per: str = ""


def is_read(line: Line) -> bool:
    """Tell whether a sentence is read as its line says."""
    return any(_fits(item, line) for item in quantities_in(line.text))


def readings(text: str) -> str:
    """Return what a sentence was read as, for the message of a test that fails."""
    found = quantities_in(text)
    return "; ".join(
        f"{q.name}={q.value:g} {q.unit} {q.role}/{q.stat} of {q.subject!r} per {q.per!r}" for q in found
    ) or "nothing"  # fmt: skip


def _fits(item: Quantity, line: Line) -> bool:
    unit_fits = item.unit == line.unit or (line.unit == "/s" and item.unit.endswith("/s") and item.unit != "bytes/s")
    words = Words((item.name.replace("_", " "), item.subject))
    return (
        unit_fits
        and item.value == pytest.approx(line.value, rel=1e-6)
        and item.role in line.role.split("|")
        and (not line.about or any(words.holds(word) for word in line.about.split("|")))
        and (not line.stat or item.stat == line.stat)
        and (not line.per or line.per in item.per)
    )
