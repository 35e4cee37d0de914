"""The edits of one kind of table: what changed in each cell, which rows are gone, and which are new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from designer.catalog.catalog import Catalog
from designer.docs.facts import Facts
from designer.docs.sections.structure import architecture
from designer.edits.edits import (
    AddComponent,
    ChangeComponent,
    ChangeConnection,
    Connect,
    Disconnect,
    Edit,
    RemoveComponent,
)
from designer.edits.text import clip_line
from designer.errors import Problem
from designer.model.figures import human
from designer.model.kinds import Kind as ComponentKind
from designer.syncing.kinds import Kind
from designer.syncing.matching import Matched, Ours, Theirs
from designer.syncing.tables import Cell, Row, Table
from designer.syncing.values import value_of

_FIELDS = {"Component": "name", "Kind": "kind", "Technology": "technology", "Copies": "replicas",
           "Responsibility": "description"}  # fmt: skip
_LINK_FIELDS = {"What": "label", "Protocol": "protocol", "Mode": "mode"}
_MODES = ("sync", "async", "replication")
_NO_ROWS = "change it in the brief, or with `designer refine`"


@dataclass
class Read:
    """What was edited in one kind of table; `brief` has the fields of the brief that change.

    `answers` are figures by name, each with the cell that says it.
    """

    edits: list[Edit] = field(default_factory=list)
    answers: dict[str, tuple[str, Cell]] = field(default_factory=dict)
    brief: dict[str, tuple[str, ...]] = field(default_factory=dict)
    done: list[tuple[int, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, cell: Cell, what: str, fix: str) -> None:
        """Note an edit that cannot be read back."""
        self.problems.append(Problem(what, f"{cell.line}:{cell.column}", fix))


@dataclass(frozen=True)
class _Edited:
    """A cell that is not as the design has it."""

    column: str
    old: Cell
    new: Cell


def read_kind(
    kind: Kind, result: Matched, wanted: Sequence[Table], unknown: Sequence[Table], facts: Facts, catalog: Catalog
) -> Read:
    """Return what was edited in the tables of a kind.

    Args:
        kind: of the tables.
        result: which rows are which.
        wanted: the tables as the design gives them, one a group.
        unknown: edited tables under headings that the design does not have.
        facts: the design.
        catalog: where products are looked up.
    """
    read = Read()
    for table in unknown:
        place = table.rows[0].cells[0] if table.rows else Cell("", table.lines.start, 1)
        fix = (
            f"put the rows into a table under one of: {', '.join(item.heading for item in wanted)}"
            if wanted
            else "leave it out"
        )
        read.refuse(place, f"the design has no such table under {table.heading!r}", fix)
    whole = [item for item in result.pairs if _is_whole(read, item[1].row, wanted[item[1].group].head)]
    edited = {one.row.line: _edited(kind, read, one, other, wanted) for one, other in whole}
    if not kind.may_grow:
        for gone in result.gone:
            at = Cell("", _near(result, gone, unknown), 1)
            read.refuse(at, f"the row {gone.row.cells[0].text!r} is gone", _NO_ROWS)
        for new in result.new:
            read.refuse(new.row.cells[0], f"there is no {kind.name} {clip_line(new.row.cells[0].text, 40)!r}", _NO_ROWS)
    grown = [item for item in result.new if kind.may_grow and _is_whole(read, item.row, wanted[item.group].head)]
    _TAKE[kind.name](_Job(kind, read, result, whole, edited, grown, facts, catalog))
    return read


def _near(result: Matched, gone: Ours, unknown: Sequence[Table]) -> int:
    lines = [other.row.line for one, other in result.pairs if one.group == gone.group]
    return max(lines, default=1)


def _is_whole(read: Read, row: Row, head: Sequence[str]) -> bool:
    if len(row.cells) == len(head):
        return True
    what = f"the row has {len(row.cells)} cells, its table {len(head)}"
    read.refuse(
        row.cells[0] if row.cells else Cell("", row.line, 1),
        what,
        "give it one cell for each column; write | in a text as \\|",
    )
    return False


def _edited(kind: Kind, read: Read, one: Ours, other: Theirs, wanted: Sequence[Table]) -> list[_Edited]:
    """Return the cells of a row that were edited; those of computed columns are refused."""
    found = []
    for column, old, new in zip(wanted[other.group].head, one.row.cells, other.row.cells, strict=True):
        if old.raw == new.raw or old.text == new.text:
            continue
        if column in kind.editable:
            found.append(_Edited(column, old, new))
        else:
            fix = f"put {clip_line(old.text or '–', 60)!r} back; {', '.join(sorted(kind.editable))} can be edited here"
            read.refuse(new, f"{column} of {_called(one)} is computed", fix)
    return found


def _called(one: Ours) -> str:
    return repr(clip_line(one.row.cells[0].text, 60))


@dataclass(frozen=True)
class _Job:
    """What is known of the tables of a kind, for what reads them."""

    kind: Kind
    read: Read
    result: Matched
    whole: list[tuple[Ours, Theirs]]
    edited: Mapping[int, list[_Edited]]
    new: list[Theirs]
    facts: Facts
    catalog: Catalog


def _say(job: _Job, line: int, text: str) -> None:
    job.read.done.append((line, text))


def _values(job: _Job) -> None:
    """Read figures: each edited value becomes an answer to plan with."""
    known = {item.name: item for item in job.facts.design.capacity.parameters}
    for one, _ in job.whole:
        for item in job.edited[one.row.line]:
            parameter = known[one.key]
            value = value_of(item.new.text, parameter.unit)
            title = parameter.title or parameter.name
            if value is None:
                shown = human(parameter.value, parameter.unit)
                what = f"{clip_line(item.new.text, 40)!r} is no figure in {parameter.unit}"
                job.read.refuse(item.new, what, f"write it like {shown}")
            elif human(value, parameter.unit) != human(parameter.value, parameter.unit):
                said = f"{value:.12g}"
                if job.read.answers.get(one.key, (said,))[0] != said:
                    job.read.refuse(item.new, f"{title} has two values", "write the same one in both rows")
                job.read.answers[one.key] = (said, item.new)
                _say(job, item.new.line, f"{title}: {item.old.text} -> {human(value, parameter.unit)}")


def _texts(field_name: str) -> Any:
    """Return what reads requirements or constraints: texts in their order."""

    def take(job: _Job) -> None:
        texts: dict[str, str] = {one.key: text for one, text in zip(_ours(job), _now(job, field_name), strict=True)}
        before = dict(texts)
        for one, other in job.whole:
            for item in job.edited[one.row.line]:
                if not item.new.text:
                    job.read.refuse(item.new, f"the {job.kind.name} says nothing", "take the row out instead")
                    continue
                texts[one.key] = item.new.text
                _say(
                    job, other.row.line, f"{one.key}: {clip_line(item.old.text, 60)} -> {clip_line(item.new.text, 60)}"
                )
        for gone in job.result.gone:
            texts.pop(gone.key)
            _say(
                job,
                _near(job.result, gone, ()),
                f"{job.kind.name} {gone.key} is taken out: {clip_line(gone.row.cells[1].text, 60)}",
            )
        kept = [texts[key] for key in before if key in texts]
        for new in job.new:
            if new.row.cells[1].text:
                kept.append(new.row.cells[1].text)
                _say(job, new.row.line, f"new {job.kind.name}: {clip_line(new.row.cells[1].text, 80)}")
            else:
                job.read.refuse(new.row.cells[1], f"the {job.kind.name} says nothing", "write what is wanted")
        if kept != list(before.values()):
            job.read.brief[field_name] = tuple(kept)

    return take


def _ours(job: _Job) -> list[Ours]:
    """Return all rows as the design gives them, in order."""
    rows = [*(one for one, _ in job.result.pairs), *job.result.gone]
    return sorted(rows, key=lambda item: (item.group, item.row.line))


def _now(job: _Job, field_name: str) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(job.facts.design.brief, field_name)
    return found


def _components(job: _Job) -> None:
    found = architecture(job.facts)
    places = [place.boundary for place in found.places] if found is not None else []
    for one, other in job.whole:
        changes: dict[str, Any] = {}
        for item in job.edited[one.row.line]:
            if (value := _component_value(job, item.column, item.new)) is not None:
                changes[_FIELDS[item.column]] = value
                _say(
                    job,
                    other.row.line,
                    f"{item.column} of {_called(one)}: {clip_line(item.old.text or 'none', 60)} -> {clip_line(item.new.text or 'none', 60)}",
                )
        if one.group != other.group:
            changes["boundary"] = places[other.group] or ""
            _say(job, other.row.line, f"{_called(one)} stands in {places[other.group] or 'no boundary'}")
        if changes:
            _edit(job, other.row.cells[0], ChangeComponent, id=one.key, **changes)
    for gone in job.result.gone:
        job.read.edits.append(RemoveComponent(id=gone.key))
        _say(job, _near(job.result, gone, ()), f"{_called(gone)} is taken out")
    for new in job.new:
        _add_component(job, new, places[new.group])


def _add_component(job: _Job, new: Theirs, boundary: str | None) -> None:
    cells = dict(zip(_FIELDS, new.row.cells, strict=False))
    values = {_FIELDS[column]: _component_value(job, column, cell) for column, cell in cells.items() if cell.text}
    if not cells["Component"].text or not cells["Kind"].text:
        fix = "give it a name and a kind, such as Service or Relational database"
        job.read.refuse(new.row.cells[0], "a new component needs a name and a kind", fix)
        return
    if all(value is not None for value in values.values()):
        _edit(job, new.row.cells[0], AddComponent, boundary=boundary or "", **values)
        _say(job, new.row.line, f"new {cells['Kind'].text} {cells['Component'].text!r}")


def _component_value(job: _Job, column: str, cell: Cell) -> Any:
    """Return the value that a cell gives a component; None after a refusal."""
    text = cell.text
    if column == "Kind":
        return _kind(job, cell)
    if column == "Copies":
        digits = text.replace(",", "")
        if digits.isascii() and digits.isdecimal() and 0 < int(digits) <= 1_000_000:
            return int(digits)
        job.read.refuse(cell, f"{clip_line(text, 40)!r} is no number of copies", "write a whole number from 1 on")
        return None
    if column == "Technology" and text and (product := job.catalog.technology(text)) is not None:
        return product.name
    if column == "Component" and not text:
        job.read.refuse(cell, "the component has no name", "write one, or take the row out")
        return None
    return text


def _kind(job: _Job, cell: Cell) -> ComponentKind | None:
    said = cell.text.casefold()
    found = next((kind for kind in ComponentKind if said in (kind.value, kind.label.casefold())), None)
    if found is None:
        names = ", ".join(kind.label for kind in ComponentKind)
        job.read.refuse(cell, f"there is no kind {clip_line(cell.text, 40)!r}", f"use one of {names}")
    return found


def _connections(job: _Job) -> None:
    for one, other in job.whole:
        changes: dict[str, Any] = {}
        for item in job.edited[one.row.line]:
            if item.column == "Mode" and item.new.text not in _MODES:
                job.read.refuse(
                    item.new, f"there is no mode {clip_line(item.new.text, 40)!r}", f"use {', '.join(_MODES)}"
                )
                continue
            changes[_LINK_FIELDS[item.column]] = item.new.text
            ends = f"{one.row.cells[0].text} to {one.row.cells[1].text}"
            _say(
                job,
                other.row.line,
                f"{item.column} of {ends}: {clip_line(item.old.text or 'none', 60)} -> {clip_line(item.new.text or 'none', 60)}",
            )
        if changes:
            _edit(job, other.row.cells[0], ChangeConnection, id=one.key, **changes)
    for gone in job.result.gone:
        # What is connected to a part that is taken out goes with it.
        job.read.edits.append(Disconnect(id=gone.key))
        _say(
            job,
            _near(job.result, gone, ()),
            f"{gone.row.cells[0].text} is no longer connected to {gone.row.cells[1].text}",
        )
    for new in job.new:
        _add_connection(job, new)


def _add_connection(job: _Job, new: Theirs) -> None:
    source, target, label, protocol, mode = (cell.text for cell in new.row.cells[:5])
    ids = [_part_named(job, cell) for cell in new.row.cells[:2]]
    if mode and mode not in _MODES:
        job.read.refuse(new.row.cells[4], f"there is no mode {clip_line(mode, 40)!r}", f"use {', '.join(_MODES)}")
    elif all(ids):
        _edit(
            job,
            new.row.cells[0],
            Connect,
            source=ids[0],
            target=ids[1],
            label=label,
            protocol=protocol,
            mode=mode or "sync",
        )
        _say(job, new.row.line, f"{source} is connected to {target}")


def _part_named(job: _Job, cell: Cell) -> str:
    """Return what a cell names: a part of the design, or one that the same document adds, by its name."""
    said = cell.text
    ids = [part.id for part in job.facts.design.graph.components if said.casefold() in (part.id, part.name.casefold())]
    if len(ids) == 1:
        return ids[0]
    if len(ids) > 1:
        job.read.refuse(cell, f"{said!r} may be {', '.join(ids)}", "write the id of the one that is meant")
        return ""
    # One that the table of components adds has the id that its name gives; if there is none, the edit is refused.
    return said


def _edit(job: _Job, cell: Cell, model: Any, **values: Any) -> None:
    try:
        job.read.edits.append(model(**values))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        job.read.refuse(cell, f"{'.'.join(map(str, first['loc']))}: {first['msg']}", "shorten it, or write it plainly")


_TAKE: Mapping[str, Any] = {
    "component": _components,
    "connection": _connections,
    "requirement": _texts("requirements"),
    "constraint": _texts("constraints"),
    "assumption": _values,
    "number": _values,
}
