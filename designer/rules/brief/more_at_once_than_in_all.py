"""BRF011: more users at once, or in a day, than there are."""

from collections.abc import Iterator

from designer.brief.units import PEOPLE
from designer.model.finding import Severity
from designer.model.quantity import Quantity
from designer.rules.facts import Facts
from designer.rules.figures import MOST_COMPARED, head, quoted
from designer.rules.rule import Found, rule

_WIDTH = {"concurrent": 0, "daily": 1, "weekly": 2, "monthly": 3, "": 4, "total": 4}


@rule("BRF011", "more-at-once-than-in-all", severity=Severity.ERROR)
def more_at_once_than_in_all(facts: Facts) -> Iterator[Found]:
    """The brief states more users at once or in a day than it has in a longer time or in all.

    Why: the smaller group is part of the larger one, so one of the figures is wrong.
    Fix: correct one of the two figures in the brief, or name the two groups differently.
    Source: SWEBOK Guide V3.0, chapter 1, section 6.1 Requirements Reviews.
    """
    people = [figure for figure in facts.brief.quantities if _counts_people(figure)][:MOST_COMPARED]
    for part in people:
        for whole in people:
            is_part = _WIDTH[part.stat] < _WIDTH[whole.stat] and head(part) == head(whole)
            if is_part and part.value > whole.value:
                yield Found.at(
                    f"{quoted(part)} ({part.stat}) are more than {quoted(whole)} ({whole.stat or 'in all'})",
                    part,
                    whole,
                )


def _counts_people(figure: Quantity) -> bool:
    is_people = figure.subject.rsplit(" ", 1)[-1] in PEOPLE
    return figure.role == "stock" and figure.unit == "count" and is_people and figure.stat in _WIDTH
