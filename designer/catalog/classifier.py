"""Which blueprint a text asks for, learned from briefs: a naive Bayes classifier over word stems and pairs of them.

Source: Rennie, Shih, Teevan, Karger, "Tackling the Poor Assumptions of Naive Bayes Text Classifiers" (ICML 2003).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from Stemmer import Stemmer

from designer.catalog.search import words_of

_SMOOTHING = 0.3
_STEMMER = Stemmer("english")
_MOST_WORDS = 3000


@lru_cache(maxsize=32768)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


def features_of(text: str) -> tuple[str, ...]:
    """Return the stems of a text's content words, each once, and the pairs of neighbours, sorted."""
    stems = [_stem(word) for word in words_of(text)[:_MOST_WORDS]]
    return tuple(sorted({*stems, *(f"{one} {two}" for one, two in pairwise(stems))}))


class Learned(NamedTuple):
    """A score for each label, and how many features of the text were known."""

    by_label: dict[str, float]
    known: int


Counts = Mapping[str, Mapping[str, int]]
"""How often each label's texts hold each feature."""


def counted(documents: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Return how many of each label's texts hold each feature; labels are blueprint ids, or "" for systems that are none."""
    counts: dict[str, Counter[str]] = {}
    for label, text in documents:
        counts.setdefault(label, Counter()).update(features_of(text))
    return {label: dict(counter) for label, counter in counts.items()}


class Classifier:
    """Scores texts by the counts of what was learned. What a feature weighs is computed when a text holds it."""

    def __init__(self, counts: Counts) -> None:
        self.labels: tuple[str, ...] = tuple(sorted(counts))
        self._counts = counts
        self._everything: Counter[str] = Counter()
        for label in self.labels:
            self._everything.update(counts[label])
        self._size = len(self._everything)
        self._total = self._everything.total()
        self._own = {label: sum(counts[label].values()) + _SMOOTHING * self._size for label in self.labels}
        self._rest = {label: math.log(_SMOOTHING / own) for label, own in self._own.items()}

    def scores(self, text: str) -> Learned:
        """Return for each label how much more likely than chance it makes the text, a known word on average."""
        known = [feature for feature in features_of(text) if feature in self._everything]
        if not known:
            return Learned(dict.fromkeys(self.labels, 0.0), 0)
        # A word that is as frequent elsewhere says nothing: what it weighs on average is taken off.
        whole = self._total + _SMOOTHING * self._size
        base = sum(math.log((self._everything[feature] + _SMOOTHING) / whole) for feature in known)
        found = {label: len(known) * self._rest[label] - base for label in self.labels}
        for label in self.labels:
            counts, own, rest = self._counts[label], self._own[label], self._rest[label]
            for feature in known:
                if count := counts.get(feature):
                    found[label] += math.log((count + _SMOOTHING) / own) - rest
        return Learned({label: value / len(known) for label, value in found.items()}, len(known))
