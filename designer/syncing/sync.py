"""An edited document to a changed design: the edits of its tables, made one after another, and checked again.

What cannot be read back is refused with its line and column, and then nothing is changed: words of people go between
keep marks, and a computed figure follows from what it is computed of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from designer.catalog.catalog import Catalog
from designer.docs.agreement import disagreements
from designer.docs.facts import Facts
from designer.edits.edits import (
    AddComponent,
    ChangeComponent,
    ChangeConnection,
    Connect,
    Disconnect,
    RemoveComponent,
)
from designer.edits.text import clip_line
from designer.errors import InputError, Problem
from designer.model.design import Design
from designer.refining.change import Bench, Change
from designer.refining.following import applied, finished, new_errors
from designer.syncing.kinds import KINDS, Kind, kind_of, rows_of, tables_of
from designer.syncing.matching import Theirs, matched
from designer.syncing.reading import Read, read_kind
from designer.syncing.tables import Table, tables_in, without_tables

Judge = Callable[[Design], Design]
_LONGEST = 300
# What is connected to a part that goes is taken off first, and what is connected to a new part comes after it.
_ORDER: tuple[type, ...] = (AddComponent, ChangeComponent, Disconnect, ChangeConnection, RemoveComponent, Connect)


class Synced(NamedTuple):
    """A design after the edits of its document: `done` says what was read, with lines; `says` what else matters."""

    design: Design
    done: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


def sync(design: Design, text: str, expected: str, catalog: Catalog, *, judge: Judge, where: str) -> Synced:
    """Return a design as the tables of its edited document have it; an unedited document changes nothing.

    Args:
        design: the checked design.
        text: the document as it is.
        expected: the document that the design gives now.
        catalog: where blueprints, kinds and products are looked up.
        judge: what makes of the rules' findings those that count.
        where: the name of the document, for errors.

    Raises:
        InputError: an edit cannot be read back; all of them with their line and column.
    """
    theirs, ours = tables_in(text), tables_in(expected)
    facts = Facts(design, catalog)
    read = [_read(kind, theirs, ours, facts, catalog) for kind in KINDS]
    problems = [
        *_elsewhere(text, expected, theirs, ours),
        *(item for one in read for item in one.problems),
        *_twice(read),
    ]
    if problems:
        raise InputError(problems=[item._replace(where=_place(where, item.where)) for item in _in_order(problems)])
    done = sorted(item for one in read for item in one.done)
    if not done:
        return Synced(design)
    after = _changed(design, read, catalog, where)
    noted = clip_line(f"edited in the design document: {'; '.join(text for _, text in done)}", _LONGEST)
    after = judge(finished(design, after, noted, catalog))
    return Synced(after, tuple(f"line {line}: {text}" for line, text in done), new_errors(design, after))


def _read(kind: Kind, theirs: tuple[Table, ...], ours: tuple[Table, ...], facts: Facts, catalog: Catalog) -> Read:
    """Return what was edited in the tables of a kind."""
    wanted = tables_of(kind, ours)
    groups = {place: number for number, (place, _) in enumerate(_placed(wanted))}
    found = _placed(tables_of(kind, theirs))
    unknown = [table for place, table in found if place not in groups]
    rows = [Theirs(groups[place], row) for place, table in found if place in groups for row in table.rows]
    known = list(rows_of(kind, ours, facts))
    result = matched(known, rows, names=kind.names, may_rename=kind.may_rename)
    return read_kind(kind, result, wanted, unknown, facts, catalog)


def _placed(tables: list[Table]) -> list[tuple[tuple[str, int], Table]]:
    """Return tables with where they stand: the heading, and which of its name it is."""
    seen: Counter[str] = Counter()
    found = []
    for table in tables:
        found.append(((table.heading, seen[table.heading]), table))
        seen[table.heading] += 1
    return found


def _twice(read: list[Read]) -> list[Problem]:
    """Return the figures that two tables give two values."""
    values: dict[str, str] = {}
    problems = []
    for one in read:
        for name, (said, cell) in one.answers.items():
            if values.setdefault(name, said) != said:
                fix = "write the same one in both tables, or change it in one of them"
                problems.append(Problem(f"{name} has two new values", f"{cell.line}:{cell.column}", fix))
    return problems


def _elsewhere(text: str, expected: str, theirs: tuple[Table, ...], ours: tuple[Table, ...]) -> list[Problem]:
    """Return what was edited outside the tables that can be read back."""
    mine = [table for table in theirs if kind_of(table)]
    yours = [table for table in ours if kind_of(table)]
    fix = "put it back; words of your own go between <!-- keep: name --> and <!-- /keep -->, and a computed figure changes with what it is computed of"
    return [
        Problem(item.message.partition(", ")[2], f"{item.line}:1", fix)
        for item in disagreements(without_tables(text, mine), without_tables(expected, yours))
    ]


def _changed(design: Design, read: list[Read], catalog: Catalog, where: str) -> Design:
    """Return the design with all that was read: the brief first, then figures, then parts and connections.

    Raises:
        InputError: something does not fit the design.
    """
    brief = design.brief
    for one in read:
        brief = brief.model_copy(update=dict(one.brief))
    after = design.model_copy(update={"brief": brief})
    answers = {name: value for one in read for name, (value, _) in one.answers.items()}
    edits = tuple(sorted((edit for one in read for edit in one.edits), key=lambda edit: _ORDER.index(type(edit))))
    for change in (Change(answers=answers), Change(edits=edits)):
        if change.answers or change.edits:
            try:
                after = applied(Bench(after, catalog), change) or after
            except InputError as error:
                raise InputError(problems=[item._replace(where=where) for item in error.problems]) from error
    return after


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda item: tuple(int(part) for part in item.where.split(":")))


def _place(where: str, at: str) -> str:
    return f"{where}:{at}"
