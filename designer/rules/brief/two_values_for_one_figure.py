"""BRF010: the same figure twice, with two values."""

from collections.abc import Iterator
from itertools import combinations

from designer.model.finding import Severity
from designer.model.quantity import Quantity
from designer.rules.facts import Facts
from designer.rules.figures import MOST_COMPARED, head, quoted
from designer.rules.rule import Found, rule

_OF_THE_SYSTEM = frozenset({"availability", "budget"})
_COUNTED = frozenset({"daily", "weekly", "monthly", "concurrent", "total"})


@rule("BRF010", "two-values-for-one-figure", severity=Severity.WARNING)
def two_values_for_one_figure(facts: Facts) -> Iterator[Found]:
    """The brief states two different values for the same role of the same thing.

    Why: the design follows one of them, and whoever wrote the other one expects something else.
    Fix: keep one of the two, or say which part each one is about.
    Source: SWEBOK Guide V3.0, chapter 1, section 6.1 Requirements Reviews.
    """
    figures = [figure for figure in facts.brief.quantities if _kind(figure)][:MOST_COMPARED]
    for one, two in combinations(figures, 2):
        if _kind(one) == _kind(two) and one.value != two.value:
            yield Found.at(f"The brief says {quoted(one)} and {quoted(two)} of the same thing", one, two)


def _kind(figure: Quantity) -> tuple[str, ...]:
    """Return what a figure is of, or nothing where several values of it make sense."""
    if figure.per:
        return ()
    if figure.role in _OF_THE_SYSTEM:
        return (figure.role, figure.unit)
    if figure.role == "recovery" and figure.name[:3] in {"rpo", "rto"}:
        return ("recovery", figure.name[:3])
    if figure.role == "latency" and figure.stat and figure.subject:
        return ("latency", figure.stat, head(figure))
    if figure.role == "stock" and figure.unit == "count" and figure.stat in _COUNTED:
        return ("stock", figure.stat, head(figure))
    return ()
