"""Figures of a brief: number, unit, what is counted, over which time, and what role the figure plays.

One pass over the tokens; the readers of `designer.brief.figures` try each number in turn. Each figure ends in base
units with the span of its words; derived figures are not made here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from keyword import iskeyword

from designer.brief.figures.context import named_by_context
from designer.brief.figures.corrected import is_taken_back, put_right
from designer.brief.figures.counts import counted
from designer.brief.figures.data import data
from designer.brief.figures.load import bare, labelled_unit, rate_unit
from designer.brief.figures.money import money
from designer.brief.figures.names import is_part_of_a_name
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.figures.senders import merged, sent_behind
from designer.brief.figures.shares import factor, nines, percent, ratio, reads_per_write
from designer.brief.figures.times import time
from designer.brief.figures.worded import worded
from designer.brief.lexer import clause_bounds, tokens_of
from designer.brief.numbers import Number, number_at
from designer.model.base import slugify
from designer.model.quantity import Quantity

_READERS: tuple[Callable[[Scan, int, Number, Seen], Reading | None], ...] = (
    nines, money, percent, ratio, reads_per_write, factor, rate_unit, data, time, labelled_unit, bare, counted,
)  # fmt: skip
_LONGEST_NAME = 56


def quantities_in(text: str) -> tuple[Quantity, ...]:
    """Return every figure of a text, in order of appearance, each under a name of its own.

    >>> [(q.value, q.unit, q.subject) for q in quantities_in("8.64 million clicks a day, 2 KB each")]
    [(100.0, 'clicks/s', 'clicks'), (2000.0, 'bytes', 'clicks')]
    """
    tokens = tokens_of(text)
    found: list[Quantity] = []
    used: dict[str, int] = {}
    for draft in _scan(Scan(text, tokens, clause_bounds(text, tokens))):
        name = _named(draft.name)
        used[name] = used.get(name, 0) + 1
        unique = name if used[name] == 1 else f"{name}_{used[name]}"
        while unique != name and unique in used:
            used[name] += 1
            unique = f"{name}_{used[name]}"
        used.setdefault(unique, 1)
        found.append(draft.model_copy(update={"name": unique}))
    return tuple(found)


def _named(text: str) -> str:
    """Return a name that a formula can use: no digit first, no keyword."""
    name = slugify(text).replace("-", "_")[:_LONGEST_NAME]
    return f"figure_{name}" if name[0].isdigit() or iskeyword(name) else name


def _scan(scan: Scan) -> Iterator[Quantity]:
    index, seen = 0, Seen()
    while index < len(scan.tokens):
        found = _quantity_at(scan, index, seen)
        if found is None:
            index += 1
            continue
        clause = scan.clause(index)
        start, (quantity, index) = index, found
        if quantity is not None and math.isfinite(quantity.value):
            quantity = sent_behind(scan, quantity, start, index, seen)
            quantity = put_right(named_by_context(scan, quantity, start), seen, clause)
            if is_taken_back(scan, index):
                seen = seen._replace(dropped=quantity, dropped_clause=clause)
                continue
            seen = seen._replace(dropped=None)
            seen = merged(quantity, seen, clause, index)
            yield quantity


def _quantity_at(scan: Scan, index: int, seen: Seen) -> Reading | None:
    """Return the figure that starts at a token and the index behind it, or None where no number starts."""
    if (found := worded(scan, index, seen)) is not None:
        return found
    number = number_at(scan.tokens, index)
    if number is None:
        return None
    if number.is_vague or is_part_of_a_name(scan, index, number):
        # "tens of millions" is no figure: a number made of it would be invented
        return None, number.after
    for reader in _READERS:
        found = reader(scan, index, number, seen)
        if found is not None:
            return found
    return None, number.after
