"""The formats a picture can be written in, one row each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from designer.errors import SettingsError
from designer.model.view import AnyView
from designer.render.d2 import render_d2
from designer.render.dot import render_dot
from designer.render.mermaid import render_mermaid


@dataclass(frozen=True, slots=True)
class Format:
    """One format of a picture.

    `write` turns a view into text. It is None where a layout engine is needed first: for those formats
    (`is_picture`) an adapter draws.
    """

    name: str
    extension: str
    media_type: str
    is_picture: bool = False
    write: Callable[[AnyView], str] | None = None


FORMATS: tuple[Format, ...] = (
    Format("d2", ".d2", "text/x-d2", write=render_d2),
    Format("dot", ".dot", "text/vnd.graphviz", write=render_dot),
    Format("mermaid", ".mmd", "text/vnd.mermaid", write=render_mermaid),
    Format("png", ".png", "image/png", is_picture=True),
    Format("svg", ".svg", "image/svg+xml", is_picture=True),
)
"""All formats, sorted by name."""

_BY_NAME = {row.name: row for row in FORMATS}


def format_named(name: str) -> Format:
    """Return the format of this name.

    Raises:
        SettingsError: there is none.

    >>> format_named("mermaid").extension
    '.mmd'
    """
    try:
        return _BY_NAME[name]
    except KeyError:
        known = ", ".join(_BY_NAME)
        raise SettingsError(f"there is no format {name!r}", where="format", fix=f"use one of {known}") from None
