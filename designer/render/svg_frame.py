"""What every picture has around its drawing: the canvas, title and subtitle, the legend, words for screen readers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from designer.model.base import slugify
from designer.model.view import Note
from designer.render.escape import one_line
from designer.render.fonts import ELLIPSIS, text_width, wrap
from designer.render.geometry import Point
from designer.render.paper import PAGE_SHAPE
from designer.render.svg_legend import LEGEND_LINE, Item, draw_legend, legend_rows
from designer.render.svg_notes import NoteLines, draw_notes, note_lines, notes_height
from designer.render.svg_text import line_of_text, num, text_of
from designer.render.theme import FONT_STACK, Theme
from designer.render.type_scale import HEADING, NAME, SMALL

MARGIN = 12.0
MIN_WIDTH = 400.0
NARROWEST = PAGE_SHAPE
"""A narrower picture would not get larger on an upright page."""

WIDEST = 2.2
_WIDEST_HEADING = 640.0
_DROP = 24.0
_ABOVE_TITLE, _AFTER_TITLE = 2.0, 12.0
_BELOW_HEADING, _BESIDE_HEADING = 10.0, 20.0
_ABOVE_LEGEND = 8.0
_TITLE_LINE = 23.0
_SUBTITLE_LINE = 17.0


class Heading(NamedTuple):
    """The lines of a title and of what stands below it or, `is_inline`, after it."""

    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    is_inline: bool

    @property
    def height(self) -> float:
        """The height of all lines."""
        below = 0 if self.is_inline else len(self.subtitle)
        return len(self.title) * _TITLE_LINE + below * _SUBTITLE_LINE

    @property
    def width(self) -> float:
        """The width of the widest line."""
        titles = [text_width(line, HEADING, bold=True) for line in self.title]
        subtitles = [text_width(line, SMALL) for line in self.subtitle]
        return sum((*titles, _AFTER_TITLE, *subtitles)) if self.is_inline else max((*titles, *subtitles), default=0.0)


class Frame(NamedTuple):
    """A canvas: its size, where the drawing's corner stands, and the lines of heading, legend and notes."""

    width: float
    height: float
    origin: Point
    heading: Heading
    legend: tuple[tuple[Item, ...], ...]
    notes: tuple[NoteLines, ...] = ()


def no_room(_: float) -> float:
    """Return how much of a drawing's upper left corner is free: nothing."""
    return 0.0


def frame_around(
    size: Point,
    title: str,
    subtitle: str,
    items: Sequence[Item],
    notes: Sequence[Note] = (),
    *,
    free: Callable[[float], float] = no_room,
) -> Frame:
    """Return the canvas around a drawing of `size`.

    The canvas is never narrower or flatter than what fits on a page; the drawing stands in its middle. The heading
    stands in the drawing's upper left corner as far as that is empty: `free` tells how deep it is over a width.
    """
    title, subtitle = one_line(title, 160), one_line(subtitle, 240)
    wanted = 1.04 * max(text_width(title, HEADING, bold=True), text_width(subtitle, SMALL))
    inner = max(size.x, MIN_WIDTH, min(wanted, max(size.x, _WIDEST_HEADING)))
    # A wider canvas may need fewer lines of legend, so the second look decides.
    for _ in range(2):
        heading, drop = _heading_over(title, subtitle, inner, free, (inner - size.x) / 2)
        rows = legend_rows(items, inner)
        top = MARGIN - _ABOVE_TITLE + drop
        legend = _ABOVE_LEGEND + len(rows) * LEGEND_LINE if rows else 0.0
        listed = note_lines(notes, inner)
        height = top + size.y + legend + notes_height(listed) + MARGIN
        inner = max(inner, height * NARROWEST - 2 * MARGIN)
    width = inner + 2 * MARGIN
    spare = max(0.0, width / WIDEST - height)
    return Frame(
        width=math.ceil(width),
        height=math.ceil(height + spare),
        origin=Point(round(MARGIN + (inner - size.x) / 2), round(top + min(spare / 2, _DROP))),
        heading=heading,
        legend=tuple(tuple(row) for row in rows),
        notes=listed,
    )


def _heading_over(
    title: str, subtitle: str, inner: float, free: Callable[[float], float], beside: float
) -> tuple[Heading, float]:
    """Return the heading that takes the least height, and how far below its upper edge the drawing begins.

    `beside` is the room between the canvas's margin and the drawing.
    """
    stacked = Heading(title_lines(title, inner), wrap(subtitle, inner, SMALL), is_inline=False)
    inline = stacked._replace(is_inline=True)
    is_short = len(stacked.title) == 1 and len(stacked.subtitle) <= 1 and inline.width <= inner
    drops = []
    for one in (inline, stacked) if is_short else (stacked,):
        whole = one.height + _BELOW_HEADING
        drops.append((whole - min(max(free(one.width + _BESIDE_HEADING - beside) - _BESIDE_HEADING, 0.0), whole), one))
    drop, heading = min(drops, key=lambda found: found[0])
    return heading, drop


def prefix_of(view_id: str, theme: Theme) -> str:
    """Return the start of all element ids of a picture."""
    return f"{slugify(view_id, fallback='view')}-{theme.name}"


def draw_frame(frame: Frame, theme: Theme, *, view_id: str, title: str, description: str, defs: str, body: str) -> str:
    """Return the whole SVG document around the elements of `body`, which use the frame's coordinates."""
    prefix = prefix_of(view_id, theme)
    width, height = num(frame.width), num(frame.height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="{prefix}-title {prefix}-desc" font-family="{FONT_STACK}" font-size="{NAME:g}">',
        f'<title id="{prefix}-title">{text_of(title)}</title>',
        f'<desc id="{prefix}-desc">{text_of(description, 4000)}</desc>',
        f"<defs>{defs}</defs>" if defs else "",
        f'<rect width="{width}" height="{height}" fill="{theme.background}"/>',
        _heading(frame.heading, theme),
        body,
        _legend(frame, theme),
        draw_notes(frame.notes, MARGIN, frame.height - MARGIN + 6 - notes_height(frame.notes), theme),
        "</svg>\n",
    ]
    return "\n".join(part for part in parts if part)


def _heading(heading: Heading, theme: Theme) -> str:
    y = MARGIN - _ABOVE_TITLE
    parts = []
    for line in heading.title:
        parts.append(
            line_of_text(MARGIN, y + 16, line, f'font-size="{HEADING:g}" font-weight="700" fill="{theme.ink}"')
        )
        y += _TITLE_LINE
    x = MARGIN
    if heading.is_inline:
        x += text_width(heading.title[0], HEADING, bold=True) * 1.02 + _AFTER_TITLE
        y -= _TITLE_LINE - 4
    for line in heading.subtitle:
        parts.append(line_of_text(x, y + 12, line, f'font-size="{SMALL:g}" fill="{theme.secondary}"'))
        y += _SUBTITLE_LINE
    return "".join(parts)


def _legend(frame: Frame, theme: Theme) -> str:
    if not frame.legend:
        return ""
    y = frame.height - MARGIN + 10 - (len(frame.legend) - 0.5) * LEGEND_LINE - notes_height(frame.notes)
    return draw_legend(frame.legend, MARGIN, y, theme)


def title_lines(title: str, width: float) -> tuple[str, ...]:
    """Return a title in at most two lines; what it says of the view stays, where the system's name has to be cut."""
    lines = wrap(title, width, HEADING, bold=True)
    system, mark, view = title.rpartition(": ")
    words = system.split()
    while mark and lines[-1].endswith(ELLIPSIS) and len(words) > 1:
        words.pop()
        lines = wrap(f"{' '.join(words).rstrip(',')}{ELLIPSIS}: {view}", width, HEADING, bold=True)
    return lines
