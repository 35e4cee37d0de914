"""What every picture has around its drawing: the canvas, title and subtitle, the legend, words for screen readers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from designer.model.base import slugify
from designer.model.view import Note
from designer.render.escape import one_line
from designer.render.fonts import ELLIPSIS, text_width, wrap
from designer.render.geometry import Point
from designer.render.svg_legend import LEGEND_LINE, Item, draw_legend, legend_rows
from designer.render.svg_notes import NoteLines, draw_notes, note_lines, notes_height
from designer.render.svg_text import line_of_text, num, text_of
from designer.render.theme import FONT_STACK, Theme

MARGIN = 32.0
MIN_WIDTH = 400.0
NARROWEST = 1 / 1.4
WIDEST = 2.2
_WIDEST_HEADING = 640.0
_DROP = 24.0
_TITLE_LINE = 23.0
_SUBTITLE_LINE = 17.0


class Frame(NamedTuple):
    """A canvas: its size, where the drawing's corner stands, and the lines of title, subtitle, legend and notes."""

    width: float
    height: float
    origin: Point
    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    legend: tuple[tuple[Item, ...], ...]
    notes: tuple[NoteLines, ...] = ()


def frame_around(size: Point, title: str, subtitle: str, items: Sequence[Item], notes: Sequence[Note] = ()) -> Frame:
    """Return the canvas around a drawing of `size`.

    The canvas is never narrower or flatter than what fits on a page; the drawing stands in its middle.
    """
    title, subtitle = one_line(title, 160), one_line(subtitle, 240)
    heading = 1.04 * max(text_width(title, 18, bold=True), text_width(subtitle, 12))
    inner = max(size.x, MIN_WIDTH, min(heading, max(size.x, _WIDEST_HEADING)))
    # A wider canvas may need fewer lines of legend, so the second look decides.
    for _ in range(2):
        titles, subtitles = title_lines(title, inner), wrap(subtitle, inner, 12)
        rows = legend_rows(items, inner)
        top = MARGIN - 8 + len(titles) * _TITLE_LINE + len(subtitles) * _SUBTITLE_LINE + 20
        legend = 8 + len(rows) * LEGEND_LINE if rows else 0.0
        listed = note_lines(notes, inner)
        height = top + size.y + legend + notes_height(listed) + MARGIN
        inner = max(inner, height * NARROWEST - 2 * MARGIN)
    width = inner + 2 * MARGIN
    spare = max(0.0, width / WIDEST - height)
    return Frame(
        width=math.ceil(width),
        height=math.ceil(height + spare),
        origin=Point(round(MARGIN + (inner - size.x) / 2), round(top + min(spare / 2, _DROP))),
        title=titles,
        subtitle=subtitles,
        legend=tuple(tuple(row) for row in rows),
        notes=listed,
    )


def prefix_of(view_id: str, theme: Theme) -> str:
    """Return the start of all element ids of a picture."""
    return f"{slugify(view_id, fallback='view')}-{theme.name}"


def draw_frame(frame: Frame, theme: Theme, *, view_id: str, title: str, description: str, defs: str, body: str) -> str:
    """Return the whole SVG document around the elements of `body`, which use the frame's coordinates."""
    prefix = prefix_of(view_id, theme)
    width, height = num(frame.width), num(frame.height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="{prefix}-title {prefix}-desc" font-family="{FONT_STACK}" font-size="13">',
        f'<title id="{prefix}-title">{text_of(title)}</title>',
        f'<desc id="{prefix}-desc">{text_of(description, 4000)}</desc>',
        f"<defs>{defs}</defs>" if defs else "",
        f'<rect width="{width}" height="{height}" fill="{theme.background}"/>',
        _heading(frame, theme),
        body,
        _legend(frame, theme),
        draw_notes(frame.notes, MARGIN, frame.height - MARGIN + 6 - notes_height(frame.notes), theme),
        "</svg>\n",
    ]
    return "\n".join(part for part in parts if part)


def _heading(frame: Frame, theme: Theme) -> str:
    y = MARGIN - 8
    parts = []
    for line in frame.title:
        parts.append(line_of_text(MARGIN, y + 16, line, f'font-size="18" font-weight="700" fill="{theme.ink}"'))
        y += _TITLE_LINE
    for line in frame.subtitle:
        parts.append(line_of_text(MARGIN, y + 12, line, f'font-size="12" fill="{theme.secondary}"'))
        y += _SUBTITLE_LINE
    return "".join(parts)


def _legend(frame: Frame, theme: Theme) -> str:
    if not frame.legend:
        return ""
    y = frame.height - MARGIN + 10 - (len(frame.legend) - 0.5) * LEGEND_LINE - notes_height(frame.notes)
    return draw_legend(frame.legend, MARGIN, y, theme)


def title_lines(title: str, width: float) -> tuple[str, ...]:
    """Return a title in at most two lines; what it says of the view stays, where the system's name has to be cut."""
    lines = wrap(title, width, 18, bold=True)
    system, mark, view = title.rpartition(": ")
    words = system.split()
    while mark and lines[-1].endswith(ELLIPSIS) and len(words) > 1:
        words.pop()
        lines = wrap(f"{' '.join(words).rstrip(',')}{ELLIPSIS}: {view}", width, 18, bold=True)
    return lines
