"""The key below a picture: only what occurs in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from designer.model.connection import Mode
from designer.model.kinds import Family, Kind
from designer.model.view import Mark, Message, Stage, Tone, View, ViewEdge, ViewKind, ViewNode
from designer.render.fonts import text_width
from designer.render.geometry import Point, Rect
from designer.render.hatches import hatch
from designer.render.shapes import detail, outline, shape_of
from designer.render.svg_badges import muted_line
from designer.render.svg_card import SIGNS, draw_tap
from designer.render.svg_lines import Look, arrow, stroke_of
from designer.render.svg_messages import draw_message
from designer.render.svg_text import line_of_text, num
from designer.render.theme import Theme, blend
from designer.render.type_scale import SMALL

LEGEND_LINE = 20.0
_GAP = 18.0

MARKS: tuple[Mark, ...] = ("added", "removed", "changed")
_MODE_NAMES = {
    Mode.SYNC: "Synchronous",
    Mode.ASYNC: "Asynchronous",
    Mode.REPLICATION: "Replication",
}


class Item(NamedTuple):
    """One entry: a kind's shape, or a line."""

    text: str
    kind: Kind | None = None
    mode: Mode | None = None
    is_critical: bool = False
    message: Message | None = None
    sign: Mark = ""
    tone: Tone = ""
    is_trust: bool = False
    is_muted: bool = False
    stage: Stage = ""

    @property
    def mark(self) -> float:
        """The width of what is drawn before the words."""
        if self.mode or self.message:
            return 30.0
        return 22.0 if self.kind or self.is_trust or self.is_muted or self.stage == "end" else 16.0

    @property
    def width(self) -> float:
        """The width of the whole entry."""
        return self.mark + 7 + text_width(self.text, SMALL) * 1.04


_KIND_ITEMS = (
    Item("Client", Kind.WEB_CLIENT),
    Item("Edge", Kind.CDN),
    Item("Compute", Kind.SERVICE),
    Item("Model", Kind.MODEL_SERVER),
    Item("Data store", Kind.RELATIONAL_DB),
    Item("Queue or log", Kind.QUEUE),
    Item("External system", Kind.EXTERNAL_SYSTEM),
    Item("Operations", Kind.OBSERVABILITY),
)


_STATE_ITEMS = (
    Item("Start", stage="start"),
    Item("Nothing leaves this state", stage="end"),
    Item("Becomes, when", mode=Mode.SYNC),
)


def legend_items(nodes: Sequence[ViewNode], edges: Sequence[ViewEdge], *, taps: str = "") -> list[Item]:
    """Return the entries for what occurs, in a fixed order; `taps` names what marks on cards report to."""
    items = [Item("Part, and how many components it has", Kind.SERVICE)] if any(node.link for node in nodes) else []
    items += [item for item in _KIND_ITEMS if any(_stands_for(item, node) for node in nodes if not node.link)]
    modes = {edge.mode for edge in edges}
    is_muted = bool(edges) and all(edge.is_muted for edge in edges)
    items += [Item(text, mode=mode, is_muted=is_muted) for mode, text in _MODE_NAMES.items() if mode in modes]
    edges = [edge for edge in edges if not edge.is_muted]
    if any(edge.is_critical for edge in edges) and not all(edge.is_critical for edge in edges):
        items.append(Item("Critical flow", mode=Mode.SYNC, is_critical=True))
    if taps:
        items.append(Item(f"Reports to {taps}"))
    marks = {node.mark for node in nodes} | {edge.mark for edge in edges}
    items += [Item(name.capitalize(), sign=name) for name in MARKS if name in marks]
    return items


def view_items(view: View, items: Sequence[Item]) -> list[Item]:
    """Return the entries of a view: what its tones mean, then `items`, as far as the picture has such things."""
    found = [Item(key.text, tone=key.tone, is_muted=not key.tone) for key in view.keys]
    if view.kind is ViewKind.STATE:
        stages = {node.stage for node in view.nodes}
        return [*found, *(item for item in _STATE_ITEMS if not item.stage or item.stage in stages)]
    if view.kind is ViewKind.ENTITIES:
        return [*found, Item("Refers to (how many : how many)", mode=Mode.SYNC)] if view.edges else found
    if any(group.is_trust for group in view.groups):
        found.append(Item("Trust boundary", is_trust=True))
    return [*found, *items]


def sequence_items(participants: Sequence[ViewNode], messages: Sequence[Message]) -> list[Item]:
    """Return the entries for what occurs in a sequence, in a fixed order."""
    items = [item for item in _KIND_ITEMS if any(_stands_for(item, node) for node in participants)]
    kinds = {(message.is_async, message.is_reply) for message in messages}
    for is_async, is_reply, text in (
        (False, False, "Call"),
        (True, False, "Asynchronous message"),
        (False, True, "Reply"),
    ):
        if (is_async, is_reply) in kinds:
            sample = Message(source="", target="", text="", is_async=is_async, is_reply=is_reply)
            items.append(Item(text, message=sample))
    return items


def _stands_for(item: Item, node: ViewNode) -> bool:
    if item.kind is None or Kind.MODEL_SERVER in (item.kind, node.kind):
        return item.kind is node.kind
    return item.kind.family is node.family


def legend_rows(items: Sequence[Item], width: float) -> list[list[Item]]:
    """Return the entries in rows that fit into `width`."""
    rows: list[list[Item]] = []
    used = 0.0
    for item in items:
        if not rows or used + item.width > width:
            rows.append([])
            used = 0.0
        rows[-1].append(item)
        used += item.width + _GAP
    return rows


def draw_legend(rows: Sequence[Sequence[Item]], x: float, y: float, theme: Theme) -> str:
    """Return the SVG of the entries, the first row's middle at `y`."""
    parts: list[str] = []
    for number, row in enumerate(rows):
        left, middle = x, y + number * LEGEND_LINE
        for item in row:
            parts.append(_mark(item, left, middle, theme))
            words = left + item.mark + 7
            parts.append(
                line_of_text(words, middle + 4.2, item.text, f'font-size="{SMALL:g}" fill="{theme.secondary}"')
            )
            left += item.width + _GAP
    return f'<g fill="none">{"".join(parts)}</g>'


def _mark(item: Item, x: float, y: float, theme: Theme) -> str:
    if item.message is not None:
        return draw_message(Point(x, y), Point(x + item.mark, y), item.message, theme)
    if item.sign:
        color = theme.marks[item.sign]
        sign = f'font-size="13" font-weight="700" text-anchor="middle" fill="{theme.card}"'
        disc = f'<circle cx="{num(x + 8)}" cy="{num(y)}" r="8" fill="{color}"/>'
        return disc + line_of_text(x + 8, y + 4.4, SIGNS[item.sign], sign)
    if item.mode is None and (item.tone or item.is_trust or item.is_muted or item.stage):
        return _patch(item, x, y, theme)
    if item.kind is None and item.mode is None:
        return draw_tap(x + 8, y, theme)
    if item.kind is None:
        mode = item.mode or Mode.SYNC
        look = Look(mode, item.is_critical, is_muted=item.is_muted)
        path = f"M{num(x)} {num(y)}h{num(item.mark - 6)}"
        return stroke_of(path, look, theme) + arrow(Point(x, y), Point(x + item.mark, y), look.color(theme))
    # The outline at card size, made small: the same shape, with a stroke as strong as on a card.
    color = theme.families[item.kind.family]
    shape, rect = shape_of(item.kind), Rect(0, 0, 66, 39)
    fill = blend(color, theme.tile, theme.card)
    dashes = ' stroke-dasharray="9 6"' if item.kind is Kind.EXTERNAL_SYSTEM else ""
    return (
        f'<g transform="translate({num(x)} {num(y - 6.5)}) scale(0.3333)" stroke="{color}" stroke-width="{num(4 * theme.line)}">'
        f'<path d="{outline(shape, rect)}" fill="{fill}"{dashes}/>'
        + (f'<path d="{detail(shape, rect)}"/>' if detail(shape, rect) else "")
        + _pattern(item.kind, rect, theme)
        + "</g>"
    )


def _pattern(kind: Kind, rect: Rect, theme: Theme) -> str:
    """Return the strokes that tell a family in a picture without colour, clear of the shape's outline."""
    strokes = hatch(kind.family, rect.grown(-11), step=7) if theme.is_hatched else ""
    ends = ' stroke-linecap="round"' if kind.family is Family.EXTERNAL else ""
    width = 4 if ends else 1.5
    return f'<path d="{strokes}" stroke-width="{width}"{ends}/>' if strokes else ""


def _patch(item: Item, x: float, y: float, theme: Theme) -> str:
    """Return the mark of an entry that is no shape of a part and no line."""
    width, radius, drawn = item.mark, 3.0, f'fill="{theme.tones.get(item.tone, theme.card)}" stroke="{theme.secondary}"'
    if item.is_trust:
        drawn = f'fill="none" stroke="{theme.strong}" stroke-width="1.6" stroke-dasharray="5 3"'
    elif item.is_muted:
        drawn = f'fill="{theme.card}" stroke="{muted_line(theme)}"'
    elif item.stage == "start":
        radius, drawn = 7.0, f'fill="{theme.strong}"'
        x, width = x + 1, 14.0
    elif item.stage == "end":
        radius, drawn = 5.0, f'fill="{theme.card}" stroke="{theme.strong}" stroke-width="2.4"'
    return f'<rect x="{num(x)}" y="{num(y - 7)}" width="{num(width)}" height="14" rx="{num(radius)}" {drawn}/>'
