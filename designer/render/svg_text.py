"""The smallest pieces of SVG: escaped text, numbers, and text elements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from designer.render.escape import one_line
from designer.render.geometry import Rect

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def text_of(text: str, limit: int = 400) -> str:
    """Return any string as XML text or attribute value: one line, no control or direction marks, escaped.

    >>> text_of('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    return one_line(text, limit).translate(_ENTITIES)


def num(value: float) -> str:
    """Return a number as short as SVG allows, at most two decimals.

    >>> num(3.0), num(0.125)
    ('3', '0.12')
    """
    rounded = round(value, 2)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.2f}".rstrip("0")


def line_of_text(x: float, y: float, text: str, attributes: str = "") -> str:
    """Return one `<text>` element whose baseline starts at (x, y)."""
    return f'<text x="{num(x)}" y="{num(y)}"{attributes and " " + attributes}>{text_of(text)}</text>'


class Ends(Protocol):
    """What goes from one part to another."""

    @property
    def source(self) -> str:
        """Where it starts."""

    @property
    def target(self) -> str:
        """Where it ends."""


def marked_part(id: str, drawn: str, rect: Rect | None = None) -> str:
    """Return the SVG of a card, marked with the id of what it shows for those who search or style the picture.

    Where it stands (`rect`) is what the picture of a later version keeps to.
    """
    place = f' data-at="{num(rect.x)} {num(rect.y)} {num(rect.w)} {num(rect.h)}"' if rect else ""
    return f'<g data-part="{text_of(id)}"{place}>{drawn}</g>'


def marked_line(edges: Iterable[Ends], drawn: str, *, net: int | None = None) -> str:
    """Return the SVG of a line, marked with the ids at both its ends, for each connection that it stands for.

    Lines that run together from some place on are marked with the number of their net.
    """
    ends = dict.fromkeys(f"{edge.source}>{edge.target}" for edge in edges)
    trunk = "" if net is None else f' data-net="{net}"'
    return f'<g data-line="{text_of(" ".join(ends), 10_000)}"{trunk}>{drawn}</g>'
