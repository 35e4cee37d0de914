"""The list below a picture: what each number on its cards stands for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from designer.model.view import Badge, Note
from designer.render.escape import one_line
from designer.render.fonts import text_width, wrap
from designer.render.svg_badges import badge_row, draw_badges
from designer.render.svg_text import line_of_text, num
from designer.render.theme import Theme
from designer.render.type_scale import SMALL

_LINE = 15.0
_GAP = 5.0
_HEAD = 12.0
_INDENT = 26.0
_MOST_WIDTH = 860.0


class NoteLines(NamedTuple):
    """A note in lines: the first of them follows the title."""

    note: Note
    title: str
    first: str
    rest: tuple[str, ...]

    @property
    def height(self) -> float:
        """The height of all its lines, the gap after it included."""
        return _LINE * (1 + len(self.rest)) + _GAP


def note_lines(notes: Sequence[Note], width: float) -> tuple[NoteLines, ...]:
    """Return notes in lines that fit into `width`; at most three lines each."""
    room = min(width, _MOST_WIDTH) - _INDENT
    return tuple(_lines(note, room) for note in notes)


def notes_height(lines: Sequence[NoteLines]) -> float:
    """Return the height of all notes."""
    return sum(one.height for one in lines) + (_HEAD if lines else 0.0)


def draw_notes(lines: Sequence[NoteLines], x: float, y: float, theme: Theme) -> str:
    """Return the SVG of notes below `y`."""
    parts: list[str] = []
    y += _HEAD
    for one in lines:
        parts.append(draw_badges(badge_row((Badge(text=one.note.mark, tone=one.note.tone),), 40), x, y + 6.5, theme))
        left = x + _INDENT
        title = f'font-size="{num(SMALL)}" font-weight="600" fill="{theme.ink}"'
        words = f'font-size="{num(SMALL)}" fill="{theme.secondary}"'
        parts.append(line_of_text(left, y + 10, one.title, title))
        if one.first:
            parts.append(line_of_text(left + _title_width(one.title), y + 10, one.first, words))
        for number, line in enumerate(one.rest, 1):
            parts.append(line_of_text(left, y + 10 + number * _LINE, line, words))
        y += one.height
    return "".join(parts)


def _title_width(title: str) -> float:
    return text_width(title, SMALL, bold=True) * 1.03 + 7


def _lines(note: Note, room: float) -> NoteLines:
    title = wrap(one_line(note.title, 120), room, SMALL, bold=True, lines=1)
    shown = title[0] if title else ""
    text = one_line(note.text, 400)
    beside = room - _title_width(shown)
    first, rest = _split(text, beside)
    return NoteLines(note, shown, first, wrap(rest, room, SMALL, lines=2) if rest else ())


def _split(text: str, room: float) -> tuple[str, str]:
    """Return as many whole words as fit into `room`, and the others."""
    words = text.split()
    fits = 0
    while fits < len(words) and text_width(" ".join(words[: fits + 1]), SMALL) <= room:
        fits += 1
    return " ".join(words[:fits]), " ".join(words[fits:])
