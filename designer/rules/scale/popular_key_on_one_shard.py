"""SCA002: one key that everybody wants."""

from collections.abc import Iterator

from designer.brief.phrases import stemmed
from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_SKEW = (
    "celebrity", "celebrities", "viral", "very popular", "influencer", "hot key", "hot item", "flash sale", "limited drop",
    "world cup", "trending", "premiere", "superstar", "millions of followers",
)  # fmt: skip


@rule("SCA002", "popular-key-on-one-shard", severity=Severity.WARNING, needs=("hot_key_mitigation",))
def popular_key_on_one_shard(facts: Facts) -> Iterator[Found]:
    """The brief speaks of something that very many want at once, and a store split by key does not say what then.

    Why: all requests for that key meet one shard; adding shards does not help it.
    Fix: copy the key, split it into numbered buckets, or cache it in each caller; state `hot_key_mitigation`.
    Source: Kleppmann, Designing Data-Intensive Applications, chapter 6, "Skewed Workloads and Relieving Hot Spots".
    """
    text = stemmed(facts.brief.text[:20_000])
    if text.find_any(_SKEW) is None:
        return
    for part in facts.components:
        split = part.prop("sharded") is True or part.prop("shard_key") is not None
        if part.is_datastore and split and part.prop("hot_key_mitigation") is None:
            yield Found.at(f"Nothing keeps one popular key from overloading a shard of {facts.name(part)}", part)
