"""What the rules on figures share: how a brief's words are quoted, and which figures are about the same thing."""

from __future__ import annotations

from designer.model.quantity import Quantity
from designer.rules.wording import tidy_name

MOST_COMPARED = 100
"""Figures of one kind that are compared with each other; a brief with more is a table."""


def quoted(figure: Quantity) -> str:
    """Return the words of a figure in quotes, or its name where it has none.

    >>> quoted(Quantity(name="rto", value=60, unit="s", span=(0, 5), text="1 min"))
    '"1 min"'
    """
    return f'"{tidy_name(figure.text)}"' if figure.text else tidy_name(figure.name)


def head(figure: Quantity) -> str:
    """Return the last word of a figure's subject, without a plural ending.

    >>> head(Quantity(name="n", value=1, unit="count", span=(0, 1), subject="new users"))
    'user'
    """
    last = figure.subject.rsplit(" ", 1)[-1]
    return last[:-1] if last.endswith("s") and not last.endswith("ss") else last


def is_load(figure: Quantity) -> bool:
    """Tell whether a figure is a rate of the whole system."""
    return figure.role == "load" and figure.unit.endswith("/s") and not figure.per
