"""The cells of a draw.io page: looks of each kind, labels as HTML, and facts as attributes around a cell.

Source: jgraph, "Create and edit styles", https://www.drawio.com/doc/faq/shape-styles
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence

from designer.model.connection import Mode
from designer.model.kinds import Family, Kind
from designer.model.view import Mark, ViewNode
from designer.render.escape import one_line
from designer.render.facts import Facts, node_facts
from designer.render.fonts import shorten, wrap
from designer.render.geometry import Point, Rect
from designer.render.glyphs import glyph_svg
from designer.render.outline import card_lines
from designer.render.svg_lines import line_color, line_width
from designer.render.theme import LIGHT
from designer.render.xml_text import attributes, xml_text

TILE = 32.0
_LEFT, _RIGHT = 14.0, 12.0
_NAME_SIZE, _SMALL = 13, 10

_BOX, _ROUND = "rounded=0;", "rounded=1;arcSize=16;"
_PILL = "rounded=1;arcSize=50;"
_HEXAGON = "shape=hexagon;perimeter=hexagonPerimeter2;fixedSize=1;size=12;"
_CYLINDER = "shape=cylinder3;boundedLbl=1;backgroundOutline=1;size=5;"
_PIPE = "shape=cylinder3;direction=south;boundedLbl=0;backgroundOutline=1;size=5;"
_NOTE = "shape=note;backgroundOutline=1;size=13;"
_CLOUD = "ellipse;shape=cloud;"
_PROCESS = "shape=process;backgroundOutline=1;size=0.03;"

_FAMILY_SHAPES: dict[Family, str] = {
    Family.CLIENT: _PILL,
    Family.EDGE: _HEXAGON,
    Family.COMPUTE: _ROUND,
    Family.DATA: _CYLINDER,
    Family.MESSAGING: _PIPE,
    Family.OPERATIONS: _NOTE,
    Family.EXTERNAL: _BOX,
}
_KIND_SHAPES: dict[Kind, str] = {Kind.CDN: _CLOUD, Kind.MODEL_SERVER: _PROCESS, Kind.BATCH_JOB: _PROCESS}


def shape_style(kind: Kind) -> str:
    """Return the part of a style that names draw.io's own shape for a kind."""
    return _KIND_SHAPES.get(kind, _FAMILY_SHAPES[kind.family])


def card_style(node: ViewNode) -> str:
    """Return the style of a card."""
    color = LIGHT.marks.get(node.mark, LIGHT.families[node.family])
    dashes = "dashed=1;dashPattern=5 3;" if node.family is Family.EXTERNAL or node.mark == "removed" else ""
    width = 2.2 if node.is_critical or node.mark else 1.4
    return (
        f"{shape_style(node.kind)}html=1;whiteSpace=wrap;align=left;verticalAlign=middle;"
        f"spacingLeft={_LEFT + TILE + 8:g};spacingRight={_RIGHT:g};spacing=0;fillColor={LIGHT.card};"
        f"strokeColor={color};strokeWidth={width:g};fontColor={LIGHT.ink};fontSize={_NAME_SIZE};{dashes}"
    )


def card_label(node: ViewNode, width: float) -> str:
    """Return the words of a card as HTML: the name, then the technology and the number of copies."""
    name, technology = card_lines(node)
    room = width - _LEFT - TILE - 8 - _RIGHT
    names = "<br>".join(xml_text(line) for line in wrap(name, room, _NAME_SIZE, bold=True))
    small = xml_text(shorten(technology, room, _SMALL))
    return f'<b>{names}</b><br><font color="{LIGHT.secondary}" style="font-size: {_SMALL}px">{small}</font>'


def line_style(mode: Mode, is_critical: bool, mark: Mark) -> str:
    """Return the style of a connection: solid, dashed when asynchronous, thick with two heads when it replicates."""
    color = LIGHT.marks.get(mark) or line_color(mode, is_critical, LIGHT)
    width = 3.0 if mode is Mode.REPLICATION else line_width(mode, is_critical)
    dashes = (
        "dashed=1;dashPattern=5 4;" if mode is Mode.ASYNC else "dashed=1;dashPattern=1 4;" if mark == "removed" else ""
    )
    head = "doubleBlock" if mode is Mode.REPLICATION else "block"
    return (
        f"edgeStyle=orthogonalEdgeStyle;rounded=1;arcSize=14;html=1;endArrow={head};endFill=1;endSize=5;"
        f"strokeColor={color};strokeWidth={width:g};fontSize={_SMALL};fontColor={LIGHT.ink};"
        f"labelBackgroundColor={LIGHT.background};{dashes}"
    )


def group_style(fill: str, line: str) -> str:
    """Return the style of a boundary: a container that keeps its parts inside when it is moved."""
    return (
        "rounded=1;absoluteArcSize=1;arcSize=16;container=1;collapsible=0;recursiveResize=0;dropTarget=1;html=1;"
        f"whiteSpace=wrap;verticalAlign=top;align=left;spacingLeft=10;spacingTop=3;fillColor={fill};"
        f"strokeColor={line};dashed=1;dashPattern=4 3;fontColor={line};fontStyle=1;fontSize=11;"
    )


def icon_cell(key: str, node: ViewNode, rect: Rect, icons: Mapping[str, str]) -> str:
    """Return the cell inside a card that shows its technology's icon, or the kind's glyph where there is none."""
    size = min(TILE, rect.h - 12)
    geometry = geometry_of(Rect(_LEFT, (rect.h - size) / 2, size, size))
    color = LIGHT.families[node.family]
    icon = icons.get(node.icon or "")
    if icon:
        look = f"shape=image;aspect=fixed;imageAspect=0;image={_without_encoding(icon)};"
    elif node.kind is Kind.PERSON:
        look = f"shape=actor;fillColor=none;strokeColor={color};strokeWidth=1.7;"
    else:
        look = f"shape=image;aspect=fixed;imageAspect=0;image={_glyph(node.kind, color)};"
    return cell(f"{key}-icon", look + "part=1;resizable=0;connectable=0;pointerEvents=0;", geometry, parent=key)


def _without_encoding(uri: str) -> str:
    """Return a data URI as draw.io writes it: a semicolon would end the value in a style."""
    return uri.replace(";base64,", ",", 1)


def _glyph(kind: Kind, color: str) -> str:
    svg = glyph_svg(kind, color)
    return "data:image/svg+xml," + base64.b64encode(svg.encode("ascii")).decode("ascii")


def geometry_of(rect: Rect) -> str:
    """Return the geometry of a shape; its place counts from the corner of what holds it."""
    return f"<mxGeometry{attributes(x=rect.x, y=rect.y, width=rect.w, height=rect.h, as_='geometry')}/>"


def line_geometry(points: Sequence[Point], label_at: float | None = None, shift: Point | None = None) -> str:
    """Return the geometry of a line: its corners, and where its words stand along it (-1 to 1) and beside it."""
    inner = ""
    if points:
        corners = "".join(f"<mxPoint{attributes(x=point[0], y=point[1])}/>" for point in points)
        inner = f'<Array as="points">{corners}</Array>'
    if shift is not None:
        inner += f"<mxPoint{attributes(x=shift[0], y=shift[1], as_='offset')}/>"
    return f"<mxGeometry{attributes(x=label_at, relative=1, as_='geometry')}>{inner}</mxGeometry>"


def cell(
    key: str,
    style: str,
    geometry: str,
    *,
    parent: str,
    source: str | None = None,
    target: str | None = None,
    label: str | None = None,
    facts: Mapping[str, str | int] | None = None,
) -> str:
    """Return a cell; with `facts` inside an `object` that carries them as attributes, and the label with them.

    `label` is HTML. `source` makes it a line.
    """
    is_line = source is not None or target is not None
    told: dict[str, str | int | None] = {
        "style": style,
        "vertex": None if is_line else 1,
        "edge": 1 if is_line else None,
        "parent": parent,
        "source": source,
        "target": target,
    }
    if facts is None:
        words = "" if label is None else f' value="{xml_text(label)}"'
        return f'<mxCell id="{key}"{words}{attributes(**told)}>{geometry}</mxCell>'
    words = f' label="{xml_text(label or "")}"'
    given = {name: value for name, value in facts.items() if value != ""}
    return f'<object{words}{attributes(**given)} id="{key}"><mxCell{attributes(**told)}>{geometry}</mxCell></object>'


def layer(key: str, name: str, *, visible: bool = True) -> str:
    """Return a layer of a page."""
    return f"<mxCell{attributes(id=key, value=name, parent='0', visible=None if visible else 0)}/>"


def shown(*lines: str) -> str:
    """Return what a reader of the page's text finds in a label, to tell later whether somebody changed it."""
    return " ".join(" ".join(lines).replace("\u00a0", " ").split())


def html_lines(lines: Sequence[str]) -> str:
    """Return lines of text as HTML."""
    return "<br>".join(xml_text(one_line(line)) for line in lines)


def card_facts(node: ViewNode, width: float) -> Facts:
    """Return what is known of a part, by the names that our importer reads."""
    name, technology = card_lines(node)
    room = width - _LEFT - TILE - 8 - _RIGHT
    words = shown(*wrap(name, room, _NAME_SIZE, bold=True), shorten(technology, room, _SMALL))
    return {**node_facts(node), "shown": words}
