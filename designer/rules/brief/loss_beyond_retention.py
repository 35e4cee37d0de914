"""BRF008: more data may be lost than is kept."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.figures import quoted
from designer.rules.rule import Found, rule


@rule("BRF008", "loss-beyond-retention", severity=Severity.WARNING)
def loss_beyond_retention(facts: Facts) -> Iterator[Found]:
    """The recovery point lies further back than the data is kept.

    Why: a loss of more than everything there is allows all of it to be lost, which nobody means.
    Fix: shorten the recovery point (RPO), or keep the data for longer.
    Source: NIST SP 800-34 Rev. 1, section 3.2.1.
    """
    kept = [figure for figure in facts.brief.quantities if figure.role == "retention" and figure.unit == "s"]
    longest = max(kept, key=lambda figure: figure.value, default=None)
    for point in facts.brief.quantities:
        if point.role == "recovery" and point.name.startswith("rpo") and longest and point.value > longest.value:
            message = f"{quoted(point)} of data may be lost, and no data is kept for more than {quoted(longest)}"
            yield Found.at(message, point, longest)
