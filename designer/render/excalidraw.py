"""A placed picture to an Excalidraw scene: cards and lines where our layout puts them, bound to each other.

Excalidraw has one canvas a file and no layers or containers: boundaries are rectangles behind the cards. What the
picture does not show stands in `customData`, which Excalidraw keeps.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from designer.model.connection import Mode
from designer.model.kinds import Family
from designer.model.view import AnyView, ViewNode
from designer.render.escape import one_line
from designer.render.excalidraw_elements import Element, element, line, text
from designer.render.facts import Facts, edge_facts, message_facts, node_facts
from designer.render.fonts import shorten, wrap
from designer.render.geometry import Point, Rect
from designer.render.glyphs import glyph_svg
from designer.render.layout_layers import LABEL_SIZE
from designer.render.layout_sequence import LOOP_WIDTH, PlacedMessage, PlacedSequence
from designer.render.outline import PAINT, TEXT_LIMIT, card_lines, edge_text, group_name, node_keys, view_title
from designer.render.placed import Placed, PlacedGroup
from designer.render.routes import Page, Route, routes_of
from designer.render.svg_lines import line_color, line_width
from designer.render.theme import LIGHT, blend
from designer.render.xml_text import LONG

_ICON, _PAD, _SIZE = 24.0, 8.0, 12.0
_PLACE = Point(0, 0)
_STYLES: dict[Mode, str] = {Mode.SYNC: "solid", Mode.ASYNC: "dashed", Mode.REPLICATION: "solid"}
_ROUND = {"type": 3}


def render_excalidraw(page: Page, icons: Mapping[str, str]) -> str:
    """Return an Excalidraw file, with a final newline; the same picture gives the same bytes.

    Args:
        page: the picture.
        icons: data URIs of images by the icon's path; a card whose icon is missing shows the kind's glyph.
    """
    scene = _Scene(icons)
    scene.title(page.view)
    if isinstance(page, PlacedSequence):
        scene.sequence(page)
    else:
        scene.container(page)
    document = {
        "type": "excalidraw",
        "version": 2,
        "source": "designer",
        "elements": scene.elements,
        "appState": {"gridSize": None, "viewBackgroundColor": LIGHT.background},
        "files": dict(sorted(scene.files.items())),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


class _Scene:
    """Elements so far, from the back to the front."""

    def __init__(self, icons: Mapping[str, str]) -> None:
        self.icons = icons
        self.elements: list[Element] = []
        self.files: dict[str, Any] = {}

    def title(self, view: AnyView) -> None:
        words = [(view_title(view.title), 20.0, -58.0), (one_line(view.subtitle, TEXT_LIMIT), _SIZE, -30.0)]
        for number, (said, size, y) in enumerate(words):
            if said:
                color = LIGHT.secondary if number else LIGHT.ink
                self.elements.append(
                    text(f"title-{number}", [said], _PLACE, size=size, color=color, align="left", corner=Point(0, y))
                )

    def container(self, page: Placed) -> None:
        keys = {group.id: f"g{number}" for number, group in enumerate(page.view.groups)}
        for group in sorted(page.groups, key=lambda one: one.depth):
            self._group(group, keys[group.group.id])
        names = node_keys(page.view.nodes)
        cards = {card.node.id: self._card(card.node, names[card.node.id], card.rect) for card in page.nodes}
        for number, route in enumerate(routes_of(page)):
            self._route(f"e{number}", route, cards)

    def _group(self, placed: PlacedGroup, key: str) -> None:
        fill = blend(LIGHT.secondary, LIGHT.tint * (placed.depth + 1), LIGHT.background)
        box = element(
            key,
            "rectangle",
            placed.rect,
            color=LIGHT.secondary,
            backgroundColor=fill,
            strokeStyle="dashed",
            customData={"part": "boundary", "key": placed.group.id, "name": one_line(placed.group.name)},
        )
        name = group_name(placed.group)
        corner = Point(placed.rect.x + 8, placed.rect.y + 6)
        kept = shorten(name, placed.rect.w - 16, _SIZE)
        words = text(
            f"{key}-text",
            [kept],
            _PLACE,
            size=_SIZE,
            color=LIGHT.secondary,
            original=name,
            container=box,
            align="left",
            vertical="top",
            corner=corner,
        )
        self.elements += [box, words]

    def _card(self, node: ViewNode, key: str, rect: Rect) -> Element:
        """Add a card: its words stay between the icon and a margin as wide, so that nothing overlaps when edited."""
        is_dashed = node.family is Family.EXTERNAL or node.mark == "removed"
        card = element(
            key,
            "ellipse" if node.family is Family.CLIENT else "rectangle",
            rect,
            color=LIGHT.marks.get(node.mark, LIGHT.families[node.family]),
            backgroundColor=PAINT[node.family].fill,
            strokeWidth=2 if node.is_critical or node.mark else 1,
            strokeStyle="dashed" if is_dashed else "solid",
            roundness=_ROUND if node.family in (Family.COMPUTE, Family.DATA) else None,
            customData=_clean(node_facts(node)),
        )
        name, technology = card_lines(node)
        room = rect.w - 2 * (_ICON + 2 * _PAD)
        lines = [*wrap(name, room, _SIZE), shorten(technology, room, _SIZE)]
        words = text(f"{key}-text", lines, rect.center, size=_SIZE, original=f"{name}\n{technology}", container=card)
        self.elements += [card, words, self._icon(key, node, rect)]
        return card

    def _icon(self, key: str, node: ViewNode, rect: Rect) -> Element:
        uri = self.icons.get(node.icon or "")
        name = f"icon-{node.icon}" if uri else f"glyph-{node.kind.value}"
        if uri is None:
            svg = glyph_svg(node.kind, LIGHT.families[node.family])
            uri = "data:image/svg+xml;base64," + base64.b64encode(svg.encode("ascii")).decode("ascii")
        mime = uri.partition(":")[2].partition(";")[0]
        self.files[name] = {"mimeType": mime, "id": name, "dataURL": uri, "created": 1, "lastRetrieved": 1}
        left = rect.x + (_PAD if node.family is not Family.CLIENT else 2 * _PAD)
        box = Rect(left, rect.center.y - _ICON / 2, _ICON, _ICON)
        return element(f"{key}-icon", "image", box, fileId=name, status="saved", scale=[1, 1], crop=None)

    def _route(self, key: str, route: Route, cards: Mapping[str, Element]) -> None:
        edge = route.edge
        source, target = cards[edge.source], cards[edge.target]
        facts = _clean(edge_facts(edge))
        if not route.path:
            # Our picture shows a mark on the card instead of a line; nothing of it may get lost here.
            source["customData"].setdefault("reports", []).append(facts | {"to": one_line(edge.target)})
            return
        color = LIGHT.marks.get(edge.mark) or line_color(edge.mode, edge.is_critical, LIGHT)
        width = 3 if edge.mode is Mode.REPLICATION else round(line_width(edge.mode, edge.is_critical))
        style = "dotted" if edge.mark == "removed" else _STYLES[edge.mode]
        ends = (source, target)
        arrow = line(
            key, "arrow", route.path, color=color, width=width, style=style, ends=ends, head="triangle", facts=facts
        )
        self.elements.append(arrow)
        if route.words and route.box:
            lines = [*route.words.lines, *([route.words.protocol] if route.words.protocol else [])]
            self._words(arrow, lines, route.box.center, edge_text(edge))

    def _words(self, arrow: Element, lines: list[str], middle: Point, original: str) -> None:
        key = f"{arrow['id']}-text"
        self.elements.append(text(key, lines, middle, size=LABEL_SIZE, original=original, container=arrow))

    def sequence(self, page: PlacedSequence) -> None:
        keys = node_keys(page.view.participants, "p")
        for head in page.heads:
            down = (Point(head.rect.center.x, head.rect.bottom), Point(head.rect.center.x, page.lifeline_end))
            self.elements.append(
                line(f"{keys[head.node.id]}-life", "line", down, color=LIGHT.secondary, width=1, style="dashed")
            )
        for card in page.heads:
            self._card(card.node, keys[card.node.id], card.rect)
        for placed in page.messages:
            self._message(placed)

    def _message(self, placed: PlacedMessage) -> None:
        message = placed.message
        path = [placed.start, placed.end]
        if placed.is_loop:
            out = placed.start.x + LOOP_WIDTH
            path = [placed.start, Point(out, placed.start.y), Point(out, placed.end.y), placed.end]
        color = line_color(Mode.ASYNC if message.is_async else Mode.SYNC, False, LIGHT)
        facts = _clean(message_facts(placed.number, message))
        style = "dotted" if message.is_reply else "dashed" if message.is_async else "solid"
        head = "arrow" if message.is_reply or message.is_async else "triangle"
        arrow = line(f"m{placed.number}", "arrow", path, color=color, width=1, style=style, head=head, facts=facts)
        self.elements.append(arrow)
        lines = [*placed.lines, *([placed.protocol] if placed.protocol else [])]
        numbered = [f"{placed.number}. {lines[0]}", *lines[1:]] if lines else [f"{placed.number}."]
        self._words(arrow, numbered, placed.words.center, " ".join(numbered))


def _clean(facts: Facts) -> dict[str, Any]:
    """Return facts without control characters, in which no character is half of another."""
    return {
        name: one_line(value, LONG) if isinstance(value, str) else value for name, value in facts.items() if value != ""
    }
