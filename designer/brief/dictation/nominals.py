"""The noun phrases of a text: products, kinds of parts with their modifiers, and plain nouns of the domain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from designer.brief.dictation.relations import PROTOCOLS, relation_of
from designer.brief.dictation.tagger import VERBAL, Tag, Tagger
from designer.brief.dictation.words import (
    ABSORBED,
    ABSTRACT,
    ARTICLES,
    COUNTED,
    DEFINITE,
    EXISTING,
    LANGUAGE_KINDS,
    NOT_IN_NAME,
    OTHER,
    PAYLOAD,
    PRIMARIES,
    REPLICAS,
    SYSTEM_NOUNS,
    WEAK_WORDS,
    is_person,
    kind_of_noun,
    singular,
)
from designer.brief.lexer import Token
from designer.brief.lexicon import Hit, lexicon_of
from designer.brief.numbers import number_at
from designer.brief.phrases import StemmedText
from designer.catalog.catalog import Catalog
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind
from designer.model.technology import Technology

_GENERIC_PRODUCTS = frozenset({"ldap"})
_QUOTES = frozenset("\"'`“”„‘’*_«»")
_ABBREVIATIONS = frozenset({"pg", "es"})
_INITIALS = {"FE": Kind.WEB_CLIENT, "BE": Kind.SERVICE}
_ORDINALS = ("second", "third", "fourth")
_SAID_KINDS = frozenset("bot monolith job app service backend worker api server site".split())
_OFFICES = frozenset({"back office", "front office", "back-office", "backoffice", "box office", "ticket office"})
_INNER = frozenset("topic queue table bucket index stream channel exchange collection".split())
_GLUE = frozenset("-‑–/&.")
_MOST_WORDS = 6
_MOST_BRACKET = 14
_VERBAL_KINDS = frozenset(
    "proxies cache caches queue queues stream streams store stores index indexes monitoring api".split()
)
_KIND_INSIDE = {
    "api": Kind.SERVICE, "service": Kind.SERVICE, "backend": Kind.SERVICE, "server": Kind.SERVICE, "worker": Kind.WORKER,
    "job": Kind.BATCH_JOB, "function": Kind.FUNCTION, "frontend": Kind.WEB_CLIENT, "spa": Kind.WEB_CLIENT,
    "ui": Kind.WEB_CLIENT, "lambda": Kind.FUNCTION,
}  # fmt: skip
_REGION = re.compile(
    r"(?:us|eu|ap|sa|ca|me|af|il)-(?:gov-)?(?:north|south|east|west|central){1,2}-[0-9]", re.IGNORECASE
)


_CODE_LIKE = re.compile(r"(?<![\w-])[A-Za-z]{2,24}(?:[-_][A-Za-z]{2,24}){1,4}(?![\w-])")
_PARTICLES = frozenset(
    "up ups in ins out outs off on time mail mails based only ready line house premise premises party".split()
)
_PREFIXES = frozenset(
    "real third second first in on non pre re self high low multi cross end point one two three well long short near".split()
)
_SUFFIX_KINDS = {
    "events": Kind.EVENT_LOG, "topic": Kind.EVENT_LOG, "stream": Kind.EVENT_LOG, "queue": Kind.QUEUE, "db": Kind.RELATIONAL_DB,
    "jobs": Kind.QUEUE, "bucket": Kind.OBJECT_STORE, "cache": Kind.CACHE,
}  # fmt: skip


class Nominal(NamedTuple):
    """A noun phrase: tokens `first` to `after`; `head` is its last word, lower case.

    `is_explicit`: a product or kind word names it. `is_strong`: the words mean a part of a system and nothing else.
    `is_payload`: something that travels. `has_article` tells "the", `is_other` "a second".
    """

    first: int
    after: int
    name: str
    head: str
    kind: Kind
    technology: Technology | None = None
    replicas: int | None = None
    existing: bool = False
    is_explicit: bool = False
    is_strong: bool = False
    is_payload: bool = False
    article: str = ""
    is_other: bool = False
    is_own: bool = False
    is_plural: bool = False
    has_kind: bool = False
    role: str = ""
    alias: str = ""
    holder: Technology | None = None
    keeps_in: Technology | None = None

    @property
    def is_store(self) -> bool:
        """Whether it keeps data or carries messages."""
        return self.kind in DATASTORE_KINDS | BROKER_KINDS


class Marked(NamedTuple):
    """A text made ready: tokens, the clause of each, their tags, the hit that covers each, what is negated."""

    tokens: tuple[Token, ...]
    clauses: tuple[int, ...]
    tags: tuple[Tag, ...]
    hits: tuple[Hit | None, ...]
    negated: frozenset[int]
    text: str
    identifiers: frozenset[str] = frozenset()


def mark(text: StemmedText, clauses: tuple[int, ...], catalog: Catalog, *, verbless: frozenset[int]) -> Marked:
    """Return a text with its words tagged; the clauses `verbless` hold nouns only, as drawings do."""
    tokens = text.tokens
    found = lexicon_of(catalog).find(_spelt_out(text, clauses, verbless, catalog), trusts_capitals=True)
    hits = _cover(text, found, clauses, verbless)
    letters = _letters(tokens, clauses, hits)
    for index in _own_names(tokens, clauses, hits) | letters | _tickets(tokens):
        hits[index] = None
    states = [
        "kind" if (state := _state(tokens[index], hit)) == "verb" and clauses[index] in verbless else state
        for index, hit in enumerate(hits)
    ]
    tags = Tagger(tokens, clauses, states, letters).tags()
    kept = tuple(hit if tag == Tag.HIT else None for hit, tag in zip(hits, tags, strict=True))
    return Marked(tokens, clauses, tuple(tags), kept, text.negated, text.text, _identifiers(text.text))


def _spelt_out(text: StemmedText, clauses: Sequence[int], verbless: frozenset[int], catalog: Catalog) -> str:
    """Return the text with products written as they should be: "pg" and "es" anywhere, "oracle" in a drawing."""
    proper = _proper_names(catalog) if verbless else {}
    pieces: list[str] = []
    end = 0
    for index, token in enumerate(text.tokens):
        word = token.text.upper() if token.text in _ABBREVIATIONS else token.text
        if clauses[index] in verbless and len(token.text) > 1:
            word = proper.get(token.text, word)
        pieces += [text.text[end : token.start], word]
        end = token.end
    return "".join([*pieces, text.text[end:]])


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


def _tickets(tokens: Sequence[Token]) -> frozenset[int]:
    """Return the words of ticket numbers: "JIRA-2291"."""
    return frozenset(
        index
        for index in range(len(tokens) - 2)
        if tokens[index].text.isupper()
        and tokens[index + 1].text == "-"
        and tokens[index + 2].is_number
        and len(tokens[index + 2].text) > 1
        and tokens[index].end == tokens[index + 1].start
        and tokens[index + 1].end == tokens[index + 2].start
    )


def _letters(tokens: Sequence[Token], clauses: Sequence[int], hits: Sequence[Hit | None]) -> frozenset[int]:
    """Return the tokens that are single letters used as names: "service A calls service B, B calls C"."""
    named: set[str] = set()
    first: set[int] = set()
    for index in range(len(tokens) - 1):
        opens = index == 0 or clauses[index] != clauses[index - 1]
        if (
            opens
            and len(tokens[index].text) == 1
            and "A" <= tokens[index].text <= "Z"
            and tokens[index + 1].text in {":", "="}
        ):
            named.add(tokens[index].text)
            first.add(index)
    for index in range(1, len(tokens)):
        before = hits[index - 1]
        is_name = len(tokens[index].text) == 1 and "A" <= tokens[index].text <= "Z"
        if is_name and before is not None and before.word.technology is None and clauses[index] == clauses[index - 1]:
            named.add(tokens[index].text)
            first.add(index)
    return frozenset(
        first
        | {index for index, token in enumerate(tokens) if token.text in named and _is_letter_name(tokens, hits, index)}
    )


def _is_letter_name(tokens: Sequence[Token], hits: Sequence[Hit | None], index: int) -> bool:
    """Tell "A calls B" from "A worker"."""
    if tokens[index].text != "A":
        return True
    if index + 1 >= len(tokens) or not tokens[index + 1].is_word:
        return True
    return hits[index + 1] is None and relation_of(tokens[index + 1].lower) is not None


def _own_names(tokens: Sequence[Token], clauses: Sequence[int], hits: Sequence[Hit | None]) -> frozenset[int]:
    """Return the tokens that look like a product and are a house's own name: "Atlas is our billing engine"."""
    own: set[str] = set()
    words = frozenset(token.text for token in tokens if token.text[-1].isdigit())
    for index, hit in enumerate(hits):
        if hit is None or hit.word.technology is None or tokens[index].end - tokens[index].start != hit.end - hit.start:
            continue
        if _is_numbered(tokens[index].text, words):
            own.add(tokens[index].lower)
        if _is_called_own(tokens, clauses, index) or _is_own_kind(tokens, clauses, hits, index, hit.word.technology):
            own.add(tokens[index].lower)
    return frozenset(index for index, token in enumerate(tokens) if token.lower in own) if own else frozenset()


def _is_numbered(word: str, words: frozenset[str]) -> bool:
    """Tell "db2" beside "db1" from the product."""
    if not word.islower() or not word[-1].isdigit():
        return False
    return any(f"{word[:-1]}{digit}" in words for digit in "0123456789" if digit != word[-1])


def _is_called_own(tokens: Sequence[Token], clauses: Sequence[int], index: int) -> bool:
    """Tell "our billing engine, called Atlas"."""
    before = [token.lower for token in tokens[max(0, index - 12) : index]]
    if len(before) < 2 or before[-1] not in {"called", "codenamed", "dubbed", "named"}:
        return False
    return clauses[index - 1] == clauses[index] and bool({"our", "own", "in-house", "we"} & set(before))


def _is_own_kind(
    tokens: Sequence[Token], clauses: Sequence[int], hits: Sequence[Hit | None], index: int, technology: Technology
) -> bool:
    """Tell "Atlas is our billing engine", "Atlas (our billing engine)", "Atlas, our billing engine,"."""
    words = [token.lower for token in tokens[index + 1 : index + 4]]
    if len(words) < 3 or clauses[min(len(clauses) - 1, index + 3)] != clauses[index]:
        return False
    if not (words[0] in {"is", "(", ",", "=", "-", "—", ":"} and words[1] in {"our", "an", "a", "the"}):
        return False
    if words[1] != "our" and words[2] not in {"in", "internal", "inhouse", "own", "homegrown", "custom"}:
        return False
    for other in range(index + 3, min(len(tokens), index + 8)):
        if clauses[other] != clauses[index] or not (tokens[other].is_word or tokens[other].text == "-"):
            break
        hit = hits[other]
        if hit is not None and hit.word.technology is None:
            return hit.word.kind not in technology.kinds
        if hit is not None:
            return False
    return words[1] == "our" and words[0] == "is"


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
    }:
        return True
    if following.lower in ARTICLES or following.lower in {"to", "for", "from", "at", "it", "them", "into", "up", "out"}:
        return False
    return following.lower.endswith("s") or following.lower in {"api", "service", "backend", "worker", "app", "function",
                                                                "server", "cluster", "database", "job"}  # fmt: skip


class NominalReader:
    """Cuts the noun phrases out of a marked text."""

    def __init__(self, marked: Marked) -> None:
        self._m = marked

    def at(self, index: int) -> Nominal | None:
        """Return the noun phrase that starts at a token, articles before it counted in, or None."""
        after = self._run_end(index)
        if after == index:
            return None
        return self._nominal(index, after)

    def whole(self, first: int, after: int) -> Nominal | None:
        """Return a run of tokens as one noun phrase, whatever their tags."""
        return self._nominal(first, after)

    def bracketed(self, nominal: Nominal) -> Nominal:
        """Return a phrase with what the bracket behind it says."""
        return self._bracket(nominal)

    def _is_nominal(self, index: int) -> bool:
        return self._m.tags[index] in {Tag.NOUN, Tag.HIT, Tag.NUMBER}

    def _run_end(self, index: int) -> int:
        """Return the token after the last noun of a run; hyphens, slashes and quotes inside count."""
        m = self._m
        after = index
        while after < len(m.tokens) and m.clauses[after] == m.clauses[index] and after - index < 24:
            token = m.tokens[after]
            if self._is_nominal(after):
                if after > index and self._breaks(after):
                    break
                after += 1
            elif after > index and self._glues(after):
                after += 2
            elif token.text in _QUOTES and after + 1 < len(m.tokens) and self._quoted(after, index):
                after += 1
            else:
                break
        while after > index and m.tokens[after - 1].text in _QUOTES and not self._opened(index, after - 1):
            after -= 1
        return after

    def _breaks(self, index: int) -> bool:
        """Tell whether a new line starts a new phrase."""
        m = self._m
        gap = m.text[m.tokens[index - 1].end : m.tokens[index].start]
        return gap.count("\n") > 1

    def _glues(self, index: int) -> bool:
        m = self._m
        return (
            m.tokens[index].text in _GLUE
            and index + 1 < len(m.tokens)
            and m.tokens[index - 1].end == m.tokens[index].start
            and m.tokens[index + 1].start == m.tokens[index].end
            and m.tokens[index + 1].kind != "symbol"
        )

    def _quoted(self, index: int, first: int) -> bool:
        m = self._m
        if index == first:
            return self._is_nominal(index + 1) or m.tokens[index + 1].text in _QUOTES
        return self._is_nominal(index - 1) or self._is_nominal(index + 1)

    def _opened(self, first: int, closing: int) -> bool:
        return any(self._m.tokens[item].text in _QUOTES for item in range(first, closing))

    # -- one phrase ---------------------------------------------------------------------------------------------

    def _nominal(self, first: int, after: int) -> Nominal | None:
        m = self._m
        if m.tokens[first].lower == "house" and first > 1 and m.tokens[first - 1].text == "-" and after > first + 1:
            first += 1
        places = [item for item in range(first, after) if m.hits[item] is not None]
        lead = self._lead(first)
        words = [m.tokens[item].lower for item in range(first, after) if m.tokens[item].is_word]
        if not words:
            return None
        base = Nominal(
            first, after, "", words[-1], Kind.SERVICE, replicas=self._count(first),
            existing=bool(EXISTING & {*lead[-2:], *words}), article=_article(lead),
            is_other=bool(OTHER & {*lead[-2:], *words[:1]}) and "other" not in words, is_own="own" in [*lead, *words[:1]],
        )  # fmt: skip
        found = self._explicit(base, places) if places else self._plain(base)
        if found is None:
            return None
        found = self._of_what(found)
        return self._bracket(self._with_count(found))

    def _lead(self, first: int) -> list[str]:
        """Return up to four words before a run, in lower case."""
        m = self._m
        if first > 2 and m.tokens[first - 1].lower == "house" and m.tokens[first - 2].text == "-":
            first -= 3
        start = first
        while (
            start
            and first - start < 4
            and m.clauses[start - 1] == m.clauses[first]
            and m.tokens[start - 1].kind != "symbol"
        ):
            start -= 1
        lead = [m.tokens[item].lower for item in range(start, first)]
        while lead and m.tags[first - len(lead)] in VERBAL:
            lead.pop(0)
        return lead

    def _explicit(self, base: Nominal, places: list[int]) -> Nominal | None:
        """Return a phrase that holds products or kind words, or the plain noun that they only describe."""
        m = self._m
        technology: Technology | None = None
        kind: Kind | None = None
        kind_word = ""
        for place in places:
            hit = m.hits[place]
            if hit is None:
                continue
            if hit.word.technology is None:
                word = m.tokens[place].lower
                is_machine = kind is not None and word in {"server", "servers", "cluster", "instance"}
                kind, kind_word = (kind if is_machine else _joined(technology, hit.word.kind)), word
                continue
            kind = self._kind_inside(place, hit) or kind
            if technology is None or (technology.kinds[0] in LANGUAGE_KINDS and hit.word.technology != technology):
                technology = hit.word.technology
        last = places[-1]
        tail = [m.tokens[item].lower for item in range(last + 1, base.after) if m.tokens[item].is_word]
        own_name = m.tokens[base.after - 1].text
        is_lettered = (
            len(tail) == 1 and technology is None and (len(own_name) == 1 or any(char.isdigit() for char in own_name))
        )
        if is_lettered:
            tail = []
        if len(tail) == 2 and tail[0] in _INNER and technology is not None and not own_name[:1].isupper():
            tail = tail[:1]
        if tail and tail[-1] in REPLICAS:
            tail = [word for word in tail if word not in {"read", "hot", "warm", "cold", "write"}]
        named = self._named_so(base, last) if technology is None and len(tail) == 1 else ""
        if named:
            return base._replace(
                name=named,
                head=m.tokens[last].lower,
                kind=kind or Kind.SERVICE,
                is_explicit=True,
                is_strong=True,
                has_kind=True,
            )
        is_quoted = bool(tail) and any(m.tokens[item].text in _QUOTES for item in range(last + 1, base.after))
        role = _role(tail, [m.tokens[item].lower for item in range(base.first, base.after)])
        if technology is not None and m.tokens[places[-1]].lower in _GENERIC_PRODUCTS:
            kind, technology = technology.kinds[0], None
        own = kind if kind is not None else (technology.kinds[0] if technology is not None else Kind.SERVICE)
        if technology is None and len(places) == 1 and base.after - base.first <= 2 and not tail:
            ordinal = next(
                (word for word in _ORDINALS if word in {*self._lead(base.first)[-1:], m.tokens[base.first].lower}), ""
            )
            if ordinal:
                return base._replace(
                    name=f"{ordinal.capitalize()} {m.tokens[last].lower}", head=m.tokens[last].lower, kind=own, is_other=True,
                    is_explicit=True, is_strong=kind_word not in WEAK_WORDS, has_kind=True,
                )  # fmt: skip
        if tail and not is_quoted and not set(tail) <= ABSORBED | PRIMARIES | REPLICAS:
            return self._compound(base, technology, own, tail[-1])
        weak = technology is None and kind_word in WEAK_WORDS and len(places) == 1 and not is_lettered
        return base._replace(
            name=self._name(base, technology, places, has_kind=kind is not None, quoted_from=last + 1 if is_quoted else None),
            head=m.tokens[last].lower, kind=own, technology=technology, is_explicit=True, is_strong=not weak,
            is_plural=singular(m.tokens[base.after - 1].lower) != m.tokens[base.after - 1].lower
            and (technology is None or kind is not None),
            has_kind=kind is not None, role=role,
        )  # fmt: skip

    def _named_so(self, base: Nominal, place: int) -> str:
        """Return the name of its own in "the service Falcon", "our tool Falcon", or nothing."""
        m = self._m
        last = m.tokens[base.after - 1]
        is_name = last.text[:1].isupper() and not last.text.isupper() and last.is_word
        if not is_name or place != base.after - 2 or not m.tokens[place].text.islower():
            return ""
        return "" if singular(last.lower) in ABSTRACT | PAYLOAD else last.text

    def _kind_inside(self, place: int, hit: Hit) -> Kind | None:
        """Return the kind that a product's alias says itself: "Go API", "Node service"."""
        m = self._m
        technology = hit.word.technology
        if technology is None or technology.kinds[0] not in LANGUAGE_KINDS or m.tokens[place].end != hit.end:
            return None
        if technology.name.casefold().endswith(m.tokens[place].lower):
            return None
        word = singular(m.tokens[place].lower)
        kind = technology.kinds[0] if word == "app" else _KIND_INSIDE.get(word)
        return kind if m.tokens[place].start > hit.start else None

    def _compound(self, base: Nominal, technology: Technology | None, kind: Kind, tail: str) -> Nominal | None:
        """Read "CRM connector" (a part of its own), "Go importer" (a part built so) and "device events" (no part)."""
        one = singular(tail)
        built = technology is not None and technology.kinds[0] in LANGUAGE_KINDS
        system = tail in SYSTEM_NOUNS or one in SYSTEM_NOUNS or one.endswith(("er", "or"))
        through = not {"via", "through", "over", "onto"}.isdisjoint(self._lead(base.first))
        if through and technology is not None and technology.kinds[0] in BROKER_KINDS and one in {"event", "message"}:
            return base._replace(
                name=technology.name,
                head=tail,
                kind=technology.kinds[0],
                technology=technology,
                is_explicit=True,
                is_strong=True,
            )
        is_job = one == "job" and (
            technology is None or technology.kinds[0] not in DATASTORE_KINDS | BROKER_KINDS | {Kind.EXTERNAL_SYSTEM}
        )
        if (
            singular(tail) in PAYLOAD | ABSTRACT
            and not (tail in SYSTEM_NOUNS and kind in LANGUAGE_KINDS)
            and not is_job
        ):
            return self._plain(base)._replace(is_payload=True, holder=technology)
        if not (system or built):
            return self._plain(base)._replace(is_payload=True, holder=technology)
        own = kind_of_noun(tail)
        if technology is not None and one in {"app", "application", "job"} and not built:
            own, built = technology.kinds[0], technology.kinds[0] not in DATASTORE_KINDS | BROKER_KINDS
        if own == Kind.SERVICE and kind in LANGUAGE_KINDS and technology is not None:
            own = kind
        return base._replace(
            name=self._words(base.first, base.after), head=tail, kind=own, technology=technology if built else None,
            is_explicit=True, is_strong=built, has_kind=True, is_plural=one != tail,
        )  # fmt: skip

    def _plain(self, base: Nominal) -> Nominal:
        """Return a phrase of plain nouns."""
        m = self._m
        if base.after - base.first == 1 and m.tokens[base.first].text in _INITIALS:
            initials = m.tokens[base.first].text
            return base._replace(
                name=initials, head=base.head, kind=_INITIALS[initials], is_explicit=True, is_strong=True
            )
        words = [m.tokens[item].lower for item in range(base.first, base.after) if m.tokens[item].is_word]
        written = m.text[m.tokens[base.first].start : m.tokens[base.after - 1].end]
        if written in m.identifiers:
            last = re.split("[-_]", written)[-1]
            kind = _SUFFIX_KINDS.get(last, kind_of_noun(last))
            return base._replace(
                name=self._words(base.first, base.after), head=last, kind=kind, is_explicit=True, is_strong=True,
                has_kind=last in _SUFFIX_KINDS,
            )  # fmt: skip
        own = [word for word in words if word not in NOT_IN_NAME]
        head = own[-1] if own else base.head
        role = "replica" if head in REPLICAS else "primary" if head in PRIMARIES else ""
        before = m.tokens[base.after - 2].lower if base.after - base.first > 1 else ""
        if before in SYSTEM_NOUNS | {"engine", "product"} and (named := self._named_so(base, base.after - 2)):
            kind = kind_of_noun(before)
            return base._replace(name=named, head=base.head, kind=kind, is_explicit=True, is_strong=True, has_kind=True)
        kind = Kind.WEB_CLIENT if singular(head) == "client" and len(own) > 1 else kind_of_noun(head)
        return base._replace(
            name=self._words(base.first, base.after), head=head, kind=kind, role=role,
            is_payload=not own
            or (singular(head) in PAYLOAD | ABSTRACT and not (singular(head) in {"job", "counter", "page", "office"} and len(own) > 1) and not self._is_name(base)), is_plural=singular(head) != head,
        )  # fmt: skip

    def _is_name(self, base: Nominal) -> bool:
        """Tell "Order" in "routes to Offer and Order": one capital word within a clause, no plural."""
        m = self._m
        is_tied = base.after - base.first == 3 and m.tokens[base.first + 1].text == "-"
        if is_tied and m.tokens[base.first].text[:1].isupper() and m.tokens[base.after - 1].text.islower():
            return m.tokens[base.first + 1].start == m.tokens[base.first].end
        if base.after - base.first != 1 or base.first == 0 or m.clauses[base.first - 1] != m.clauses[base.first]:
            return False
        text, before = m.tokens[base.first].text, m.tokens[base.first - 1]
        is_capital = text[:1].isupper() and text[1:].islower() and singular(text) == text
        is_within = before.text == "," or (before.is_word and before.text.islower())
        return is_capital and is_within and singular(text.lower()) in PAYLOAD

    def _words(self, first: int, after: int) -> str:
        """Return the words of a name as the text has them, without small words before them and marks around them."""
        m = self._m
        start = first
        while (
            start < after - 1
            and m.hits[start] is None
            and m.tokens[start].text not in _INITIALS
            and (
                m.tokens[start].lower in NOT_IN_NAME
                or m.tags[start] in {Tag.NUMBER, Tag.SYMBOL}
                or m.tokens[start].text in _QUOTES
                or (m.tokens[start].lower == "x" and start > 0 and m.tokens[start - 1].is_number)
            )
        ):
            start += 1
        end = after
        while end > start + 1 and m.tokens[end - 1].text in _QUOTES:
            end -= 1
        if end - start > 2 * _MOST_WORDS:
            start = end - _MOST_WORDS
        written = m.text[m.tokens[start].start : m.tokens[end - 1].end]
        name = " ".join(written.translate({ord(mark): None for mark in '"`*“”„«»'}).split())[:80]
        return name[:1].upper() + name[1:]

    def _name(
        self,
        base: Nominal,
        technology: Technology | None,
        places: list[int],
        *,
        has_kind: bool,
        quoted_from: int | None,
    ) -> str:
        m = self._m
        if quoted_from is not None:
            return self._words(quoted_from, base.after)
        inside = [item for item in range(base.first, base.after) if m.tokens[item].is_word and m.hits[item] is None]
        extra = [
            m.tokens[item].lower
            for item in inside
            if m.tokens[item].lower not in NOT_IN_NAME | ABSORBED - {"primary", "leader"} - REPLICAS
        ]
        if technology is not None and not has_kind and not extra and not self._says_kind(base, technology):
            return technology.name
        return self._words(base.first, base.after)

    def _says_kind(self, base: Nominal, technology: Technology) -> bool:
        """Tell "the Rails monolith", "a cron job", whose alias says more than the product's name."""
        last = self._m.tokens[base.after - 1].lower
        return base.after - base.first > 1 and last in _SAID_KINDS and last not in technology.name.casefold()

    def _count(self, first: int) -> int | None:
        """Return the count in "three API servers", "3x API" and "three replicas of a Go API"."""
        m = self._m
        for index in range(max(0, first - 5), first + 1):
            number = number_at(m.tokens, index)
            if number is None or m.clauses[index] != m.clauses[first] or not 1 < number.value <= 10_000:
                continue
            if index and m.tokens[index - 1].text == ":":
                continue
            between = [m.tokens[item].lower for item in range(number.after, first)]
            near = not between or (len(between) == 1 and between[0] in {"x", "×", "*", "new", "more"}) or (
                between[:1] != [] and between[0] in COUNTED and between[1:2] == ["of"] and set(between[2:]) <= ARTICLES
            )  # fmt: skip
            inside = index == first and number.after <= first + 2
            if (near or inside) and number.value == int(number.value):
                return int(number.value)
        return None

    def _with_count(self, found: Nominal) -> Nominal:
        """Take the copies behind a phrase: "with three nodes", "(3 replicas)", "x3"."""
        m = self._m
        after = found.after
        if after + 2 < len(m.tokens) and m.tokens[after].lower == "with" and m.clauses[after] == m.clauses[found.first]:
            number = number_at(m.tokens, after + 1)
            counted = m.tokens[number.after].lower if number is not None and number.after < len(m.tokens) else ""
            is_copy = singular(counted) in REPLICAS and found.kind in DATASTORE_KINDS
            if number is not None and counted in COUNTED and not is_copy:
                return found._replace(replicas=int(number.value) or None, after=number.after + 1)
        if len(m.tokens) > after and m.tokens[after].lower in {f"x{digit}" for digit in range(2, 10)}:
            return found._replace(replicas=int(m.tokens[after].lower[1:]), after=after + 1)
        return found

    def _of_what(self, found: Nominal) -> Nominal:
        """Read "service of orders", "database of users": the noun behind belongs to the name."""
        m = self._m
        after = found.after
        if not (found.is_explicit and found.technology is None and found.after - found.first == 1):
            return found
        if found.head not in {"service", "database", "api", "db", "store", "queue"} or after + 1 >= len(m.tokens):
            return found
        if (
            m.tokens[after].lower != "of"
            or m.tags[after + 1] != Tag.NOUN
            or m.clauses[after + 1] != m.clauses[found.first]
        ):
            return found
        return found._replace(after=after + 2, name=self._words(found.first, after + 2))

    def _bracket(self, found: Nominal) -> Nominal:
        """Read "(Postgres)", "(Go, existing)", "(3 replicas)" behind a phrase, unless a list or a protocol stands there."""
        m = self._m
        opener = found.after
        if opener >= len(m.tokens) or m.tokens[opener].text not in {"(", "["}:
            return found
        closing = opener + 1
        while closing < len(m.tokens) and closing - opener < _MOST_BRACKET and m.tokens[closing].text not in {")", "]"}:
            closing += 1
        if closing >= len(m.tokens) or m.tokens[closing].text not in {")", "]"}:
            return found
        words = [m.tokens[item].lower for item in range(opener + 1, closing)]
        if found.is_plural and ({"and", ","} & set(words) or found.replicas) and not {"existing", "all"} & set(words):
            return found
        return self._learn(found, opener + 1, closing, words)

    def _learn(self, found: Nominal, first: int, closing: int, words: list[str]) -> Nominal:
        m = self._m
        hit = next((m.hits[item] for item in range(first, closing) if m.hits[item] is not None), None)
        if any(m.tags[item] in VERBAL for item in range(first, closing)) and hit is None:
            return found
        if set(words) & set(PROTOCOLS) and hit is None:
            return found
        number = next((number_at(m.tokens, item) for item in range(first, closing) if m.tags[item] == Tag.NUMBER), None)
        if (
            number is not None
            and number.after < closing
            and m.tokens[number.after].lower in COUNTED
            and number.value >= 1
        ):
            found = found._replace(replicas=int(number.value))
        if EXISTING & set(words):
            found = found._replace(existing=True)
        if hit is not None and hit.word.technology is not None and self._runs_on(found, hit, words):
            return found._replace(after=closing + 1, keeps_in=hit.word.technology)
        if hit is not None and hit.word.technology is not None and found.technology is None:
            kind = found.kind if found.is_explicit or found.role else hit.word.kind
            if kind in LANGUAGE_KINDS and hit.word.kind not in LANGUAGE_KINDS:
                kind = hit.word.kind if not found.is_explicit else found.kind
            elif not found.is_explicit and hit.word.kind in LANGUAGE_KINDS:
                kind = found.kind
            found = found._replace(
                technology=hit.word.technology, is_explicit=True, is_strong=True, kind=kind, is_payload=False
            )
        inside = [item for item in range(first, closing) if m.tokens[item].is_word]
        if hit is None and len(inside) == 1 and m.tokens[inside[0]].text[:1].isupper() and number is None:
            found = found._replace(alias=m.tokens[inside[0]].text)
        return found._replace(after=closing + 1)

    def _runs_on(self, found: Nominal, hit: Hit, words: list[str]) -> bool:
        """Tell "(runs on Db2)", "(uses Redis)": a store that a part has, and is not."""
        if hit.word.kind not in DATASTORE_KINDS or not found.is_explicit or found.is_store or found.role:
            return False
        return not {"on", "uses", "with", "in"}.isdisjoint(words)


def _article(lead: Sequence[str]) -> str:
    if DEFINITE & set(lead[-2:]) or (len(lead) > 2 and lead[-3] in {"the", "these"}):
        return "the"
    return "a" if {"a", "an", "one", "another", "new", "second"} & set(lead[-2:]) else ""


def _role(tail: Sequence[str], words: Sequence[str]) -> str:
    if REPLICAS & set(words):
        return "replica"
    return "primary" if PRIMARIES & set(tail) else ""


def _joined(technology: Technology | None, other: Kind) -> Kind:
    """Choose the kind of "Redis cache" (cache), "Kafka queue" (event log) and "Go service" (service)."""
    if technology is None:
        return other
    if other in technology.kinds or technology.kinds[0] in LANGUAGE_KINDS:
        return other
    first = technology.kinds[0]
    same = {first, other} <= DATASTORE_KINDS or {first, other} <= BROKER_KINDS
    if same and other in {Kind.RELATIONAL_DB, Kind.QUEUE, Kind.EVENT_LOG}:
        return first
    return first if other == Kind.SERVICE or (first in BROKER_KINDS and other not in BROKER_KINDS) else other


def is_region(text: str) -> bool:
    """Tell a cloud region's code.

    >>> is_region("eu-west-1"), is_region("eu-banana-1")
    (True, False)
    """
    return _REGION.fullmatch(text) is not None


def names_a_part(nominal: Nominal) -> bool:
    """Tell whether a phrase may name a part where the grammar asks for one."""
    if nominal.is_explicit:
        return True
    if nominal.name.casefold() in _OFFICES:
        return True
    return not nominal.is_payload and len(nominal.head) > 1 and singular(nominal.head) not in ABSTRACT


def is_people(nominal: Nominal) -> bool:
    """Tell whether a phrase means people."""
    return not nominal.is_explicit and is_person(nominal.head) and nominal.kind == Kind.PERSON


def is_bare_verb(word: str) -> bool:
    """Tell whether a lower-case word can be a verb at all."""
    return relation_of(word) is not None
