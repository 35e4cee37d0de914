"""Figures in what a language model says: each must stand in what it was shown, since figures come from code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)")
_COUNTED = 10
"""Up to here a whole number may be counted rather than computed: "these 3 parts"."""
_SCALES = (1.0, 100.0, 1e3, 1e6, 1e9, 1e12)
_CITED = re.compile(r"\[[^\[\]\n]*\]")


def figures_of(text: str) -> frozenset[float]:
    """Return the figures that stand in a text.

    >>> sorted(figures_of("7 copies at 1,200.5 links/s, not v2"))
    [7.0, 1200.5]
    """
    return frozenset(value for _, value in _said(text))


def without_invented(text: str, shown: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Return a text without the sentences that state figures which nobody was shown, and those figures.

    A figure may be rounded, or written in thousands, millions or per cent.

    >>> without_invented("It takes 386 links/s. It costs 4200 dollars.", ["385.8 links/s"])
    ('It takes 386 links/s.', ('4200',))
    """
    known = frozenset(value for one in shown for value in figures_of(one))
    unknown: dict[str, None] = {}

    def kept(sentence: str) -> bool:
        found = [said for said, value in _said(_CITED.sub("", sentence)) if not _is_known(said, value, known)]
        unknown.update(dict.fromkeys(found))
        return not found

    lines = (" ".join(one for one in _SENTENCE.split(line) if kept(one)) for line in text.splitlines())
    return "\n".join(line for line in lines if line.strip()), tuple(unknown)


def _said(text: str) -> Iterator[tuple[str, float]]:
    for found in _NUMBER.finditer(text):
        said = found[0].rstrip(",")
        yield said, float(said.replace(",", "")[:300])


def _is_known(said: str, value: float, known: frozenset[float]) -> bool:
    if value.is_integer() and value <= _COUNTED:
        return True
    # As exact as it is said: 39 stands for 38.6, and 38.61 does not.
    digits = max(1, len(re.sub(r"\D", "", said).strip("0")))
    sizes = {_rounded(value * scale) for scale in _SCALES} | {_rounded(value / scale) for scale in _SCALES}
    return any(_rounded(one, digits) in sizes for one in known)


def _rounded(value: float, digits: int = 12) -> float:
    return float(f"{value:.{digits - 1}e}")
