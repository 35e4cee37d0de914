"""BRF009: reads and writes that do not add up to the total."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.quantity import Quantity
from designer.rules.facts import Facts
from designer.rules.figures import head, is_load, quoted
from designer.rules.rule import Found, rule

_TOTALS = frozenset({"request", "operation", "call", "transaction", "querie", "query"})
TOLERANCE = 0.1


@rule("BRF009", "parts-off-the-total", severity=Severity.WARNING)
def parts_off_the_total(facts: Facts) -> Iterator[Found]:
    """The brief's reads and writes differ from the total that it states.

    Why: one of the three figures is wrong, and the design is sized by all of them.
    Fix: correct the figures in the brief; look at their periods, and whether one is a peak.
    Source: SWEBOK Guide V3.0, chapter 1, section 6.1 Requirements Reviews.
    """
    for stat in ("mean", "peak"):
        loads = [figure for figure in facts.brief.quantities if is_load(figure) and figure.stat == stat]
        reads, writes = _only(loads, {"read"}), _only(loads, {"write"})
        total = _only(loads, _TOTALS)
        if reads and writes and total:
            parts = reads.value + writes.value
            if abs(parts - total.value) > TOLERANCE * total.value:
                message = f"{quoted(reads)} and {quoted(writes)} do not add up to {quoted(total)}"
                yield Found.at(message, reads, writes, total)


def _only(loads: list[Quantity], heads: set[str] | frozenset[str]) -> Quantity | None:
    found = [figure for figure in loads if head(figure) in heads]
    return found[0] if len(found) == 1 else None
