"""BRF007: latencies that contradict each other."""

from collections.abc import Iterator
from itertools import combinations

from designer.model.finding import Severity
from designer.model.quantity import Quantity
from designer.rules.facts import Facts
from designer.rules.figures import MOST_COMPARED, head, quoted
from designer.rules.rule import Found, rule

_ORDER = {"p50": 50.0, "p90": 90.0, "p95": 95.0, "p99": 99.0, "p999": 99.9, "max": 100.0}


@rule("BRF007", "latencies-out-of-order", severity=Severity.ERROR)
def latencies_out_of_order(facts: Facts) -> Iterator[Found]:
    """The brief states a lower percentile above a higher one, or a latency above the time-out.

    Why: the median of a set is never above its tail, and an answer behind the time-out is an error.
    Fix: correct one of the two figures in the brief, or say which operation each one is about.
    Source: Beyer et al., Site Reliability Engineering, chapter 4.
    """
    figures = [figure for figure in facts.brief.quantities if figure.unit == "s"]
    tails = [figure for figure in figures if figure.role == "latency" and figure.stat in _ORDER][:MOST_COMPARED]
    for one, two in combinations(tails, 2):
        low, high = sorted((one, two), key=lambda figure: _ORDER[figure.stat])
        if low.stat != high.stat and low.value > high.value and _may_be_one(low, high):
            yield Found.at(f"{low.stat} of {quoted(low)} is above {high.stat} of {quoted(high)}", low, high)
    limits = [figure for figure in figures if "timeout" in figure.name or "timeout" in figure.subject][:MOST_COMPARED]
    for tail in tails:
        for limit in limits:
            if tail is not limit and tail.value > limit.value:
                yield Found.at(f"{tail.stat} of {quoted(tail)} is above the time-out of {quoted(limit)}", tail, limit)


def _may_be_one(one: Quantity, two: Quantity) -> bool:
    """Tell whether two latencies may be of the same operation: one of them names none, or both the same."""
    return not one.subject or not two.subject or head(one) == head(two)
