"""Rank blueprints for a brief: full-text search, phrases in a row, and what a classifier learned from how people ask.

Words alone confuse neighbours (a feed and a gateway both speak of followers and messages); a phrase that stands in
the brief as the blueprint's author wrote it is strong evidence, and so are many weak hints at once, which the
classifier adds up.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from designer.brief.phrases import StemmedText, stems_of
from designer.catalog.catalog import Catalog
from designer.catalog.classifier import Classifier, counted
from designer.catalog.lessons import NONE, lessons
from designer.catalog.search import Index
from designer.model.blueprint import Blueprint
from designer.planner.names import named_first
from designer.planner.refused import without_refused

_CANDIDATES = 10
_PHRASE_WEIGHT = 2.0
_PAIR_WEIGHT = 0.5
_MOST_NEEDED = 2.5
_WORDS_ENOUGH = 20
_LEARNED_WEIGHT = 1.0
_MOST_KNOWN = 40
_HEAD_WEIGHT = 4.0
# One or two words are too few to tell one system from all others, whatever they are.
_FEWEST_KNOWN = 3
_NEARLY_ALL = 0.9


PhraseIndex = Mapping[str, tuple[tuple[str, float, int], ...]]
"""By their first stem, phrases with their weight and how many words they have."""


class Fit(NamedTuple):
    """A blueprint and how well it fits a brief, 0 to 1.

    `fits` tells whether it may be taken at all, `worth` how much speaks for that, above 0 more than against.
    """

    id: str
    score: float
    share: float
    phrases: float
    fits: bool
    worth: float = 0.0


class Ranker(NamedTuple):
    """What blueprints are ranked with."""

    search: Index
    classifier: Classifier
    phrases: _Phrases


class _Phrases(dict[str, PhraseIndex]):
    """The phrases of each blueprint by its id, made ready when they are first looked for: a text comes near to a few."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._catalog = catalog

    def __missing__(self, key: str) -> PhraseIndex:
        self[key] = found = _by_first_stem(self._catalog.blueprint(key))
        return found


@lru_cache(maxsize=4)
def ranker_of(catalog: Catalog) -> Ranker:
    """Return the ranker of a catalog, built once."""
    return make_ranker(catalog)


def make_ranker(catalog: Catalog, *, without: tuple[str, int] | None = None) -> Ranker:
    """Return a ranker; `without` leaves one example of one blueprint out (for evaluation)."""
    index = Index(catalog.blueprints, synonyms=catalog.synonyms, without=without)
    counts = catalog.word_counts
    if without is not None or not counts:
        counts = counted(lessons(catalog, without=without))
    return Ranker(index, Classifier(counts), _Phrases(catalog))


def rank(text: StemmedText, ranker: Ranker, catalog: Catalog) -> tuple[Fit, ...]:
    """Return the blueprints that come near to a text, the one that fits it best first."""
    wanted = without_refused(text)
    learned = ranker.classifier.scores(wanted)
    found = {match.id: match for match in ranker.search.search(wanted, limit=_CANDIDATES)}
    likely = sorted(catalog.by_id, key=lambda key: (-learned.by_label.get(key, 0.0), key))[:_CANDIDATES]
    likely = likely if learned.known else []
    near = [catalog.blueprint(key) for key in sorted({*found, *likely, *named_first(text, catalog)})]
    phrases = {blueprint.id: round(sum(_hits(ranker.phrases[blueprint.id], text)), 6) for blueprint in near}
    written = {
        key: match.score * (0.1 + 1.5 * match.share) + _PHRASE_WEIGHT * phrases[key] + _PAIR_WEIGHT * match.pairs
        for key, match in found.items()
    }
    most = max((*written.values(), 1e-9))
    certainty = math.sqrt(min(learned.known, _MOST_KNOWN))
    headed = named_first(text, catalog)
    fits: list[Fit] = []
    for blueprint in near:
        key = blueprint.id
        hint = learned.by_label.get(key, 0.0) * certainty
        margin = hint - learned.by_label.get(NONE, 0.0) * certainty
        named = key in headed or text.find_any((blueprint.title, *blueprint.aliases)) is not None
        share = found[key].share if key in found else 0.0
        enough = learned.known >= _FEWEST_KNOWN or phrases[key] >= _PHRASE_WEIGHT or share >= _NEARLY_ALL
        score = written.get(key, 0.0) / most + _LEARNED_WEIGHT * hint + (_HEAD_WEIGHT if key in headed else 0.0)
        worth = _worth(phrases[key], margin, written.get(key, 0.0))
        fitting = named or (worth > needed(learned.known, phrases[key]) and enough)
        fits.append(Fit(key, round(1 / (1 + math.exp(-score)), 6), share, phrases[key], fitting, round(worth, 6)))
    return tuple(sorted(fits, key=lambda fit: (-fit.score, fit.id)))


def needed(known: int, phrases: float) -> float:
    """Return how much must speak for a blueprint of which no phrase stands in a text with so few words that are known.

    A handful of words is near to something by chance: "lend tools among neighbours" to a search for near pictures.
    """
    return _MOST_NEEDED * max(0.0, 1.0 - known / _WORDS_ENOUGH) if phrases < _PHRASE_WEIGHT else 0.0


def _worth(phrases: float, margin: float, written: float) -> float:
    """Return how much speaks for a blueprint being meant at all; above 0 it may be taken.

    Weights of a logistic regression over the examples of the catalog, the wordings for and outside of it (each held
    out of what was learned), and the open part of the evaluation set.
    """
    return 1.3 - 0.2 * min(phrases, 6.0) + 0.82 * margin + 2.17 * min(written, 60.0) / 20


def _hits(index: PhraseIndex, text: StemmedText) -> Iterator[float]:
    for first in sorted(index.keys() & text.stems):
        for phrase, weight, length in index[first]:
            if text.find(phrase) is not None:
                yield weight * (length if length > 1 else 0.4)


def _by_first_stem(blueprint: Blueprint) -> PhraseIndex:
    """Return a blueprint's phrases by the stem they begin with: only those can stand in a text that holds it."""
    found: dict[str, tuple[tuple[str, float, int], ...]] = {}
    for phrase, weight in _phrases(blueprint):
        if stems := stems_of(phrase):
            found[stems[0]] = (*found.get(stems[0], ()), (phrase, weight, len(stems)))
    return found


def _phrases(blueprint: Blueprint) -> Iterator[tuple[str, float]]:
    for phrase in (*blueprint.aliases, *blueprint.says):
        yield phrase, 1.0
    for role in blueprint.roles.values():
        for phrase in (*role.when, *role.words):
            yield phrase, 0.6
    for option in blueprint.options.values():
        for choice in option.choices.values():
            for phrase in choice.says:
                yield phrase, 0.5
