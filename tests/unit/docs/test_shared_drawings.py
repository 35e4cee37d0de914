"""The drawings of a document: the same in all its formats, drawn once for all of them."""

from __future__ import annotations

import pytest

from designer.adapters.image import Pictures
from designer.adapters.image.icons import DiagramsIcons
from designer.adapters.image.pictures import forget
from designer.documents import document
from designer.errors import SettingsError
from designer.render.theme import DARK
from designer.views import build_views
from tests.support.catalogs import shipped
from tests.unit.docs.golden import design_of

VIEWS = build_views(design_of("url-shortener"), shipped())


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_shared_drawings_are_those_made_alone(theme: str) -> None:
    alone, shared = Pictures(icons=DiagramsIcons()), Pictures()
    for _ in range(2):
        for view in VIEWS:
            assert shared.svg(view, theme=theme) == alone.svg(view, theme=theme)


def test_drawing_is_shared_until_it_is_forgotten() -> None:
    first = Pictures().svg(VIEWS[0])
    assert Pictures().svg(VIEWS[0]) is first
    forget()
    again = Pictures().svg(VIEWS[0])
    assert again == first and again is not first


def test_themes_and_views_are_not_mixed_up() -> None:
    shown = [Pictures().svg(view, theme=theme) for view in VIEWS for theme in ("light", "dark", DARK)]
    assert len(set(shown)) == 2 * len(VIEWS)
    with pytest.raises(SettingsError):
        Pictures().svg(VIEWS[0], theme="neon")


def test_formats_written_before_do_not_change_a_page() -> None:
    design, catalog = design_of("url-shortener"), shipped()
    forget()
    page = document(design, "html", catalog=catalog)
    for format in ("pdf", "docx"):
        document(design, format, catalog=catalog)
    assert document(design, "html", catalog=catalog) == page
