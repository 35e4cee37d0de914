"""Pictures in a terminal: they fit, they steer nothing, and boxes, lines and words are where they belong."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.adapters.image.terminal import terminal_text
from designer.catalog.catalog import Catalog
from designer.errors import LayoutError
from designer.model import AnyView, View, ViewKind, ViewNode
from designer.render.columns import columns, cut, shown, wrapped
from designer.render.term_canvas import Canvas, Way
from designer.views import build_views
from tests.unit.render_svg.samples import HOSTILE, SAMPLES, TECHNOLOGIES, component, design, link

CATALOG = Catalog(technologies=TECHNOLOGIES)
CASES = [(name, view.id) for name, sample in sorted(SAMPLES.items()) for view in build_views(sample, CATALOG)][::3]


def view_of(name: str, view_id: str = "container") -> AnyView:
    return next(view for view in build_views(SAMPLES[name], CATALOG) if view.id == view_id)


def chain(*names: str) -> AnyView:
    parts = [component(f"c{number}", name, "service") for number, name in enumerate(names)]
    links = [link(f"c{number}", f"c{number + 1}", "send") for number in range(len(names) - 1)]
    return next(view for view in build_views(design("Chain", parts, links), CATALOG) if view.id == "container")


@pytest.mark.parametrize(("name", "view_id"), CASES)
def test_it_fits_the_width_and_steers_no_terminal(name: str, view_id: str) -> None:
    for width in (20, 80):
        text = terminal_text(view_of(name, view_id), width)
        assert max(columns(line) for line in text.splitlines()) <= width
        controls = {one for one in text if unicodedata.category(one)[0] == "C"} - set("\n\u200d\ufe0f")
        assert not controls


def test_fifteen_components_are_drawn_in_eighty_columns_with_every_arrow() -> None:
    view = view_of("sms-gateway")
    assert isinstance(view, View) and len(view.nodes) >= 10
    text = terminal_text(view, 80)
    body = text.partition("\n\n")[2]
    for group in view.groups:
        assert f" {group.name[:12]}" in body
    for node in view.nodes:
        assert node.name.split()[0][:8] in body, node.name
    targets = {edge.target for edge in view.edges}
    assert sum(map(body.count, "▼▲◀▶")) >= len(targets) - 1
    for edge in view.edges:
        assert edge.label in text or "~" in text, edge.label


def test_a_line_goes_from_box_to_box_with_its_words_beside_it() -> None:
    lines = terminal_text(chain("Alpha", "Beta"), 40).splitlines()[3:]
    at = next(number for number, line in enumerate(lines) if "┬" in line)
    column = lines[at].index("┬")
    below = [f"{line:40}"[column] for line in lines[at + 1 :]]
    tip = below.index("▼")
    assert set(below[:tip]) == {"│"}
    assert any("│ send" in line or "send │" in line for line in lines)
    box = lines[at + tip + 2]
    assert box.lstrip().startswith("┌") and box[column] == "─"
    assert "Beta" in lines[at + tip + 3]


def test_wide_characters_keep_the_boxes_straight() -> None:
    assert [columns(text) for text in ("日本語", "🙂🙂", "e\u0301te\u0301", "ＡＢ", "→×")] == [6, 4, 3, 4, 2]
    lines = terminal_text(chain("日本語の名前", "🙂🙂 emoji", "e\u0301te\u0301"), 60).splitlines()[3:]
    for number, line in enumerate(lines):
        if "日本語" in line or "🙂" in line or "e\u0301" in line:
            above = next(one for one in reversed(lines[:number]) if "┌" in one)
            end = columns(above[: above.index("┐")])
            assert columns(line[: line.rindex("│")]) == end


def test_a_terminal_too_narrow_for_boxes_gets_a_list_with_every_connection() -> None:
    view = view_of("sms-gateway")
    assert isinstance(view, View)
    text = terminal_text(view, 20)
    assert "┐" not in text
    assert sum(text.count(mark) for mark in ("─▶", "╌▶", "═▶")) == len(view.edges)
    assert text.count("■") == len(view.nodes)


def test_without_an_engine_it_is_drawn_all_the_same() -> None:
    class Broken:
        def layout(self, dot: str, *, deadline_s: float) -> str:
            raise LayoutError("no layout engine is installed")

    text = terminal_text(view_of("sms-gateway"), 120, engine=Broken())
    assert "SMS gateway" in text and "Routing" in text


def test_the_same_view_gives_the_same_text() -> None:
    assert terminal_text(view_of("sms-gateway"), 90) == terminal_text(view_of("sms-gateway"), 90)


def test_a_view_without_cards_has_its_title() -> None:
    assert terminal_text(View(id="container", kind=ViewKind.CONTAINER, title="Empty"), 40) == "Empty\n\n"
    lone = View(id="x", kind=ViewKind.CONTAINER, title="T", nodes=(ViewNode(id="a", name="A", kind="service"),))  # type: ignore[arg-type]
    assert "│   A   │" in terminal_text(lone, 40)


def test_steps_of_a_sequence_are_numbered_in_order() -> None:
    view = next(view for view in build_views(SAMPLES["sms-gateway"], CATALOG) if view.kind is ViewKind.SEQUENCE)
    text = terminal_text(view, 120)
    starts = [text.find(f"{number}─") if f"{number}─" in text else text.find(f"─{number}") for number in (1, 2)]
    assert 0 < starts[0] < starts[1]
    narrow = terminal_text(view, 30).splitlines()
    assert [line.split()[0] for line in narrow if line[:3].strip().isdigit()][:3] == ["1", "2", "3"]


@given(st.text(max_size=60), st.integers(1, 30))
def test_cut_and_wrapped_text_never_takes_more_columns_than_there_are(text: str, width: int) -> None:
    plain = shown(text)
    assert columns(cut(plain, width)) <= width
    assert all(columns(line) <= width for line in wrapped(plain, width))


@settings(max_examples=30)
@given(st.sampled_from(HOSTILE) | st.text(max_size=40))
def test_no_name_reaches_the_terminal_as_a_control(name: str) -> None:
    text = shown(name)
    assert not {one for one in text if unicodedata.category(one)[0] == "C"} - {"\u200d"}
    assert "\x1b" not in text and "\n" not in text


def test_lines_that_cross_are_not_joined_and_those_of_one_trunk_are() -> None:
    canvas = Canvas(5, 5)
    canvas.run((0, 2), (4, 2), 1, is_dashed=False)
    canvas.run((2, 0), (2, 4), 2, is_dashed=False)
    canvas.ink()
    assert "".join(canvas.cells[2])[1:4] == "─│─"
    trunk = Canvas(5, 5)
    trunk.run((0, 2), (4, 2), 1, is_dashed=False)
    trunk.run((2, 2), (2, 4), 1, is_dashed=False)
    trunk.ink()
    assert trunk.cells[2][2] == "┬"
    assert trunk.ways[2, 2] == Way.LEFT | Way.RIGHT | Way.DOWN
