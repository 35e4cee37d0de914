"""Text of users and models, made harmless where Streamlit reads Markdown."""

from __future__ import annotations

import re

from designer.render.escape import one_line

_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


def literal(text: str, limit: int = 4000) -> str:
    r"""Return `text` as one line in which no character has a meaning in Markdown.

    >>> print(literal("**a** :red[b] <c>"))
    \*\*a\*\* \:red\[b\] \<c\>
    """
    return _MARKS.sub(r"\\\1", one_line(text, limit))
