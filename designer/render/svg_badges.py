"""What a view lays over a card: short words on filled patches, a figure in place of the icon, muted colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from designer.model.view import Badge, ViewNode
from designer.render.escape import one_line
from designer.render.fonts import shorten, text_width
from designer.render.geometry import Rect
from designer.render.svg_text import line_of_text, num
from designer.render.theme import Theme, blend, ink_on

_SIZE = 9.0
_HEIGHT = 14.0
_PAD = 5.0
_GAP = 4.0
_LEAST = 14.0
_FIGURE_SIZES = (14.0, 12.5, 11.0, 9.5)


class BadgeBox(NamedTuple):
    """A badge with the width of its patch and the words that fit it."""

    badge: Badge
    text: str
    width: float


def badge_row(badges: Sequence[Badge], room: float) -> tuple[BadgeBox, ...]:
    """Return the badges that fit side by side into `room`; the last that fits only in part is shortened."""
    found: list[BadgeBox] = []
    left = room
    for badge in badges:
        text = shorten(one_line(badge.text, 60).upper(), max(left - 2 * _PAD, 0.0), _SIZE, bold=True)
        width = max(text_width(text, _SIZE, bold=True) + 2 * _PAD, _LEAST)
        if width > left:
            break
        found.append(BadgeBox(badge, text, width))
        left -= width + _GAP
    return tuple(found)


def row_width(row: Sequence[BadgeBox]) -> float:
    """Return the room that a row of badges takes, the gap after it included."""
    return sum(one.width + _GAP for one in row) + (2.0 if row else 0.0)


def draw_badges(row: Sequence[BadgeBox], x: float, middle: float, theme: Theme) -> str:
    """Return the SVG of a row of badges that starts at `x`."""
    parts: list[str] = []
    for box in row:
        fill = theme.tones.get(box.badge.tone, theme.secondary)
        parts.append(
            f'<rect x="{num(x)}" y="{num(middle - _HEIGHT / 2)}" width="{num(box.width)}" height="{num(_HEIGHT)}" '
            f'rx="{num(_HEIGHT / 2 if len(box.text) < 3 else 4)}" fill="{fill}"/>'
        )
        words = f'font-size="{num(_SIZE)}" font-weight="700" text-anchor="middle" fill="{ink_on(fill)}"'
        parts.append(line_of_text(x + box.width / 2, middle + 3.2, box.text, words))
        x += box.width + _GAP
    return "".join(parts)


def draw_figure(node: ViewNode, rect: Rect, theme: Theme) -> str:
    """Return the tile with a figure in place of an icon, filled with the colour of the card's tone."""
    fill = theme.tones.get(node.tone) or blend(muted_line(theme), theme.tile * 2, theme.card)
    text = one_line(node.figure, 8)
    size = next((one for one in _FIGURE_SIZES if text_width(text, one, bold=True) <= rect.w - 4), _FIGURE_SIZES[-1])
    words = f'font-size="{num(size)}" font-weight="700" text-anchor="middle" fill="{ink_on(fill)}"'
    return (
        f'<rect x="{num(rect.x)}" y="{num(rect.y)}" width="{num(rect.w)}" height="{num(rect.h)}" rx="9" fill="{fill}"/>'
        + line_of_text(rect.center.x, rect.center.y + size * 0.36, text, words)
    )


def muted_line(theme: Theme) -> str:
    """Return the colour of what is only context."""
    return blend(theme.secondary, 0.62, theme.background)
