"""Rank blueprints for a brief: full-text score, the share of its words that they know, and phrases in a row.

Words alone confuse neighbours (a feed and a gateway both speak of followers and messages); a phrase that stands in
the brief as the blueprint's author wrote it is strong evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from designer.brief.phrases import StemmedText, stems_of
from designer.catalog.catalog import Catalog
from designer.catalog.search import Index
from designer.model.blueprint import Blueprint
from designer.planner.domain import services_in

_CANDIDATES = 10
_PHRASE_WEIGHT = 2.0
_PAIR_WEIGHT = 0.5
# A blueprint fits when it knows enough of the rare words; phrases speak for it, services of another domain that the
# words call for against it. Measured on the examples of the catalog (each left out of the index) and on paraphrases,
# against briefs of systems that are not in it.
_FITTING, _EVIDENCE, _DOMAIN = 0.45, 0.04, 0.1


class Fit(NamedTuple):
    """A blueprint and how well it fits a brief; `fits` tells whether it may be taken at all."""

    id: str
    score: float
    share: float
    phrases: float
    fits: bool


@lru_cache(maxsize=4)
def index_of(catalog: Catalog) -> Index:
    """Return the search index of a catalog, built once."""
    return Index(catalog.blueprints, synonyms=catalog.synonyms)


def rank(text: StemmedText, index: Index, catalog: Catalog) -> tuple[Fit, ...]:
    """Return the blueprints that come nearest to a text, best first."""
    found: list[Fit] = []
    domain = len(services_in(text, catalog))
    for match in index.search(text.text, limit=_CANDIDATES):
        blueprint = catalog.blueprint(match.id)
        phrases = round(sum(_hits(blueprint, text)), 6)
        score = match.score * (0.1 + 1.5 * match.share) + _PHRASE_WEIGHT * phrases + _PAIR_WEIGHT * match.pairs
        named = text.find_any((blueprint.title, *blueprint.aliases)) is not None
        evidence = phrases + _PAIR_WEIGHT * match.pairs
        worth = match.share + _EVIDENCE * evidence - _DOMAIN * domain
        fits = named or worth >= _FITTING
        found.append(Fit(match.id, round(score, 6), match.share, phrases, fits))
    return tuple(sorted(found, key=lambda fit: (-fit.score, fit.id)))


def _hits(blueprint: Blueprint, text: StemmedText) -> Iterator[float]:
    for phrase, weight in _phrases(blueprint):
        if text.find(phrase) is not None:
            length = len(stems_of(phrase))
            yield weight * (length if length > 1 else 0.4)


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
