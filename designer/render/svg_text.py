"""The smallest pieces of SVG: escaped text, numbers, and text elements."""

from __future__ import annotations

from designer.render.escape import one_line

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
