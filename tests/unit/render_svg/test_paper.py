"""Pictures as PDF and WebP: vector, of the same size, the same bytes each time; a missing package is named."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from designer.adapters.image import Pictures
from designer.catalog.catalog import Catalog
from designer.errors import LayoutError, SettingsError
from designer.model import AnyView
from designer.views import build_views
from tests.unit.render_svg.samples import SAMPLES, TECHNOLOGIES

CATALOG = Catalog(technologies=TECHNOLOGIES)


def view_of(name: str, view_id: str = "container") -> AnyView:
    return next(view for view in build_views(SAMPLES[name], CATALOG) if view.id == view_id)


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_a_pdf_is_one_page_of_words_and_lines(theme: str) -> None:
    from pypdf import PdfReader

    pictures = Pictures()
    svg = pictures.svg(view_of("sms-gateway"), theme=theme)
    made = pictures.pdf(view_of("sms-gateway"), theme=theme)
    reader = PdfReader(io.BytesIO(made))
    assert len(reader.pages) == 1
    words = " ".join(reader.pages[0].extract_text().split())
    for expected in ("SMS gateway", "Routing engine", "check number"):
        assert expected in words
    width = float(svg.partition(' width="')[2].partition('"')[0])
    assert float(reader.pages[0].mediabox.width) == pytest.approx(width * 0.75, abs=0.1)
    # Only icons are pixels, and a printed picture has none.
    assert (len(reader.pages[0].images) == 0) == (theme == "print")
    assert reader.metadata is not None and reader.metadata.title == "SMS gateway"
    assert not any(key in made for key in (b"/JavaScript", b"/OpenAction", b"/URI", b"/Launch"))


def test_the_same_view_gives_the_same_pdf() -> None:
    pictures = Pictures()
    assert pictures.pdf(view_of("one")) == pictures.pdf(view_of("one"))


def test_hostile_words_in_a_pdf_are_words() -> None:
    from pypdf import PdfReader

    for view in build_views(SAMPLES["hostile"], CATALOG):
        made = Pictures().pdf(view)
        assert len(PdfReader(io.BytesIO(made)).pages) == 1
        assert b"/URI" not in made and b"/JavaScript" not in made


def test_webp_has_the_pixels_of_the_png() -> None:
    from PIL import Image, ImageChops

    pictures = Pictures()
    with (
        Image.open(io.BytesIO(pictures.png(view_of("sms-gateway"), scale=2))) as png,
        Image.open(io.BytesIO(pictures.webp(view_of("sms-gateway"), scale=2))) as webp,
    ):
        assert webp.format == "WEBP"
        assert png.size == webp.size
        assert ImageChops.difference(png.convert("RGB"), webp.convert("RGB")).getbbox() is None


def test_a_picture_too_large_for_webp_is_refused() -> None:
    from PIL import Image

    from designer.adapters.image.webp import webp

    data = io.BytesIO()
    Image.new("1", (16_384, 1)).save(data, "PNG")
    with pytest.raises(LayoutError, match="too large for WebP"):
        webp(data.getvalue())


def test_a_missing_package_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(SettingsError) as caught:
        Pictures().pdf(view_of("one"))
    assert caught.value.fix == "pip install 'designer[pdf]'"
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(SettingsError, match="Pillow is not installed"):
        Pictures().webp(view_of("one"))
