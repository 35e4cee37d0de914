"""A placed sequence as draw.io cells: draw.io's own lifelines, and messages attached to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from designer.model.connection import Mode
from designer.render.drawio_cells import (
    card_facts,
    card_label,
    card_style,
    cell,
    geometry_of,
    html_lines,
    icon_cell,
    line_geometry,
    line_style,
    shown,
)
from designer.render.facts import Facts, message_facts
from designer.render.geometry import Point, Rect
from designer.render.layout_sequence import LOOP_WIDTH, PlacedMessage, PlacedSequence
from designer.render.outline import node_keys
from designer.render.placed import PlacedNode
from designer.render.theme import LIGHT
from designer.render.xml_text import xml_text

_HEAD = "shape=umlLifeline;perimeter=lifelinePerimeter;container=0;collapsible=0;recursiveResize=0;outlineConnect=0;"


def sequence_cells(
    page: PlacedSequence, icons: Mapping[str, str], origin: Point, heads: str, messages: str
) -> Iterator[str]:
    """Yield the cells of a sequence: `heads` and `messages` are the layers, `origin` is the corner of the picture."""
    keys = node_keys(page.view.participants, "p")
    for head in page.heads:
        yield from _lifeline(head, keys[head.node.id], page.lifeline_end, origin, heads, icons)
    for placed in page.messages:
        yield _message(placed, keys, page.lifeline_end, origin, messages)


def _lifeline(
    head: PlacedNode, key: str, end: float, origin: Point, parent: str, icons: Mapping[str, str]
) -> Iterator[str]:
    node, rect = head.node, head.rect
    # Only the outline differs from a card: a lifeline draws a box of its own.
    words = card_style(node).partition("html=1;")[2]
    style = f"{_HEAD}size={rect.h:g};html=1;{words.replace('verticalAlign=middle;', '')}"
    box = Rect(rect.x + origin.x, rect.y + origin.y, rect.w, end - rect.y)
    label = card_label(node, rect.w)
    yield cell(key, style, geometry_of(box), parent=parent, label=label, facts=card_facts(node, rect.w))
    yield icon_cell(key, node, rect, icons)


def _message(
    placed: PlacedMessage,
    keys: Mapping[str, str],
    end: float,
    origin: Point,
    parent: str,
) -> str:
    message = placed.message
    mode = Mode.ASYNC if message.is_async else Mode.SYNC
    style = line_style(mode, False, "").replace("edgeStyle=orthogonalEdgeStyle;rounded=1;arcSize=14;", "")
    if message.is_reply:
        style += "dashed=1;dashPattern=2 3;endArrow=open;"
    height = end or 1.0
    style += (
        f"exitX=0.5;exitY={round(placed.start.y / height, 4):g};exitDx=0;exitDy=0;exitPerimeter=0;"
        f"entryX=0.5;entryY={round(placed.end.y / height, 4):g};entryDx=0;entryDy=0;entryPerimeter=0;"
    )
    points: list[Point] = []
    if placed.is_loop:
        out = placed.start.x + LOOP_WIDTH + origin.x
        points = [Point(out, placed.start.y + origin.y), Point(out, placed.end.y + origin.y)]
    lines = [f"{placed.number}. {placed.lines[0]}" if placed.lines else f"{placed.number}.", *placed.lines[1:]]
    label = html_lines(lines)
    if placed.protocol:
        label += f'<br><font color="{LIGHT.secondary}" style="font-size: 9px"><b>{xml_text(placed.protocol)}</b></font>'
        lines.append(placed.protocol)
    middle = Point((placed.start.x + placed.end.x) / 2 + (LOOP_WIDTH if placed.is_loop else 0.0), placed.start.y)
    shift = Point(placed.words.center.x - middle.x, placed.words.center.y - middle.y + (5 if placed.protocol else 0))
    facts: Facts = {**message_facts(placed.number, message), "shown": shown(*lines)}
    return cell(
        f"m{placed.number}",
        style,
        line_geometry(points, 0.0, shift),
        parent=parent,
        source=keys[message.source],
        target=keys[message.target],
        label=label,
        facts=facts,
    )
