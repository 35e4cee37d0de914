"""Pictures that follow earlier ones, cards that a user pinned, and the time that a layout may take."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from designer.adapters.image import Pictures
from designer.adapters.image.engine import GraphvizEngine
from designer.adapters.image.pictures import arrange
from designer.api import load
from designer.catalog.catalog import Catalog
from designer.cli.main import main
from designer.drawing import pictures_here
from designer.errors import DesignerError, LayoutError, SettingsError
from designer.model import Design, View
from designer.model.design import Layout, Position
from designer.render.displacement import displacement
from designer.render.earlier import earlier_in, earlier_of
from designer.render.layout_after import GRID
from designer.render.layout_layers import CARD_WIDTH
from designer.render.quality import measure
from designer.rendering import drawing_notes
from designer.settings import load_settings
from designer.views import build_container_view
from tests.unit.render_svg.samples import TECHNOLOGIES, scattered, sms_gateway

CATALOG = Catalog(technologies=TECHNOLOGIES)


def pinned(**positions: tuple[int, int]) -> Design:
    places = {key.replace("_", "-"): Position(x=x, y=y) for key, (x, y) in positions.items()}
    return sms_gateway().model_copy(update={"layout": Layout(positions=places)})


def view_of(design: Design) -> View:
    return build_container_view(design, CATALOG)


def test_a_drawn_picture_says_where_its_cards_and_lines_stand() -> None:
    view = view_of(sms_gateway())
    placed = Pictures().arranged(view).placed
    found, wanted = earlier_in(Pictures().svg(view)), earlier_of(placed)
    assert found is not None
    assert dict(found.cards) == dict(wanted.cards)
    assert found.direction == wanted.direction
    assert {key for key, _ in found.lines} == {key for key, _ in wanted.lines}


@pytest.mark.parametrize(
    "svg", ["", "<svg/>", '<g data-part="a" data-at="1 2 nan 4">', '<g data-part="a" data-at="9999999 1 5 5">']
)
def test_what_says_no_places_is_no_earlier_picture(svg: str) -> None:
    assert earlier_in(svg) is None


def test_displacement_leaves_out_the_move_of_the_whole() -> None:
    before = earlier_of(Pictures().arranged(view_of(sms_gateway())).placed)
    cards = tuple((key, rect._replace(x=rect.x + 50)) for key, rect in before.cards)
    assert displacement(before, before._replace(cards=cards)).moved == 0
    first, rest = cards[0], cards[1:]
    lower = first[1]._replace(y=first[1].y + CARD_WIDTH)
    moved = displacement(before, before._replace(cards=((first[0], lower), *rest)))
    assert (moved.moved, moved.largest) == (1, CARD_WIDTH)
    assert moved.mean_widths == pytest.approx(1 / len(cards), abs=0.001)


def test_pinned_cards_stand_where_they_are_pinned() -> None:
    keys = [node.id for node in view_of(sms_gateway()).nodes]
    base = {one.node.id: one.rect for one in Pictures().arranged(view_of(sms_gateway())).placed.nodes}
    first, second = keys[0], keys[-1]
    wanted = {key: (round(base[key].x / GRID) + 3, round(base[key].y / GRID) + 1) for key in (first, second)}
    arranged = Pictures().arranged(view_of(pinned(**{key.replace("-", "_"): at for key, at in wanted.items()})))
    found = {one.node.id: one.rect for one in arranged.placed.nodes}
    apart = (found[second].x - found[first].x, found[second].y - found[first].y)
    steps = [(wanted[second][axis] - wanted[first][axis]) * GRID for axis in (0, 1)]
    assert arranged.notes == ()
    assert apart == pytest.approx(steps, abs=GRID)
    assert measure(arranged.placed).flaws == 0


def test_pins_on_one_another_and_on_nothing_are_told() -> None:
    first, second = [node.id.replace("-", "_") for node in view_of(sms_gateway()).nodes[:2]]
    design = pinned(**{first: (10, 10), second: (12, 12), "no_such_part": (1, 1)})
    notes = " ".join(drawing_notes(design, CATALOG))
    assert "is pinned there" in notes
    assert "the position of no-such-part is for no component" in notes


def test_layout_is_in_the_design_only_when_somebody_gave_one() -> None:
    assert '"layout"' not in sms_gateway().to_json()
    design = pinned(carrier_a=(3, 4))
    assert json.loads(design.to_json())["layout"] == {"positions": {"carrier-a": {"x": 3, "y": 4}}}
    assert Design.model_validate_json(design.to_json()) == design


def test_layout_file_beside_a_design_is_read_and_its_mistakes_are_told(tmp_path: Path) -> None:
    (tmp_path / "design.json").write_text(pinned(carrier_a=(3, 4)).to_json(), encoding="utf-8")
    (tmp_path / "layout.json").write_text('{"positions": {"carrier-b": {"x": 5, "y": 6}}}', encoding="utf-8")
    assert load(tmp_path).positions == {"carrier-a": Position(x=3, y=4), "carrier-b": Position(x=5, y=6)}
    (tmp_path / "layout.json").write_text('{"positions": {"carrier-b": {"x": -5}}}', encoding="utf-8")
    with pytest.raises(DesignerError, match=r"layout\.json#/positions/carrier-b"):
        load(tmp_path)


def test_render_after_an_earlier_version_says_how_far_cards_moved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, svg = tmp_path / "design.json", tmp_path / "before.svg"
    file.write_text(sms_gateway().to_json(), encoding="utf-8")
    assert main(["render", str(file), "--out", str(svg)]) == 0
    for earlier in (svg, file):
        assert main(["render", str(file), "--after", str(earlier), "--out", str(tmp_path / "after.svg")]) == 0
        assert "cards moved" in capsys.readouterr().err
        assert (tmp_path / "after.svg").read_bytes() == svg.read_bytes()
    (tmp_path / "empty.svg").write_text("<svg/>", encoding="utf-8")
    assert main(["render", str(file), "--after", str(tmp_path / "empty.svg")]) == 2


def test_time_of_a_layout_is_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings({}, environment={}, folder=tmp_path).layout_seconds == 10
    assert load_settings({}, environment={"DESIGNER_LAYOUT_SECONDS": "2.5"}, folder=tmp_path).layout_seconds == 2.5
    (tmp_path / "designer.toml").write_text("layout_seconds = 3\n", encoding="utf-8")
    assert load_settings({}, environment={}, folder=tmp_path).layout_seconds == 3
    for wrong in ("0", "nan", "soon", "9999"):
        with pytest.raises(SettingsError, match="seconds"):
            load_settings({}, environment={"DESIGNER_LAYOUT_SECONDS": wrong}, folder=tmp_path)
    monkeypatch.setenv("DESIGNER_LAYOUT_SECONDS", "nan")
    with pytest.raises(SettingsError):
        pictures_here()


class Sleeper:
    """An engine that never ends in time."""

    def __init__(self) -> None:
        self.deadlines: list[float] = []

    def layout(self, dot: str, *, deadline_s: float) -> str:
        self.deadlines.append(deadline_s)
        time.sleep(deadline_s)
        raise LayoutError(f"the layout engine did not finish in {deadline_s:g} s")


def test_all_tries_share_one_deadline_and_what_is_dropped_is_told() -> None:
    engine = Sleeper()
    start = time.monotonic()
    arranged = arrange(view_of(scattered(40, seed=2)), engine, deadline_s=1.0)
    assert time.monotonic() - start < 4
    assert [note.rpartition(": ")[2] for note in arranged.notes] == [
        "one simple layout was tried",
        "the parts stand in a plain grid",
    ]
    assert measure(arranged.placed).node_overlaps == 0


@pytest.mark.slow
@pytest.mark.parametrize("size", [300, 1000])
def test_very_large_pictures_are_drawn_in_bounded_time(size: int) -> None:
    from designer.render.dress import bare
    from designer.views.container import build_whole_view

    view = bare(build_whole_view(scattered(size, seed=4), CATALOG))
    start = time.monotonic()
    arranged = arrange(view, GraphvizEngine(), deadline_s=10)
    assert time.monotonic() - start < 60
    assert len(arranged.placed.nodes) == size
