"""Draw a card: outline, stack of copies, icon or glyph, name, technology, badge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from designer.model.base import slugify
from designer.model.kinds import Family
from designer.model.view import ViewNode
from designer.render.card_size import card_rect
from designer.render.escape import one_line
from designer.render.fonts import ELLIPSIS, balanced, text_width, wrap
from designer.render.geometry import Rect
from designer.render.glyphs import GLYPHS
from designer.render.hatches import hatch
from designer.render.layout_layers import STACK_OFFSET
from designer.render.placed import PlacedNode
from designer.render.shapes import Shape, detail, outline, shape_of
from designer.render.svg_badges import badge_row, draw_badges, draw_figure, muted_line, row_width
from designer.render.svg_lines import line_title
from designer.render.svg_table import draw_state, draw_table
from designer.render.svg_text import line_of_text, num, text_of
from designer.render.theme import Theme, blend
from designer.render.type_scale import NAME, SMALL

_NAME_SIZES = (NAME, SMALL)
TILE = 26.0
ICON = 20.0
_GLYPH = 18.0
_GLYPH_DRAWN = 24.0
_NAME_LINE, _SMALL_LINE = 13.5, 12.5
_SIDE, _BEFORE_NAME = 8.0, 7.0
_LEFT = {Shape.PILL: 12.0, Shape.HEXAGON: 12.0, Shape.OCTAGON: 10.0}
_RIGHT = {Shape.PILL: 13.0, Shape.HEXAGON: 12.0, Shape.PIPE: 13.0, Shape.OCTAGON: 10.0}
_DROP = {Shape.CYLINDER: 3.0}
_BORDERS = ("good", "info", "warn", "bad")
_CORNER = {Shape.PILL: 16.0, Shape.HEXAGON: 12.0, Shape.OCTAGON: 8.0}


def draw_card(placed: PlacedNode, names: Mapping[str, str], theme: Theme, icon_ids: Mapping[str, str]) -> str:
    """Return the SVG of one card.

    Args:
        placed: the card and where it stands.
        names: the name of each card by its id.
        theme: the colours.
        icon_ids: the id of the element that holds each icon, by the icon's path.
    """
    node, rect = placed.node, placed.rect
    if node.rows or node.stage:
        return draw_table(node, rect, theme) if node.rows else draw_state(node, rect, theme)
    shape = shape_of(node.kind)
    color = card_color(node, theme)
    body = Rect(rect.x, rect.y + _DROP.get(shape, 0.0), rect.w, rect.h)
    tile = Rect(body.x + _LEFT.get(shape, _SIDE), body.y + (rect.h - TILE) / 2, TILE, TILE)
    parts = [
        f"<g><title>{text_of(card_title(node))}</title>{_about(node)}",
        *_stack(node, shape, rect, color, theme),
        _outline(node, shape, rect, color, theme),
        draw_figure(node, tile, theme) if node.figure else draw_tile(node, tile, theme, icon_ids),
        *_words(node, shape, body, theme),
        *_badge(node, rect, theme.secondary if node.is_muted else color, theme),
        *_sign(node, rect, theme),
        "</g>",
        _tap(placed, names, theme),
    ]
    drawn = "".join(parts)
    # A view's id is a slug of ours: nothing that a user wrote becomes an address.
    return f'<a href="{slugify(node.link, fallback="view")}.svg">{drawn}</a>' if node.link else drawn


def card_color(node: ViewNode, theme: Theme) -> str:
    """Return the colour of a card's outline: of what happened to it, of what a view finds, or of its family."""
    if node.mark:
        return theme.marks[node.mark]
    if node.is_muted:
        return muted_line(theme)
    if node.tone:
        return theme.tones[node.tone] if node.tone in _BORDERS else theme.edge
    return theme.families[node.family]


def card_title(node: ViewNode) -> str:
    """Return what a pointer or a screen reader learns of a card."""
    facts = [node.kind.label]
    if node.technology and node.technology != node.kind.label:
        facts.append(one_line(node.technology, 80))
    if node.replicas > 1:
        facts.append(f"{node.replicas:,} copies")
    if node.mark:
        facts.append(node.mark)
    facts += [one_line(fact, 60) for fact in (node.figure, *(badge.text for badge in node.badges)) if fact]
    title = f"{one_line(node.name, 200)} ({', '.join(facts)})"
    return f"{title}: {one_line(node.description, 200)}" if node.description else title


def _about(node: ViewNode) -> str:
    """Return what a screen reader may read on, beyond the title: the whole description, and what a click opens."""
    opens = "Its parts have a picture of their own." if node.link else ""
    words = " ".join(one for one in (one_line(node.description, 1_000), opens) if one)
    return f"<desc>{text_of(words, 1_100)}</desc>" if words else ""


def draw_tile(node: ViewNode, rect: Rect, theme: Theme, icon_ids: Mapping[str, str]) -> str:
    """Return the tile with the technology's icon, or with the kind's own glyph when there is none."""
    color = muted_line(theme) if node.is_muted else theme.families[node.family]
    icon = None if node.is_muted else icon_ids.get(node.icon or "")
    fill = theme.plate if icon and theme.is_dark else blend(color, theme.tile, theme.card)
    tile = (
        f'<rect x="{num(rect.x)}" y="{num(rect.y)}" width="{num(rect.w)}" height="{num(rect.h)}" '
        f'rx="{num(rect.w * 9 / TILE)}" fill="{fill}"/>'
    )
    scale = rect.w / TILE
    if theme.is_hatched:
        tile = hatched(node.family, rect, theme)
    if icon:
        size = ICON * scale
        shift = (rect.w - size) / 2
        place = f'x="{num(rect.x + shift)}" y="{num(rect.y + shift)}"'
        if scale == 1:
            return f'{tile}<use href="#{icon}" {place}/>'
        return (
            f'{tile}<use href="#{icon}" transform="translate({num(rect.x + shift)} {num(rect.y + shift)}) '
            f'scale({num(scale)})"/>'
        )
    shift = (rect.w - _GLYPH * scale) / 2
    grown = num(scale * _GLYPH / _GLYPH_DRAWN)
    place = (
        f'transform="translate({num(rect.x + shift)} {num(rect.y + shift)}) scale({grown})" '
        f'd="{GLYPHS[node.kind]}" fill="none"'
    )
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    halo = f'<path {place} stroke="{theme.card}" stroke-width="6.5" {ends}/>' if theme.is_hatched else ""
    return f'{tile}{halo}<path {place} stroke="{color}" stroke-width="2" {ends}/>'


def hatched(family: Family, rect: Rect, theme: Theme) -> str:
    """Return a tile that tells the family by its pattern; square, so that no stroke crosses a round corner."""
    box = f'x="{num(rect.x)}" y="{num(rect.y)}" width="{num(rect.w)}" height="{num(rect.h)}"'
    strokes = hatch(family, rect)
    color = theme.families[family]
    width = "1.4" if family is Family.EXTERNAL else "0.5"
    drawn = f'<path d="{strokes}" stroke="{color}" stroke-width="{width}" stroke-linecap="round"/>' if strokes else ""
    return f'<rect {box} fill="{theme.card}" stroke="{color}" stroke-width="0.6"/>{drawn}'


def _stack(node: ViewNode, shape: Shape, rect: Rect, color: str, theme: Theme) -> list[str]:
    if node.replicas < 2:
        return []
    behind = Rect(rect.x + STACK_OFFSET, rect.y + STACK_OFFSET, rect.w, rect.h)
    line = blend(color, 0.55, theme.card)
    return [f'<path d="{outline(shape, behind)}" fill="{theme.card}" stroke="{line}" stroke-width="1.2"/>']


def _outline(node: ViewNode, shape: Shape, rect: Rect, color: str, theme: Theme) -> str:
    width = num((2.2 if node.is_critical or node.mark or node.tone else 1.4) * theme.line)
    dashes = ' stroke-dasharray="5 3"' if shape is Shape.BOX or node.mark == "removed" else ""
    # The colours of heat are too light for a border, so they tint the card more.
    tinted = (
        blend(theme.tones[node.tone], theme.tint if node.tone in _BORDERS else 0.22, theme.card)
        if node.tone
        else theme.card
    )
    body = f'<path d="{outline(shape, rect)}" fill="{tinted}" stroke="{color}" stroke-width="{width}"{dashes}/>'
    inner = detail(shape, rect)
    return body + (f'<path d="{inner}" fill="none" stroke="{color}" stroke-width="1.2"/>' if inner else "")


def _words(node: ViewNode, shape: Shape, rect: Rect, theme: Theme) -> list[str]:
    left = rect.x + _LEFT.get(shape, _SIDE) + TILE + _BEFORE_NAME
    room = _room(shape, rect)
    names, size = name_lines(node, room)
    badges = badge_row(node.badges, room)
    after = row_width(badges)
    if not badges:
        seconds = second_lines(node, room, beside=len(names))
    else:
        # Beside a badge, words that do not fit are left to the card's title: half of them would tell nothing.
        technology = one_line(node.technology, 120)
        seconds = (technology,) if technology and text_width(technology, SMALL) <= room - after else ()
    below = 16 if badges else len(seconds) * _SMALL_LINE
    top = rect.y + (rect.h - len(names) * _NAME_LINE - below) / 2
    ink = theme.secondary if node.is_muted else theme.ink
    quiet = blend(theme.ink, 0.78, theme.card) if node.tone else theme.secondary
    look = f'font-weight="600" fill="{ink}"' + (f' font-size="{size:g}"' if size != NAME else "")
    parts = [line_of_text(left, top + 12 + number * _NAME_LINE, name, look) for number, name in enumerate(names)]
    y = top + len(names) * _NAME_LINE + 10.5 + (1.5 if badges else 0)
    if badges:
        parts.append(draw_badges(badges, left, y - 3.2, theme))
    small = f'font-size="{SMALL:g}" fill="{quiet}"'
    parts += [line_of_text(left + after, y + number * _SMALL_LINE, line, small) for number, line in enumerate(seconds)]
    return parts


def _room(shape: Shape, rect: Rect) -> float:
    """Return the width that words have on a card."""
    return rect.w - _LEFT.get(shape, _SIDE) - TILE - _BEFORE_NAME - _RIGHT.get(shape, _SIDE)


def letters_of(node: ViewNode) -> float:
    """Return the size of the letters of a part's name."""
    return NAME if node.rows or node.stage else name_lines(node, _room(shape_of(node.kind), card_rect(node)))[1]


def name_lines(node: ViewNode, room: float) -> tuple[tuple[str, ...], float]:
    """Return a card's name and the size of its letters: in two lines, smaller or in three where that shows it whole."""
    name = one_line(node.name, 200) or node.kind.label
    for size in _NAME_SIZES:
        lines = balanced(name, room, size, bold=True)
        if not lines[-1].endswith(ELLIPSIS):
            return lines, size
    return wrap(name, room, SMALL, bold=True, lines=3), SMALL


def second_lines(node: ViewNode, room: float, *, beside: int) -> tuple[str, ...]:
    """Return what stands below a name of `beside` lines: as much as there is room for; below three lines nothing."""
    return wrap(one_line(node.technology, 120), room, SMALL, lines=3 - beside) if beside < 3 else ()


def _badge(node: ViewNode, rect: Rect, color: str, theme: Theme) -> list[str]:
    if node.replicas < 2:
        return []
    text = f"×{short_count(node.replicas)}"
    width = max(24.0, text_width(text, SMALL, bold=True) + 12)
    x, y = rect.right - width - 2, rect.y - 8
    ink = theme.card
    words = line_of_text(
        x + width / 2,
        y + 12.3,
        text,
        f'font-size="{SMALL:g}" font-weight="700" text-anchor="middle" fill="{ink}"',
    )
    return [f'<rect x="{num(x)}" y="{num(y)}" width="{num(width)}" height="16" rx="8" fill="{color}"/>', words]


SIGNS = {"added": "+", "removed": "−", "changed": "≠"}
"""What stands for a change besides its colour."""


def _sign(node: ViewNode, rect: Rect, theme: Theme) -> list[str]:
    """Return the mark of a card that was added, removed or changed: a disc with a sign at its upper left."""
    if not node.mark:
        return []
    color = theme.marks[node.mark]
    words = line_of_text(
        rect.x + 2,
        rect.y + 4.4,
        SIGNS[node.mark],
        f'font-size="13" font-weight="700" text-anchor="middle" fill="{theme.card}"',
    )
    return [f'<circle cx="{num(rect.x + 2)}" cy="{num(rect.y)}" r="8.5" fill="{color}"/>', words]


def _tap(placed: PlacedNode, names: Mapping[str, str], theme: Theme) -> str:
    """Return the mark of a card that reports to a monitoring part to which no line is drawn."""
    if not placed.taps:
        return ""
    shape = shape_of(placed.node.kind)
    title = text_of(line_title(placed.taps, names))
    return f"<g><title>{title}</title>{draw_tap(placed.rect.x + _CORNER.get(shape, 4.0), placed.rect.bottom - 4, theme)}</g>"


def draw_tap(x: float, y: float, theme: Theme) -> str:
    """Return the mark of telemetry, a pulse in a disc, around (x, y)."""
    color = theme.families[Family.OPERATIONS]
    return (
        f'<circle cx="{num(x)}" cy="{num(y)}" r="8" fill="{theme.card}" stroke="{color}" stroke-width="1.2"/>'
        f'<path d="M{num(x - 5.5)} {num(y + 0.5)}h2.5l1.7-4.5 2.6 8 1.7-4.5h2.5" fill="none" stroke="{color}" '
        'stroke-width="1.2" stroke-linejoin="round" stroke-linecap="round"/>'
    )


def short_count(number: int) -> str:
    """Return a count in at most four characters or so.

    >>> short_count(12), short_count(1200), short_count(1_000_000)
    ('12', '1.2k', '1M')
    """
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:.1f}".removesuffix(".0") + unit
    return str(number)


def draw_icons(nodes: Sequence[ViewNode], icons: Mapping[str, str], prefix: str) -> tuple[str, dict[str, str]]:
    """Return the definitions of all icons that `nodes` use, each once, and the id of each by its path.

    Args:
        nodes: the cards of the picture.
        icons: data URIs of PNG images by path; a path that is missing falls back to the kind's glyph.
        prefix: starts each id, so that two pictures on one page do not share ids.
    """
    used = sorted({node.icon for node in nodes if node.icon and node.icon in icons})
    ids = {path: f"{prefix}-i{number}" for number, path in enumerate(used)}
    images = (
        f'<image id="{ids[path]}" width="{num(ICON)}" height="{num(ICON)}" href="{text_of(icons[path], 10**9)}"/>'
        for path in used
    )
    return "".join(images), ids
