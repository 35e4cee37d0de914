"""Which parts of a design words mean: by id, name, product or kind, with room for typos and never a guess."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from designer.catalog.catalog import Catalog
from designer.edits.text import clip_line
from designer.model.base import slugify
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.graph import Graph
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind
from designer.refining.change import Bench, unclear
from designer.refining.words import listed, stems, without_article

_ALIKE = 82
_NEAR = 86
_MOST = 6
_LOOSE_STORE = frozenset(stems("database db store datastore"))
_LOOSE_BROKER = frozenset(stems("queue broker bus stream"))


def part_of(bench: Bench, words: str) -> Component:
    """Return the one part that words mean.

    Raises:
        InputError: they mean none or several; the parts that are near are named.
    """
    found = parts_of(bench, words)
    if len(found) > 1:
        raise ambiguous(words, found)
    return found[0]


def parts_of(bench: Bench, words: str) -> tuple[Component, ...]:
    """Return the parts that words may mean, at least one, sorted by id.

    Raises:
        InputError: they mean none; the parts that are near are named.
    """
    found = find_parts(bench, words)
    if not found:
        raise unknown(bench, words)
    return found


def find_parts(bench: Bench, words: str) -> tuple[Component, ...]:
    """Return the parts that words may mean, the surest way of naming them first: id, name, words of it, typos."""
    said = without_article(words)
    graph = bench.design.graph
    if not said or not graph.components:
        return ()
    wanted = stems(said)
    for way in _ways(bench, said, wanted):
        if found := tuple(part for part in graph.components if way(part)):
            return found
    return _misspelt(bench, said, wanted)


def _ways(bench: Bench, said: str, wanted: tuple[str, ...]) -> tuple[Callable[[Component], bool], ...]:
    key, low, all_words = slugify(said, fallback=""), said.casefold(), set(wanted)
    product = bench.catalog.technology(said)

    def has(words: Callable[[Component], frozenset[str]]) -> Callable[[Component], bool]:
        return lambda part: bool(all_words) and all_words <= words(part)

    return (
        lambda part: part.id in (said, key),
        lambda part: part.name.casefold() == low,
        lambda part: bool(wanted) and stems(part.name) == wanted,
        lambda part: bool(wanted) and frozenset(stems(part.name)) == all_words,
        lambda part: product is not None and bench.catalog.technology(part.technology) == product,
        lambda part: part.technology.casefold() == low,
        lambda part: wanted in _kind_phrases(part.kind, bench.catalog),
        has(_name_words),
        has(lambda part: _words(part, bench.catalog)),
        has(lambda part: _words(part, bench.catalog) | _loose_words(part.kind)),
    )


def _name_words(part: Component) -> frozenset[str]:
    return frozenset((*stems(part.name), *stems(part.id.replace("-", " "))))


def _words(part: Component, catalog: Catalog) -> frozenset[str]:
    """Return every word that a part goes by: of its name, its product and its kind."""
    product = catalog.technology(part.technology)
    products = (product.name, *product.aliases) if product is not None else (part.technology,)
    # What outside systems are called says nothing of one of them: a payment gateway is no gateway.
    phrases = frozenset[tuple[str, ...]]() if part.kind is Kind.EXTERNAL_SYSTEM else _kind_phrases(part.kind, catalog)
    kinds = {word for phrase in phrases for word in phrase}
    return _name_words(part) | {word for name in products for word in stems(name)} | kinds


def _loose_words(kind: Kind) -> frozenset[str]:
    if kind in DATASTORE_KINDS and kind is not Kind.CACHE:
        return _LOOSE_STORE
    return _LOOSE_BROKER if kind in BROKER_KINDS else frozenset()


@lru_cache(maxsize=256)
def _kind_phrases(kind: Kind, catalog: Catalog) -> frozenset[tuple[str, ...]]:
    phrases = (*catalog.kind_words.get(kind, ()), kind.label, kind.value)
    return frozenset(stems(phrase) for phrase in phrases)


def _misspelt(bench: Bench, said: str, wanted: tuple[str, ...]) -> tuple[Component, ...]:
    """Return the parts whose words are those that were said but for typos, or whose whole name is near."""
    parts = bench.design.graph.components
    low = said.casefold()
    whole = {part.id: max(fuzz.ratio(low, part.name.casefold()), fuzz.ratio(low, part.id)) for part in parts}
    best = max(whole.values())
    if best >= _NEAR:
        return tuple(part for part in parts if whole[part.id] >= max(_NEAR, best - 3))
    return tuple(
        part for part in parts if wanted and all(_is_near(word, _words(part, bench.catalog)) for word in wanted)
    )


def _is_near(word: str, known: Iterable[str]) -> bool:
    return word in (items := set(known)) or (
        len(word) > 3 and any(len(item) > 3 and fuzz.ratio(word, item) >= _ALIKE for item in items)
    )


def ambiguous(words: str, found: Sequence[Component]) -> Exception:
    """Return the error for words that may mean several parts."""
    named = [f"{part.name} ({part.id})" for part in found[:_MOST]]
    more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
    return unclear(
        f"{clip_line(without_article(words), 60)!r} may be {listed(named, 'or') if not more else ', '.join(named) + more}",
        "say which one, by its name or id",
    )


def unknown(bench: Bench, words: str) -> Exception:
    """Return the error for words that mean no part."""
    near = nearest(words, [part.name for part in bench.design.graph.components])
    fix = f"use one of {', '.join(near)}" if near else "add a part first"
    return unclear(f"there is no {clip_line(without_article(words), 60)!r} in the design", fix)


def nearest(words: str, names: Iterable[str], most: int = 5) -> list[str]:
    """Return the names nearest to words, best first."""
    known = sorted(set(names))
    scored = process.extract(
        without_article(words)[:200], known, scorer=fuzz.WRatio, limit=most, processor=str.casefold
    )
    return [name for name, _, _ in scored]


def links_between(graph: Graph, source: str, target: str) -> tuple[Connection, ...]:
    """Return the connections from one part to another, sorted by id."""
    return tuple(link for link in graph.outgoing[source] if link.target == target)


def link_of(bench: Bench, source: str, target: str) -> Connection:
    """Return the first connection between two parts, in the direction said if there is one, else back.

    Raises:
        InputError: a name is unclear, or the parts are not connected.
    """
    one, other = part_of(bench, source), part_of(bench, target)
    graph = bench.design.graph
    found = links_between(graph, one.id, other.id) or links_between(graph, other.id, one.id)
    if not found:
        neighbours = {link.target for link in graph.outgoing[one.id]} | {link.source for link in graph.incoming[one.id]}
        names = sorted(graph.by_id[key].name for key in neighbours)
        told = f"{one.name} is connected to {', '.join(names[:_MOST])}" if names else f"connect {one.name} first"
        raise unclear(f"{one.name} and {other.name} are not connected", told)
    return found[0]
