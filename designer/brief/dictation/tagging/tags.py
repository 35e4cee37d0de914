"""The parts of speech, as far as they matter."""

from __future__ import annotations

from enum import StrEnum


class Tag(StrEnum):
    """The part of speech of a token, as far as it matters; HIT is a word that the catalog knows."""

    NOUN = "noun"
    HIT = "hit"
    VERB = "verb"
    PASSIVE = "passive"
    GERUND = "gerund"
    NUMBER = "number"
    ADVERB = "adverb"
    SMALL = "small"
    SYMBOL = "symbol"


VERBAL = frozenset({Tag.VERB, Tag.PASSIVE, Tag.GERUND})
