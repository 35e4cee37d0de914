"""Find blueprints by meaning: BM25 over what each blueprint says of itself, in SQLite's full-text index."""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from designer.model.blueprint import Blueprint

_WORD = re.compile(r"[a-z0-9]+")
_STOP = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "but",
        "by",
        "can",
        "could",
        "do",
        "does",
        "for",
        "from",
        "get",
        "gets",
        "had",
        "has",
        "have",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "let",
        "like",
        "lot",
        "make",
        "makes",
        "many",
        "may",
        "me",
        "more",
        "most",
        "much",
        "must",
        "my",
        "need",
        "needs",
        "no",
        "not",
        "of",
        "off",
        "on",
        "one",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "own",
        "people",
        "per",
        "should",
        "so",
        "some",
        "such",
        "system",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "thing",
        "things",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "up",
        "us",
        "use",
        "used",
        "user",
        "users",
        "using",
        "want",
        "wants",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "will",
        "with",
        "within",
        "without",
        "would",
        "you",
        "your",
        "design",
        "build",
        "app",
        "service",
        "please",
        "million",
        "thousand",
        "billion",
        "hundred",
        "day",
        "month",
        "year",
        "second",
        "hour",
        "week",
        "minute",
    ]
)
_FIELDS = (
    # column, weight: the author's own vocabulary counts most, then examples, then the body
    ("names", 6.0),
    ("says", 5.0),
    ("examples", 2.5),
    ("roles", 1.6),
    ("body", 1.0),
)
_MOST_PAIRS = 300
_SYNONYM = 0.2
# An example speaks of its own company as well, so its words prove less than the vocabulary itself.
_STRENGTH = {"names": 1.0, "says": 1.0, "examples": 0.7, "roles": 0.5, "body": 0.5}


class Match(NamedTuple):
    """A blueprint and how well it fits a text.

    `score` ranks (BM25, higher is better); `share` is the part of the text's rare words, by weight, that the
    blueprint's own vocabulary knows, 0 to 1: it tells a fit from a coincidence. `pairs` weighs the pairs of
    neighbouring words that stand close together there as well ("long links").
    """

    id: str
    score: float
    share: float
    pairs: float


def words_of(text: str) -> list[str]:
    """Return the content words of a text, lower case, in order, without stop words and bare numbers."""
    return [
        word for word in _WORD.findall(text.casefold())
        if word not in _STOP and not word.isdigit() and len(word) > 1
    ]  # fmt: skip


class Index:
    """A full-text index of blueprints, in memory; `without` leaves one example out (for evaluation)."""

    def __init__(
        self,
        blueprints: Iterable[Blueprint],
        *,
        synonyms: Iterable[tuple[str, ...]] = (),
        without: tuple[str, int] | None = None,
    ) -> None:
        self._synonyms: dict[str, set[str]] = {}
        for group in synonyms:
            for word in group:
                self._synonyms.setdefault(word, set()).update(other for other in group if other != word)
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        columns = ", ".join(name for name, _ in _FIELDS)
        self._database.execute(
            f"create virtual table page using fts5(id unindexed, {columns}, tokenize='porter unicode61')"
        )
        self._database.execute("create virtual table vocabulary using fts5vocab(page, instance)")
        self._database.execute("create virtual table query using fts5(text, tokenize='porter unicode61')")
        self._database.execute("create virtual table query_terms using fts5vocab(query, row)")
        marks = ", ".join("?" for _ in range(len(_FIELDS) + 1))
        rows = [(item.id, *_page(item, without)) for item in blueprints]
        self._database.executemany(f"insert into page values ({marks})", rows)
        self._ids = [row[0] for row in rows]

    def search(self, text: str, *, limit: int = 5) -> tuple[Match, ...]:
        """Return the best blueprints for a text, best first, at most `limit`."""
        words = sorted(set(words_of(text[:100_000])))[:2000]
        if not words or not self._ids:
            return ()
        own = self._scores(words)
        others = {other for word in words for other in self._synonyms.get(word, ())} - set(words)
        meant = self._scores(sorted(others)[:2000])
        scores = {key: own.get(key, 0.0) + _SYNONYM * meant.get(key, 0.0) for key in {*own, *meant}}
        best = sorted(scores, key=lambda key: (-scores[key], key))[:limit]
        shares = self._shares(words)
        pairs = self._pairs(text)
        return tuple(
            Match(key, round(scores[key], 6), round(shares[key], 6), round(pairs.get(key, 0.0), 6)) for key in best
        )

    def _scores(self, words: list[str]) -> dict[str, float]:
        """Return the BM25 score of each blueprint that has any of the words."""
        if not words:
            return {}
        weights = ", ".join(str(weight) for _, weight in _FIELDS)
        query = " OR ".join(f'"{word}"' for word in words)
        rows = self._database.execute(f"select id, -bm25(page, 0, {weights}) from page where page match ?", (query,))
        return {row[0]: row[1] for row in rows}

    def _pairs(self, text: str) -> dict[str, float]:
        """Return for each blueprint the weight of the text's word pairs that stand close together in it."""
        words = words_of(text[:20_000])
        found: dict[str, float] = {}
        for first, second in sorted(set(pairwise(words)))[:_MOST_PAIRS]:
            if first == second:
                continue
            rows = self._database.execute(
                "select id from page where page match ?",
                (f'{{names says examples}}: NEAR("{first}" "{second}", 3)',),
            ).fetchall()
            for row in rows:
                found[row[0]] = found.get(row[0], 0.0) + math.log(1 + len(self._ids) / len(rows))
        return found

    def _shares(self, words: list[str]) -> dict[str, float]:
        """Return for each blueprint the weighted share of the query's terms that its own vocabulary has."""
        self._database.execute("delete from query")
        self._database.execute("insert into query values (?)", (" ".join(words),))
        terms = [row[0] for row in self._database.execute("select term from query_terms")]
        known: dict[str, dict[int, float]] = {}
        for term in terms:
            found = known.setdefault(term, {})
            for document, column in self._database.execute(
                "select distinct doc, col from vocabulary where term = ?", (term,)
            ):
                strength = _STRENGTH[column]
                found[document] = max(found.get(document, 0.0), strength)
        # A word that no blueprint knows counts like the rarest one: it speaks against all of them.
        weight = {term: math.log(1 + len(self._ids) / max(1, len(known[term]))) for term in terms}
        total = sum(weight.values()) or 1.0
        return {
            name: sum(weight[term] * known[term].get(number, 0.0) for term in terms) / total
            for number, name in enumerate(self._ids, start=1)
        }


def _page(blueprint: Blueprint, without: tuple[str, int] | None) -> tuple[str, ...]:
    examples = [example.brief for number, example in enumerate(blueprint.examples) if without != (blueprint.id, number)]
    roles = [" ".join((role.name, role.description, *role.words, *role.when)) for role in blueprint.roles.values()]
    body = [blueprint.summary, blueprint.problem, *(flow.name for flow in blueprint.flows.values())]
    body += [f"{decision.title} {decision.context}" for decision in blueprint.decisions]
    return (
        " ".join((blueprint.title, blueprint.id.replace("-", " "), *blueprint.aliases)),
        " ; ".join(blueprint.says),
        " ".join(examples),
        " ".join(roles),
        " ".join(body),
    )
