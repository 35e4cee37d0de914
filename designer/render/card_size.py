"""How large each card of a picture is: a part, an entity with its fields, or a state."""

from __future__ import annotations

import math

from designer.model.view import ViewNode
from designer.render.escape import one_line
from designer.render.fonts import text_width, wrap
from designer.render.geometry import Point, Rect
from designer.render.layout_layers import CARD_HEIGHT, CARD_WIDTH
from designer.render.shapes import Shape, shape_of

STATE_SIZE = 12.5
TABLE_HEAD = 28.0
TABLE_LINE = 12.0
TABLE_ROW = 17.0
TABLE_FOOT = 6.0
TABLE_MARKS = 36.0
TABLE_SIZE = 10.5
TABLE_SMALL = 10.0
_TABLE_WIDTHS = (208.0, 320.0)
_STATE_HEIGHT = 40.0
_STATE_WIDTHS = (88.0, 188.0)
_DOT = 22.0


def card_size(node: ViewNode) -> Point:
    """Return the width and height of a card without its stack.

    >>> from designer.model.kinds import Kind
    >>> card_size(ViewNode(id="a", name="A", kind=Kind.SERVICE))
    Point(x=150.0, y=52.0)
    """
    if node.rows:
        width = _table_width(node)
        return Point(width, table_head(node, width) + TABLE_ROW * len(node.rows) + TABLE_FOOT)
    if node.stage == "start":
        return Point(_DOT, _DOT)
    if node.stage:
        width = text_width(one_line(node.name, 200), STATE_SIZE, bold=True) + 36
        return Point(2.0 * round(min(max(width, _STATE_WIDTHS[0]), _STATE_WIDTHS[1]) / 2), _STATE_HEIGHT)
    return Point(CARD_WIDTH, CARD_HEIGHT)


def table_head(node: ViewNode, width: float) -> float:
    """Return the height of the head of an entity's card of this width: its name and what is said of it."""
    lines = len(about_lines(node, width))
    return TABLE_HEAD + lines * TABLE_LINE + (6.0 if lines else 0.0)


def about_lines(node: ViewNode, width: float) -> tuple[str, ...]:
    """Return what is said of an entity, in lines that fit a card of this width."""
    return wrap(one_line(node.technology, 240), width - 26, TABLE_SMALL, lines=4)


def _table_width(node: ViewNode) -> float:
    """Return the width of an entity's card, in which its longest field and its heading find room."""
    wanted = [text_width(one_line(node.name, 200), 13, bold=True) + 26]
    for row in node.rows:
        tag = text_width(row.tag.upper(), 9, bold=True) + 24 if row.tag else 0.0
        kind = text_width(one_line(row.type, 60), TABLE_SMALL)
        name = text_width(one_line(row.name, 120), TABLE_SIZE, bold="PK" in row.mark)
        wanted.append(TABLE_MARKS + name + tag + kind + 26)
    return 4.0 * math.ceil(min(max(*wanted, _TABLE_WIDTHS[0]), _TABLE_WIDTHS[1]) / 4)


def card_shape(node: ViewNode) -> Shape:
    """Return the outline of a card."""
    if node.stage:
        return Shape.DOT if node.stage == "start" else Shape.CARD
    return Shape.CARD if node.rows else shape_of(node.kind)


def card_rect(node: ViewNode) -> Rect:
    """Return a card's rectangle at the origin."""
    return Rect(0, 0, *card_size(node))
