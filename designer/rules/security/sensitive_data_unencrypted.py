"""SEC006: a lost disk is a data breach."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.mending import parts_state
from designer.rules.rule import Found, rule
from designer.rules.wording import says

_IN_MEMORY = frozenset("dragonfly hazelcast keydb memcached redis valkey".split())


@rule(
    "SEC006",
    "sensitive-data-unencrypted",
    severity=Severity.WARNING,
    needs=("encrypted_at_rest",),
    mend=parts_state(encrypted_at_rest=True),
)
def sensitive_data_unencrypted(facts: Facts) -> Iterator[Found]:
    """A store keeps personal, payment, health or secret data and does not encrypt it on disk.

    Why: a stolen disk, a copied snapshot or a backup in the wrong hands then shows everything in the clear.
    Fix: encrypt disks, snapshots and backups with managed keys, and state `encrypted_at_rest: true`.
    Source: CWE-311 Missing Encryption of Sensitive Data; AWS Well-Architected, SEC08-BP02 Enforce encryption at rest.
    """
    for store_id, data_class in facts.sensitive.items():
        store = facts.component(store_id)
        volatile = store.kind is Kind.CACHE or says(store.technology, _IN_MEMORY)
        in_memory = volatile and store.prop("durable") is not True and store.prop("source_of_truth") is not True
        said = store.prop("encrypted_at_rest")
        if said is False or (said is None and not in_memory and not store.existing):
            yield Found.at(f"{facts.name(store)} keeps {data_class} data unencrypted on disk", store)
