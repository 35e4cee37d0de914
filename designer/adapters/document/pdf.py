"""PDF by typst. The document goes in as data, so that no text of a user is ever Typst source."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from designer.docs.blocks import Node, missing
from designer.errors import LayoutError
from designer.render.fonts import has_glyphs

_FONTS = Path(__file__).parent.parent / "image" / "fonts"
_LONG = re.compile(r"\S{32,}")
_PIECE = 24
_ZERO_WIDTH = "\u200b"


def write_pdf(blocks: Sequence[Node], drawings: Mapping[str, str], *, layout: str) -> bytes:
    """Return the PDF of a document: title page, contents, page numbers, bookmarks and vector drawings.

    The same document gives the same bytes.

    Args:
        blocks: the document; see `designer.docs.blocks`.
        drawings: SVG by the id of the view.
        layout: the Typst program that lays the blocks out.

    Raises:
        SettingsError: typst is not installed.
        LayoutError: typst failed.
    """
    try:
        import typst
    except ImportError as error:
        raise missing("typst", "pdf") from error
    data = json.dumps(
        {"blocks": _breakable(list(blocks)), "drawings": dict(drawings)}, ensure_ascii=True, sort_keys=True
    )
    is_covered = has_glyphs(json.loads(f'"{_letters(data)}"'))
    try:
        made = typst.compile(
            layout.encode("utf-8"),
            font_paths=typst.Fonts(include_system_fonts=not is_covered, font_paths=[_FONTS]),
            sys_inputs={"document": data},
            format="pdf",
        )
    except (RuntimeError, ValueError, OSError) as error:
        reason = " ".join(str(error).split())[:300]
        raise LayoutError(f"typst failed: {reason}", where="--format pdf", fix="report this design") from error
    return bytes(made)


def _letters(data: str) -> str:
    """Return the escaped characters of a JSON text, each once: what the packaged font may lack."""
    return "".join(sorted(set(re.findall(r"\\u[0-9a-f]{4}", data)) - {"\\u200b"}))


def _breakable(value: object) -> object:
    """Return blocks in which a word that is too long for a line may be broken."""
    if isinstance(value, list):
        return [_breakable(item) for item in value]
    if isinstance(value, dict):
        return {key: _cut(item) if key == "v" else _breakable(item) for key, item in value.items()}
    return value


def _cut(text: str) -> str:
    def pieces(found: re.Match[str]) -> str:
        word = found[0]
        return _ZERO_WIDTH.join(word[start : start + _PIECE] for start in range(0, len(word), _PIECE))

    return _LONG.sub(pieces, text)
