"""Architectures dictated in prose: which parts a text names, and how it says they connect."""

from designer.brief.dictation.model import Dictation, Link, Part
from designer.brief.dictation.parse import dictation_in

__all__ = ["Dictation", "Link", "Part", "dictation_in"]
