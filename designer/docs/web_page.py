"""The document as one HTML file: no script, nothing from elsewhere, pictures inside, light and dark, for paper too.

Markdown goes through markdown-it (HTML in it is text) and then through nh3. The drawings are ours and are put in
after that, each only if it can do nothing but be seen.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

from designer.docs.blocks import PICTURE, anchors, is_contents, missing, parser, plain
from designer.errors import SettingsError

if TYPE_CHECKING:
    from markdown_it.token import Token

_TAGS = {"h1", "h2", "h3", "h4", "h5", "p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "blockquote",
         "code", "pre", "strong", "em", "s", "a", "img", "hr", "br", "span", "div"}  # fmt: skip
_ATTRIBUTES = {
    **{f"h{level}": {"id"} for level in range(1, 6)},
    "a": {"href"},
    "img": {"src", "alt"},
    "th": {"class"},
    "td": {"class"},
    "ol": {"start"},
}
_IMAGE = re.compile(
    r'<p><img src="diagrams/(?P<view>[a-z0-9-]{1,80})\.svg" alt="(?P<shown>[^"]*)"></p>|<img src="[^"]*" alt="(?P<words>[^"]*)">'
)
_OWN_LINK = re.compile(r'<a href="[a-z0-9-]{1,80}\.svg">')
_DRAWN = {"svg", "title", "desc", "defs", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
          "tspan", "image", "use", "marker", "clipPath", "linearGradient", "stop", "pattern", "mask"}  # fmt: skip
_LOADED = ("data:image/png;base64,", "#")


class Drawing(NamedTuple):
    """A picture in both colours."""

    light: str
    dark: str


class Entry(NamedTuple):
    """A line of the table of contents."""

    level: int
    anchor: str
    words: str


def web_page(text: str, drawings: Mapping[str, Drawing], *, style: str, language: str = "en") -> str:
    """Return the HTML file of a document.

    Args:
        text: the document as Markdown.
        drawings: SVG by the id of the view; a picture that is missing here leaves its description.
        style: the style sheet; the page's policy allows this one alone.
        language: of the document.

    Raises:
        SettingsError: an optional package is not installed.
    """
    try:
        import nh3
    except ImportError as error:
        raise missing("nh3", "html") from error
    reader = parser("html")
    tokens = reader.parse(text)
    names = anchors(tokens)
    entries = _entries(tokens, names)
    made = reader.renderer.render(_prepared(tokens, names), reader.options, {})
    safe = nh3.clean(made, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(), link_rel=None, strip_comments=True)
    body = safe.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>")
    # The drawings come last, and into the places that are found before: nothing looks into them for more.
    body = _IMAGE.sub(lambda found: _image(found, drawings), body)
    title = escape(entries[0].words if entries else "Design", quote=True)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language, quote=True)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<nav aria-label="Contents">{_contents(entries)}</nav>\n<main>\n{body}</main>\n</body>\n</html>\n'
    )


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _entries(tokens: Sequence[Token], names: Sequence[str]) -> list[Entry]:
    heads = [number for number, token in enumerate(tokens) if token.type == "heading_open"]
    return [
        Entry(int(tokens[number].tag[1]), name, plain(tokens[number + 1].children or ()))
        for number, name in zip(heads, names, strict=True)
    ]


def _contents(entries: Sequence[Entry]) -> str:
    """Return the contents as a list of chapters, each with the list of its headings."""
    top = f'<a href="#{escape(entries[0].anchor, quote=True)}">Contents</a>' if entries else "Contents"
    lines = [f"<p>{top}</p><ul>"]
    is_open = False
    for entry in entries:
        link = f'<a href="#{escape(entry.anchor, quote=True)}">{escape(entry.words)}</a>'
        if entry.level == 2:
            lines.append(f"{'</ul></li>' if is_open else ''}<li>{link}<ul>")
            is_open = True
        elif entry.level == 3 and is_open:
            lines.append(f"<li>{link}</li>")
    lines.append("</ul></li></ul>" if is_open else "</ul>")
    return "".join(lines).replace("<ul></ul>", "")


def _prepared(tokens: Sequence[Token], names: Sequence[str]) -> list[Token]:
    """Return the tokens with ids on headings, numbers to the right, and only links that lead somewhere in the page."""
    rest = iter(names)
    skipping = False
    made: list[Token] = []
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrs["id"] = next(rest)
        elif token.type in ("th_open", "td_open") and (side := str(token.attrs.pop("style", ""))):
            token.attrs["class"] = side.removeprefix("text-align:")
        elif token.type == "paragraph_open" and is_contents(tokens[number + 1]):
            skipping = True
        if token.type == "inline":
            token.children = _links(token.children or [])
        if not skipping:
            made.append(token)
        if token.type == "paragraph_close":
            skipping = False
    return made


def _links(children: list[Token]) -> list[Token]:
    """Return inline tokens whose links stay in the page; one to a picture becomes the picture, others their words."""
    if (
        len(children) == 3
        and children[0].type == "link_open"
        and (found := PICTURE.match(str(children[0].attrs["href"])))
    ):
        from markdown_it.token import Token as Made

        words = plain(children)
        image = Made("image", "img", 0, attrs={"src": found[0], "alt": ""}, content=words)
        image.children = [Made("text", "", 0, content=words)]
        return [image]
    closing: list[bool] = []
    for child in children:
        if child.type == "link_open":
            closing.append(str(child.attrs.get("href", "")).startswith("#"))
            if not closing[-1]:
                child.tag, child.attrs = "span", {}
        elif child.type == "link_close" and closing and not closing.pop():
            child.tag = "span"
    return children


def _image(found: re.Match[str], drawings: Mapping[str, Drawing]) -> str:
    """Return what stands for an image: one of our pictures by itself in a paragraph, or the words for any other."""
    if found["view"] is not None:
        return _figure(found["view"], found["shown"], drawings)
    return f"<span>{found['words']}</span>"


def _figure(view: str, alt: str, drawings: Mapping[str, Drawing]) -> str:
    """Return a picture that can be enlarged without a script: its own address shows it over the page."""
    drawing = drawings.get(view)
    if drawing is None:
        return f"<p>{alt}</p>"
    pair = "".join(
        f'<div class="{name}">{_inert(svg)}</div>' for name, svg in (("light", drawing.light), ("dark", drawing.dark))
    )
    return (
        f'<div class="place" id="at-{view}"></div><figure id="zoom-{view}"><div class="bar"><a class="open" href="#zoom-{view}">'
        f'Enlarge</a><a class="close" href="#at-{view}">Close</a></div><div class="sheet">{pair}</div>'
        f"<figcaption>{alt}</figcaption></figure>"
    )


def _inert(svg: str) -> str:
    """Return one of our drawings as part of a page.

    Raises:
        SettingsError: it holds something that acts or loads, which none of ours does.
    """
    # The card of an overview leads to a picture of its own file, which the page does not have beside it.
    body = _OWN_LINK.sub("<g>", svg[svg.index("<svg") :].strip()).replace("</a>", "</g>")
    if not _is_inert(body):
        raise SettingsError("a drawing holds more than a picture", where="--format html", fix="report this design")
    return body


# A page holds some dozens of drawings, and the next page of a design most of the same ones.
@lru_cache(maxsize=64)
def _is_inert(svg: str) -> bool:
    return "<!" not in svg and "<?" not in svg and all(map(_is_drawn, ElementTree.fromstring(svg).iter()))


def _is_drawn(element: ElementTree.Element) -> bool:
    """Return whether an element only shows something: a shape or words, nothing that runs or comes from elsewhere."""
    if not _is_shape(element.tag):
        return False
    for name, value in element.attrib.items():
        if (may_be := _may_be(name)) is False or (may_be is None and not value.startswith(_LOADED)):
            return False
    return True


# A page has tens of thousands of attributes, and a few dozen names of them.
@lru_cache(maxsize=256)
def _is_shape(tag: str) -> bool:
    return tag.removeprefix("{http://www.w3.org/2000/svg}") in _DRAWN


@lru_cache(maxsize=256)
def _may_be(name: str) -> bool | None:
    """Return whether an attribute may be there; None when its value decides."""
    plain_name = name.rpartition("}")[2].lower()
    if plain_name.startswith("on") or plain_name == "style":
        return False
    return None if plain_name == "href" else True
