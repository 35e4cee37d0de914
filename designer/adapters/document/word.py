"""Word by python-docx: styles, headings, real tables, pictures, and links within the document.

Text goes in as text of runs, so that nothing a user writes is a field, a link or markup of Word.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from designer.docs.blocks import Node, missing, words_of

if TYPE_CHECKING:
    from docx.document import Document

_INK, _ACCENT, _LINE, _HEAD = "1D2633", "1D5FD1", "D5DCE6", "EEF2F7"
_PAGE_CM, _MARGIN_CM = (21.0, 29.7), 2.0
_TALLEST_CM = 20.0
_DPI = 150.0
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LONGEST_NAME = 40


def write_word(blocks: Sequence[Node], pictures: Mapping[str, bytes]) -> bytes:
    """Return the Word file of a document; the same document gives the same bytes.

    Args:
        blocks: the document; see `designer.docs.blocks`.
        pictures: PNG by the id of the view.

    Raises:
        SettingsError: python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise missing("python-docx", "docx") from error
    made = _Writer(docx.Document(), pictures, {block["id"] for block in blocks if block["t"] == "h"})
    made.page()
    made.write(blocks)
    held = io.BytesIO()
    made.document.save(held)
    return _repacked(held.getvalue())


def _repacked(data: bytes) -> bytes:
    """Return a zip file with the same content and no times, in order of the names."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        # The first file names the types of the others, and Word looks for it there.
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, source.read(name))
    return held.getvalue()


class _Writer:
    """Puts blocks into a document; `names` are the places that links may lead to."""

    def __init__(self, document: Document, pictures: Mapping[str, bytes], names: set[str]) -> None:
        self.document = document
        self.pictures = pictures
        self.names = names
        self.marks = 0

    def page(self) -> None:
        """Set paper, margins, styles, and the page number at the foot."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm, Pt, RGBColor

        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(_PAGE_CM[0]), Cm(_PAGE_CM[1])
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(_MARGIN_CM)
        styles = self.document.styles
        sizes = {
            "Normal": 10.0,
            "Title": 28.0,
            "Heading 1": 18.0,
            "Heading 2": 13.0,
            "Heading 3": 11.0,
            "Heading 4": 10.0,
        }
        for name, size in sizes.items():
            font: Any = styles[name].font
            font.name, font.size, font.color.rgb = "Arial", Pt(size), RGBColor.from_string(_INK)
            fonts = styles[name].element.rPr.rFonts
            for attribute in [key for key in fonts.attrib if key.endswith("Theme")]:
                del fonts.attrib[attribute]
            fonts.set(_tag("w:hAnsi"), "Arial")
            fonts.set(_tag("w:cs"), "Arial")
        styles["Normal"].paragraph_format.space_after = Pt(6)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _field(foot, "PAGE")

    def write(self, blocks: Sequence[Node]) -> None:
        """Write the title, the contents and all blocks."""
        title, *rest = blocks
        self.document.core_properties.title = clean(words_of(title["c"]))[:250]
        self.document.core_properties.author = "designer"
        self.document.add_paragraph(clean(words_of(title["c"])), style="Title")
        chapters = [block for block in rest if block["t"] == "h" and block["level"] == 2]
        if rest and rest[0]["t"] == "p":
            self._runs(self.document.add_paragraph(), rest[0]["c"])
            rest = rest[1:]
        if len(chapters) > 4:
            for chapter in chapters:
                line = self.document.add_paragraph()
                line.paragraph_format.space_after = 0
                self._link(line, chapter["id"], words_of(chapter["c"]))
        self._blocks(rest)

    def _blocks(self, blocks: Sequence[Node], style: str | None = None, depth: int = 0) -> None:
        for block in blocks:
            kind = block["t"]
            if kind == "h":
                heading = self.document.add_heading(level=min(max(block["level"] - 1, 1), 4))
                self._runs(heading, block["c"])
                self._mark(heading, block["id"])
            elif kind == "p":
                self._runs(self.document.add_paragraph(style=style), block["c"])
            elif kind in ("ul", "ol"):
                self._list(block, depth)
            elif kind == "quote":
                self._blocks(block["c"], style="Intense Quote", depth=depth)
            elif kind == "table":
                self._table(block)
            elif kind == "img":
                self._picture(block)
            elif kind == "code":
                self.document.add_paragraph(clean(block["v"]), style="No Spacing")

    def _list(self, block: Node, depth: int) -> None:
        """Write a list; numbers are words of their own, since Word would go on counting over all lists."""
        style = ("List Bullet" if block["t"] == "ul" else "List Continue") + (" 2" if depth else "")
        for number, item in enumerate(block["c"], start=1):
            for place, part in enumerate(item["c"]):
                if part["t"] == "p":
                    paragraph = self.document.add_paragraph(style=style)
                    if block["t"] == "ol" and place == 0:
                        paragraph.add_run(f"{number}. ")
                    self._runs(paragraph, part["c"])
                else:
                    self._blocks([part], depth=depth + 1)

    def _table(self, block: Node) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm, Pt
        from docx.text.paragraph import Paragraph

        rows = [block["head"], *block["rows"]]
        made = self.document.add_table(rows=len(rows), cols=len(block["head"]), style="Table Grid")
        made.autofit = False
        total = sum(block["widths"])
        widths = [Cm((_PAGE_CM[0] - 2 * _MARGIN_CM) * width / total) for width in block["widths"]]
        for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = width
        size = Pt(7.5 if len(widths) > 5 else 8.5)
        # Cells are taken from the XML: python-docx works out merged cells anew at each access, which takes seconds.
        for number, (row, runs) in enumerate(zip(made._tbl.tr_lst, rows, strict=True)):
            for cell, run, width, side in zip(row.tc_lst, runs, widths, block["align"], strict=True):
                cell.width = width
                paragraph = Paragraph(cell.p_lst[0], made)
                paragraph.paragraph_format.space_after = 0
                if side == "right":
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                self._runs(paragraph, run, size=size, bold=True if number == 0 else None)
                if number == 0:
                    _shade(cell)
            row.get_or_add_trPr().append(_element("w:cantSplit", val="true"))
        made._tbl.tr_lst[0].get_or_add_trPr().append(_element("w:tblHeader", val="true"))
        _light_borders(made._tbl.tblPr)
        self.document.add_paragraph().paragraph_format.space_after = 0

    def _picture(self, block: Node) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm

        data = self.pictures.get(block["view"])
        if data is None:
            self.document.add_paragraph(clean(block["alt"]))
            return
        wide, tall = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
        room = _PAGE_CM[0] - 2 * _MARGIN_CM
        width = min(room, wide / _DPI * 2.54 * 0.75, _TALLEST_CM * wide / tall)
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(data), width=Cm(width))
        shape._inline.docPr.set("descr", clean(block["alt"]))
        caption = self.document.add_paragraph(clean(block["alt"]), style="Caption")
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _runs(
        self,
        paragraph: Any,
        nodes: Sequence[Node],
        *,
        bold: bool | None = None,
        italic: bool | None = None,
        size: Any = None,
    ) -> None:
        for node in nodes:
            if node["t"] == "a" and node["to"] in self.names:
                self._link(paragraph, node["to"], words_of(node["c"]))
            elif "v" in node:
                run = paragraph.add_run(clean(node["v"]))
                font = run.font
                if bold is not None:
                    font.bold = bold
                if italic is not None:
                    font.italic = italic
                if size is not None:
                    font.size = size
                if node["t"] == "code":
                    font.name = "Consolas"
            else:
                strong, slanted = node["t"] == "b" or bold, node["t"] == "i" or italic
                self._runs(paragraph, node.get("c", ()), bold=strong, italic=slanted, size=size)

    def _mark(self, paragraph: Any, name: str) -> None:
        """Put a bookmark around a heading."""
        self.marks += 1
        start = _element("w:bookmarkStart", id=str(self.marks), name=_bookmark(name))
        paragraph._p.insert(0 if paragraph._p.pPr is None else 1, start)
        paragraph._p.append(_element("w:bookmarkEnd", id=str(self.marks)))

    def _link(self, paragraph: Any, name: str, words: str) -> None:
        """Add words that lead to a bookmark of the document; there is no link to anywhere else."""
        from docx.oxml import OxmlElement
        from docx.shared import RGBColor
        from docx.text.run import Run

        link = _element("w:hyperlink", anchor=_bookmark(name))
        element = OxmlElement("w:r")
        link.append(element)
        paragraph._p.append(link)
        run = Run(element, paragraph)
        run.text = clean(words)
        run.font.color.rgb = RGBColor.from_string(_ACCENT)


def clean(text: str) -> str:
    """Return text without the characters that XML cannot hold, on one line."""
    return " ".join(_UNSEEN.sub("", text).split("\n"))


def _bookmark(name: str) -> str:
    """Return the name of a bookmark: letters, digits and underscores, at most 40 characters.

    Source: ECMA-376 part 1, 17.13.6.2, bookmarkStart.
    """
    slug = re.sub(r"\W", "_", name, flags=re.ASCII)
    if len(slug) + 2 <= _LONGEST_NAME and slug.strip("_"):
        return f"h_{slug}"
    import hashlib

    return f"h_{hashlib.sha256(name.encode()).hexdigest()[:24]}"


def _tag(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def _element(tag: str, /, **attributes: str) -> Any:
    """Return an element of WordprocessingML with attributes of its own name space."""
    from docx.oxml import OxmlElement

    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(_tag(f"w:{key}"), value)
    return made


def _shade(cell: Any) -> None:
    cell.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=_HEAD))


def _light_borders(properties: Any) -> None:
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=_LINE))
    properties.append(borders)


def _field(paragraph: Any, instruction: str) -> None:
    """Add one of our own fields to a paragraph."""
    from docx.oxml import OxmlElement

    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        if kind:
            mark = _element("w:fldChar", fldCharType=kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = instruction
        run._r.append(mark)
