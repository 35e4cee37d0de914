"""Pixels by typst: slower to start than resvg, and twice as fast with each picture; for files that hold many."""

from __future__ import annotations

import math
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from designer.adapters.image.raster import MAX_PIXELS, size_of
from designer.docs.blocks import missing
from designer.errors import LayoutError
from designer.render.fonts import has_glyphs

if TYPE_CHECKING:
    from typst import Fonts

_FONTS = Path(__file__).parent / "fonts"
_WORDS = re.compile(r">([^<]+)</text>")
_ROOT_SIZE = re.compile(r'(<svg[^>]*?) width="[0-9.]+" height="[0-9.]+"')
_PAGE = b"""\
#let size = (width: float(sys.inputs.width) * 1pt, height: float(sys.inputs.height) * 1pt)
#set page(..size, margin: 0pt, fill: none)
#set text(font: "Arimo", fallback: true)
#image(bytes(sys.inputs.drawing), format: "svg", fit: "stretch", ..size)
"""
# Typst rounds the sizes of a page and of its image up to whole pixels, and stretches the image where the two differ.
# Sizes a little below whole pixels give the same number for both, whatever is lost in its sums.
_BELOW_PAGE, _BELOW_IMAGE = 0.03, 0.01


class TypstRasteriser:
    """Implements `designer.ports.Rasteriser`. The SVG goes in as data, so that no text in it is Typst source.

    Args:
        extra: what to install where typst is missing.
    """

    def __init__(self, extra: str) -> None:
        self._extra = extra

    def png(self, svg: str, *, scale: float = 1.0) -> bytes:
        """Return a PNG of the SVG, `scale` pixels per unit; the same bytes each time.

        Raises:
            SettingsError: typst is not installed.
            LayoutError: the SVG cannot be drawn, or would be too large.
        """
        try:
            import typst
        except ImportError as error:
            raise missing("typst", self._extra) from error
        width, height = size_of(svg)
        if not 0 < scale <= 16 or width * height * scale * scale > MAX_PIXELS:
            raise LayoutError(
                f"a picture of {width:g} x {height:g} at scale {scale:g} is too large",
                where="png",
                fix="use a smaller scale, or svg",
            )
        wide, high = (max(math.ceil(length * scale - 1e-6), 1) for length in (width, height))
        size = f'width="{wide / scale:.6f}" height="{(high - _BELOW_IMAGE) / scale:.6f}" preserveAspectRatio="none"'
        try:
            made = typst.compile(
                _PAGE,
                font_paths=_fonts(all(map(has_glyphs, _WORDS.findall(svg)))),
                sys_inputs={
                    "drawing": _ROOT_SIZE.sub(rf"\1 {size}", svg, count=1),
                    "width": f"{wide - _BELOW_PAGE:.3f}",
                    "height": f"{high - _BELOW_PAGE:.3f}",
                },
                format="png",
                ppi=72.0,
            )
        except (RuntimeError, ValueError, OSError) as error:
            reason = " ".join(str(error).split())[:300]
            raise LayoutError(f"the SVG cannot be drawn: {reason}", where="png", fix="report this picture") from error
        return bytes(made)


@cache
def _fonts(is_covered: bool) -> Fonts:
    """Return the packaged font, with those of the system only for characters that it lacks."""
    import typst

    return typst.Fonts(include_system_fonts=not is_covered, font_paths=[_FONTS])
