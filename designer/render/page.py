"""One HTML file to look at a whole design in: every view, to pan, zoom and search. Nothing in it reaches outside.

The file's policy allows the one style and the one script that stand in it, by their digests. Text of users is
either escaped by the drawing, or data in a block that no browser runs and that the script shows as text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from designer.model.kinds import Family
from designer.model.view import AnyView, ViewKind
from designer.render.escape import one_line
from designer.render.theme import Theme

_COLOR = re.compile(r"#[0-9A-F]{6}\b")
_IMAGE = re.compile(r'<image id="([^"]+)" width="([0-9.]+)" height="([0-9.]+)" href="(data:image/png;base64,[^"]+)"/>')
_ROOT = re.compile(r'<svg [^>]*?viewBox="([^"]+)" width="[^"]+" height="[^"]+" role="img"')
_LINK = re.compile(r'<a href="([a-z0-9-]+)\.svg">')
_EMPTY = re.compile(r"<defs>\s*</defs>\n?")

KINDS: Mapping[ViewKind, str] = {
    ViewKind.CONTAINER: "Containers",
    ViewKind.COMPONENT: "Inside",
    ViewKind.SEQUENCE: "Flows",
    ViewKind.DATA_FLOW: "Data flow",
    ViewKind.DEPLOYMENT: "Deployment",
    ViewKind.ENTITIES: "Entities",
    ViewKind.STATE: "States",
    ViewKind.HEAT: "Capacity",
    ViewKind.FAILURES: "Failures",
    ViewKind.THREATS: "Threats",
    ViewKind.CONTEXT: "Context",
    ViewKind.DIFF: "Difference",
}
"""What each kind of view is called in the list of views."""


class Sheet(NamedTuple):
    """A view and its drawing in both colours; the two drawings differ in nothing but colours."""

    view: AnyView
    light: str
    dark: str


def write_page(
    sheets: Sequence[Sheet], data: Mapping[str, Any], *, themes: tuple[Theme, Theme], style: str, script: str
) -> str:
    """Return the page.

    Args:
        sheets: the views, the first one is shown first.
        data: what the script tells of parts and lines; see `page_data`.
        themes: the light and the dark colours.
        style: the style sheet, without colours.
        script: the script.
    """
    colors = _Colors(themes)
    images = _Images()
    drawings = [_drawing(sheet, colors, images) for sheet in sheets]
    sheet_style = f"{style}\n{colors.style()}"
    title = escape(one_line(str(data["title"]), 300) or "Design", quote=True)
    body = "\n".join(
        f'<section class="view" id="view-{escape(sheet.view.id, quote=True)}" data-view="{escape(sheet.view.id, quote=True)}"'
        f"{'' if number == 0 else ' hidden'}>{drawing}</section>"
        for number, (sheet, drawing) in enumerate(zip(sheets, drawings, strict=True))
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(sheet_style, script)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{sheet_style}</style>\n</head>\n<body>\n"
        f"{_chrome(title, sheets)}\n"
        f'<main id="stage" aria-label="Picture" tabindex="-1">\n{images.sheet()}\n{body}\n{_TOOLS}\n</main>\n'
        f"{_PANEL}\n"
        f'<script type="application/json" id="data">{_json(data)}</script>\n<script>{script}</script>\n</body>\n</html>\n'
    )


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; img-src data:; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _json(data: Mapping[str, Any]) -> str:
    """Return JSON that nothing in it can end or turn into markup: the marks of HTML are escaped."""
    text = json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _drawing(sheet: Sheet, colors: _Colors, images: _Images) -> str:
    svg = images.shared(colors.merged(sheet.light, sheet.dark))
    svg = _LINK.sub(r'<a href="#\1">', svg)
    svg = _ROOT.sub(r'<svg xmlns="http://www.w3.org/2000/svg" viewBox="\1" data-box="\1" role="group"', svg, count=1)
    return _EMPTY.sub("", svg).strip()


class _Colors:
    """Colours of the drawings as variables, each a pair of a light and a dark one."""

    def __init__(self, themes: tuple[Theme, Theme]) -> None:
        self.themes = themes
        self.names: dict[tuple[str, str], str] = {}

    def merged(self, light: str, dark: str) -> str:
        """Return one drawing for both: where the two have different colours stands a variable."""
        found_dark = _COLOR.findall(dark)
        if len(found_dark) != len(_COLOR.findall(light)):
            return light
        others = iter(found_dark)

        def pair(found: re.Match[str]) -> str:
            one, other = found[0], next(others)
            return one if one == other else f"var(--{self.names.setdefault((one, other), f'k{len(self.names)}')})"

        return _COLOR.sub(pair, light)

    def style(self) -> str:
        """Return the variables: light, dark where the reader prefers that or asks for it, and light on paper."""
        light, dark = (self._block(number) for number in (0, 1))
        return (
            f":root{{color-scheme:light;{light}}}\n"
            f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}\n"
            f":root[data-theme=dark]{{color-scheme:dark;{dark}}}\n"
            f"@media print{{:root,:root[data-theme]{{color-scheme:light;{light}}}"
            f":root:not([data-theme=light]){{color-scheme:light;{light}}}}}\n"
        )

    def _block(self, number: int) -> str:
        theme = self.themes[number]
        own = {
            "page": theme.background,
            "card": theme.card,
            "ink": theme.ink,
            "soft": theme.secondary,
            "line": theme.edge,
            "error": theme.tones["bad"],
            "warning": theme.tones["warn"],
            "info": theme.tones["info"],
            "good": theme.tones["good"],
            **{f"f-{family.value}": theme.families[family] for family in Family},
        }
        pairs = {name: colors[number] for colors, name in self.names.items()}
        return "".join(f"--{name}:{color};" for name, color in {**own, **pairs}.items())


class _Images:
    """The icons of all drawings, each once."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[str, str, str]] = {}

    def shared(self, svg: str) -> str:
        """Return a drawing that refers to the shared icons in place of its own."""
        ids: dict[str, str] = {}

        def taken(found: re.Match[str]) -> str:
            name, _, _ = self.found.setdefault(found[4], (f"icon-{len(self.found)}", found[2], found[3]))
            ids[found[1]] = name
            return ""

        left = _IMAGE.sub(taken, svg)
        return re.sub(r'<use href="#([^"]+)"', lambda one: f'<use href="#{ids.get(one[1], one[1])}"', left)

    def sheet(self) -> str:
        """Return the drawing that nobody sees and that holds the icons."""
        images = "".join(
            f'<image id="{name}" width="{width}" height="{height}" href="{data}"/>'
            for data, (name, width, height) in self.found.items()
        )
        return f'<svg class="shared" aria-hidden="true" width="0" height="0"><defs>{images}</defs></svg>'


def _chrome(title: str, sheets: Sequence[Sheet]) -> str:
    """Return what stands around the picture: the title, the search, the list of views."""
    found: dict[ViewKind, list[AnyView]] = {}
    for sheet in sheets:
        found.setdefault(sheet.view.kind, []).append(sheet.view)
    alone = [views[0] for views in found.values() if len(views) == 1]
    first = sheets[0].view.id if sheets else ""
    parts = ['<p class="group">Views</p>', *(_entry(view, KINDS[view.kind], first) for view in alone)]
    for kind, views in found.items():
        if len(views) > 1:
            parts.append(f'<p class="group">{KINDS[kind]}</p>')
            parts += [_entry(view, _own_title(view), first) for view in views]
    return (
        '<header class="top">'
        '<button type="button" class="icon menu" id="menu" aria-expanded="false" aria-controls="views" aria-label="Views">'
        '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 7h16M4 12h16M4 17h10"/></svg></button>'
        f'<h1 dir="auto">{title}</h1>'
        '<div class="search" role="search">'
        '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/></svg>'
        '<input id="find" type="search" placeholder="Find a component" autocomplete="off" spellcheck="false" maxlength="200" '
        'role="combobox" aria-label="Find a component" aria-expanded="false" aria-controls="found" aria-autocomplete="list">'
        '<kbd aria-hidden="true">/</kbd><ul id="found" role="listbox" aria-label="Components found" hidden></ul></div>'
        '<button type="button" class="icon" id="theme" aria-label="Switch between light and dark">'
        '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8"/><path class="half" d="M12 4a8 8 0 0 1 0 16z"/></svg></button>'
        '<button type="button" class="icon" id="print" aria-label="Print all views">'
        '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7 9V4h10v5M7 17H4.5v-7.5h15V17H17M7 14h10v6H7z"/></svg></button>'
        '<button type="button" class="icon" id="about" aria-expanded="true" aria-controls="panel" aria-label="Details">'
        '<svg viewBox="0 0 24 24" aria-hidden="true"><rect x="3.5" y="5" width="17" height="14" rx="2.5"/><path d="M14.5 5v14"/></svg></button>'
        f'</header>\n<nav id="views" aria-label="Views">{"".join(parts)}</nav>'
    )


def _entry(view: AnyView, words: str, first: str) -> str:
    current = ' aria-current="page"' if view.id == first else ""
    return (
        f'<button type="button" class="entry" dir="auto" data-view="{escape(view.id, quote=True)}"{current}>'
        f"{escape(one_line(words, 160), quote=True)}</button>"
    )


def _own_title(view: AnyView) -> str:
    """Return what a view's title says beyond the design's name, which comes first in it."""
    return view.title.partition(": ")[2] or view.title


_TOOLS = (
    '<div class="tools" role="toolbar" aria-label="Zoom">'
    '<button type="button" id="out" aria-label="Zoom out"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 12h12"/></svg></button>'
    '<output id="level" aria-live="off">100 %</output>'
    '<button type="button" id="in" aria-label="Zoom in"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 12h12M12 6v12"/></svg></button>'
    '<button type="button" id="fit" aria-label="Show the whole picture">'
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 9V5h4M15 5h4v4M19 15v4h-4M9 19H5v-4"/></svg></button></div>'
    '<p id="told" class="unseen" role="status" aria-live="polite"></p>'
)
_PANEL = '<aside id="panel" aria-label="Details"><div id="details"></div></aside>'
