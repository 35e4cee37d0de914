"""Text of users and models, made harmless where Streamlit reads Markdown."""

from __future__ import annotations

from designer.docs.markdown import md
from designer.render.escape import one_line


def literal(text: str, limit: int = 4000) -> str:
    r"""Return `text` as one line of at most `limit` characters in which nothing is Markdown.

    >>> literal("**a** :red[b]")
    '\\*\\*a\\*\\* :red\\[b\\]'
    """
    return md(one_line(text, limit))
