"""A view in Unicode box characters, for a terminal: cards, boundaries as frames, lines with arrows and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from designer.model.connection import Mode
from designer.model.kinds import Family
from designer.model.view import ViewEdge, ViewNode
from designer.render.columns import columns, cut, padded, shown, wrapped
from designer.render.outline import row_line
from designer.render.placed import Placed
from designer.render.svg_card import short_count
from designer.render.term_canvas import ARROWS, Canvas, Way
from designer.render.term_place import Box, Cells, Run, squeeze

CAPS = (24, 19, 16, 13)
_LEAST = 9
_LONGEST_LABEL = 34
_TRIES = 8
_ENOUGH = 2
_WORD = 14


_STRAIGHT = (Way.UP | Way.DOWN, Way.LEFT | Way.RIGHT)


class Border(NamedTuple):
    """The characters of a card's outline: corners from the upper left on, the level and the upright line, branches."""

    corners: str
    level: str
    upright: str
    down: str = "┬"
    up: str = "┴"


PLAIN = Border("┌┐┘└", "─", "│")
BORDERS: Mapping[Family, Border] = MappingProxyType(
    {
        Family.CLIENT: Border("╭╮╯╰", "─", "│"),
        Family.EDGE: Border("┏┓┛┗", "━", "┃", "┯", "┷"),
        Family.COMPUTE: PLAIN,
        Family.DATA: Border("╔╗╝╚", "═", "║", "╤", "╧"),
        Family.MESSAGING: Border("╒╕╛╘", "═", "│", "╤", "╧"),
        Family.EXTERNAL: Border("┌┐┘└", "╌", "╎"),
        Family.OPERATIONS: Border("╓╖╜╙", "─", "║"),
    }
)
NAMES: Mapping[Family, str] = MappingProxyType(
    {
        Family.CLIENT: "client",
        Family.EDGE: "edge",
        Family.COMPUTE: "compute",
        Family.DATA: "data",
        Family.MESSAGING: "messages",
        Family.EXTERNAL: "outside",
        Family.OPERATIONS: "operations",
    }
)


class Drawn(NamedTuple):
    """A picture in characters, how good it is (less is better), and the nets of lines whose words found no room."""

    lines: tuple[str, ...]
    cost: float
    missing: tuple[int, ...] = ()


def draw_cells(placed: Placed, width: int, *, is_careful: bool = True) -> Drawn | None:
    """Return the best picture in at most `width` columns, or None where none fits.

    Cards as wide as their names come first, and words beside their lines; both give way where the room is short.
    Without care it is not tried to make room for words that have none.
    """
    words = {line.net: min(columns(_words(line.edges)), _LONGEST_LABEL) for line in placed.lines}
    found: list[Drawn] = []
    fitting = 0
    for cap in CAPS:
        if fitting >= _ENOUGH:
            break
        texts = [card_lines(one.node, cap) for one in placed.nodes]
        sizes = [(max(*map(columns, lines), _LEAST - 4) + 4, len(lines) + 2) for lines in texts]
        for is_tight in (False, True):
            cells = squeeze(placed, sizes, width, is_tight=is_tight)
            if cells is None or (is_tight and found):
                continue
            first = _draw(placed, cells, texts, width)
            found.append(first)
            fitting += 1
            if is_careful:
                found += _roomier(placed, texts, sizes, width, words, first, is_tight=is_tight)
    return min(found, key=lambda drawn: drawn.cost, default=None)


def _roomier(
    placed: Placed,
    texts: Sequence[tuple[str, ...]],
    sizes: Sequence[tuple[int, int]],
    width: int,
    words: Mapping[int, int],
    first: Drawn,
    *,
    is_tight: bool,
) -> Iterator[Drawn]:
    """Yield pictures in which more and more of the words that found no room have it kept free for them."""
    kept: dict[int, int] = {}
    for net in first.missing[:_TRIES]:
        wanted = {**kept, net: words[net]}
        cells = squeeze(placed, sizes, width, wanted, is_tight=is_tight)
        if cells is not None:
            kept = wanted
            yield _draw(placed, cells, texts, width)


def card_lines(node: ViewNode, cap: int) -> tuple[str, ...]:
    """Return what stands in a card: its name, its technology, the fields of an entity."""
    if node.stage == "start":
        return ("●",)
    longest = max(map(columns, shown(node.name).split(" ")), default=0)
    room = max(cap - 4, min(longest, _WORD))
    name = wrapped(shown(node.name) or node.kind.label, room)
    if node.rows:
        return (*name, *(cut(shown(row_line(row)), room) for row in node.rows[:12]))
    about = node.figure or ", ".join(badge.text for badge in node.badges) or node.technology
    more = (cut(shown(about), room),) if about and not node.stage else ()
    return (*name, *more)


def _draw(placed: Placed, cells: Cells, texts: Sequence[tuple[str, ...]], width: int) -> Drawn:
    canvas = Canvas(min(max(cells.width, 1), width), cells.height)
    for group, box in zip(placed.groups, cells.groups, strict=True):
        _frame(canvas, box, shown(group.group.name), is_trust=group.group.is_trust)
    for one, box, lines in zip(placed.nodes, cells.cards, texts, strict=True):
        _card(canvas, box, one.node, lines, has_tap=bool(one.taps))
    for run in cells.runs:
        is_dashed = run.line.edges[0].mode is not Mode.SYNC
        for start, end in pairwise(run.cells):
            canvas.run(start, end, run.line.net, is_dashed=is_dashed)
    canvas.ink()
    for run in cells.runs:
        _ends(canvas, run, placed, cells)
    missing = [found for run in _labelled(cells.runs) if (found := _label(canvas, run))]
    nets = tuple(run.line.net for run in missing)
    missing.sort(key=lambda run: run.cells[0][::-1])
    numbered = [_number(canvas, run, number) for number, run in enumerate(missing, 1)]
    names = {node.id: shown(node.name) for node in placed.view.nodes}
    footer = [*_notes(missing, numbered, names, width), *_legend(placed, width)]
    rows = canvas.lines()
    cost = len(rows) + 4.0 * len(missing) + 8.0 * numbered.count(False)
    return Drawn((*rows, "", *footer) if footer else tuple(rows), cost, nets)


def _frame(canvas: Canvas, box: Box, title: str, *, is_trust: bool) -> None:
    level, upright, corners = ("═", "║", "╔╗╝╚") if is_trust else ("┄", "┊", "╭╮╯╰")
    for column in range(box.left, box.right + 1):
        canvas.frame(column, box.top, level)
        canvas.frame(column, box.bottom, level)
    for row in range(box.top, box.bottom + 1):
        canvas.frame(box.left, row, upright)
        canvas.frame(box.right, row, upright)
    places = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
    for (column, row), corner in zip(places, corners, strict=True):
        canvas.frame(column, row, corner)
    room = box.right - box.left - 3
    if room > 2:
        canvas.put(box.left + 2, box.top, f" {cut(title, room - 2)} ")


def _card(canvas: Canvas, box: Box, node: ViewNode, lines: Sequence[str], *, has_tap: bool) -> None:
    border = PLAIN if node.rows or node.stage else BORDERS[node.family]
    room = box.right - box.left - 1
    a, b, c, d = tuple(border.corners)
    canvas.put(box.left, box.top, a + border.level * room + b)
    canvas.put(box.left, box.bottom, d + border.level * room + c)
    inner = list(lines) + [""] * (box.bottom - box.top - 1 - len(lines))
    for number, line in enumerate(inner):
        middle = (room - columns(line)) // 2 if not node.rows or number == 0 else 1
        canvas.put(box.left, box.top + 1 + number, border.upright + padded(" " * middle + line, room) + border.upright)
    if node.replicas > 1:
        badge = f" ×{short_count(node.replicas)} "
        canvas.put(box.right - columns(badge) - 1, box.top, badge)
    if has_tap:
        canvas.put(box.left + 1, box.bottom, "~")


def _ends(canvas: Canvas, run: Run, placed: Placed, cells: Cells) -> None:
    """Draw the branch in the border of the card that a line leaves, and the tip."""
    (x0, y0), (_x1, y1) = run.cells[0], run.cells[1]
    for one, box in zip(placed.nodes, cells.cards, strict=True):
        if box.left < x0 < box.right and y0 in (box.top, box.bottom) and canvas.cells[y0][x0] in "─━═╌":
            border = PLAIN if one.node.rows or one.node.stage else BORDERS[one.node.family]
            canvas.put(x0, y0, border.down if y1 > y0 else border.up)
    if run.arrow is not None:
        x, y = run.cells[-1]
        canvas.put(x, y, ARROWS[run.arrow])


def _labelled(runs: Sequence[Run]) -> list[Run]:
    """Return the lines that need words, one for each trunk, those with the least room first."""
    found: dict[tuple[int, str], Run] = {}
    for run in runs:
        if text := _words(run.line.edges):
            found.setdefault((run.line.net, text), run)
    return sorted(found.values(), key=lambda run: (_length(run), run.line.net))


def _length(run: Run) -> int:
    return sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(run.cells))


def _words(edges: Sequence[ViewEdge]) -> str:
    texts = dict.fromkeys(shown(edge.label) or shown(edge.protocol) for edge in edges)
    return " / ".join(text for text in texts if text)


def _label(canvas: Canvas, run: Run) -> Run | None:
    """Put the words of a line beside it or into it; return the line where there is no room for them."""
    text = _words(run.line.edges)
    if columns(text) > _LONGEST_LABEL:
        return run
    for column, row, words in _places(canvas, run, text):
        canvas.put(column, row, words)
        return None
    return run


def _places(canvas: Canvas, run: Run, text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where the words of a line have room: right or left of an upright piece, in a level one, or above it."""
    wide = columns(text)
    for (x1, y1), (x2, y2) in pairwise(run.cells):
        if x1 == x2 and abs(y2 - y1) > 0:
            rows = sorted(range(min(y1, y2), max(y1, y2) + 1), key=lambda row: (abs(row - (y1 + y2) / 2), row))
            for row in rows:
                if canvas.nets.get((x1, row)) != run.line.net or (x1, row) in canvas.solid:
                    continue
                if canvas.is_free(x1 + 2, row, wide) and canvas.cells[row][x1 + 1] == " ":
                    yield x1 + 2, row, text
                if canvas.is_free(x1 - 1 - wide, row, wide) and canvas.cells[row][x1 - 1] == " ":
                    yield x1 - 1 - wide, row, text
    for (x1, y1), (x2, y2) in pairwise(run.cells):
        if y1 == y2 and abs(x2 - x1) >= wide + 5:
            first = min(x1, x2)
            start = first + (abs(x2 - x1) - wide - 1) // 2
            inside = range(start - 1, start + wide + 3)
            if all(canvas.ways.get((at, y1)) == Way.LEFT | Way.RIGHT and (at, y1) not in canvas.solid for at in inside):
                yield start, y1, f" {text} "


def _number(canvas: Canvas, run: Run, number: int) -> bool:
    """Put a number beside or into a line whose words have no room; tell whether there was room for that."""
    text = f"({number})"
    for column, row, words in _places(canvas, run, text):
        canvas.put(column, row, words)
        return True
    for (x1, y1), (x2, y2) in pairwise(run.cells):
        xs, ys = range(min(x1, x2), max(x1, x2) + 1), range(min(y1, y2), max(y1, y2) + 1)
        for cell in ((x, y) for y in ys for x in xs):
            is_own = canvas.nets.get(cell) == run.line.net and canvas.ways[cell] in _STRAIGHT and cell != run.cells[-1]
            if is_own and cell not in canvas.solid and cell not in canvas.framed and len(str(number)) == 1:
                canvas.put(*cell, str(number))
                return True
    return False


def _notes(runs: Sequence[Run], numbered: Sequence[bool], names: Mapping[str, str], width: int) -> Iterator[str]:
    for number, (run, is_shown) in enumerate(zip(runs, numbered, strict=True), 1):
        for edge in run.line.edges:
            mark = f"({number}) " if is_shown else ""
            words = shown(edge.label) or shown(edge.protocol)
            yield from wrapped(f"{mark}{names[edge.source]} → {names[edge.target]}: {words}", width, 3)


def _legend(placed: Placed, width: int) -> list[str]:
    """Return what the outlines and lines mean, as far as they occur."""
    nodes = [node for node in placed.view.nodes if not node.rows and not node.stage]
    families = [family for family in Family if any(node.family is family for node in nodes)]
    items = [f"{BORDERS[one].corners[0]}{BORDERS[one].level}{BORDERS[one].corners[1]} {NAMES[one]}" for one in families]
    modes = {edge.mode for line in placed.lines for edge in line.edges}
    if modes & {Mode.ASYNC, Mode.REPLICATION}:
        items.append("╌╌▶ asynchronous" if Mode.REPLICATION not in modes else "╌╌▶ asynchronous or copied")
    names = {node.id: shown(node.name) for node in placed.view.nodes}
    taps = sorted({names[edge.target] for one in placed.nodes for edge in one.taps})
    if taps:
        items.append(f"~ reports to {', '.join(taps)}")
    rows: list[str] = []
    for item in items:
        if rows and columns(rows[-1]) + 3 + columns(item) <= width:
            rows[-1] += f"   {item}"
        else:
            rows.append(cut(item, width))
    return rows
