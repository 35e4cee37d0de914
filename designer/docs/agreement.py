"""Whether a document and its design say the same: every line that differs, with its place and field.

The document of a design is computed, so that what it must say is known. Lines are matched, then the cells of a table's
row, so that an edit of either side is told by the row's id and the column.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from designer.docs.kept import unclosed_regions, without_kept

_CELLS = re.compile(r"(?<!\\)\|")
_HEADING = re.compile(r"^#{1,6} (.+)$")
_MARKS = re.compile(r"\\(.)")
_OURS = "Written by designer "
_LONGEST = 90


class Disagreement(NamedTuple):
    """A place where document and design differ: its line in the document, the field, and what each says."""

    line: int
    field: str
    document: str
    design: str

    @property
    def message(self) -> str:
        """The disagreement in words."""
        where = f"line {self.line}, {self.field}"
        if not self.document:
            return f"{where}: the design says “{self.design}”, the document nothing"
        if not self.design:
            return f"{where}: the document says “{self.document}”, the design nothing"
        return f"{where}: the document says “{self.document}”, the design “{self.design}”"


class _Line(NamedTuple):
    """A line with what it belongs to: its number, its section, and the head of its table."""

    number: int
    text: str
    section: str
    head: tuple[str, ...]


def disagreements(text: str, expected: str) -> tuple[Disagreement, ...]:
    """Return where a document differs from what its design says, in order of the lines.

    Regions that people keep are theirs and are not compared; one that is not closed is told. Blank lines and the
    last line, which names the version of the program, do not count.

    Args:
        text: the document as it is.
        expected: the document that the design gives now.
    """
    ours, theirs = _lines(text), _lines(expected)
    found = [
        Disagreement(number, "a region to keep", f"<!-- keep: {name} --> without its end", "")
        for number, name in unclosed_regions(text)
    ]
    matcher = difflib.SequenceMatcher(
        None, [line.text for line in ours], [line.text for line in theirs], autojunk=False
    )
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag != "equal":
            after = ours[end].number if end < len(ours) else (ours[-1].number if ours else 1)
            found += _compared(ours[start:end], theirs[other_start:other_end], after)
    return tuple(sorted(found))


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    section, head = "the beginning", tuple[str, ...]()
    previous = ""
    for number, line in without_kept(text):
        stripped = line.rstrip()
        if heading := _HEADING.match(stripped):
            section = _plain(heading[1])
        if not stripped.startswith("|"):
            head = ()
        elif not previous.startswith("|"):
            head = tuple(_plain(cell) for cell in _cells(stripped))
        if (
            stripped
            and not (_OURS in stripped and stripped.startswith("Status:"))
            and not stripped.startswith("<!-- keep")
        ):
            found.append(_Line(number, stripped, section, head))
        previous = stripped
    return found


def _compared(ours: Sequence[_Line], theirs: Sequence[_Line], after: int) -> Iterator[Disagreement]:
    """Yield the differences between two stretches: rows of the same id cell by cell, other lines as they are."""
    left = list(theirs)
    for line in ours:
        partner = next((other for other in left if _is_same_row(line, other)), None)
        if partner is None and len(ours) == len(theirs):
            partner = next((other for other in left if not _is_row(line) and not _is_row(other)), None)
        if partner is None:
            yield Disagreement(line.number, _field(line), _shown(line.text), "")
            continue
        left.remove(partner)
        yield from _cells_compared(line, partner)
    for other in left:
        yield Disagreement(after, _field(other), "", _shown(other.text))


def _is_row(line: _Line) -> bool:
    return bool(line.head)


def _is_same_row(one: _Line, other: _Line) -> bool:
    """Return whether two rows stand in the same table and begin alike, or are alike but for their beginning."""
    if not (one.head and one.head == other.head and one.section == other.section):
        return False
    mine, yours = _cells(one.text), _cells(other.text)
    return len(mine) == len(yours) and (mine[0] == yours[0] or (len(mine) > 1 and mine[1:] == yours[1:]))


def _cells_compared(one: _Line, other: _Line) -> Iterator[Disagreement]:
    if not one.head:
        yield Disagreement(one.number, _field(one), _shown(one.text), _shown(other.text))
        return
    mine, yours = _cells(one.text), _cells(other.text)
    for column, ours, theirs in zip(one.head, mine, yours, strict=True):
        if ours != theirs:
            field = f"{one.section}, row {_plain(yours[0])}, {column}"
            yield Disagreement(one.number, field, _shown(ours), _shown(theirs))


def _field(line: _Line) -> str:
    return f"{line.section}, row {_plain(_cells(line.text)[0])}" if line.head else line.section


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELLS.split(line)[1:-1]] or [line]


def _plain(text: str) -> str:
    return _MARKS.sub(r"\1", text).strip("*` ")


def _shown(text: str) -> str:
    words = " ".join(_plain(cell) for cell in _cells(text)) if text.startswith("|") else _plain(text)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
