"""DAT001: a cache with nothing behind it."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.model.kinds import Family, Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_HAVE_DATA = frozenset({Family.DATA, Family.MESSAGING, Family.EXTERNAL})


@rule("DAT001", "cache-without-source-of-truth", severity=Severity.WARNING)
def cache_without_source_of_truth(facts: Facts) -> Iterator[Found]:
    """A cache holds data that is nowhere else.

    Why: a cache drops entries when it is full and all of them when it restarts; what is only there is lost.
    Fix: keep the data in a store and fill the cache from it, or state `durable: true` on a store that keeps it.
    Source: Kleppmann, Designing Data-Intensive Applications, part III, "Systems of Record and Derived Data".
    """
    backed = {one.id for one in facts.components if one.kind is not Kind.CACHE and _is_backed(facts, one)}
    for cache in facts.of_kind(Kind.CACHE):
        users = {one.id for one in facts.neighbours_of(cache)}
        claims = cache.prop("source_of_truth") is True
        alone = users and users.isdisjoint(backed) and cache.prop("rebuildable") is not True
        if (claims or alone) and cache.prop("durable") is not True:
            yield Found.at(f"What {facts.name(cache)} holds is nowhere else", cache)


def _is_backed(facts: Facts, user: Component) -> bool:
    """Return whether a part keeps data, or is next to another that has them or works them out."""
    others = [one for one in facts.neighbours_of(user) if one.kind is not Kind.CACHE]
    return user.family in _HAVE_DATA or any(one.family in _HAVE_DATA or one.family is Family.COMPUTE for one in others)
