"""Reads tables of parts: a row is a part, a column says what it is, whom it calls, and who calls it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from designer.brief.dictation.arrows import ArrowReader
from designer.brief.dictation.known.memory import Memory
from designer.brief.dictation.links.book import LinkBook
from designer.brief.dictation.model import Link, Manner
from designer.brief.dictation.nouns.marking import Marked
from designer.brief.dictation.relations import PROTOCOLS
from designer.brief.lexer import Token

_FEWEST_BARS = 2
_NOTHING = frozenset({"-", "–", "—", "none", "n/a", "nothing", ""})
_NAMES = frozenset("component service name part system element app application module node what who building".split())
_PRODUCTS = frozenset("technology tech stack implementation built product language framework runtime".split())


class _Column(NamedTuple):
    """What a column says of the row's part: what is linked with it, which way and how; or its product."""

    manner: Manner
    backwards: bool = False
    is_product: bool = False


_SOURCES = frozenset("from source caller producer sender client origin consumer-of".split())
_TARGETS = frozenset("to target destination callee receiver server into".split())
_COPIED = frozenset("replication replicates replicated replica mirrored copy".split())
_MARKS = ("|", ";")
_TOLD = frozenset("event events message messages async asynchronous queue stream".split())


_COLUMNS: Mapping[str, _Column] = {
    "calls": _Column("call"), "uses": _Column("call"), "talks to": _Column("call"), "depends on": _Column("call"),
    "depends": _Column("call"), "dependencies": _Column("call"), "writes to": _Column("call"), "stores in": _Column("call"),
    "reads from": _Column("call"), "reads": _Column("call"), "writes": _Column("call"), "data store": _Column("call"), "datastore": _Column("call"),
    "store": _Column("call"), "database": _Column("call"), "storage": _Column("call"), "stores": _Column("call"), "data in": _Column("call"),
    "connects to": _Column("call"), "sends to": _Column("send"), "publishes to": _Column("emit"), "publishes": _Column("emit"),
    "produces": _Column("emit"), "emits": _Column("emit"), "output": _Column("send"), "outputs": _Column("send"), "downstream": _Column("call"),
    "called by": _Column("call", backwards=True), "used by": _Column("call", backwards=True), "callers": _Column("call", backwards=True),
    "clients": _Column("call", backwards=True), "read by": _Column("call", backwards=True), "upstream": _Column("call", backwards=True),
    "consumes": _Column("send", backwards=True), "consumes from": _Column("send", backwards=True), "subscribes to": _Column("send", backwards=True),
    "listens to": _Column("send", backwards=True), "input": _Column("send", backwards=True), "inputs": _Column("send", backwards=True),
    "fed by": _Column("send", backwards=True), "consumed by": _Column("send"), "subscribers": _Column("send"), "consumers": _Column("send"),
}  # fmt: skip


class Table(NamedTuple):
    """A table: the cells of each row as token ranges, the header first; tokens `first` to `after`."""

    first: int
    after: int
    rows: tuple[tuple[tuple[int, int], ...], ...]


def tables_in(tokens: Sequence[Token], text: str) -> list[Table]:
    """Return the tables of a text: lines of cells between bars or semicolons, whose header names a column that links parts."""
    found: list[Table] = []
    rows: list[tuple[int, int]] = []
    held = ""
    for first, after in [*_lines(tokens, text), (len(tokens), len(tokens))]:
        marks = [tokens[index].text for index in range(first, after) if tokens[index].text in _MARKS]
        mark = next((mark for mark in _MARKS if marks.count(mark) >= _FEWEST_BARS), "")
        if rows and mark != held:
            if len(rows) > (1 if held == "|" else 2) and (table := _table(tokens, rows, held)) is not None:
                found.append(table)
            rows = []
        held = mark
        if mark:
            rows.append((first, after))
    return found


def _lines(tokens: Sequence[Token], text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for index in range(1, len(tokens) + 1):
        if index == len(tokens) or "\n" in text[tokens[index - 1].end : tokens[index].start]:
            yield start, index
            start = index


def _table(tokens: Sequence[Token], lines: Sequence[tuple[int, int]], mark: str) -> Table | None:
    rows = [_cells(tokens, first, after, mark) for first, after in lines]
    header = [_words(tokens, cell) for cell in rows[0]]
    if not any(_column(name) is not None for name in header) and _ends(header) is None:
        return None
    body = [row for row in rows[1:] if any(_words(tokens, cell) for cell in row)]
    return Table(lines[0][0], lines[-1][1], (tuple(rows[0]), *map(tuple, body)))


def _cells(tokens: Sequence[Token], first: int, after: int, mark: str) -> list[tuple[int, int]]:
    bars = [index for index in range(first, after) if tokens[index].text == mark]
    bounds = bars if bars[0] == first else [first - 1, *bars]
    bounds = bounds if bars[-1] == after - 1 else [*bounds, after]
    return [(one + 1, two) for one, two in pairwise(bounds)]


def _words(tokens: Sequence[Token], cell: tuple[int, int]) -> str:
    return " ".join(token.lower for token in tokens[cell[0] : cell[1]] if token.is_word)


def _ends(header: Sequence[str]) -> tuple[int, int] | None:
    """Return the columns of a table of links: "from" and "to"."""
    sources = [place for place, name in enumerate(header) if _SOURCES & set(name.split())]
    targets = [place for place, name in enumerate(header) if _TARGETS & set(name.split()) and place not in sources[:1]]
    return (sources[0], targets[0]) if sources and targets else None


def _column(name: str) -> _Column | None:
    """Return what a header says: "Called by", "Technology"; None for other columns and for the names themselves."""
    words = re.sub(r"[^a-z ]", " ", name).split()
    for size in (2, 1):
        for start in range(len(words) - size + 1):
            if (column := _COLUMNS.get(" ".join(words[start : start + size]))) is not None:
                return column
    return _Column("call", is_product=True) if _PRODUCTS & set(words) else None


class TableReader:
    """Reads tables into the memory and the book of links."""

    def __init__(self, marked: Marked, memory: Memory, book: LinkBook, nodes: ArrowReader) -> None:
        self._m = marked
        self._memory = memory
        self._book = book
        self._nodes = nodes

    def read(self, table: Table) -> None:
        """Add the parts and links of a table."""
        tokens = self._m.tokens
        header = [_words(tokens, cell) for cell in table.rows[0]]
        if (ends := _ends(header)) is not None:
            self._links(table, *ends)
            return
        named = next((place for place, name in enumerate(header) if _NAMES & set(name.split())), 0)
        columns = [None if place == named else _column(name) for place, name in enumerate(header)]
        keys = [self._nodes.nodes(*row[named])[:1] if named < len(row) else [] for row in table.rows[1:]]
        for row, key in zip(table.rows[1:], keys, strict=True):
            for column, cell in zip(columns, row, strict=False):
                if column is not None and key and _words(tokens, cell) not in _NOTHING:
                    self._cell(key[0], column, cell)

    def _links(self, table: Table, source: int, target: int) -> None:
        """Read a table whose rows are links."""
        tokens = self._m.tokens
        for row in table.rows[1:]:
            if max(source, target) >= len(row):
                continue
            rest = [cell for place, cell in enumerate(row) if place not in {source, target}]
            words = {word for cell in rest for word in _words(tokens, cell).split()}
            protocol = next((PROTOCOLS[word] for word in sorted(words) if word in PROTOCOLS), "")
            span = (tokens[row[source][0]].start, tokens[row[target][1] - 1].end)
            for one in self._nodes.nodes(*row[source]):
                for two in self._nodes.nodes(*row[target]):
                    if one != two:
                        manner: Manner = "send" if words & _TOLD else "copy" if words & _COPIED else "call"
                        waits = False if words & _TOLD else None
                        self._book.add(
                            Link(
                                source=one,
                                target=two,
                                label="",
                                manner=manner,
                                span=span,
                                protocol=protocol,
                                waits=waits,
                            )
                        )

    def _cell(self, part: int, column: _Column, cell: tuple[int, int]) -> None:
        if column.is_product:
            hit = next((hit for hit in self._m.hits[cell[0] : cell[1]] if hit is not None), None)
            if hit is not None and hit.word.technology is not None and self._memory.parts[part].technology is None:
                self._memory.set(part, technology=hit.word.technology.name)
            return
        tokens = self._m.tokens
        span = (tokens[cell[0]].start, tokens[cell[1] - 1].end)
        for other in self._nodes.nodes(*cell):
            source, target = (other, part) if column.backwards else (part, other)
            if source != target:
                self._book.add(Link(source=source, target=target, label="", manner=column.manner, span=span))
