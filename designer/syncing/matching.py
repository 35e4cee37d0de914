"""Which row of an edited table is which row of the table as the design gives it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from designer.syncing.tables import Row

_ALIKE = 0.6
"""The share of other cells that a row with another name must keep to be the same row under a new name."""


class Ours(NamedTuple):
    """A row as the design gives it: what it stands for, the group of its table, and its cells."""

    key: str
    group: int
    row: Row


class Theirs(NamedTuple):
    """A row of the edited document, and the group of its table."""

    group: int
    row: Row


class Matched(NamedTuple):
    """Pairs of rows that are the same, rows that are gone, and rows that are new."""

    pairs: tuple[tuple[Ours, Theirs], ...]
    gone: tuple[Ours, ...]
    new: tuple[Theirs, ...]


def matched(ours: Sequence[Ours], theirs: Sequence[Theirs], *, names: int = 1, may_rename: bool = True) -> Matched:
    """Return which rows are the same: alike in all, then alike in name, then alike in all but the name.

    Args:
        ours: rows as the design gives them.
        theirs: rows of the edited document.
        names: how many cells at the beginning say which row it is.
        may_rename: whether a row under another name may be the same.
    """
    left, free = list(ours), list(theirs)
    pairs: list[tuple[Ours, Theirs]] = []

    def take(is_same: Callable[[Ours, Theirs], bool]) -> None:
        for one in list(left):
            other = next((item for item in free if is_same(one, item)), None)
            if other is not None:
                pairs.append((one, other))
                left.remove(one)
                free.remove(other)

    take(lambda one, other: one.group == other.group and one.row.raw == other.row.raw)
    take(lambda one, other: one.row.raw == other.row.raw)
    take(lambda one, other: one.group == other.group and _name(one.row, names) == _name(other.row, names))
    take(lambda one, other: _name(one.row, names) == _name(other.row, names))
    if may_rename:
        take(lambda one, other: one.group == other.group and _share(one.row, other.row, names) >= _ALIKE)
    return Matched(tuple(pairs), tuple(left), tuple(free))


def _name(row: Row, names: int) -> tuple[str, ...]:
    return tuple(cell.text.casefold() for cell in row.cells[:names])


def _share(one: Row, other: Row, names: int) -> float:
    rest = list(zip(one.raw[names:], other.raw[names:], strict=False))
    return sum(mine == yours for mine, yours in rest) / len(rest) if rest else 0.0
