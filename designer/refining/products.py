"""What kind of part, and which product, words ask for: "a Redis cache", "another queue", "payment service"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz import fuzz

from designer.catalog.catalog import Catalog
from designer.edits.text import clip_line
from designer.model.kinds import Kind
from designer.model.technology import Technology
from designer.planner.defaults import DEFAULTS
from designer.refining.change import unclear
from designer.refining.naming import nearest
from designer.refining.words import capital, without_article

_CALLED = re.compile(r"\s*,?\s+(?:called|named)\s+(?P<name>.+)$", re.I)
_DOES = re.compile(
    r"(?P<head>.{2,60}?),?\s+(?:that|which|who|to|so that it can|in order to)\s+(?P<does>[a-z].{3,300})", re.I
)
_LONGEST_DESCRIPTION = 300
_LOWEST = 88
_SHORTEST = 5
_LONGEST = 4
_MOST_WORDS = 8
_LINKING = frozenset(
    "between front behind before after and or from with to that which who so because when if while where into not "
    "instead also but then".split()
)
"""Words that say more than what a part is: what follows them would be lost in a name."""
T = TypeVar("T")


class Wanted(NamedTuple):
    """A part that words ask for: `name` is empty where they only say the kind."""

    kind: Kind
    technology: str
    name: str
    description: str = ""


class _Said(NamedTuple, Generic[T]):
    """What some words mean, and which words they are, half open."""

    start: int
    end: int
    what: T


def wanted_part(words: str, catalog: Catalog) -> Wanted:
    """Return the part that words ask for.

    Raises:
        InputError: they name neither a kind nor a product.
    """
    head, does = _head(words)
    found = read_part(head, catalog)
    if found is not None:
        return found._replace(description=does)
    said = clip_line(without_article(words), 60)
    known = [phrase for phrases in catalog.kind_words.values() for phrase in phrases[:1]]
    near = nearest(words, [*known, *(item.name for item in catalog.technologies)], most=3)
    raise unclear(
        f"what kind of part {said!r} is, the words do not say",
        f"name a kind or a product with it, as in 'add a service called {said}'; near are {', '.join(near)}",
    )


def _head(words: str) -> tuple[str, str]:
    """Return what a part is called, and what it does where the words go on to say so, as a sentence."""
    found = _DOES.fullmatch(words)
    if found is None:
        return words, ""
    return found["head"], clip_line(f"{capital(found['does'])}.", _LONGEST_DESCRIPTION)


def read_part(words: str, catalog: Catalog) -> Wanted | None:
    """Return the part that words ask for, or None when they name neither a kind nor a product."""
    called = _CALLED.search(words)
    name = without_article(called["name"]) if called else ""
    said = without_article(words[: called.start()] if called else words)
    tokens = said.split()
    if not tokens or len(tokens) > _MOST_WORDS or not _LINKING.isdisjoint(word.casefold() for word in tokens):
        return None
    kind = _longest(tokens, _kind_words(catalog))
    product = _longest(tokens, catalog.technology_by_word)
    if kind is not None and product is not None and kind.start <= product.start and product.end <= kind.end:
        product = None  # "gateway" in "api gateway" is no product
    if product is not None and kind is not None and product.start <= kind.start and kind.end <= product.end:
        kind = None  # "stream" in "Redis Streams" is no kind
    if kind is None and product is None:
        return None
    technology = product.what if product is not None else None
    what = kind.what if kind is not None else technology.kinds[0] if technology is not None else Kind.SERVICE
    used = {index for item in (kind, product) if item is not None for index in range(item.start, item.end)}
    is_own = len(used) < len(tokens) or (kind is not None and product is not None)
    if not name and is_own:
        name = capital(said)
    if not name and kind is None and technology is not None:
        name = technology.name
    return Wanted(what, technology.name if technology is not None else DEFAULTS[what].technology, name)


def product_named(words: str, catalog: Catalog) -> Technology | None:
    """Return the product that all of the words name, with room for a typo, or None."""
    said = without_article(words)
    return catalog.technology(said) or _alike(said.casefold(), catalog.technology_by_word)


def kind_named(words: str, catalog: Catalog) -> Kind | None:
    """Return the kind that all of the words name, in the singular or plural, or None."""
    known = _kind_words(catalog)
    low = without_article(words).casefold()
    return next((known[form] for form in (low, low.removesuffix("s")) if form in known), None)


def _longest(tokens: list[str], known: Mapping[str, T]) -> _Said[T] | None:
    """Return the longest run of words that is known, the last of equals; where none is, one that is but for a typo."""
    clean = [token.strip(",.\"'").casefold() for token in tokens]
    for length in range(min(_LONGEST, len(clean)), 0, -1):
        for start in range(len(clean) - length, -1, -1):
            phrase = " ".join(clean[start : start + length])
            for form in (phrase, phrase.removesuffix("s")):
                if form in known:
                    return _Said(start, start + length, known[form])
    for start in range(len(clean) - 1, -1, -1):
        if (what := _alike(clean[start], known)) is not None:
            return _Said(start, start + 1, what)
    return None


def _alike(word: str, known: Mapping[str, T]) -> T | None:
    """Return what a misspelt word means, when all that is near means the same."""
    if len(word) < _SHORTEST:
        return None
    near = [
        what
        for item, what in known.items()
        if item[:1] == word[:1] and abs(len(item) - len(word)) < 3 and fuzz.ratio(word, item) >= _LOWEST
    ]
    return near[0] if near and all(what == near[0] for what in near) else None


_ALSO: Mapping[str, Kind] = {
    "caching": Kind.CACHE, "queueing": Kind.QUEUE, "queuing": Kind.QUEUE, "queue": Kind.QUEUE, "load balancing": Kind.LOAD_BALANCER,
    "search": Kind.SEARCH_INDEX, "full-text search": Kind.SEARCH_INDEX, "full text search": Kind.SEARCH_INDEX, "event streaming": Kind.EVENT_LOG,
    "event bus": Kind.EVENT_LOG, "file storage": Kind.OBJECT_STORE, "blob storage": Kind.OBJECT_STORE, "vector search": Kind.VECTOR_INDEX,
    "microservice": Kind.SERVICE, "dashboard": Kind.WEB_CLIENT, "background job": Kind.WORKER, "cron job": Kind.SCHEDULER, "cronjob": Kind.SCHEDULER,
}  # fmt: skip
"""What people call a kind when they ask for one; in a description of a system the words say less."""


@lru_cache(maxsize=8)
def _kind_words(catalog: Catalog) -> dict[str, Kind]:
    found: dict[str, Kind] = dict(_ALSO)
    for kind in Kind:
        for phrase in (*catalog.kind_words.get(kind, ()), kind.label, kind.value):
            found.setdefault(phrase.casefold(), kind)
    return found
