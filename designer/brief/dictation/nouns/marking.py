"""A text made ready for reading: its words tagged, and which word of the catalog covers each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from designer.brief.dictation.nouns.acting import Acting, acting_things
from designer.brief.dictation.nouns.asides import Aside, brackets, count_asides
from designer.brief.dictation.nouns.own_names import initials, letters, own_names, tickets
from designer.brief.dictation.relations import PREPOSITIONS, PROTOCOLS, relation_of
from designer.brief.dictation.tagging.tagger import Tagger
from designer.brief.dictation.tagging.tags import VERBAL, Tag
from designer.brief.dictation.words import ABSORBED, ARTICLES, PAYLOAD, SYSTEM_NOUNS, singular
from designer.brief.lexer import Token
from designer.brief.lexicon import Hit, lexicon_of
from designer.brief.phrases import StemmedText
from designer.catalog.catalog import Catalog

_ABBREVIATIONS = frozenset({"pg", "es"})
_VERBAL_KINDS = frozenset(
    "proxies cache caches queue queues stream streams store stores index indexes monitoring api".split()
)
_CODE_LIKE = re.compile(r"(?<![\w-])[A-Za-z]{2,24}(?:[-_][A-Za-z]{2,24}){1,4}(?![\w-])")
_PARTICLES = frozenset(
    "up ups in ins out outs off on time mail mails based only ready line house premise premises party".split()
)
_PREFIXES = frozenset(
    "real third second first in on non pre re self high low multi cross end point one two three well long short near".split()
)


_WORDS_A_CAPITAL = 40
_SHORTEST_NAME = 4
_LOOK_BACK = 12
_TAKES_NAME = frozenset("uses use reads read writes queries hits calls and or".split())
_BEHIND_NAME = frozenset(
    "and or then which that to from for where with when so but via on too as is has gets over in".split()
)


class Marked(NamedTuple):
    """A text made ready: tokens, the clause of each, their tags, the hit that covers each, what is negated.

    `acting` are the compounds for things that the text has act, by their last two words.

    `breaks` are tokens before which one noun phrase ends and another begins. `asides` are remarks that only count,
    `gone` tokens to read on without, as the text takes them back.
    """

    tokens: tuple[Token, ...]
    clauses: tuple[int, ...]
    tags: tuple[Tag, ...]
    hits: tuple[Hit | None, ...]
    negated: frozenset[int]
    text: str
    identifiers: frozenset[str] = frozenset()
    breaks: frozenset[int] = frozenset()
    asides: Mapping[int, Aside] = MappingProxyType({})
    gone: frozenset[int] = frozenset()
    acting: Acting = frozenset()


def mark(text: StemmedText, clauses: tuple[int, ...], catalog: Catalog, *, verbless: frozenset[int]) -> Marked:
    """Return a text with its words tagged; the clauses `verbless` hold nouns only, as drawings do."""
    tokens = text.tokens
    found = lexicon_of(catalog).find(_spelt_out(text, clauses, verbless, catalog), trusts_capitals=True)
    hits = _cover(text, found, clauses, verbless)
    single = letters(tokens, clauses, hits)
    for index in own_names(tokens, clauses, hits) | single | tickets(tokens) | initials(tokens):
        hits[index] = None
    states = [
        "kind" if (state := _state(tokens[index], hit)) == "verb" and clauses[index] in verbless else state
        for index, hit in enumerate(hits)
    ]
    asides = count_asides(tokens, clauses)
    tags, breaks = _tagged(tokens, clauses, states, single, asides)
    kept = tuple(hit if tag == Tag.HIT else None for hit, tag in zip(hits, tags, strict=True))
    return Marked(
        tokens, clauses, tuple(tags), kept, text.negated, text.text, _identifiers(text.text), breaks, asides,
        acting=acting_things(tokens, tags, clauses),
    )  # fmt: skip


def _tagged(
    tokens: tuple[Token, ...],
    clauses: tuple[int, ...],
    states: Sequence[str],
    names: frozenset[int],
    asides: Mapping[int, Aside],
) -> tuple[list[Tag], frozenset[int]]:
    """Return the tag of each token and where noun phrases break, as if nothing was counted by the way."""
    cut = {index for first, aside in asides.items() for index in range(first, aside.after)}
    places = [index for index in range(len(tokens)) if index not in cut]
    tagger = Tagger(
        tuple(tokens[index] for index in places),
        tuple(clauses[index] for index in places),
        [states[index] for index in places],
        frozenset(number for number, index in enumerate(places) if index in names),
    )
    tags = [Tag.SYMBOL] * len(tokens)
    for index, tag in zip(places, tagger.tags(), strict=True):
        tags[index] = tag
    for first, after in brackets(tokens, clauses):
        if _opens_predicate(tokens, tags, clauses, first, after):
            tags[after] = Tag.VERB
            tags[after + 1] = Tag.NOUN if tags[after + 1] in VERBAL else tags[after + 1]
    return tags, frozenset(places[index] for index in tagger.breaks)


def _opens_predicate(
    tokens: Sequence[Token], tags: Sequence[Tag], clauses: Sequence[int], first: int, after: int
) -> bool:
    """Tell "the room server (Elixir) stores games", "live boards (DGT) stream moves": the verb of what the bracket is of."""
    word, noun = tokens[after].lower, tokens[first - 1].lower
    agrees = word.endswith("s") == (singular(noun) == noun)
    if tags[after] not in {Tag.NOUN, Tag.HIT} or not agrees or relation_of(word) is None or after + 1 >= len(tokens):
        return False
    start = first - 1
    while start > 0 and clauses[start - 1] == clauses[first] and tags[start - 1] in {Tag.NOUN, Tag.HIT, Tag.NUMBER}:
        start -= 1
    lead = tokens[start - 1].lower if start and clauses[start - 1] == clauses[first] else ""
    opens = start == 0 or clauses[start - 1] != clauses[first] or lead in ARTICLES
    before = [item for item in range(max(0, start - _LOOK_BACK), start) if clauses[item] == clauses[first]]
    follows = tags[after + 1] in {Tag.NOUN, Tag.HIT, Tag.VERB} or tokens[after + 1].lower in ARTICLES
    return opens and follows and not any(tags[item] in VERBAL for item in before)


def _spelt_out(text: StemmedText, clauses: Sequence[int], verbless: frozenset[int], catalog: Catalog) -> str:
    """Return the text with products written as they should be: "pg" and "es" anywhere, "oracle" in a drawing."""
    is_lower = _is_lower_case(text)
    proper = _proper_names(catalog) if verbless or is_lower else {}
    pieces: list[str] = []
    end = 0
    for index, token in enumerate(text.tokens):
        word = token.text.upper() if token.text in _ABBREVIATIONS else token.text
        if len(token.text) > 1 and (
            clauses[index] in verbless
            or (is_lower and _stands_as_name(text, clauses, index, is_initials=proper.get(token.text, "").isupper()))
        ):
            word = proper.get(token.text, word)
        pieces += [text.text[end : token.start], word]
        end = token.end
    return "".join([*pieces, text.text[end:]])


def _is_lower_case(text: StemmedText) -> bool:
    """Tell a text whose writer spares capitals."""
    words = [token for token in text.tokens if token.is_word]
    capitals = sum(token.text[:1].isupper() for token in words)
    return capitals <= 1 or capitals * _WORDS_A_CAPITAL <= len(words)


def _stands_as_name(text: StemmedText, clauses: Sequence[int], index: int, *, is_initials: bool) -> bool:
    """Tell "saves games in scylla", "reads scylla too" from "the scylla rock": no article before, no noun behind."""
    tokens = text.tokens
    if (
        index == 0
        or clauses[index - 1] != clauses[index]
        or len(tokens[index].text) < (3 if is_initials else _SHORTEST_NAME)
    ):
        return False
    before, after = tokens[index - 1].lower, tokens[index + 1] if index + 1 < len(tokens) else None
    governed = before in PREPOSITIONS - {"of", "as", "per", "than", "like"} or before in _TAKES_NAME
    ends = after is None or clauses[index + 1] != clauses[index] or not after.is_word or after.lower in _BEHIND_NAME
    return governed and ends


@lru_cache(maxsize=8)
def _proper_names(catalog: Catalog) -> Mapping[str, str]:
    """Return how products are written whose name in lower case is an ordinary word."""
    return {
        word.casefold(): word
        for technology in catalog.technologies
        for name in technology.ambiguous
        for word in (
            name,
            *(alias for alias in (technology.name, *technology.aliases) if alias.casefold() == name.casefold()),
        )
        if " " not in word and len(word) == len(word.casefold())
    }


def _identifiers(text: str) -> frozenset[str]:
    """Return the names that look like code and stand more than once: "checkin-events", "seat_map"."""
    counts = Counter(found.group() for found in _CODE_LIKE.finditer(text))
    return frozenset(
        name
        for name, count in counts.items()
        if count > 1 and name.casefold() == name and re.split("[-_]", name)[-1] not in _PARTICLES
        and re.split("[-_]", name)[0] not in _PREFIXES
    )  # fmt: skip


def _state(token: Token, hit: Hit | None) -> str:
    if hit is None:
        return ""
    if hit.word.technology is not None:
        return "product"
    return "verb" if token.lower in _VERBAL_KINDS else "kind"


def _cover(
    text: StemmedText, hits: Sequence[Hit], clauses: Sequence[int], verbless: frozenset[int]
) -> list[Hit | None]:
    """Return the hit that covers each token; a product that is an ordinary word needs a part's company."""
    covered: list[Hit | None] = [None] * len(text.tokens)
    starts = {token.start: number for number, token in enumerate(text.tokens)}
    for hit in hits:
        first = starts.get(hit.start)
        if first is None:
            continue
        after = first
        while after < len(text.tokens) and text.tokens[after].start < hit.end:
            after += 1
        is_initials = text.text[hit.start : hit.end].upper() == hit.word.needs_case and len(hit.word.needs_case) > 1
        needs_company = (
            hit.word.needs_case
            and not (is_initials and hit.word.needs_case.isupper())
            and clauses[first] not in verbless
        )
        if _is_protocol(text, first, after) or (needs_company and not _in_company(text, first, after)):
            continue
        covered[first:after] = [hit] * (after - first)
    return covered


_COMPANY = (
    ABSORBED
    | SYSTEM_NOUNS
    | {singular(word) for word in SYSTEM_NOUNS}
    | frozenset(
        "api service backend worker app function server cluster database job client consumer producer broker topic queue bucket".split()
    )
)
"""Words for what a product is or holds."""


def _is_protocol(text: StemmedText, first: int, after: int) -> bool:
    before = text.tokens[first - 1].lower if first else ""
    return (
        text.tokens[first].lower in PROTOCOLS
        and before in {"over", "via", "by", "using", "per", "("}
        and after - first == 1
    )


def _in_company(text: StemmedText, first: int, after: int) -> bool:
    """Tell "Go API" and "Kong forwards" from "Go to the" and "Render the page" where a sentence starts."""
    if first and text.clauses[first - 1] == text.clauses[first] and text.tokens[first - 1].is_word:
        return True
    if after >= len(text.tokens) or text.clauses[after] != text.clauses[first]:
        return True
    following = text.tokens[after]
    if not following.is_word:
        return following.text != "," or first > 0
    if following.lower in {
        "is",
        "are",
        "in",
        "sits",
        "stands",
        "behind",
        "with",
        "and",
        "or",
        "has",
        "then",
        "runs",
        "on",
        "underneath",
        "beneath",
        "below",
    }:
        return True
    if following.lower in ARTICLES or following.lower in {"to", "for", "from", "at", "it", "them", "into", "up", "out"}:
        return False
    word = following.lower
    # "Redpanda pushes" and "Go services", but not "Hive scales", which the start of the sentence writes so.
    is_told = relation_of(word) is not None or singular(word) in _COMPANY | PAYLOAD
    return word in _COMPANY or (word.endswith("s") and is_told)
