"""Placed pictures to a draw.io file: a page for each, with our places and our routes, ready to be edited.

Boundaries are containers, so that a part moves with its boundary; draw.io keeps what stands in a container on the
container's layer. Connections have a layer of their own. What the picture does not show stands in attributes, which
draw.io lists under "Edit Data" and which our importer reads back.
Source: jgraph, "draw.io file format", https://www.drawio.com/doc/faq/diagram-source-edit
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from designer.model.view import AnyView
from designer.render.drawio_cells import (
    card_facts,
    card_label,
    card_style,
    cell,
    geometry_of,
    group_style,
    html_lines,
    icon_cell,
    layer,
    line_geometry,
    line_style,
    shown,
)
from designer.render.drawio_sequence import sequence_cells
from designer.render.escape import one_line
from designer.render.facts import Facts, edge_facts
from designer.render.geometry import Point, Rect
from designer.render.layout_sequence import PlacedSequence
from designer.render.outline import TEXT_LIMIT, group_name, node_keys, view_title
from designer.render.placed import Placed, PlacedGroup, PlacedNode
from designer.render.routes import Page, Route, nearest, routes_of
from designer.render.svg_lines import line_color
from designer.render.theme import LIGHT, blend
from designer.render.xml_text import attributes, xml_text

BOUNDARIES, COMPONENTS, CONNECTIONS, TELEMETRY = (
    "layer-boundaries",
    "layer-components",
    "layer-connections",
    "layer-telemetry",
)
_LEFT, _TOP = 40.0, 100.0


def render_drawio(pages: Sequence[Page], icons: Mapping[str, str]) -> str:
    """Return an uncompressed draw.io file with a page for each picture, with a final newline.

    Args:
        pages: the pictures, in the order of the pages.
        icons: data URIs of images by the icon's path; a card whose icon is missing shows the kind's glyph.
    """
    lines = ['<mxfile host="designer" type="device" compressed="false">']
    for number, page in enumerate(pages):
        lines += _page(number, page, icons)
    return "\n".join([*lines, "</mxfile>"]) + "\n"


def _page(number: int, page: Page, icons: Mapping[str, str]) -> Iterator[str]:
    width, height = page.size[0] + 2 * _LEFT, page.size[1] + _TOP + _LEFT
    name = one_line(page.view.id, 60) or f"page {number + 1}"
    yield f"<diagram{attributes(id=f'page-{number}', name=name)}>"
    yield (
        '<mxGraphModel dx="0" dy="0" grid="1" gridSize="10" guides="1" tooltips="1" connect="1" arrows="1" fold="1" '
        f'page="1" pageScale="1"{attributes(pageWidth=float(round(width)), pageHeight=float(round(height)))} '
        'math="0" shadow="0"><root>'
    )
    yield '<mxCell id="0"/>'
    if isinstance(page, PlacedSequence):
        yield layer(COMPONENTS, "Participants")
        yield layer(CONNECTIONS, "Messages")
        yield _title(page.view, width)
        yield from sequence_cells(page, icons, Point(_LEFT, _TOP), COMPONENTS, CONNECTIONS)
    else:
        yield from _container(page, icons, width)
    yield "</root></mxGraphModel></diagram>"


def _title(view: AnyView, width: float) -> str:
    title, subtitle = view_title(view.title), one_line(view.subtitle, TEXT_LIMIT)
    label = f'<b>{xml_text(title)}</b><br><font color="{LIGHT.secondary}" style="font-size: 11px">{xml_text(subtitle)}</font>'
    style = f"text;html=1;align=left;verticalAlign=middle;whiteSpace=wrap;fontSize=18;fontColor={LIGHT.ink};"
    facts = {"part": "title", "view": view.id, "title": view.title, "subtitle": view.subtitle}
    facts |= {"shown": shown(title, subtitle)}
    box = geometry_of(Rect(_LEFT, 24, max(width - 2 * _LEFT, 400.0), 48))
    return cell("title", style, box, parent=COMPONENTS, label=label, facts=facts)


def _container(page: Placed, icons: Mapping[str, str], width: float) -> Iterator[str]:
    routes = routes_of(page)
    yield layer(BOUNDARIES, "Boundaries and the components in them")
    yield layer(COMPONENTS, "Components outside boundaries")
    yield layer(CONNECTIONS, "Connections")
    if any(not route.path for route in routes):
        yield layer(TELEMETRY, "Connections drawn as a mark", visible=False)
    yield _title(page.view, width)
    keys = node_keys(page.view.nodes)
    boxes = {placed.group.id: placed for placed in page.groups}
    group_keys = {group.id: f"g{number}" for number, group in enumerate(page.view.groups)}
    for placed in sorted(page.groups, key=lambda one: one.depth):
        yield _group(placed, boxes, group_keys)
    for card in page.nodes:
        yield from _card(card, keys[card.node.id], boxes, group_keys, icons)
    rects = {card.node.id: card.rect for card in page.nodes}
    for number, route in enumerate(routes):
        yield _connection(f"e{number}", route, keys, rects)


def _inside(rect: Rect, holder: PlacedGroup | None) -> Rect:
    """Return a rectangle as seen from the corner of what holds it."""
    if holder is None:
        return Rect(rect.x + _LEFT, rect.y + _TOP, rect.w, rect.h)
    return Rect(rect.x - holder.rect.x, rect.y - holder.rect.y, rect.w, rect.h)


def _group(placed: PlacedGroup, boxes: Mapping[str, PlacedGroup], keys: Mapping[str, str]) -> str:
    group = placed.group
    holder = boxes.get(group.parent or "")
    fill = blend(LIGHT.secondary, LIGHT.tint * (placed.depth + 1), LIGHT.background)
    name = group_name(group)
    return cell(
        keys[group.id],
        group_style(fill, LIGHT.secondary),
        geometry_of(_inside(placed.rect, holder)),
        parent=keys[holder.group.id] if holder else BOUNDARIES,
        label=f"<b>{xml_text(name)}</b>",
        facts={"part": "boundary", "key": group.id, "name": group.name, "shown": shown(name)},
    )


def _card(
    card: PlacedNode,
    key: str,
    boxes: Mapping[str, PlacedGroup],
    group_keys: Mapping[str, str],
    icons: Mapping[str, str],
) -> Iterator[str]:
    holder = boxes.get(card.node.group or "")
    yield cell(
        key,
        card_style(card.node),
        geometry_of(_inside(card.rect, holder)),
        parent=group_keys[holder.group.id] if holder else COMPONENTS,
        label=card_label(card.node, card.rect.w),
        facts=card_facts(card.node, card.rect.w),
    )
    yield icon_cell(key, card.node, card.rect, icons)


def _connection(key: str, route: Route, keys: Mapping[str, str], rects: Mapping[str, Rect]) -> str:
    edge = route.edge
    style = line_style(edge.mode, edge.is_critical, edge.mark)
    points: list[Point] = []
    label_at, shift = None, None
    if route.path:
        style += _ends(route.path, rects[edge.source], rects[edge.target])
        points = [Point(point[0] + _LEFT, point[1] + _TOP) for point in route.path[1:-1]]
        if route.box is not None:
            share, near = nearest(route.path, route.box.center)
            label_at = round(2 * share - 1, 4)
            shift = Point(route.box.center.x - near[0], route.box.center.y - near[1])
    lines = [*route.words.lines] if route.words else []
    label = html_lines(lines)
    if route.words and route.words.protocol:
        color = line_color(edge.mode, edge.is_critical, LIGHT)
        protocol = f'<font color="{color}" style="font-size: 9px"><b>{xml_text(route.words.protocol)}</b></font>'
        label = f"{label}<br>{protocol}" if label else protocol
        lines.append(route.words.protocol)
    facts: Facts = {**edge_facts(edge), "shown": shown(*lines)}
    return cell(
        key,
        style,
        line_geometry(points, label_at, shift),
        parent=CONNECTIONS if route.path else TELEMETRY,
        source=keys[edge.source],
        target=keys[edge.target],
        label=label,
        facts=facts,
    )


def _ends(path: Sequence[Point], source: Rect, target: Rect) -> str:
    """Return where a line leaves and enters its cards, as shares of their sides."""
    (exit_x, exit_y), (entry_x, entry_y) = _share(path[0], source), _share(path[-1], target)
    return (
        f"exitX={exit_x:g};exitY={exit_y:g};exitDx=0;exitDy=0;exitPerimeter=0;"
        f"entryX={entry_x:g};entryY={entry_y:g};entryDx=0;entryDy=0;entryPerimeter=0;"
    )


def _share(point: Point, rect: Rect) -> tuple[float, float]:
    across, down = (point[0] - rect.x) / rect.w, (point[1] - rect.y) / rect.h
    return round(min(max(across, 0.0), 1.0), 4), round(min(max(down, 0.0), 1.0), 4)
