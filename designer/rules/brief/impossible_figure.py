"""BRF005: a figure that cannot be."""

from collections.abc import Iterator

from designer.brief.units import PEOPLE
from designer.model.finding import Severity
from designer.model.quantity import Quantity
from designer.rules.facts import Facts
from designer.rules.figures import quoted
from designer.rules.rule import Found, rule

MOST_PEOPLE = 1e11
"""More than all people who ever lived hold accounts: ten for each person alive."""
MOST_BYTES = 1e24
"""A yottabyte: several times all data that is made in a year."""
MOST_A_SECOND = 1e15
SHORTEST = 1e-9


@rule("BRF005", "impossible-figure", severity=Severity.ERROR)
def impossible_figure(facts: Facts) -> Iterator[Found]:
    """The brief states a figure that no system can have.

    Why: whatever is computed from it is wrong, and a slip of the pen most often stands behind it.
    Fix: correct the figure in the brief; look at its unit and its number of zeros.
    Source: IDC, Data Age 2025, which puts all data made in a year at 0.2 yottabytes.
    """
    for figure in facts.brief.quantities:
        why = _impossible(figure)
        if why:
            yield Found.at(f"{quoted(figure)} cannot be: {why}", figure)


def _impossible(figure: Quantity) -> str:
    """Return why a figure cannot be, or an empty string."""
    value, is_people = figure.value, figure.subject.rsplit(" ", 1)[-1] in PEOPLE
    if figure.role == "availability" and figure.unit == "ratio" and not 0 < value < 1:
        return "nothing is available all of the time" if value == 1 else "availability lies between 0 and 100 %"
    if figure.role == "stock" and is_people and figure.unit == "count" and value <= 0:
        return "a system without users needs no design"
    if figure.role == "stock" and is_people and value > MOST_PEOPLE:
        return "there are not so many people or devices"
    if figure.unit == "bytes" and value > MOST_BYTES:
        return "all data of the world is less"
    if figure.unit.endswith("/s") and value > (MOST_BYTES / 1e6 if figure.unit == "bytes/s" else MOST_A_SECOND):
        return "no system takes so much a second"
    if figure.role == "latency" and figure.name.endswith("latency") and value < SHORTEST:
        return "every answer takes time"
    return ""
