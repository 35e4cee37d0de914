"""Lists of words as they are written in the code."""

from __future__ import annotations


def word_list(text: str) -> frozenset[str]:
    """Return the words of a list that stands in one string."""
    return frozenset(text.split())
