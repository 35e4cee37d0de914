"""Amounts of money: budgets a month, prices."""

from __future__ import annotations

from designer.brief.figures.periods import period_at
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.numbers import Number
from designer.brief.units import CENTS, DAY, MONEY, MONTH, YEAR

_BUDGET = frozenset({"budget", "cost", "costs", "spend", "bill", "costing", "presupuesto", "kosten"})


def money(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "$5,000 a month", "a budget of 20k EUR per year", "$0.02 per call"."""
    before, after, first = scan.token(index - 1), number.after, index
    currency = ""
    if (
        before is not None
        and before.lower in MONEY
        and (before.is_word or scan.is_glued(index) or before.text in "$€£")
    ):
        currency, first = MONEY[before.lower], index - 1
    value = number.value
    if scan.lower(after) in MONEY:
        currency, after = MONEY[scan.lower(after)], after + 1
    elif scan.lower(after) in CENTS and not currency:
        currency, after, value = CENTS[scan.lower(after)], after + 1, value / 100
    if not currency:
        return None
    around = {*scan.window(index, before=5, after=0), *scan.part(index, before=8, after=8, end=after)}
    period = period_at(scan, after)
    if period is None and around & {"monthly", "month"}:
        period = (MONTH, after)
    if period is None and around & {"yearly", "annual", "annually"}:
        period = (YEAR, after)
    is_budget = period is not None and bool(_BUDGET & around)
    if period is not None and (is_budget or period[0] >= DAY):
        size, after = period
        return scan.quantity(first, after, name="budget", value=value * MONTH / size, unit=f"{currency}/month",
                             role="budget", subject="cost")  # fmt: skip
    return scan.quantity(first, after, name="amount", value=value, unit=currency, role="other", subject="amount")
