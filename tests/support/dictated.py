"""What tests of the reader of dictated architectures ask of a text."""

from __future__ import annotations

from designer.brief.dictation import Dictation, dictation_in
from designer.brief.phrases import StemmedText
from tests.support.catalogs import shipped

_ARROWS = {"call": "->", "send": "~>", "emit": "~>", "copy": "=>", "unknown": "o>"}


def read(text: str) -> Dictation:
    """Return what a text dictates, by the shipped catalog."""
    return dictation_in(StemmedText(text), shipped())


def links_of(text: str) -> list[str]:
    """Return the links that a text states, each as "A -> B"."""
    dictation = read(text)
    names = {part.key: part.name for part in dictation.parts}
    return [f"{names[link.source]} {_ARROWS[link.manner]} {names[link.target]}" for link in dictation.links]
