"""BRF006: a peak that is lower than the average."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.figures import MOST_COMPARED, head, is_load, quoted
from designer.rules.rule import Found, rule


@rule("BRF006", "peak-below-average", severity=Severity.ERROR)
def peak_below_average(facts: Facts) -> Iterator[Found]:
    """The brief states a peak that is lower than the average of the same thing.

    Why: capacity follows the peak, so a design for this one would already be too small on an ordinary day.
    Fix: correct one of the two figures in the brief; look at their periods.
    Source: Beyer et al., Site Reliability Engineering, chapter 18.
    """
    for factor in facts.brief.quantities:
        if factor.role == "factor" and factor.stat == "peak" and factor.value < 1:
            yield Found.at(f"A peak of {quoted(factor)} the average is below it", factor)
    loads = [figure for figure in facts.brief.quantities if is_load(figure)][:MOST_COMPARED]
    for peak in loads:
        for mean in loads:
            is_same = peak.unit == mean.unit and head(peak) == head(mean)
            if is_same and peak.stat == "peak" and mean.stat == "mean" and peak.value < mean.value:
                yield Found.at(f"The peak {quoted(peak)} is below the average {quoted(mean)}", peak, mean)
