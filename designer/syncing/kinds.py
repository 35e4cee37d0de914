"""The tables of a document that can be read back, and what each row of them stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from designer.docs.facts import Facts
from designer.docs.sections.figures import shown_parameters
from designer.docs.sections.structure import architecture, ordered_connections
from designer.syncing.matching import Ours
from designer.syncing.tables import Table


class Kind(NamedTuple):
    """A kind of table: how its head begins, which columns can be edited, and how its rows are known.

    `names` is how many cells say which row it is; `keys` gives what each row stands for, in the order of the document.
    """

    name: str
    head: tuple[str, ...]
    editable: frozenset[str]
    names: int
    may_grow: bool
    may_rename: bool
    keys: Callable[[Facts], list[str]]


def _components(facts: Facts) -> list[str]:
    found = architecture(facts)
    return [row.id for place in found.places for row in place.rows] if found else []


def _numbered(letter: str, field: str) -> Callable[[Facts], list[str]]:
    return lambda facts: [f"{letter}{number}" for number, _ in enumerate(getattr(facts.design.brief, field), start=1)]


KINDS: tuple[Kind, ...] = (
    Kind("component", ("Component", "Kind", "Technology", "Copies", "Responsibility"),
         frozenset({"Component", "Kind", "Technology", "Copies", "Responsibility"}), 1, True, True, _components),
    Kind("connection", ("From", "To", "What", "Protocol", "Mode"),
         frozenset({"What", "Protocol", "Mode"}), 3, True, True,
         lambda facts: [link.id for link in ordered_connections(facts)]),
    Kind("requirement", ("Id", "Requirement"), frozenset({"Requirement"}), 1, True, False, _numbered("R", "requirements")),
    Kind("constraint", ("Id", "Constraint"), frozenset({"Constraint"}), 1, True, False, _numbered("C", "constraints")),
    Kind("assumption", ("Id", "Assumption", "Value"), frozenset({"Value"}), 1, False, False,
         lambda facts: [item.name for _, item in facts.assumptions]),
    Kind("number", ("Parameter", "Name", "Value"), frozenset({"Value"}), 2, False, False,
         lambda facts: [item.name for item in shown_parameters(facts)]),
)  # fmt: skip
"""The kinds of tables, in the order in which a change of one is made."""

KIND_OF: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in KINDS})


def kind_of(table: Table) -> Kind | None:
    """Return the kind of a table by its head; None for one that is computed or somebody's own."""
    return next((kind for kind in KINDS if table.head[: len(kind.head)] == kind.head), None)


def tables_of(kind: Kind, tables: tuple[Table, ...]) -> list[Table]:
    """Return the tables of a kind, in order."""
    return [table for table in tables if kind_of(table) == kind]


def rows_of(kind: Kind, expected: tuple[Table, ...], facts: Facts) -> Iterator[Ours]:
    """Yield the rows of a kind as the design gives them, each with what it stands for."""
    rows = [(number, row) for number, table in enumerate(tables_of(kind, expected)) for row in table.rows]
    for key, (group, row) in zip(kind.keys(facts), rows, strict=True):
        yield Ours(key, group, row)
