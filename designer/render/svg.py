"""Draw a placed picture as a self-contained SVG: no script, no reference to anything outside, the same bytes each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from itertools import pairwise

from designer.model.kinds import Family
from designer.render.escape import one_line
from designer.render.geometry import Rect
from designer.render.layout_titles import TITLE_LINE, TITLE_SIZE
from designer.render.placed import Placed, PlacedGroup, PlacedLabel, PlacedLine
from designer.render.svg_bridges import bridges
from designer.render.svg_card import card_title, draw_card, draw_icons
from designer.render.svg_frame import Frame, draw_frame, frame_around, prefix_of
from designer.render.svg_legend import Item, legend_items, view_items
from designer.render.svg_lines import Look, draw_label, draw_line, line_title, look_of
from designer.render.svg_text import line_of_text, marked_line, marked_part, num, text_of
from designer.render.theme import Theme, blend

_BADGE_ROOM = 9.0


def draw_view(placed: Placed, theme: Theme, icons: Mapping[str, str]) -> str:
    """Return the SVG of a placed view.

    Args:
        placed: the picture with every place decided.
        theme: the colours.
        icons: data URIs of PNG images by the icon path of a card; what is missing is drawn as the kind's glyph.
    """
    view = placed.view
    defs, icon_ids = draw_icons(view.nodes, icons, prefix_of(view.id, theme))
    frame = frame_of(placed)
    names = {node.id: node.name for node in view.nodes}
    shade = _Shade(placed, theme)
    lines = sorted(placed.lines, key=lambda line: _weight(look_of(line.edges)))
    of_net = {line.net: line for line in lines}
    trunks = {net for net, count in Counter(line.net for line in lines).items() if count > 1}
    widths = [look_of(line.edges).width for line in lines]
    gaps = bridges(lines, lambda point: shade.behind(Rect(*point, 0, 0)), widths)
    body = [
        f'<g transform="translate({num(frame.origin.x)} {num(frame.origin.y)})">',
        *(_group(group, shade) for group in placed.groups),
        '<g fill="none">',
        *(
            gap + marked_line(line.edges, draw_line(line, names, theme), net=line.net if line.net in trunks else None)
            for gap, line in zip(gaps, lines, strict=True)
        ),
        "</g>",
        *(marked_part(node.node.id, draw_card(node, names, theme, icon_ids), node.rect) for node in placed.nodes),
        '<g text-anchor="middle" paint-order="stroke" stroke-width="3" stroke-linejoin="round">',
        *(_label(label, of_net[label.net], placed, names, shade) for label in placed.labels),
        "</g>",
        *(_group_title(group, shade, theme) for group in placed.groups),
        "</g>",
    ]
    return draw_frame(
        frame,
        theme,
        view_id=view.id,
        title=view.title,
        description=_description(placed, names),
        defs=defs,
        body="\n".join(body),
    )


def frame_of(placed: Placed) -> Frame:
    """Return the canvas of a picture, with its heading, legend and notes."""
    view = placed.view
    return frame_around(
        placed.size, view.title, view.subtitle, _legend_items(placed), view.notes, free=partial(_free_corner, placed)
    )


def _free_corner(placed: Placed, width: float) -> float:
    """Return how far down nothing stands in the drawing's upper left corner of this width."""
    boxes = [*(one.rect for one in placed.nodes), *(one.rect for one in placed.groups)]
    boxes += [box for label in placed.labels for box in label.boxes]
    depths = [box.y - _BADGE_ROOM for box in boxes if box.x < width]
    for line in placed.lines:
        depths += [min(a.y, b.y) for stroke in line.strokes for a, b in pairwise(stroke) if min(a.x, b.x) < width]
    return max(min(depths, default=placed.size.y), 0.0)


def _label(label: PlacedLabel, line: PlacedLine, placed: Placed, names: Mapping[str, str], shade: _Shade) -> str:
    """Return the words of a line, with what they are cut from as their title."""
    drawn = draw_label(label, placed, look_of(line.edges), shade.theme, shade.behind(label.boxes[0]))
    title = f"<title>{text_of(line_title(line.edges, names))}</title>"
    return marked_line(line.edges, drawn.replace(">", f">{title}", 1))


def _weight(look: Look) -> tuple[bool, bool]:
    """Return what decides which of two lines lies above the other."""
    return bool(look.tone), look.is_critical


def _legend_items(placed: Placed) -> list[Item]:
    taps = [edge for node in placed.nodes for edge in node.taps]
    tapped = {edge.id for edge in taps}
    names = {node.id: node.name for node in placed.view.nodes}
    targets = sorted({one_line(names[edge.target], 40) for edge in taps})
    drawn = [edge for edge in placed.view.edges if edge.id not in tapped]
    return view_items(placed.view, legend_items(placed.view.nodes, drawn, taps=", ".join(targets)))


def _description(placed: Placed, names: dict[str, str]) -> str:
    view = placed.view
    cards = "; ".join(card_title(node).partition(":")[0] for node in view.nodes[:60])
    lines = line_title(view.edges[:60], names)
    notes = "; ".join(f"{note.mark} {note.title}: {note.text}" for note in view.notes)
    words = f"{view.subtitle}. Parts: {cards}. Connections: {lines}."
    return one_line(f"{words} Notes: {notes}." if notes else words, 4000)


class _Shade:
    """The colours of boundaries, and of what lies behind a place."""

    def __init__(self, placed: Placed, theme: Theme) -> None:
        self.theme = theme
        self.colors = _group_colors(placed, theme)
        self.fills: dict[str, str] = {}
        self.groups = placed.groups
        for group in placed.groups:
            below = self.fills.get(group.group.parent or "", theme.background)
            self.fills[group.group.id] = blend(self.colors[group.group.id], theme.tint, below)

    def behind(self, rect: Rect) -> str:
        """Return the colour behind a rectangle that lies wholly in a boundary, or that of the page."""
        color = self.theme.background
        for group in self.groups:
            if group.rect.holds(rect):
                color = self.fills[group.group.id]
        return color


def _group_colors(placed: Placed, theme: Theme) -> dict[str, str]:
    """Return the colour of each boundary: that of the family which most of its cards belong to."""
    parents = {group.group.id: group.group.parent for group in placed.groups}
    votes: dict[str, Counter[Family]] = {group_id: Counter() for group_id in parents}
    for node in placed.view.nodes:
        group_id = node.group
        weight = 4
        seen: set[str] = set()
        while group_id is not None and group_id in votes and group_id not in seen:
            seen.add(group_id)
            votes[group_id][node.family] += weight
            weight, group_id = 1, parents[group_id]
    # Of equals, what a boundary holds besides computing tells more about it.
    order = sorted(Family, key=lambda family: family is Family.COMPUTE)
    return {
        group_id: theme.families[max(counts, key=lambda family: (counts[family], -order.index(family)))]
        for group_id, counts in votes.items()
    }


def _group(group: PlacedGroup, shade: _Shade) -> str:
    rect, color = group.rect, shade.colors[group.group.id]
    title = f"<title>{text_of(group.group.name)} (boundary)</title>"
    if group.group.is_trust:
        return (
            f'<rect x="{num(rect.x)}" y="{num(rect.y)}" width="{num(rect.w)}" height="{num(rect.h)}" rx="14" '
            f'fill="{shade.fills[group.group.id]}" stroke="{shade.theme.strong}" stroke-width="1.6" '
            f'stroke-dasharray="9 5">{title}</rect>'
        )
    return (
        f'<rect x="{num(rect.x)}" y="{num(rect.y)}" width="{num(rect.w)}" height="{num(rect.h)}" rx="14" '
        f'fill="{shade.fills[group.group.id]}" stroke="{blend(color, 0.5, shade.theme.background)}" '
        f'stroke-width="1.2" stroke-dasharray="1 4" stroke-linecap="round">{title}</rect>'
    )


def _group_title(group: PlacedGroup, shade: _Shade, theme: Theme) -> str:
    box = group.title_box
    full = text_of(group.group.name)
    look = (
        f'font-size="{TITLE_SIZE:g}" font-weight="700" letter-spacing="{group.spacing:g}" '
        f'fill="{theme.strong if group.group.is_trust else shade.colors[group.group.id]}"'
    )
    lines = enumerate(group.title.split("\n"))
    words = "".join(line_of_text(box.x, box.y + TITLE_SIZE + TITLE_LINE * at, line, look) for at, line in lines)
    return f"<g><title>{full}</title>{words}</g>"
