"""A field of characters in which lines meet: where two lines of one kind touch, the fitting box character stands."""

from __future__ import annotations

from enum import IntFlag

from designer.render.columns import columns


class Way(IntFlag):
    """The sides of a cell that a line reaches."""

    UP = 1
    RIGHT = 2
    DOWN = 4
    LEFT = 8


_LIGHT = " ╵╶└╷│┌├╴┘─┴┐┤┬┼"
_DASHED = {Way.UP | Way.DOWN: "┆", Way.LEFT | Way.RIGHT: "╌"}
_BLANK = (" ", "┄", "┊")
ARROWS = {Way.UP: "▲", Way.RIGHT: "▶", Way.DOWN: "▼", Way.LEFT: "◀"}
FRAME = "┄┊"


class Canvas:
    """Cells by row and column; a wide character takes a cell and leaves the next one empty."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.cells = [[" "] * width for _ in range(height)]
        self.ways: dict[tuple[int, int], Way] = {}
        self.nets: dict[tuple[int, int], int] = {}
        self.dashed: set[tuple[int, int]] = set()
        self.solid: set[tuple[int, int]] = set()
        self.framed: set[tuple[int, int]] = set()

    def put(self, column: int, row: int, text: str) -> None:
        """Write text that nothing is drawn over any more."""
        for character in _clusters(text):
            if 0 <= row < self.height and 0 <= column < self.width:
                self.cells[row][column] = character
                self.solid.add((column, row))
                for more in range(1, columns(character)):
                    if column + more < self.width:
                        self.cells[row][column + more] = ""
                        self.solid.add((column + more, row))
            column += columns(character)

    def frame(self, column: int, row: int, text: str) -> None:
        """Write one character of a boundary, over which lines may be drawn."""
        if 0 <= row < self.height and 0 <= column < self.width:
            self.cells[row][column] = text
            self.framed.add((column, row))

    def run(self, start: tuple[int, int], end: tuple[int, int], net: int, *, is_dashed: bool) -> None:
        """Draw a straight line from cell to cell; where it crosses another one, the upright one passes over."""
        (x1, y1), (x2, y2) = start, end
        is_upright = x1 == x2
        first, last = (min(y1, y2), max(y1, y2)) if is_upright else (min(x1, x2), max(x1, x2))
        ahead, back = (Way.DOWN, Way.UP) if is_upright else (Way.RIGHT, Way.LEFT)
        for at in range(first, last + 1):
            cell = (x1, at) if is_upright else (at, y1)
            way = Way(0)
            if at < last:
                way |= ahead
            if at > first:
                way |= back
            self._join(cell, way, net, is_dashed=is_dashed)

    def _join(self, cell: tuple[int, int], way: Way, net: int, *, is_dashed: bool) -> None:
        if cell in self.solid or not way:
            return
        known = self.nets.get(cell)
        if known is not None and known != net:
            if way & (Way.UP | Way.DOWN):
                self.ways[cell] = way
                self.nets[cell] = net
                self._keep_dash(cell, is_dashed=is_dashed)
            return
        self.nets[cell] = net
        self.ways[cell] = self.ways.get(cell, Way(0)) | way
        self._keep_dash(cell, is_dashed=is_dashed)

    def _keep_dash(self, cell: tuple[int, int], *, is_dashed: bool) -> None:
        (self.dashed.add if is_dashed else self.dashed.discard)(cell)

    def ink(self) -> None:
        """Turn the lines into characters."""
        for cell, way in self.ways.items():
            column, row = cell
            if cell in self.solid or not (0 <= row < self.height and 0 <= column < self.width):
                continue
            plain = _LIGHT[way]
            self.cells[row][column] = _DASHED.get(way, plain) if cell in self.dashed else plain

    def is_free(self, column: int, row: int, width: int) -> bool:
        """Tell whether a text of `width` columns has room there, with a blank on either side."""
        if column < 0 or row < 0 or row >= self.height or column + width > self.width:
            return False
        cells = self.cells[row]
        inside = all(cells[at] == " " and (at, row) not in self.solid for at in range(column, column + width))
        before = column == 0 or cells[column - 1] in _BLANK
        behind = column + width == self.width or cells[column + width] in _BLANK
        return inside and before and behind

    def lines(self) -> list[str]:
        """Return the rows as text, without blanks at their ends, and without empty rows around."""
        rows = ["".join(row).rstrip() for row in self.cells]
        while rows and not rows[-1]:
            rows.pop()
        while rows and not rows[0]:
            rows.pop(0)
        return rows


def _clusters(text: str) -> list[str]:
    """Return the characters of a text, marks and joined emoji together with what they belong to."""
    found: list[str] = []
    for character in text:
        if found and (columns(found[-1] + character) == columns(found[-1]) or found[-1].endswith("\u200d")):
            found[-1] += character
        else:
            found.append(character)
    return found
