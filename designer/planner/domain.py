"""The domain of a brief that no blueprint fits: who uses it, and which services its words call for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from designer.brief.phrases import StemmedText, stem
from designer.brief.units import PEOPLE
from designer.brief.vocabulary import NOT_NOUN
from designer.catalog.catalog import Catalog
from designer.catalog.search import words_of
from designer.model.brief import Brief
from designer.model.domain import DomainService
from designer.model.kinds import Family, Kind

_MOST_SERVICES = 6
_MOST_CLIENTS = 3
_PLAIN_PEOPLE = frozenset({"user", "users", "people", "person", "account", "accounts", "device", "devices", "client",
                           "clients", "phones", "machines", "staff", "vehicles", "cars", "sensors"})  # fmt: skip
_GENERIC = frozenset(
    "app application apps system systems platform software tool solution website site service services thing things "
    "data time times way ways lot day month year week hour second minute user users people customer customers company "
    "business team number list page pages information work kind type part parts place places name something everything "
    "version feature features backend frontend server servers database architecture design request requests online "
    "million thousand billion hundred average peak internet web mobile phone laptop email project plan need needs".split()
)


class Found(NamedTuple):
    """A domain service and the words that call for it."""

    service: DomainService
    span: tuple[int, int]


class Client(NamedTuple):
    """Who or what uses the system."""

    name: str
    kind: Kind
    span: tuple[int, int] | None


def services_in(text: StemmedText, catalog: Catalog) -> tuple[Found, ...]:
    """Return the domain services a text calls for, in order of appearance, at most six, each span once."""
    found: dict[tuple[int, int], Found] = {}
    for service in catalog.domain:
        hits = [span for word in service.words if (span := text.find(word)) is not None]
        if hits:
            span = min(hits)
            found.setdefault(span, Found(service, span))
    return tuple(found[span] for span in sorted(found))[:_MOST_SERVICES]


def clients_in(text: StemmedText, brief: Brief) -> tuple[Client, ...]:
    """Return who uses the system by the brief's words: dictated clients, else the people it speaks of."""
    named = [
        Client(_title(mention.text), mention.kind, mention.span)
        for mention in brief.mentions
        if mention.kind is not None and mention.kind.family == Family.CLIENT and not mention.negated
    ]
    unique: dict[str, Client] = {}
    for client in (*named, *_people(text)):
        unique.setdefault(stem(client.name.casefold().split()[-1]), client)
    clients = list(unique.values())[:_MOST_CLIENTS]
    return tuple(clients) or (Client("Users", Kind.WEB_CLIENT, None),)


def subject_of(text: StemmedText) -> tuple[str, tuple[int, int]] | None:
    """Return the noun that a text speaks of most, and its first place; None when nothing stands out."""
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for index, token in enumerate(text.tokens):
        word = token.lower
        if not token.is_word or not words_of(word) or word in _GENERIC or word in PEOPLE or word in NOT_NOUN:
            continue
        if len(word) < 4 or word.endswith(("ly", "ing", "ed")):
            continue
        counts[stem(word)] += 1
        first.setdefault(stem(word), index)
    if not counts:
        return None
    best = min(counts, key=lambda item: (-counts[item], first[item]))
    token = text.tokens[first[best]]
    return token.lower, (token.start, token.end)


def _people(text: StemmedText) -> Iterator[Client]:
    for token in text.tokens:
        if token.is_word and token.lower in PEOPLE and token.lower not in _PLAIN_PEOPLE:
            kind = Kind.MOBILE_CLIENT if text.has_stem("app") or text.has_stem("phone") else Kind.WEB_CLIENT
            yield Client(f"{_title(_plural(token.lower))} app", kind, (token.start, token.end))


def _plural(word: str) -> str:
    return word if word.endswith("s") or word in {"people", "staff", "audience"} else f"{word}s"


def _title(text: str) -> str:
    words = " ".join(text.split())
    return words[:1].upper() + words[1:]
