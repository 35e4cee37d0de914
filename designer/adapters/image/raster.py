"""The rasteriser: resvg, with a font of our own, so that text is drawn on a machine without fonts."""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path

from designer.errors import LayoutError
from designer.render.fonts import has_glyphs

MAX_PIXELS = 60_000_000
_FONTS = Path(__file__).parent / "fonts"
_SIZE = re.compile(r'<svg[^>]*? width="([0-9.]+)" height="([0-9.]+)"')
_ROOT = re.compile(r"\s*<svg[^>]*>")
_LENGTH = re.compile(r' (width|height|viewBox)="[^"]*"')
_TEXT = re.compile(r">([^<]+)</text>")


class ResvgRasteriser:
    """Implements `designer.ports.Rasteriser`.

    Text uses the packaged Arimo. Fonts of the system are read only for characters that Arimo lacks, since
    that costs time and makes the picture depend on the machine.
    """

    def png(self, svg: str, *, scale: float = 1.0) -> bytes:
        """Return a PNG of the SVG, `scale` pixels per unit.

        Raises:
            LayoutError: the SVG cannot be drawn, or would be too large.
        """
        width, height = size_of(svg)
        if not 0 < scale <= 16 or width * height * scale * scale > MAX_PIXELS:
            raise LayoutError(
                f"a picture of {width:g} x {height:g} at scale {scale:g} is too large",
                where="png",
                fix="use a smaller scale, or svg",
            )
        return _draw(svg, scale, use_system_fonts=not all(map(has_glyphs, _TEXT.findall(svg))))


def fitting_scale(svg: str, scale: float) -> float:
    """Return `scale`, or the largest one at which the picture is not too large.

    Raises:
        LayoutError: the SVG states no size.
    """
    width, height = size_of(svg)
    return min(scale, math.sqrt(0.99 * MAX_PIXELS / max(width * height, 1.0)))


def shrunk(data_uri: str, pixels: int) -> bytes:
    """Return a PNG image given as a data URI as a PNG of at most `pixels` on each side.

    Raises:
        LayoutError: it is not an image that can be read.
    """
    size = f'width="{pixels}" height="{pixels}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{data_uri}"/></svg>'
    return _draw(svg, 1.0, use_system_fonts=False)


def size_of(svg: str) -> tuple[float, float]:
    """Return the width and height of one of our pictures.

    Raises:
        LayoutError: the SVG states no size.
    """
    found = _SIZE.match(svg.lstrip())
    if found is None:
        raise LayoutError("the SVG states no width and height as plain numbers", where="png", fix="state both")
    return float(found[1]), float(found[2])


def _draw(svg: str, scale: float, *, use_system_fonts: bool) -> bytes:
    try:
        from resvg import render, usvg
    except ImportError as error:
        raise LayoutError("no rasteriser is installed", where="png", fix="install resvg") from error
    width, height = size_of(svg)
    wide, high = (max(math.floor(length * scale + 0.5), 1) for length in (width, height))
    options = usvg.Options.default()
    options.font_family = "Arimo"
    try:
        if use_system_fonts:
            options.load_system_fonts()
        for file in _font_files():
            options.load_font_file(file)
        tree = usvg.Tree.from_str(_on_canvas(svg, wide, high), options)
        return bytes(render(tree, (wide / width, 0.0, 0.0, 0.0, high / height, 0.0)))
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # A panic of the Rust side does not derive from Exception.
        reason = " ".join(str(error).split())[:200]
        raise LayoutError(f"the SVG cannot be drawn: {reason}", where="png", fix="report this picture") from error


def _on_canvas(svg: str, wide: int, high: int) -> str:
    """Return an SVG whose root has this size in pixels, and its units still one pixel: what is drawn is scaled later."""
    sizes = {"width": str(wide), "height": str(high), "viewBox": f"0 0 {wide} {high}"}
    return _ROOT.sub(lambda root: _LENGTH.sub(lambda one: f' {one[1]}="{sizes[one[1]]}"', root[0]), svg, count=1)


@cache
def _font_files() -> list[str]:
    return sorted(str(path) for path in _FONTS.glob("*.ttf"))
