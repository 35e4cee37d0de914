"""Draw the arrows of a sequence: filled for a call, open and dashed when asynchronous, thin for a reply."""

from __future__ import annotations

from designer.model.kinds import Family
from designer.model.view import Message
from designer.render.geometry import Point
from designer.render.svg_lines import ARROW, arrow
from designer.render.svg_text import num
from designer.render.theme import Theme


def message_color(message: Message, theme: Theme) -> str:
    """Return the colour of an arrow."""
    if message.is_async:
        return theme.families[Family.MESSAGING]
    return theme.secondary if message.is_reply else theme.edge


def draw_message(tail: Point, tip: Point, message: Message, theme: Theme) -> str:
    """Return a level arrow: filled for a call, open and dashed for an asynchronous message, thin for a reply."""
    color = message_color(message, theme)
    side = 1 if tip.x > tail.x else -1
    is_open = message.is_async or message.is_reply
    width = "1.1" if message.is_reply else "1.5"
    dashes = ' stroke-dasharray="5 4"' if message.is_async else ""
    end = tip.x if is_open else tip.x - side * 7
    line = (
        f'<path d="M{num(tail.x)} {num(tail.y)}H{num(end)}" fill="none" stroke="{color}" '
        f'stroke-width="{width}"{dashes}/>'
    )
    return line + (open_arrow(tail, tip, color) if is_open else arrow(tail, tip, color))


def open_arrow(tail: Point, tip: Point, color: str) -> str:
    """Return an open arrow head on a level line."""
    side = 1 if tip.x > tail.x else -1
    x, y = tip.x - side * ARROW, tip.y
    return (
        f'<path d="M{num(x)} {num(y - 4.5)}L{num(tip.x)} {num(y)}L{num(x)} {num(y + 4.5)}" fill="none" '
        f'stroke="{color}" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/>'
    )
