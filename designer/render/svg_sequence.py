"""Draw a sequence as a self-contained SVG."""

from __future__ import annotations

from collections.abc import Mapping

from designer.model.view import SequenceView
from designer.render.escape import one_line
from designer.render.geometry import Point
from designer.render.layout_layers import LABEL_LINE, LABEL_SIZE, PROTOCOL_SIZE
from designer.render.layout_sequence import (
    LOOP_WIDTH,
    NUMBER_RADIUS,
    PlacedMessage,
    PlacedSequence,
    place_sequence,
)
from designer.render.svg_card import card_title, draw_card, draw_icons
from designer.render.svg_frame import draw_frame, frame_around, prefix_of
from designer.render.svg_legend import sequence_items
from designer.render.svg_lines import arrow
from designer.render.svg_messages import draw_message, message_color
from designer.render.svg_text import line_of_text, marked_line, marked_part, num, text_of
from designer.render.theme import Theme, blend


def draw_sequence(view: SequenceView, theme: Theme, icons: Mapping[str, str]) -> str:
    """Return the SVG of a sequence.

    Args:
        view: participants and messages.
        theme: the colours.
        icons: data URIs of PNG images by the icon path of a participant.
    """
    placed = place_sequence(view)
    defs, icon_ids = draw_icons(view.participants, icons, prefix_of(view.id, theme))
    messages = [one.message for one in placed.messages]
    frame = frame_around(placed.size, view.title, view.subtitle, sequence_items(view.participants, messages))
    names = {node.id: node.name for node in view.participants}
    accent = theme.danger if view.is_failure else theme.strong
    body = [
        f'<g transform="translate({num(frame.origin.x)} {num(frame.origin.y)})">',
        _lifelines(placed, theme),
        *(marked_part(head.node.id, draw_card(head, names, theme, icon_ids)) for head in (*placed.heads, *placed.feet)),
        *(marked_line((one.message,), _message(one, names, theme, accent)) for one in placed.messages),
        "</g>",
        _failure_mark(view, frame.width, theme),
    ]
    return draw_frame(
        frame,
        theme,
        view_id=view.id,
        title=view.title,
        description=_description(placed, names),
        defs=defs,
        body="\n".join(part for part in body if part),
    )


def _description(placed: PlacedSequence, names: Mapping[str, str]) -> str:
    parts = "; ".join(card_title(head.node).partition(":")[0] for head in placed.heads)
    steps = "; ".join(f"{one.number}. {_title(one, names)}" for one in placed.messages)
    return one_line(f"{placed.view.subtitle}. Participants: {parts}. Steps: {steps}.", 4000)


def _title(placed: PlacedMessage, names: Mapping[str, str]) -> str:
    message = placed.message
    source, target = (one_line(names[end], 80) for end in (message.source, message.target))
    how = "reply" if message.is_reply else "asynchronous" if message.is_async else "synchronous"
    facts = ", ".join(one for one in (one_line(message.protocol, 60), how) if one)
    return f"{source} to {target}: {one_line(message.text, 240)} ({facts})"


def _lifelines(placed: PlacedSequence, theme: Theme) -> str:
    color = blend(theme.secondary, 0.45, theme.background)
    lines = "".join(
        f'<path d="M{num(head.rect.center.x)} {num(head.rect.bottom)}V{num(placed.lifeline_end)}"/>'
        for head in placed.heads
    )
    return f'<g fill="none" stroke="{color}" stroke-width="1.2" stroke-dasharray="2 4">{lines}</g>'


def _message(placed: PlacedMessage, names: Mapping[str, str], theme: Theme, accent: str) -> str:
    message = placed.message
    color = message_color(message, theme)
    parts = [f"<g><title>{text_of(_title(placed, names))}</title>"]
    parts.append(_loop(placed, theme) if placed.is_loop else _arrow(placed, theme))
    anchor = "" if placed.is_loop else ' text-anchor="middle"'
    x = placed.words.x if placed.is_loop else placed.words.center.x
    for number, line in enumerate(placed.lines):
        y = placed.words.y + number * LABEL_LINE + LABEL_SIZE - 0.5
        parts.append(line_of_text(x, y, line, f'font-size="{LABEL_SIZE:g}" fill="{theme.ink}"{anchor}'))
    if placed.protocol:
        x = placed.protocol_box.x if placed.is_loop else placed.protocol_box.center.x
        y = placed.protocol_box.y + PROTOCOL_SIZE - 0.5
        parts.append(
            line_of_text(
                x, y, placed.protocol, f'font-size="{PROTOCOL_SIZE:g}" font-weight="600" fill="{color}"{anchor}'
            )
        )
    parts.append(_number(placed, theme, accent))
    parts.append("</g>")
    return "".join(parts)


def _arrow(placed: PlacedMessage, theme: Theme) -> str:
    start, end = placed.start, placed.end
    side = 1 if end.x > start.x else -1
    tail = Point(start.x + side * NUMBER_RADIUS, start.y)
    tip = Point(end.x - side * 1.5, end.y)
    return draw_message(tail, tip, placed.message, theme)


def _loop(placed: PlacedMessage, theme: Theme) -> str:
    color = message_color(placed.message, theme)
    x, top, bottom = placed.start.x, placed.start.y, placed.end.y
    out = x + LOOP_WIDTH
    dashes = ' stroke-dasharray="5 4"' if placed.message.is_async else ""
    path = (
        f"M{num(x)} {num(top)}H{num(out - 6)}Q{num(out)} {num(top)} {num(out)} {num(top + 6)}"
        f"V{num(bottom - 6)}Q{num(out)} {num(bottom)} {num(out - 6)} {num(bottom)}H{num(x + 8)}"
    )
    head = arrow(Point(out, bottom), Point(x + 1.5, bottom), color)
    return f'<path d="{path}" fill="none" stroke="{color}" stroke-width="1.5"{dashes}/>{head}'


def _number(placed: PlacedMessage, theme: Theme, accent: str) -> str:
    x, y = placed.start
    return (
        f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(NUMBER_RADIUS)}" fill="{theme.background}" '
        f'stroke="{accent}" stroke-width="1.3"/>'
        + line_of_text(
            x,
            y + 3.3,
            str(placed.number),
            f'font-size="9.5" font-weight="700" text-anchor="middle" fill="{accent}"',
        )
    )


def _failure_mark(view: SequenceView, width: float, theme: Theme) -> str:
    """Return the mark at the upper edge of a flow that shows how a failure is survived."""
    if not view.is_failure:
        return ""
    return f'<rect width="{num(width)}" height="6" fill="{theme.danger}"/>'
