"""The formats a picture can be written in, one row each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from designer.errors import SettingsError
from designer.model.design import Design
from designer.model.view import AnyView
from designer.render.calm import render_calm
from designer.render.d2 import render_d2
from designer.render.diagrams_script import render_diagrams
from designer.render.dot import render_dot
from designer.render.drawio import render_drawio
from designer.render.excalidraw import render_excalidraw
from designer.render.graphml import render_graphml
from designer.render.likec4 import render_likec4
from designer.render.mermaid import render_mermaid
from designer.render.mermaid_architecture import render_mermaid_architecture
from designer.render.mermaid_c4 import render_mermaid_c4
from designer.render.plantuml import render_plantuml
from designer.render.routes import Page
from designer.render.structurizr import render_structurizr


@dataclass(frozen=True, slots=True)
class Format:
    """One format of a picture.

    `write` turns a view into text, `write_model` a design with all its views: such a format holds the whole model in
    one file. `write_placed` needs a picture with every place decided, and icons by their path; `write_pages` puts
    several of them into one file. For a format of pixels or for the browser (`is_picture`) an adapter draws; `is_whole` when one file
    of it shows all views of a design.
    """

    name: str
    extension: str
    media_type: str
    is_picture: bool = False
    is_whole: bool = False
    write: Callable[[AnyView], str] | None = None
    write_model: Callable[[Design, tuple[AnyView, ...]], str] | None = None
    write_placed: Callable[[Page, Mapping[str, str]], str] | None = None
    write_pages: Callable[[Sequence[Page], Mapping[str, str]], str] | None = None


FORMATS: tuple[Format, ...] = (
    Format("calm", ".calm.json", "application/json", write_model=render_calm),
    Format("d2", ".d2", "text/x-d2", write=render_d2),
    Format("diagrams", ".py", "text/x-python", write=render_diagrams),
    Format("dot", ".dot", "text/vnd.graphviz", write=render_dot),
    Format("drawio", ".drawio", "application/vnd.jgraph.mxfile", write_pages=render_drawio),
    Format("excalidraw", ".excalidraw", "application/vnd.excalidraw+json", write_placed=render_excalidraw),
    Format("graphml", ".graphml", "application/graphml+xml", write=render_graphml),
    Format("html", ".html", "text/html", is_picture=True, is_whole=True),
    Format("likec4", ".c4", "text/x-likec4", write_model=render_likec4),
    Format("mermaid", ".mmd", "text/vnd.mermaid", write=render_mermaid),
    Format(
        "mermaid-architecture",
        ".architecture.mmd",
        "text/vnd.mermaid",
        write_placed=render_mermaid_architecture,
    ),
    Format("mermaid-c4", ".c4.mmd", "text/vnd.mermaid", write=render_mermaid_c4),
    Format("pdf", ".pdf", "application/pdf", is_picture=True),
    Format("plantuml", ".puml", "text/x-plantuml", write=render_plantuml),
    Format("png", ".png", "image/png", is_picture=True),
    Format("structurizr", ".dsl", "text/x-structurizr-dsl", write_model=render_structurizr),
    Format("svg", ".svg", "image/svg+xml", is_picture=True),
    Format("webp", ".webp", "image/webp", is_picture=True),
)
"""All formats, sorted by name."""

_BY_NAME = {row.name: row for row in FORMATS}


def format_of_file(name: str) -> Format | None:
    """Return the format that a file's name tells, or None.

    >>> [row.name for row in map(format_of_file, ("a.mmd", "a.c4.mmd", "a.c4")) if row]
    ['mermaid', 'mermaid-c4', 'likec4']
    """
    fitting = [row for row in FORMATS if name.lower().endswith(row.extension)]
    return max(fitting, key=lambda row: len(row.extension), default=None)


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
