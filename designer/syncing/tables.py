"""The tables of a Markdown document, each cell with its place."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from designer.docs.kept import without_kept

_CELL = re.compile(r"(?:\\.|[^|\\])*")
_RULE = re.compile(r"^\|(?:\s*:?-+:?\s*\|)+\s*$")
_HEADING = re.compile(r"^#{1,6} (.+?)\s*$")
_CODE = re.compile(r"(`+)(.+?)\1")
_STRONG = re.compile(r"(?<!\\)\*\*")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class Cell(NamedTuple):
    """A cell: its Markdown, and where it begins, both counted from 1."""

    raw: str
    line: int
    column: int

    @property
    def text(self) -> str:
        """What the cell says, without its marks; a dash stands for nothing."""
        words = plain_text(self.raw)
        return "" if words in ("–", "-", "—") else words


class Row(NamedTuple):
    """A row of a table."""

    line: int
    cells: tuple[Cell, ...]

    @property
    def raw(self) -> tuple[str, ...]:
        """The Markdown of its cells."""
        return tuple(cell.raw for cell in self.cells)


class Table(NamedTuple):
    """A table: the heading it stands under, its head, its rows, and the lines that it takes."""

    heading: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    lines: range


def tables_in(text: str) -> tuple[Table, ...]:
    """Return the tables of a document in order; those in regions that people keep are theirs."""
    lines = without_kept(text)
    return tuple(_tables(lines))


def _tables(lines: Sequence[tuple[int, str]]) -> Iterator[Table]:
    heading, place = "", 0
    while place < len(lines):
        number, line = lines[place]
        if found := _HEADING.match(line):
            heading = plain_text(found[1])
        if line.startswith("|") and place + 1 < len(lines) and _RULE.match(lines[place + 1][1]):
            end = place + 2
            while end < len(lines) and lines[end][1].startswith("|"):
                end += 1
            rows = tuple(Row(at, tuple(cells_of(row, at))) for at, row in lines[place + 2 : end])
            head = tuple(cell.text for cell in cells_of(line, number))
            yield Table(heading, head, rows, range(number, lines[end - 1][0] + 1))
            place = end
            continue
        place += 1


def cells_of(line: str, number: int) -> Iterator[Cell]:
    r"""Yield the cells of a line with their places.

    >>> [tuple(cell) for cell in cells_of(r"| a | b \| c |", 7)]
    [('a', 7, 3), ('b \\| c', 7, 7)]
    """
    place = 1
    text = line.rstrip()
    while place < len(text):
        found = _CELL.match(text, place)
        assert found is not None
        said = found[0]
        yield Cell(said.strip(), number, place + 1 + (len(said) - len(said.lstrip()) if said.strip() else 1))
        place = found.end() + 1


def plain_text(raw: str) -> str:
    r"""Return the words of inline Markdown as our documents write it.

    >>> plain_text(r"**a \| b** &lt;c> and `d*`")
    'a | b <c> and d*'
    """
    said = _STRONG.sub("", raw.strip())
    parts, end = [], 0
    for found in _CODE.finditer(said):
        if found.start() and said[found.start() - 1] == "\\":
            continue
        parts += [_unescaped(said[end : found.start()]), found[2].strip()]
        end = found.end()
    return " ".join("".join([*parts, _unescaped(said[end:])]).split())


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", html.unescape(text))


def without_tables(text: str, tables: Sequence[Table]) -> str:
    """Return a document whose lines keep their numbers and whose tables are blank."""
    gone = {number for table in tables for number in table.lines}
    return "\n".join("" if number in gone else line for number, line in enumerate(text.split("\n"), start=1))
