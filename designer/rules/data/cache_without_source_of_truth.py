"""DAT001: a cache with nothing behind it."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.model.kinds import Family, Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_BEHIND = frozenset({Family.DATA, Family.MESSAGING, Family.EXTERNAL, Family.COMPUTE})


@rule("DAT001", "cache-without-source-of-truth", severity=Severity.WARNING)
def cache_without_source_of_truth(facts: Facts) -> Iterator[Found]:
    """A cache holds data that is nowhere else.

    Why: a cache drops entries when it is full and all of them when it restarts; what is only there is lost.
    Fix: keep the data in a store and fill the cache from it, or state `durable: true` on a store that keeps it.
    Source: Kleppmann, Designing Data-Intensive Applications, part III, "Systems of Record and Derived Data".
    """
    for cache in facts.of_kind(Kind.CACHE):
        users = facts.neighbours_of(cache)
        claims = cache.prop("source_of_truth") is True and cache.prop("durable") is not True
        alone = users and cache.prop("rebuildable") is not True and not _has_something_behind(facts, cache, users)
        if claims or (alone and cache.prop("durable") is not True):
            yield Found.at(f"What {facts.name(cache)} holds is nowhere else", cache)


def _has_something_behind(facts: Facts, cache: Component, users: list[Component]) -> bool:
    """Return whether a user of the cache is itself not a cache, and has somewhere to get the data or to work it out."""
    for user in users:
        if user.family in (Family.DATA, Family.MESSAGING, Family.EXTERNAL) and user.kind is not Kind.CACHE:
            return True
        for other in facts.neighbours_of(user):
            if other.id != cache.id and other.family in _BEHIND and other.kind is not Kind.CACHE:
                return True
    return False
