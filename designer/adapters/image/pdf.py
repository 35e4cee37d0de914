"""A picture as a PDF of one page, by typst: lines stay lines and words stay words. The SVG goes in as data."""

from __future__ import annotations

import re
from pathlib import Path

from designer.docs.blocks import missing
from designer.errors import LayoutError
from designer.render.fonts import has_glyphs

_FONTS = Path(__file__).parent / "fonts"
_WORDS = re.compile(r">([^<]+)</text>")
_HALO = re.compile(r' paint-order="stroke" stroke-width="3" stroke-linejoin="round"|(?<=<g) stroke="#[0-9A-F]{6}"(?=>)')
_POINTS = 0.75
_LARGEST = 14_400.0
_PAGE = b"""\
#let wide = float(sys.inputs.width) * 1pt
#let high = float(sys.inputs.height) * 1pt
#set document(title: sys.inputs.title, date: none)
#set page(width: wide, height: high, margin: 0pt)
#set text(font: "Arimo", fallback: true)
#image(bytes(sys.inputs.drawing), format: "svg", width: wide, height: high, alt: sys.inputs.title)
"""


def picture_pdf(svg: str, *, size: tuple[float, float], title: str) -> bytes:
    """Return the PDF of an SVG: one page of the picture's own size, 0.75 points a unit; the same bytes each time.

    Args:
        svg: the picture, self-contained.
        size: its width and height.
        title: of the document, one line of text.

    Raises:
        SettingsError: typst is not installed.
        LayoutError: typst failed.
    """
    try:
        import typst
    except ImportError as error:
        raise missing("typst", "pdf") from error
    is_covered = all(map(has_glyphs, _WORDS.findall(svg)))
    # Each letter's halo would lie on the letter before it; lines make room for their words anyway.
    svg = _HALO.sub("", svg)
    # Readers show no page that is longer than 14,400 points: PDF 32000-1, annex C.2.
    scale = min(_POINTS, _LARGEST / max(*size, 1.0))
    width, height = (f"{length * scale:.3f}" for length in size)
    try:
        made = typst.compile(
            _PAGE,
            font_paths=typst.Fonts(include_system_fonts=not is_covered, font_paths=[_FONTS]),
            sys_inputs={"drawing": svg, "title": title, "width": width, "height": height},
            format="pdf",
        )
    except (RuntimeError, ValueError, OSError) as error:
        reason = " ".join(str(error).split())[:300]
        raise LayoutError(
            f"typst failed: {reason}", where="--format pdf", fix="report this picture, or use svg"
        ) from error
    return bytes(made)
