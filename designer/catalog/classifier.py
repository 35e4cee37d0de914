"""Which blueprint a text asks for, learned from briefs: a naive Bayes classifier over word stems and pairs of them.

Source: Rennie, Shih, Teevan, Karger, "Tackling the Poor Assumptions of Naive Bayes Text Classifiers" (ICML 2003).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
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


class Classifier:
    """Learns from (label, text) pairs; labels are blueprint ids, or "" for systems that are none."""

    def __init__(self, documents: Iterable[tuple[str, str]]) -> None:
        counts: dict[str, Counter[str]] = {}
        for label, text in documents:
            counts.setdefault(label, Counter()).update(features_of(text))
        self.labels: tuple[str, ...] = tuple(sorted(counts))
        everything: Counter[str] = Counter()
        for counter in counts.values():
            everything.update(counter)
        size = len(everything)
        total = sum(everything.values())
        self._rest: dict[str, float] = {}
        self._weights: dict[str, dict[str, float]] = {}
        for label in self.labels:
            own = sum(counts[label].values())
            self._rest[label] = math.log(_SMOOTHING / (own + _SMOOTHING * size))
            for feature, count in counts[label].items():
                inside = math.log((count + _SMOOTHING) / (own + _SMOOTHING * size))
                self._weights.setdefault(feature, {})[label] = inside - self._rest[label]
        # A word that is as frequent elsewhere says nothing: what it weighs on average is taken off.
        self._common = {
            feature: math.log((everything[feature] + _SMOOTHING) / (total + _SMOOTHING * size))
            for feature in everything
        }

    def scores(self, text: str) -> Learned:
        """Return for each label how much more likely than chance it makes the text, a known word on average."""
        known = [feature for feature in features_of(text) if feature in self._weights]
        if not known:
            return Learned(dict.fromkeys(self.labels, 0.0), 0)
        base = sum(self._common[feature] for feature in known)
        found = {label: len(known) * self._rest[label] - base for label in self.labels}
        for feature in known:
            for label, weight in self._weights[feature].items():
                found[label] += weight
        return Learned({label: value / len(known) for label, value in found.items()}, len(known))
