"""Text made safe for Markdown: no markup, no live link, no HTML, on one line."""

from __future__ import annotations

import re
import unicodedata

_SPECIAL = re.compile(r"([\\`*\[\]~|$])")
_EDGE_UNDERSCORE = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_BLOCK_START = re.compile(r"^(\s*)(#{1,6}|[+=-]|\d{1,9}[.)])(?=\s|$)")
_LINKED = (("://", ":&#47;&#47;"), ("@", "&#64;"))
_WWW = re.compile(r"\b(www)\.", re.IGNORECASE)
# Marks that turn the direction of what follows would let a name rewrite the line it stands in.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """Return the text on one line, without control characters and direction marks."""
    kept = (char for char in text if char not in _TURNING and (char.isspace() or unicodedata.category(char)[0] != "C"))
    return " ".join("".join(kept).split())


def md(text: object) -> str:
    r"""Return a value as Markdown text that shows what it says and does nothing.

    >>> print(md("a *bold* <b>claim</b> [x](http://y)"))
    a \*bold\* &lt;b&gt;claim&lt;/b&gt; \[x\](http:&#47;&#47;y)
    """
    safe = plain(str(text)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    safe = _SPECIAL.sub(r"\\\1", safe)
    safe = _EDGE_UNDERSCORE.sub(r"\\_", safe)
    for live, dead in _LINKED:
        safe = safe.replace(live, dead)
    safe = _WWW.sub(r"\1&#46;", safe)
    return _BLOCK_START.sub(_escape_start, safe)


def cell(text: object) -> str:
    """Return a value for a table cell; an absent one is a dash."""
    return md(text) or "–"


def code(text: object) -> str:
    r"""Return a value as a code span.

    >>> print(code("a`b|c"))
    `ab\|c`
    """
    inner = plain(str(text)).replace("`", "").replace("|", "\\|")
    return f"`{inner}`" if inner else ""


def _escape_start(match: re.Match[str]) -> str:
    lead, mark = match.groups()
    return f"{lead}{mark[:-1]}\\{mark[-1]}" if len(mark) > 1 else f"{lead}\\{mark}"
