"""Draw what is no part: an entity with its fields, and a state."""

from __future__ import annotations

from designer.model.view import Badge, ViewNode, ViewRow
from designer.render.card_size import (
    STATE_SIZE,
    TABLE_LINE,
    TABLE_MARKS,
    TABLE_ROW,
    TABLE_SIZE,
    TABLE_SMALL,
    about_lines,
    card_shape,
    table_head,
)
from designer.render.escape import one_line
from designer.render.fonts import shorten, text_width
from designer.render.geometry import Rect
from designer.render.shapes import outline
from designer.render.svg_badges import badge_row, draw_badges, row_width
from designer.render.svg_text import line_of_text, num, text_of
from designer.render.theme import Theme, blend

_NAME_SIZE = 13.0
_MARK_SIZE = 9.0
_PAD = 12.0
_LEAST_NAME = 40.0


def draw_table(node: ViewNode, rect: Rect, theme: Theme) -> str:
    """Return the SVG of an entity: its name, what is said of it, and a line for each field."""
    color = theme.families[node.family]
    head = blend(color, theme.tile, theme.card)
    room = rect.w - 2 * _PAD
    name = shorten(one_line(node.name, 200), room, _NAME_SIZE, bold=True)
    top = table_head(node, rect.w)
    small = f'font-size="{num(TABLE_SMALL)}" fill="{theme.secondary}"'
    parts = [
        f"<g><title>{text_of(_table_title(node))}</title>",
        f'<path d="{outline(card_shape(node), rect)}" fill="{theme.card}"/>',
        f'<path d="{_top(rect, top)}" fill="{head}"/>',
        f'<path d="{outline(card_shape(node), rect)}" fill="none" stroke="{color}" stroke-width="1.4"/>',
        line_of_text(rect.x + _PAD, rect.y + 18, name, f'font-weight="700" fill="{theme.ink}"'),
        *(
            line_of_text(rect.x + _PAD, rect.y + 31 + number * TABLE_LINE, line, small)
            for number, line in enumerate(about_lines(node, rect.w))
        ),
    ]
    for number, row in enumerate(node.rows):
        parts.append(_row(row, rect, rect.y + top + 2 + number * TABLE_ROW, color, theme))
    parts.append("</g>")
    return "".join(parts)


def _top(rect: Rect, height: float) -> str:
    """Return the path of a table's head: rounded above, straight below."""
    right, low = num(rect.right), num(rect.y + height)
    return (
        f"M{num(rect.x)} {low}V{num(rect.y + 10)}a10 10 0 0 1 10 -10H{num(rect.right - 10)}"
        f"a10 10 0 0 1 10 10V{low}H{right}z"
    )


def _row(row: ViewRow, rect: Rect, top: float, color: str, theme: Theme) -> str:
    base = top + 12
    parts: list[str] = []
    if row.mark:
        text = row.mark.replace(" ", "·")
        mark = f'font-size="{num(_MARK_SIZE if len(text) < 3 else 7.5)}" font-weight="700" fill="{color}"'
        parts.append(line_of_text(rect.x + 8, base, text, mark))
    left, right = rect.x + TABLE_MARKS, rect.right - _PAD
    kind = shorten(one_line(row.type, 60), 80, TABLE_SMALL)
    parts.append(
        line_of_text(right, base, kind, f'font-size="{num(TABLE_SMALL)}" text-anchor="end" fill="{theme.secondary}"')
        if kind
        else ""
    )
    room = right - left - text_width(kind, TABLE_SMALL) - 8
    is_key = "PK" in row.mark
    name = one_line(row.name, 120)
    beside = room - max(text_width(name, TABLE_SIZE, bold=is_key), _LEAST_NAME)
    badges = badge_row((Badge(text=row.tag, tone=row.tone),), beside) if row.tag else ()
    name = shorten(name, room - row_width(badges), TABLE_SIZE, bold=is_key)
    weight = ' font-weight="700"' if is_key else ""
    parts.append(line_of_text(left, base, name, f'font-size="{num(TABLE_SIZE)}"{weight} fill="{theme.ink}"'))
    if badges:
        start = right - text_width(kind, TABLE_SMALL) - 6 - row_width(badges) + 4
        parts.append(draw_badges(badges, start, base - 3.4, theme))
    return "".join(parts)


def _table_title(node: ViewNode) -> str:
    fields = "; ".join(" ".join(one for one in (row.mark, row.name, row.type, row.tag) if one) for row in node.rows)
    return one_line(f"{node.name}: {node.description or node.technology}. {fields}", 400)


def draw_state(node: ViewNode, rect: Rect, theme: Theme) -> str:
    """Return the SVG of a state; where it begins is a dot, and a state that nothing leaves has a double border."""
    if node.stage == "start":
        return f'<g><title>Start</title><path d="{outline(card_shape(node), rect)}" fill="{theme.strong}"/></g>'
    color = theme.strong if node.stage == "end" else theme.edge
    path = f'<path d="{outline(card_shape(node), rect)}" fill="{theme.card}" stroke="{color}" stroke-width="1.5"/>'
    if node.stage == "end":
        inner = rect.grown(-3.5)
        path += (
            f'<rect x="{num(inner.x)}" y="{num(inner.y)}" width="{num(inner.w)}" height="{num(inner.h)}" rx="7" '
            f'fill="none" stroke="{color}" stroke-width="1.2"/>'
        )
    text = shorten(one_line(node.name, 200), rect.w - 24, STATE_SIZE, bold=True)
    words = f'font-size="{num(STATE_SIZE)}" font-weight="600" text-anchor="middle" fill="{theme.ink}"'
    what = "final state" if node.stage == "end" else "state"
    return (
        f"<g><title>{text_of(node.name)} ({what})</title>{path}"
        + line_of_text(rect.center.x, rect.center.y + 4.4, text, words)
        + "</g>"
    )
