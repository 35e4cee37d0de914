"""A table as a value: a head and rows, without the columns that no row fills."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Table(NamedTuple):
    """A head and rows of the same width."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Table | None:
    """Return a table without its empty columns; None when there is no row.

    The first column names what a row is about and always stays.

    >>> table(("Part", "Failover", "Backup"), [("Store", "", "yes")])
    Table(head=('Part', 'Backup'), rows=(('Store', 'yes'),))
    """
    found = [tuple(row) for row in rows]
    if not found:
        return None
    kept = [place for place in range(len(head)) if place == 0 or any(row[place] for row in found)]
    return Table(tuple(head[place] for place in kept), tuple(tuple(row[place] for place in kept) for row in found))
