"""Text of users inside XML: any string becomes text or an attribute's value, never markup."""

from __future__ import annotations

from designer.render.escape import one_line

LONG = 20_000
"""How much of a text is kept where nobody has to read it in a picture."""

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def xml_text(text: str) -> str:
    """Return a string of one line, which `one_line` cleaned, escaped for XML.

    >>> xml_text('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    return text.translate(_ENTITIES)


def attributes(**values: str | int | float | None) -> str:
    r"""Return XML attributes in the order given, each behind a space; None is left out.

    >>> attributes(id="n0", label='a "b"\n', x=2.50, y=None)
    ' id="n0" label="a &quot;b&quot;" x="2.5"'
    """
    return "".join(f' {name.rstrip("_")}="{_value(value)}"' for name, value in values.items() if value is not None)


def _value(value: str | int | float) -> str:
    if isinstance(value, float):
        rounded = round(value, 2)
        return f"{rounded:.2f}".rstrip("0").rstrip(".")
    return xml_text(one_line(value, LONG)) if isinstance(value, str) else str(value)
