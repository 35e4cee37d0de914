"""DAT002: an index, warehouse or read model that nobody fills."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule
from designer.rules.stores import DERIVED_KINDS


@rule("DAT002", "read-model-without-feed", severity=Severity.WARNING)
def read_model_without_feed(facts: Facts) -> Iterator[Found]:
    """A search index, warehouse or read model is read and nobody fills it.

    Why: it answers from nothing, or from data that was loaded once and grows older every day.
    Fix: connect what fills it: a change stream of the source of truth, a consumer of its events, or a batch job.
    Source: Kleppmann, Designing Data-Intensive Applications, chapter 11, "Keeping Systems in Sync".
    """
    for store in facts.stores:
        if _is_derived(store) and facts.incoming[store.id] and not _is_fed(facts, store):
            yield Found.at(f"{facts.name(store)} is read and nobody fills it", store)


def _is_derived(store: Component) -> bool:
    if store.existing or store.kind is Kind.CACHE or store.prop("source_of_truth") is True:
        return False
    return store.kind in DERIVED_KINDS or store.prop("rebuildable") is True


def _is_fed(facts: Facts, store: Component) -> bool:
    pulls = any(facts.target(link).is_datastore or facts.target(link).is_broker for link in facts.outgoing[store.id])
    return pulls or any(facts.may_write(link) for link in facts.incoming[store.id])
