"""Whether a component is what words of the brief ask for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from designer.model.brief import Mention
from designer.model.component import Component
from designer.model.kinds import Family, Kind
from designer.rules.wording import names_phrase, words_of

_ALIKE = (
    frozenset({Kind.QUEUE, Kind.EVENT_LOG}),
    frozenset({Kind.SERVICE, Kind.FUNCTION, Kind.WORKER}),
    frozenset({Kind.WORKER, Kind.STREAM_PROCESSOR, Kind.BATCH_JOB}),
    frozenset({Kind.SCHEDULER, Kind.WORKFLOW_ENGINE}),
    frozenset({Kind.LOAD_BALANCER, Kind.API_GATEWAY}),
    frozenset({Kind.CACHE, Kind.KEY_VALUE_STORE}),
)
_ANY_STORE = frozenset("database databases datastore db dbs storage store".split())


class Asked(NamedTuple):
    """What a brief says once or more often: mentions with the same words, in order of appearance."""

    mentions: tuple[Mention, ...]

    @property
    def first(self) -> Mention:
        """The first mention, which stands for the others."""
        return self.mentions[0]

    @property
    def copies(self) -> int:
        """The highest number of copies that a mention gives, or 0."""
        return max(mention.replicas or 0 for mention in self.mentions)


def asked_for(mentions: Iterable[Mention], *, negated: bool = False) -> list[Asked]:
    """Return what mentions ask for, or what they rule out, each thing once."""
    found: dict[tuple[str | None, ...], list[Mention]] = {}
    for mention in mentions:
        if mention.negated is negated:
            found.setdefault((mention.text.casefold(), mention.technology, mention.kind), []).append(mention)
    return [Asked(tuple(same)) for same in found.values()]


def is_product(component: Component, mention: Mention) -> bool:
    """Return whether a component is the product that a mention names.

    >>> cache = Component(id="c", name="Sessions", kind=Kind.CACHE, technology="Redis 7")
    >>> is_product(cache, Mention(text="Redis", span=(0, 5), technology="Redis"))
    True
    """
    phrases = {words_of(mention.technology or ""), words_of(mention.text)}
    return any(names_phrase(text, phrase) for phrase in phrases for text in (component.technology, component.name))


def is_forbidden(component: Component, mention: Mention) -> bool:
    """Return whether a component is what a negated mention says must not be there."""
    if mention.technology is not None:
        return is_product(component, mention)
    return component.kind is mention.kind


def carries(component: Component, asked: Asked) -> bool:
    """Return whether a component can be what a brief asks for; in doubt it is."""
    mention = asked.first
    if is_product(component, mention) or any(_comes_from(component, one) for one in asked.mentions):
        return True
    if mention.technology is not None:
        own = words_of(component.technology)
        return bool(own) and names_phrase(mention.technology, own)
    words = words_of(mention.text)
    if mention.kind is not None and _is_like(component.kind, mention.kind, words):
        return True
    return names_phrase(f"{component.description} {component.technology}", words)


def _comes_from(component: Component, mention: Mention) -> bool:
    span = component.origin.span if component.origin.by == "brief" else None
    return span is not None and span[0] < mention.span[1] and mention.span[0] < span[1]


def _is_like(kind: Kind, wanted: Kind, words: tuple[str, ...]) -> bool:
    """Return whether a kind can stand for one that a brief names: people say "queue" for a log, "app" for a page."""
    if kind is wanted:
        return True
    if kind.family is wanted.family is Family.DATA and not _ANY_STORE.isdisjoint(words):
        return kind is not Kind.CACHE
    if kind.family is wanted.family is Family.CLIENT:
        return True
    return any(kind in alike and wanted in alike for alike in _ALIKE)
