"""The document as HTML, PDF and Word: complete, readable by other programs, and harmless whatever a part is called."""

from __future__ import annotations

import builtins
import re
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from designer.docs.blocks import parse, pictures_in, words_of
from designer.docs.markdown import clean
from designer.docs.web_page import Drawing, web_page
from designer.documents import document
from designer.errors import SettingsError
from designer.model import Brief, Component, Connection, Design, Flow, Graph, Kind, Step
from tests.support.catalogs import shipped
from tests.support.documents import Page, check_docx, check_html, check_pdf
from tests.unit.docs.golden import design_of
from tests.unit.docs.sample_design import DESIGN

CATALOG = shipped()
THREE = ("payment-system", "news-feed", "url-shortener")


def names_of(design: Design) -> list[str]:
    return [part.name for part in design.graph.components]


@pytest.mark.parametrize("name", THREE)
def test_page_stands_alone(name: str) -> None:
    design = design_of(name)
    text = document(design, "html", catalog=CATALOG)
    assert isinstance(text, str)
    page = check_html(text, [*names_of(design), *(item.title for item in design.decisions)])
    figures = [attrs["id"] for tag, attrs in page.tags if tag == "figure"]
    assert {"zoom-container", "zoom-context"} <= set(figures)
    assert {f"zoom-sequence-{flow.id}" for flow in design.flows} <= set(figures)
    assert sum(tag == "svg" for tag, _ in page.tags) == 2 * len(figures)
    assert "Contents:" not in "".join(page.words)


@pytest.mark.parametrize("name", THREE)
def test_pdf_holds_every_name_and_has_bookmarks(name: str) -> None:
    design = design_of(name)
    data = document(design, "pdf", catalog=CATALOG)
    assert isinstance(data, bytes)
    # The words on the lines of the drawing are in the text, so that the drawing is no image of pixels.
    reader = check_pdf(data, [*names_of(design), *(link.label for link in design.graph.connections[:3])])
    titles = {item.title for item in reader.outline if not isinstance(item, list)}  # type: ignore[union-attr]
    assert {"Summary", "Architecture", "Key flows", "Decisions"} <= titles
    assert reader.metadata is not None and reader.metadata.title == design.title
    assert "2 / " in reader.pages[1].extract_text()


def test_a_main_picture_too_large_for_a_page_comes_in_parts_where_the_components_are_told() -> None:
    data = document(design_of("payment-system"), "pdf", catalog=CATALOG)
    assert isinstance(data, bytes)
    pages = [page.extract_text() for page in PdfReader(BytesIO(data)).pages]
    words = ("Container view, divided", "The hard parts, and what", "Components and connections", "Component view")
    overview, hard, told, part = (next(n for n, text in enumerate(pages) if n > 1 and word in text) for word in words)
    assert overview <= hard < told <= part


@pytest.mark.parametrize("name", THREE)
def test_word_file_opens_with_tables_headings_and_pictures(name: str) -> None:
    design = design_of(name)
    data = document(design, "docx", catalog=CATALOG)
    assert isinstance(data, bytes)
    check_docx(data, names_of(design))
    assert data.count(b"word/media/image") >= 4


@pytest.mark.parametrize("format", ["html", "pdf", "docx"])
def test_same_design_gives_the_same_bytes(format: str) -> None:
    assert document(DESIGN, format, catalog=CATALOG) == document(DESIGN, format, catalog=CATALOG)


HOSTILE = (
    '"quotes" `ticks` and \\backslashes\\',
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "![x](http://evil/x.png) [link](javascript:alert(1)) [own](#summary)",
    '#eval(read("/etc/passwd")) #image("x") $ x $ *b* @ref <label>',
    "{ PAGE } { INCLUDETEXT c:/x } =cmd|'/C calc'!A0 <w:fldSimple/>",
    "{{ 7 * 7 }} {% include 'x' %} ${HOME}",
    "]]> &amp; &#60; <!-- --> <![CDATA[",
    "\u202eright to left\u202c and \x00\x0b control",
    "漢字 и кириллица 🙂 ünïcode",
    "a" * 400,
    "diagrams/container.svg](diagrams/container.svg)",
    "<!-- keep: x --> text <!-- /keep -->",
)


def spoiled(names: tuple[str, ...], title: str) -> Design:
    """Return a design with hostile texts in every place that the main sections show."""
    parts = tuple(
        Component(id=f"p{number}", name=name, kind=Kind.SERVICE, technology=name[:120], description=name)
        for number, name in enumerate(names)
    )
    pairs = [(f"p{number}", f"p{number + 1}", name) for number, name in enumerate(names[:-1])]
    links = tuple(Connection(id=f"l-{a}", source=a, target=b, label=name, protocol=name[:40]) for a, b, name in pairs)
    steps = tuple(Step(source=a, target=b, message=name) for a, b, name in pairs)
    decisions = tuple(DESIGN.decisions[0].model_copy(update={"id": f"d{number}", "title": name, "choice": name})
                      for number, name in enumerate(names))  # fmt: skip
    return Design(
        title=title, summary=title, brief=Brief(text=title), decisions=decisions,
        graph=Graph(components=parts, connections=links), flows=(Flow(id="f", name=title, critical=True, steps=steps),),
    )  # fmt: skip


PLAIN = tuple(f"Plain words {number}" for number in range(len(HOSTILE)))


def test_hostile_names_stay_words_on_the_page() -> None:
    text = str(document(spoiled(HOSTILE, HOSTILE[2]), "html", catalog=CATALOG))
    page = check_html(text, [clean(name) for name in HOSTILE])
    plain = check_html(str(document(spoiled(PLAIN, PLAIN[2]), "html", catalog=CATALOG)), PLAIN)
    assert _outside_drawings(page) == _outside_drawings(plain)


def test_hostile_names_stay_words_in_the_pdf() -> None:
    data = document(spoiled(HOSTILE, HOSTILE[3]), "pdf", catalog=CATALOG)
    assert isinstance(data, bytes)
    # Pictures of faces and marks that turn the direction are no text that every reader gives back.
    check_pdf(data, [name for name in HOSTILE if re.fullmatch("[\x20-\x7e]+", name)])


def test_hostile_names_stay_words_in_word() -> None:
    data = document(spoiled(HOSTILE, HOSTILE[4]), "docx", catalog=CATALOG)
    assert isinstance(data, bytes)
    check_docx(data, [clean(name) for name in HOSTILE])


def _outside_drawings(page: Page) -> list[str]:
    """Return the tags of a page but those of its drawings: a hostile name must not add or take away one."""
    drawn = {"g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "image", "use",
             "defs", "title", "desc", "svg", "marker", "clippath", "code", "mask", "lineargradient", "stop", "pattern"}  # fmt: skip
    return [tag for tag, _ in page.tags if tag not in drawn]


def test_page_takes_no_drawing_that_acts() -> None:
    text = "# T\n\n![x](diagrams/a.svg)\n"
    for inside in (
        "<script>1</script>", '<a href="http://x"/>', '<rect onclick="x()"/>', '<image href="http://x/y.png"/>',
        '<rect style="fill:url(http://x)"/>', "<foreignObject/>", "<!-- x -->",
    ):  # fmt: skip
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">{inside}</svg>'
        with pytest.raises(SettingsError):
            web_page(text, {"a": Drawing(svg, svg)}, style="")


def test_page_shows_no_picture_and_no_link_of_a_team_s_template() -> None:
    text = "# T\n\n![out](http://x/y.png) [away](http://x) <b>raw</b> [here](#t)\n\n<script>alert(1)</script>\n"
    page = check_html(web_page(text, {}, style=""), ["raw", "away"])
    assert [target for target in page.targets if "x" in target] == []


def test_blocks_keep_words_lists_and_tables() -> None:
    text = "# T\n\n1. a **b**\n2. `c`\n\n> q\n\n| x | y |\n|---|--:|\n| 1 | 2 |\n\n![p](diagrams/v.svg)\n"
    blocks = parse(text, "pdf")
    assert [block["t"] for block in blocks] == ["h", "ol", "quote", "table", "img"]
    assert [words_of(item["c"][0]["c"]) for item in blocks[1]["c"]] == ["a b", "c"]
    assert blocks[3]["align"] == ["left", "right"] and words_of(blocks[3]["rows"][0][1]) == "2"
    assert pictures_in(blocks) == ["v"]


@pytest.mark.parametrize(
    ("format", "module", "told"),
    [
        ("html", "nh3", r"nh3 is not installed.*pip install 'designer\[html\]'"),
        ("html", "markdown_it", r"markdown-it-py.*designer\[html\]"),
        ("pdf", "typst", r"typst.*designer\[pdf\]"),
        ("docx", "docx", r"python-docx.*designer\[docx\]"),
        ("docx", "typst", r"typst is not installed.*designer\[docx\]"),
    ],
)
def test_missing_package_is_one_line_with_the_install_command(
    monkeypatch: pytest.MonkeyPatch, format: str, module: str, told: str
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name.partition(".")[0] == module:
            raise ImportError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    for loaded in [key for key in sys.modules if key.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SettingsError) as caught:
        document(DESIGN, format, catalog=CATALOG)
    assert re.search(told, str(caught.value)) and "\n" not in str(caught.value)


def test_unknown_format_is_an_error() -> None:
    with pytest.raises(SettingsError, match=r"no document format 'odt'.*md, html, pdf, docx"):
        document(DESIGN, "odt", catalog=CATALOG)
