"""What a document in each format must hold, read back by other programs than those which wrote it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from html.parser import HTMLParser
from xml.etree import ElementTree

import docx
import pypdf

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Page(HTMLParser):
    """The tags, ids, links and words of an HTML page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]

    @property
    def targets(self) -> list[str]:
        return [attrs[key] for _, attrs in self.tags for key in ("href", "src", "xlink:href", "srcset") if key in attrs]


def check_html(text: str, names: Iterable[str]) -> Page:
    """Check that a page stands alone, can do nothing, names everything, and leads nowhere that is not there."""
    page = Page(text)
    assert not {tag for tag, _ in page.tags} & {"script", "iframe", "object", "embed", "form", "link", "base"}
    assert not [key for _, attrs in page.tags for key in attrs if key.startswith("on") or key == "style"]
    assert len(page.ids) == len(set(page.ids))
    for target in page.targets:
        assert target.startswith("data:image/png;base64,") or target[1:] in page.ids, target[:80]
    assert "default-src 'none'" in text and "script-src" not in text
    shown = " ".join("".join(page.words).split())
    missing = [name for name in names if name not in shown]
    assert not missing, missing
    return page


def check_pdf(data: bytes, names: Iterable[str]) -> pypdf.PdfReader:
    """Check that a PDF opens, names everything, has bookmarks and vector drawings, and no link to the outside."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    # Hyphens at the end of a line and line breaks within a name are how a page is set, not what it says.
    shown = squeezed(text_of(data, reader))
    missing = [name for name in names if squeezed(name) not in shown]
    assert not missing, missing
    assert reader.outline or len(reader.pages) < 3
    actions = [note.get_object().get("/A", {}) for page in reader.pages for note in page.get("/Annots") or ()]
    assert not [action for action in actions if "/URI" in action or "/JS" in action or "/Launch" in action]
    # A drawing is lines and words of the page; only icons are pixels.
    assert all(
        one["/Width"] <= 256 for page in reader.pages for one in _objects(page) if one.get("/Subtype") == "/Image"
    )
    return reader


def _objects(page: pypdf.PageObject) -> list[pypdf.generic.DictionaryObject]:
    resources = page["/Resources"].get_object()
    assert isinstance(resources, pypdf.generic.DictionaryObject)
    found = resources.get("/XObject", pypdf.generic.DictionaryObject()).get_object()
    return [item.get_object() for item in found.values()]


def text_of(data: bytes, reader: pypdf.PdfReader) -> str:
    """Return the words of a PDF, by poppler where it is installed: pypdf takes seconds for a page with a drawing."""
    if shutil.which("pdftotext"):
        ran = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True, timeout=60)
        return ran.stdout.decode("utf-8")
    return "".join(page.extract_text() for page in reader.pages)


def squeezed(text: str) -> str:
    """Return text without spaces, line breaks and the signs at which a word is broken."""
    return re.sub(r"[\s\u00ad\u200b\u2010-]+", "", text)


def check_docx(data: bytes, names: Iterable[str]) -> None:
    """Check that a Word file opens, names everything, has headings, tables and pictures, and only our own field."""
    opened = docx.Document(io.BytesIO(data))
    text = " ".join(
        " ".join(node.text or "" for node in element.iter(f"{WORD}t")) for element in (opened.element.body,)
    )
    assert list(opened.element.body.iter(f"{WORD}tc"))
    missing = [name for name in names if squeezed(name) not in squeezed(text)]
    assert not missing, missing
    assert any((paragraph.style and paragraph.style.name == "Heading 1") for paragraph in opened.paragraphs)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(packed.read(name))
        body = ElementTree.fromstring(packed.read("word/document.xml"))
        related = packed.read("word/_rels/document.xml.rels").decode()
    assert "TargetMode" not in related
    assert not list(body.iter(f"{WORD}instrText")) and not list(body.iter(f"{WORD}fldSimple"))
    marks = {mark.get(f"{WORD}name") for mark in body.iter(f"{WORD}bookmarkStart")}
    assert {link.get(f"{WORD}anchor") for link in body.iter(f"{WORD}hyperlink")} <= marks
