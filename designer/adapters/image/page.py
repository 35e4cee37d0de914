"""The interactive page of a design: every view drawn in light and dark, with the page's style and script."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from designer.adapters.image.pictures import Pictures
from designer.catalog.catalog import Catalog
from designer.model.design import Design
from designer.render.page import Sheet, write_page
from designer.render.page_data import page_data
from designer.render.theme import DARK, LIGHT, Theme
from designer.resources import templates_root
from designer.views import build_views

_NAME = "page"


def interactive_page(
    design: Design, catalog: Catalog, *, theme: str | Theme = "light", pictures: Pictures | None = None
) -> str:
    """Return one HTML file with all views of a design; it needs nothing else, and asks for nothing.

    A theme of a user's own takes the place of the light or of the dark colours; the reader chooses between the two.

    Raises:
        LayoutError: a picture cannot be drawn.
    """
    views = build_views(design, catalog)
    pictures = pictures or Pictures()
    themes = _themes(theme)
    # The two drawings of a view must differ in nothing but colours, so they share a name.
    light, dark = (replace(one, name=_NAME, line=themes[0].line, is_hatched=False) for one in themes)
    sheets = [Sheet(view, pictures.svg(view, theme=light), pictures.svg(view, theme=dark)) for view in views]
    style, script = _asset("page.css"), _asset("page.js")
    return write_page(sheets, page_data(design, views), themes=(light, dark), style=style, script=script)


def _themes(theme: str | Theme) -> tuple[Theme, Theme]:
    if isinstance(theme, str):
        return LIGHT, DARK
    return (LIGHT, theme) if theme.is_dark else (theme, DARK)


@cache
def _asset(name: str) -> str:
    return (templates_root() / "pictures" / name).read_text(encoding="utf-8").strip()
