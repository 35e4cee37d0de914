"""DAT011: the only copy has a best-before date."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_SHORT_S = 7 * 86_400


@rule("DAT011", "truth-that-expires", severity=Severity.WARNING)
def truth_that_expires(facts: Facts) -> Iterator[Found]:
    """A store holds the truth, and its entries expire within a week or are evicted when it is full.

    Why: data that nobody deleted on purpose is gone, and nothing else has it.
    Fix: keep it without expiry and let a cache beside it forget, or state `source_of_truth: false`.
    Source: Kleppmann, Designing Data-Intensive Applications, part III, "Systems of Record and Derived Data".
    """
    for store in facts.stores:
        ttl = store.prop("ttl_s")
        expires = isinstance(ttl, int | float) and 0 < ttl < _SHORT_S
        evicts = store.prop("eviction") not in (None, "none", "never", "noeviction")
        if store.prop("source_of_truth") is True and (expires or evicts) and store.prop("durable") is not True:
            yield Found.at(f"{facts.name(store)} holds the truth and lets entries go by itself", store)
