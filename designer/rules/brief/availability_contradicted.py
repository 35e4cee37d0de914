"""BRF003: more uptime promised than one copy can keep."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

ONE_COPY = 0.995
"""What a large vendor promises for a single machine."""


@rule("BRF003", "availability-contradicted", severity=Severity.WARNING)
def availability_contradicted(facts: Facts) -> Iterator[Found]:
    """The brief demands an availability that parts with one copy cannot reach.

    Why: one machine is promised 99.5 % at most, and every deployment takes its only copy away as well.
    Fix: give each named part a second copy in another zone with failover, or lower the demand.
    Source: Amazon Compute Service Level Agreement, instance-level commitment of 99.5 %.
    """
    single = _single_copies(facts)
    for quantity in facts.brief.quantities:
        demanded = quantity.role == "availability" and quantity.unit == "ratio" and ONE_COPY < quantity.value <= 1
        if demanded and single:
            verb = "has" if len(single) == 1 else "have"
            message = f"{quantity.value * 100:.8g} % is demanded, and {facts.names(single)} {verb} one copy"
            yield Found.at(message, quantity, *single)


def _single_copies(facts: Facts) -> list[Component]:
    """Return the parts with one copy that users wait for, and the stores of truth behind them."""
    stores = {store.id for store in facts.single_stores}
    waited_for = facts.sync_parts & (facts.single_parts | stores)
    parts = [facts.component(one) for one in facts.ordered(waited_for)]
    return [part for part in parts if part.prop("admin") is not True]
