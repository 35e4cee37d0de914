"""The parts that a text names: products, kinds with their modifiers, and domain nouns in the place of a part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from designer.brief.dictation.relations import PROTOCOLS, VERBS
from designer.brief.lexer import Token
from designer.brief.lexicon import Hit, lexicon_of
from designer.brief.numbers import number_at
from designer.brief.phrases import StemmedText, stem
from designer.brief.units import PEOPLE
from designer.brief.vocabulary import FUNCTION_WORDS
from designer.catalog.catalog import Catalog
from designer.model.kinds import DATASTORE_KINDS, Kind
from designer.model.technology import Technology

_ARTICLES = frozenset("a an the our their its his her this that these those each every one your my another".split())
_EXISTING = frozenset("existing legacy current old already".split())
_NOT_MODIFIER = FUNCTION_WORDS | _ARTICLES | frozenset(
    "then next finally first second also directly asynchronously synchronously nightly hourly daily called named single "
    "same new separate dedicated own simple small big main central shared plain managed hosted running standard own "
    "some several multiple few many two three four five six via through behind between inside front top back there here "
    "whole only just whenever everything everyone nothing something please".split()
)  # fmt: skip
_ABSORBED = frozenset(
    "cluster clusters instance instances server servers database databases db table tables topic topics queue queues "
    "bucket buckets index indexes store broker stream streams replica replicas node nodes service cache collection "
    "exchange container containers namespace deployment api app application job jobs function functions warehouse log "
    "gateway proxy balancer load".split()
)
_VERBAL_KINDS = frozenset(
    "cache caches queue queues stream streams index store stores monitoring logging processor".split()
)
_AGENT = re.compile(r"[a-z]{4,}(?:er|or|ers|ors)\Z")
_NOT_AGENT = frozenset(
    "user users customer customers number order orders other another server counter folder paper letter power water "
    "computer center after over under later never ever either whether together quarter member offer error errors "
    "vendor doctor operator author editor manager driver rider player buyer seller trader courier parameter tenor floor "
    "sensor sensors meter meters printer router register transfer newsletter ledger answer answers winner layer layers "
    "major minor prior however consider prefer enter cover trigger triggers timer header footer buffer cluster".split()
)
_LANGUAGE_KINDS = frozenset({Kind.SERVICE, Kind.WORKER, Kind.FUNCTION, Kind.WEB_CLIENT, Kind.MOBILE_CLIENT})


class Chunk(NamedTuple):
    """A run of tokens that names a part: `first` to `after` (exclusive)."""

    first: int
    after: int
    name: str
    kind: Kind
    technology: str | None
    replicas: int | None
    existing: bool
    is_explicit: bool
    has_article: bool


def chunks_in(text: StemmedText, catalog: Catalog) -> tuple[Chunk, ...]:
    """Return the chunks of a text that products or kind words name, in order, without overlap."""
    hits = lexicon_of(catalog).find(text.text)
    spans = _token_spans(text.tokens, hits)
    found: list[Chunk] = []
    position = 0
    while position < len(spans):
        first, after, hit = spans[position]
        if _is_verb(text, first, after, hit) or _is_protocol(text, first, hit):
            position += 1
            continue
        chunk, position = _chunk(text, spans, position)
        if not found or chunk.first >= found[-1].after:
            found.append(chunk)
    return tuple(found)


def domain_chunk(text: StemmedText, first: int, after: int) -> Chunk | None:
    """Return the tokens as a part of the domain ("the kiosk"), or None when they cannot name one."""
    tokens = text.tokens[first:after]
    words = [token for token in tokens if token.is_word and token.lower not in _NOT_MODIFIER | _EXISTING]
    if not words or len(words) > 4 or any(token.lower in PROTOCOLS for token in words):
        return None
    head = words[-1].lower
    if len(head) < 3 or head.endswith("ly") or stem(head) in _DATA_STEMS:
        return None
    name = " ".join(token.text for token in words)
    return Chunk(
        first, after, name[:1].upper() + name[1:], _domain_kind(head), None, None,
        any(token.lower in _EXISTING for token in tokens), False,
        bool(tokens) and tokens[0].lower in _ARTICLES,
    )  # fmt: skip


_DATA_STEMS = frozenset(
    stem(word)
    for word in (
        "event events message messages data order orders request requests file files record records result results image "
        "images photo photos update updates metric metrics task tasks notification notifications payment payments email "
        "emails row rows document documents reading readings click clicks price prices change changes job jobs item items "
        "copy copies answer response responses call calls traffic report reports state status page pages token tokens "
        "session sessions video videos picture text texts alert alerts invoice invoices transaction transactions view "
        "information details stuff thing things something nothing everything it them work load input output time minute "
        "second hour day night week month year times pdf csv json xml amount money stock customer entry entries line "
        "lines number numbers way user users people person somebody someone anybody everyone person team company rest "
        "part parts place system place case problem question idea end start front back side top two three"
    ).split()
)


def _domain_kind(head: str) -> Kind:
    if head in PEOPLE or head.rstrip("s") in PEOPLE:
        return Kind.PERSON
    if head.rstrip("s") in {"app", "phone", "handheld", "tablet"}:
        return Kind.MOBILE_CLIENT
    if head.rstrip("s") in {"kiosk", "till", "terminal", "sensor", "camera", "device", "machine", "robot", "meter", "printer",
                            "car", "vehicle", "tag", "drone", "controller", "plc", "turnstile", "gate", "scanner"}:  # fmt: skip
        return Kind.DEVICE
    if head.rstrip("s") in {
        "website",
        "site",
        "page",
        "storefront",
        "portal",
        "shop",
        "browser",
        "console",
        "ui",
        "spa",
    }:
        return Kind.WEB_CLIENT
    if _AGENT.match(head) and head not in _NOT_AGENT:
        return Kind.WORKER
    return Kind.SERVICE


def _token_spans(tokens: Sequence[Token], hits: Sequence[Hit]) -> list[tuple[int, int, Hit]]:
    """Return (first token, token after, hit) for each hit."""
    starts = {token.start: number for number, token in enumerate(tokens)}
    found: list[tuple[int, int, Hit]] = []
    for hit in hits:
        first = starts.get(hit.start)
        if first is None:
            continue
        after = first
        while after < len(tokens) and tokens[after].start < hit.end:
            after += 1
        found.append((first, after, hit))
    return found


def _is_verb(text: StemmedText, first: int, after: int, hit: Hit) -> bool:
    """Tell "we cache results" and "which queues the job" from "the cache" and "a queue"."""
    token = text.tokens[first]
    if after - first > 1 or hit.word.technology is not None:
        return False
    if token.lower in {"store", "stores"} or (token.lower in _VERBAL_KINDS and stem(token.lower) in VERBS):
        before = text.tokens[first - 1].lower if first else ""
        if before in {
            "we",
            "it",
            "they",
            "to",
            "which",
            "that",
            "who",
            "and",
            "then",
            "also",
            "must",
            "will",
            "should",
            "you",
        }:
            following = text.tokens[after] if after < len(text.tokens) else None
            return following is not None and following.is_word and stem(following.lower) not in VERBS
    return False


def _is_protocol(text: StemmedText, first: int, hit: Hit) -> bool:
    before = text.tokens[first - 1].lower if first else ""
    return text.tokens[first].lower in PROTOCOLS and before in {"over", "via", "by", "using", "with"}


def _chunk(text: StemmedText, spans: Sequence[tuple[int, int, Hit]], position: int) -> tuple[Chunk, int]:
    """Return the chunk that starts with a hit, joined with hits and nouns beside it, and the next position."""
    first, after, hit = spans[position]
    technology, kind = hit.word.technology, hit.word.kind
    kind_from_word = technology is None
    head_words: list[tuple[int, int]] = [(first, after)]
    following = position + 1
    while following < len(spans) and _touches(text, after, spans[following][0]):
        _, after, other = spans[following]
        if other.word.technology is None:
            kind = _joined_kind(technology, kind, other.word.kind, kind_from_word)
            kind_from_word = True
        elif technology is None or technology.kinds[0] in _LANGUAGE_KINDS:
            technology = other.word.technology
            kind = kind if kind_from_word else other.word.kind
        else:
            break
        head_words.append((spans[following][0], after))
        following += 1
    while after < len(text.tokens) and technology is not None and text.tokens[after].lower in _ABSORBED:
        if stem(text.tokens[after].lower) in VERBS and after + 1 < len(text.tokens) and text.tokens[after + 1].is_word:
            break
        after += 1
    start = _extend_left(text, first)
    technology, after, following = _in_brackets(text, spans, technology, after, following)
    name = _name(text, start, first, after, technology, kind_from_word)
    before = range(max(0, start - 3), start)
    words = {text.tokens[item].lower for item in range(max(0, start - 2), after)}
    chunk = Chunk(
        start, after, name, kind, technology.name if technology else None, _count_before(text, start),
        bool(words & _EXISTING), True, any(text.tokens[item].lower in _ARTICLES for item in before),
    )  # fmt: skip
    return chunk, following


def _joined_kind(technology: Technology | None, kind: Kind, other: Kind, has_kind: bool) -> Kind:
    """Choose the kind of "Redis cache" (cache), "Kafka queue" (event log) and "Go service" (service)."""
    if has_kind:
        return other
    if technology is not None and other in technology.kinds:
        return other
    if technology is not None and technology.kinds[0] in _LANGUAGE_KINDS:
        return other
    return other if {kind, other} <= DATASTORE_KINDS and other != Kind.RELATIONAL_DB else kind


def _touches(text: StemmedText, after: int, first: int) -> bool:
    return first == after and (
        after == 0 or "\n" not in text.text[text.tokens[after - 1].end : text.tokens[first].start]
    )


def _extend_left(text: StemmedText, first: int) -> int:
    """Take the modifiers before a head: "pricing service", "orders database"."""
    start = first
    while start > 0 and first - start < 3:
        token = text.tokens[start - 1]
        if (
            token.text in {"-", "–"}
            and start > 1
            and text.tokens[start - 2].is_word
            and token.end == text.tokens[start].start
        ):
            start -= 1
            continue
        if (
            not token.is_word
            or token.lower in _NOT_MODIFIER | _EXISTING
            or text.clauses[start - 1] != text.clauses[first]
        ):
            break
        if _is_relation(text, start - 1) or number_at(text.tokens, start - 1) is not None:
            break
        start -= 1
    return start


def _is_relation(text: StemmedText, index: int) -> bool:
    """Tell a verb between two parts from a modifier that looks like one ("search service", "orders database")."""
    token = text.tokens[index]
    if stem(token.lower) not in VERBS:
        return False
    before = text.tokens[index - 1] if index else None
    if before is None or not before.is_word:
        return token.lower.endswith(("s", "ed")) is False or before is None
    return not (
        before.lower in _ARTICLES or before.lower in {"to", "from", "in", "into", "of", "by", "with", "and", "on"}
    )


def _in_brackets(
    text: StemmedText, spans: Sequence[tuple[int, int, Hit]], technology: Technology | None, after: int, following: int
) -> tuple[Technology | None, int, int]:
    """Read "orders database (Postgres)" and "cache: Redis"."""
    if technology is not None or following >= len(spans) or after >= len(text.tokens):
        return technology, after, following
    opener = text.tokens[after].text
    first, end, hit = spans[following]
    if opener in {"(", ":", "["} and first == after + 1 and hit.word.technology is not None:
        closing = end < len(text.tokens) and text.tokens[end].text in {")", "]"}
        return hit.word.technology, end + closing, following + 1
    return technology, after, following


def _name(text: StemmedText, start: int, first: int, after: int, technology: Technology | None, has_kind: bool) -> str:
    modifiers = text.text[text.tokens[start].start : text.tokens[first].start].strip() if start < first else ""
    whole = " ".join(text.text[text.tokens[start].start : text.tokens[after - 1].end].split())
    if technology is not None and not modifiers and not has_kind:
        return technology.name
    if "(" in whole:
        whole = whole.split("(")[0].strip()
    whole = whole.split(":")[0].strip()
    return whole[:1].upper() + whole[1:]


def _count_before(text: StemmedText, start: int) -> int | None:
    """Return the count in "three API servers" and "three replicas of a Go API"."""
    words = [text.tokens[item].lower for item in range(max(0, start - 4), start)]
    if "of" in words and not {"replicas", "instances", "copies", "nodes"}.isdisjoint(words):
        start = max(0, start - len(words)) + max(
            number for number, word in enumerate(words) if word in {"replicas", "instances", "copies", "nodes"}
        )
    for index in range(max(0, start - 3), start):
        number = number_at(text.tokens, index)
        if (
            number is not None
            and number.after == start
            and 1 < number.value <= 10_000
            and number.value == int(number.value)
        ):
            return int(number.value)
    return None
