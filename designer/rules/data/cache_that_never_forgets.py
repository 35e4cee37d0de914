"""DAT009: an old answer, for ever."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_ENDS = ("ttl_s", "invalidation", "eviction")


@rule("DAT009", "cache-that-never-forgets", severity=Severity.INFO, needs=_ENDS)
def cache_that_never_forgets(facts: Facts) -> Iterator[Found]:
    """A cache says neither when entries expire nor how it learns of a change nor what leaves when it is full.

    Why: users see what was true once, and memory fills until the cache stops taking anything.
    Fix: state `ttl_s`, how `invalidation` works, and which `eviction` is set.
    Source: Nishtala and others, Scaling Memcache at Facebook (NSDI 2013), section 3.2.
    """
    for cache in facts.of_kind(Kind.CACHE):
        if not cache.existing and all(cache.prop(name) is None for name in _ENDS):
            yield Found.at(f"Nothing says when an entry of {facts.name(cache)} ends", cache)
