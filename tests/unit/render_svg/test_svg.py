"""An SVG is well formed, self-contained, escaped, readable without colour, and the same each time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from designer.adapters.image import Pictures
from designer.catalog.catalog import Catalog
from designer.errors import SettingsError
from designer.model import AnyView, Kind, Mode, View, ViewEdge, ViewKind, ViewNode
from designer.render.geometry import Point, Rect
from designer.render.glyphs import GLYPHS
from designer.render.placed import PlacedLine
from designer.render.shapes import Shape, Side, detail, inset, outline, reach, shape_of
from designer.render.svg_bridges import bridges
from designer.render.svg_card import name_lines
from designer.render.svg_frame import title_lines
from designer.render.svg_lines import rounded_path
from designer.render.svg_text import num, text_of
from designer.render.theme import DARK, LIGHT, THEMES, Theme, blend
from designer.views import build_container_view, build_views
from designer.views.container import build_whole_view
from tests.unit.render_svg.samples import HOSTILE, SAMPLES, TECHNOLOGIES, component, design, fan_out

ROOT = Path(__file__).resolve().parents[3]
CATALOG = Catalog(technologies=TECHNOLOGIES)
NS = "{http://www.w3.org/2000/svg}"
VIEWS = [(name, view.id) for name, sample in sorted(SAMPLES.items()) for view in build_views(sample, CATALOG)]


def view_of(name: str, view_id: str = "container") -> AnyView:
    return next(view for view in build_views(SAMPLES[name], CATALOG) if view.id == view_id)


def svg_of(name: str, view_id: str = "container", theme: str = "light") -> str:
    return Pictures().svg(view_of(name, view_id), theme=theme)


def texts_of(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{NS}text")]


@pytest.mark.parametrize(("name", "view_id"), VIEWS)
@pytest.mark.parametrize("theme", sorted(THEMES))
def test_svg_is_well_formed_and_self_contained(name: str, view_id: str, theme: str) -> None:
    svg = svg_of(name, view_id, theme)
    root = ElementTree.fromstring(svg)
    allowed = {"svg", "title", "desc", "defs", "rect", "path", "circle", "g", "text", "use", "image", "a"}
    assert {element.tag.removeprefix(NS) for element in root.iter()} <= allowed
    for element in root.iter():
        for key, value in element.attrib.items():
            assert not key.lower().startswith("on")
            assert key != "style"
            if element.tag == f"{NS}a":
                assert re.fullmatch(r"component-[a-z0-9-]+\.svg", value)
            elif key.endswith("href"):
                assert value.startswith(("#", "data:image/png;base64,"))
            else:
                assert "url(" not in value and "javascript" not in value
    for trace in ("/work", "/root", "/home", "site-packages", "file:", "http:"):
        assert trace not in svg.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(("name", "view_id"), VIEWS)
def test_ids_are_unique_and_every_reference_resolves(name: str, view_id: str) -> None:
    root = ElementTree.fromstring(svg_of(name, view_id))
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(set(ids)) == len(ids)
    uses = {element.attrib["href"][1:] for element in root.iter(f"{NS}use")}
    assert uses <= set(ids)
    assert set(root.attrib["aria-labelledby"].split()) <= set(ids)


def test_both_themes_on_one_page_share_no_id() -> None:
    ids = [set(re.findall(r' id="([^"]+)"', svg_of("sms-gateway", theme=theme))) for theme in sorted(THEMES)]
    assert ids[0].isdisjoint(ids[1])


def test_picture_tells_screen_readers_what_it_shows() -> None:
    root = ElementTree.fromstring(svg_of("sms-gateway"))
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{NS}title") == "SMS gateway"
    description = root.findtext(f"{NS}desc") or ""
    assert "Routing engine" in description and "Business apps to SMS API: send message" in description


def test_every_name_label_and_protocol_can_be_read() -> None:
    words = " ".join(texts_of(svg_of("sms-gateway")))
    for expected in ("SMS API", "Kong", "check number", "SMPP", "PUBLIC EDGE", "×3", "40 M messages a day stated"):
        assert expected in words


def test_hostile_words_stay_text() -> None:
    for view in build_views(SAMPLES["hostile"], CATALOG):
        svg = Pictures().svg(view)
        assert "<script" not in svg and "<b>" not in svg
        assert "\u202e" not in svg and "\x00" not in svg and "\x1b" not in svg
        titles = [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{NS}title")]
        if view.id == "container":
            assert any("<script>alert(1)</script>" in title for title in titles)
        assert len(svg) < 200_000


@pytest.mark.parametrize("word", [*HOSTILE, "\ud800 lone", "a\ufdd0\uffff", "\u2066isolate\u2069"])
def test_any_text_survives_an_xml_parser(word: str) -> None:
    parsed = ElementTree.fromstring(f'<a b="{text_of(word)}">{text_of(word)}</a>')
    assert parsed.text == (parsed.attrib["b"] or None)


def test_long_name_is_cut_and_kept_whole_in_its_title() -> None:
    name = "Submission and validation of exceedingly long messages service"
    view = build_container_view(design("Long", [component("a", name, "service")]), CATALOG)
    svg = Pictures().svg(view)
    assert f"<title>{name} (Service)</title>" in svg
    assert any(text.endswith("…") for text in texts_of(svg))


def test_same_view_gives_the_same_bytes() -> None:
    code = (
        "import sys; sys.path.insert(0, '.');"
        "from tests.unit.render_svg.test_svg import svg_of;"
        "import hashlib;"
        "print(hashlib.sha256((svg_of('sms-gateway') + svg_of('fan-out-9', theme='dark')).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_size_is_stated_in_plain_numbers() -> None:
    root = ElementTree.fromstring(svg_of("sms-gateway"))
    width, height = root.attrib["width"], root.attrib["height"]
    assert width.isdigit() and height.isdigit()
    assert root.attrib["viewBox"] == f"0 0 {width} {height}"


def test_file_stays_small() -> None:
    assert len(svg_of("sms-gateway")) < 80_000


def test_each_icon_is_embedded_once() -> None:
    svg = svg_of("sms-gateway")
    used = set(re.findall(r'<use href="(#[^"]+)"', svg))
    assert svg.count("<image ") == len(used)
    assert len(re.findall(r"<use ", svg)) > len(used)


def test_kind_without_icon_shows_its_glyph() -> None:
    assert GLYPHS[Kind.EXTERNAL_SYSTEM] in svg_of("sms-gateway")


def test_dark_theme_puts_icons_on_a_light_plate() -> None:
    assert f'rx="9" fill="{DARK.plate}"/><use ' in svg_of("sms-gateway", theme="dark")
    assert f'rx="9" fill="{DARK.plate}"/><path ' not in svg_of("sms-gateway", theme="dark")


def test_lines_show_how_they_work() -> None:
    svg = svg_of("fan-out-4")
    assert 'stroke-width="5"' in svg  # replication is a double line
    assert 'stroke-dasharray="5 4"' in svg_of("sms-gateway")  # asynchronous lines are dashed
    assert 'stroke-width="2.3"' in svg_of("sms-gateway")  # the critical flow is stronger


def test_crossed_line_is_interrupted() -> None:
    across = _line(0, Point(0, 50), Point(100, 50))
    along = _line(1, Point(50, 0), Point(50, 100))
    gaps = bridges([across, along], lambda point: "#ABCDEF", [1.5, 1.5])
    assert gaps[0] == ""
    assert 'stroke="#ABCDEF"' in gaps[1] and "M50 46.5v7" in gaps[1]


def test_lines_of_one_trunk_do_not_interrupt_each_other() -> None:
    lines = [_line(0, Point(0, 50), Point(100, 50)), _line(0, Point(50, 0), Point(50, 100))]
    assert bridges(lines, lambda point: "#ABCDEF", [1.5, 1.5]) == ["", ""]


def _line(net: int, start: Point, end: Point) -> PlacedLine:
    return PlacedLine(net, (), ((start, end),), end, start)


def test_legend_names_only_what_occurs() -> None:
    words = texts_of(svg_of("two"))
    assert {"Compute", "Data store", "Synchronous", "Asynchronous"} <= set(words)
    assert {"Client", "Replication", "Critical flow", "Model"}.isdisjoint(words)
    assert "Model" in texts_of(Pictures().svg(build_whole_view(SAMPLES["every-kind"], CATALOG)))
    assert "Reports to Monitoring" in texts_of(svg_of("fan-out-4"))


def test_report_drawn_as_a_mark_keeps_its_words() -> None:
    assert "Service 0 to Monitoring: metrics of s0 (OTLP, async)" in Pictures().svg(
        build_container_view(fan_out(4), CATALOG)
    )


def test_empty_view_is_a_picture_too() -> None:
    svg = Pictures().svg(View(id="container", kind=ViewKind.CONTAINER, title="Nothing yet"))
    assert "Nothing yet" in texts_of(svg)


def test_broken_references_of_a_view_are_left_out() -> None:
    node = ViewNode(id="a", name="A", kind=Kind.SERVICE, group="nowhere")
    edges = (ViewEdge(id="e", source="a", target="gone", mode=Mode.SYNC),)
    svg = Pictures().svg(View(id="v", kind=ViewKind.CONTAINER, title="T", nodes=(node,), edges=edges))
    assert "A" in texts_of(svg)


def test_self_call_is_drawn_beside_the_card() -> None:
    assert "renew lease" in texts_of(svg_of("loops"))


def test_unknown_theme_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match="light, dark"):
        svg_of("one", theme="sepia")


def test_every_kind_has_a_glyph_and_a_shape() -> None:
    assert GLYPHS.keys() == set(Kind)
    assert {shape_of(kind) for kind in Kind} == set(Shape) - {Shape.DOT}


def test_kinds_that_differ_most_differ_in_shape() -> None:
    telling = (
        Kind.RELATIONAL_DB, Kind.QUEUE, Kind.PERSON, Kind.EXTERNAL_SYSTEM, Kind.SERVICE, Kind.API_GATEWAY,
        Kind.MODEL_SERVER, Kind.OBSERVABILITY,
    )  # fmt: skip
    rect = Rect(0, 0, 188, 60)
    assert len({outline(shape_of(kind), rect) + detail(shape_of(kind), rect) for kind in telling}) == len(telling)


@pytest.mark.parametrize("shape", [shape for shape in Shape if shape is not Shape.DOT])
@pytest.mark.parametrize("side", list(Side))
def test_lines_end_on_the_outline(shape: Shape, side: Side) -> None:
    rect = Rect(0, 0, 188, 60)
    assert inset(shape, side, 0, rect) == 0
    assert 0 <= inset(shape, side, reach(shape, side, rect), rect) <= 15
    assert reach(shape, side, rect) >= 15


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_text_passes_aa_on_what_lies_behind_it(theme: Theme) -> None:
    for ink in (theme.ink, theme.secondary):
        assert contrast(ink, theme.card) >= 4.5
        assert contrast(ink, theme.background) >= 4.5
    for color in theme.families.values():
        assert contrast(color, theme.background) >= 4.5
        assert contrast(color, theme.card) >= 4.5
        once = blend(color, theme.tint, theme.background)
        assert contrast(color, once) >= 4.5
        assert contrast(theme.ink, blend(color, theme.tint, once)) >= 4.5


def test_numbers_are_short() -> None:
    assert [num(value) for value in (3.0, 0.5, 1 / 3, -0.001)] == ["3", "0.5", "0.33", "0"]


def test_corners_are_rounded_within_short_pieces() -> None:
    path = rounded_path([Point(0, 0), Point(0, 4), Point(50, 4)])
    assert path == "M0 0L0 2Q0 4 8 4L50 4"


def test_a_long_name_gets_smaller_letters_before_it_is_cut() -> None:
    sizes = {}
    for name in (
        "Order service",
        "Market surveillance service",
        "Extraordinarily interdepartmental responsibilities registry",
    ):
        lines, size = name_lines(ViewNode(id="a", name=name, kind=Kind.SERVICE), 119)
        sizes[name] = (size, lines[-1].endswith("…"))
    assert [*sizes.values()] == [(13, False), (12, False), (12, True)]


def test_a_long_title_keeps_what_it_says_of_the_view() -> None:
    lines = title_lines(f"{'Payment system with change data replication platform, ' * 3}: Records and ledger", 640)
    assert len(lines) == 2 and lines[-1].endswith("…: Records and ledger")
    assert title_lines("Shop: Data", 640) == ("Shop: Data",)
