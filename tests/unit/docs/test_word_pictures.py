"""The pictures of a Word file: the pixels that `render` gives, from the faster of two programs."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops

from designer.adapters.image import Pictures
from designer.adapters.image.raster import ResvgRasteriser
from designer.adapters.image.sheet import TypstRasteriser
from designer.errors import LayoutError
from designer.views import build_views
from tests.support.catalogs import shipped
from tests.unit.docs.golden import design_of

SHEET = TypstRasteriser("docx")


def pixels(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_pixels_are_those_of_resvg(scale: float) -> None:
    for view in build_views(design_of("news-feed"), shipped())[:2]:
        svg = Pictures().svg(view)
        one, other = pixels(SHEET.png(svg, scale=scale)), pixels(ResvgRasteriser().png(svg, scale=scale))
        assert one.size == other.size
        # A picture that is stretched by one pixel differs wherever there are words.
        differing = sum(ImageChops.difference(one, other).convert("L").histogram()[65:])
        assert differing < one.width * one.height / 10_000, view.id


@pytest.mark.parametrize(
    "svg", ["", "no svg", "<svg>", '<svg width="9" height="9">', '<svg width="2pt" height="3pt"/>']
)
def test_what_is_no_picture_is_an_error(svg: str) -> None:
    with pytest.raises(LayoutError):
        SHEET.png(svg)


@pytest.mark.parametrize(("side", "scale"), [(9, 0.0), (9, -1.0), (9, 100.0), (90_000, 1.0)])
def test_senseless_size_is_an_error(side: int, scale: float) -> None:
    with pytest.raises(LayoutError, match="too large"):
        SHEET.png(f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}"/>', scale=scale)


def test_words_of_a_picture_are_no_source() -> None:
    words = '#panic("x") $ x $ \\1 \\g<0> *b* @ref <!-- x'.replace("<", "&lt;")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="30"><text x="2" y="20">{words}</text></svg>'
    drawn = Image.open(io.BytesIO(SHEET.png(svg)))
    assert drawn.size == (400, 30) and drawn.getbbox() is not None
    assert SHEET.png(svg) == SHEET.png(svg)
