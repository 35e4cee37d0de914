"""SEC018: a secret filed under general."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_SENSITIVE = frozenset({"personal", "secret", "payment", "health"})


@rule("SEC018", "data-class-lost-on-the-way", severity=Severity.WARNING)
def data_class_lost_on_the_way(facts: Facts) -> Iterator[Found]:
    """Sensitive data flows into a store that is marked for less.

    Why: access, encryption and retention follow the mark of the store, and so protect too little.
    Fix: raise `data_class` of the store, or take the sensitive fields out before.
    Source: NIST SP 800-60, Guide for Mapping Types of Information; CWE-200.
    """
    for link in facts.links:
        store, carried = facts.target(link), link.prop("data_class")
        if (
            carried in _SENSITIVE
            and (store.is_datastore or store.is_broker)
            and store.prop("data_class") in ("public", "internal")
        ):
            message = f"{facts.name(link.source)} puts {carried} data into {facts.name(store)}, which is marked {store.prop('data_class')}"
            yield Found.at(message, store, link)
