"""DAT008: an order that somebody relies on and nobody keeps."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule


@rule("DAT008", "order-not-kept", severity=Severity.WARNING)
def order_not_kept(facts: Facts) -> Iterator[Found]:
    """Messages must keep an order, and the broker between them keeps none or another one.

    Why: an older value then overwrites a newer one, or a cancellation comes before its order.
    Fix: use a broker that keeps order by key, and set its `partition_key` to what the messages are ordered by.
    Source: Kleppmann, Designing Data-Intensive Applications, chapter 11, "Partitioned Logs".
    """
    for link in facts.links:
        wanted = link.prop("ordered_by")
        broker = next((part for part in (facts.target(link), facts.source(link)) if part.is_broker), None)
        if wanted is None or broker is None:
            continue
        if broker.prop("ordering") == "none" or _is_other_key(broker, link):
            kept = broker.prop("partition_key") or "nothing"
            message = f"{facts.name(broker)} keeps order by {kept}, and messages need it by {wanted}"
            yield Found.at(message, broker, link)


def _is_other_key(broker: Component, link: Connection) -> bool:
    """Return whether both name one field and not the same: "order_id" and "user_id", not "the key its sender gives"."""
    kept, wanted = broker.prop("partition_key"), link.prop("ordered_by")
    if broker.prop("ordering") != "per-key" or not isinstance(kept, str) or not isinstance(wanted, str):
        return False
    return " " not in kept.strip() and " " not in wanted.strip() and kept.casefold() != wanted.casefold()
