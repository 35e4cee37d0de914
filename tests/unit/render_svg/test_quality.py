"""The measure finds what is wrong with a picture, and the samples have nothing wrong."""

from __future__ import annotations

import re
from functools import cache

import pytest

from designer.adapters.image import Pictures
from designer.adapters.image.engine import GraphvizEngine
from designer.adapters.image.pictures import arrange
from designer.catalog.catalog import Catalog
from designer.model import Design
from designer.render.geometry import Point, Rect
from designer.render.placed import Placed
from designer.render.quality import Quality, measure
from designer.render.svg_frame import NARROWEST, WIDEST
from designer.views import build_container_view, build_context_view, build_views
from tests.unit.render_svg.samples import SAMPLES, TECHNOLOGIES, scattered

CATALOG = Catalog(technologies=TECHNOLOGIES)
SIZE = re.compile(r'viewBox="0 0 (\d+) (\d+)" width="(\d+)" height="(\d+)"')


@cache
def picture(name: str) -> Placed:
    return placed(SAMPLES[name])


def placed(design: Design) -> Placed:
    arranged = arrange(build_container_view(design, CATALOG), GraphvizEngine(), deadline_s=60)
    assert arranged.notes == ()
    return arranged.placed


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_nothing_is_wrong_in_any_sample(name: str) -> None:
    found = measure(picture(name))
    assert (found.node_overlaps, found.label_overlaps) == (0, 0)
    assert (found.labels_on_lines, found.lines_through_nodes, found.lines_on_lines) == (0, 0, 0)
    assert found.titles_crossed == 0
    assert found.smallest_text >= 9


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_wrong_in_pictures_drawn_by_lot(seed: int) -> None:
    assert measure(placed(scattered(8 + 2 * seed, seed=100 + seed))).flaws == 0


@pytest.mark.slow
def test_nothing_is_wrong_with_a_hundred_components() -> None:
    assert measure(placed(scattered(100, seed=4))).flaws == 0


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_picture_fits_a_page(name: str) -> None:
    for view in (*build_views(SAMPLES[name], CATALOG), build_context_view(SAMPLES[name], CATALOG)):
        found = SIZE.search(Pictures().svg(view))
        assert found is not None
        width, height = int(found[1]), int(found[2])
        assert (found[1], found[2]) == (found[3], found[4])
        assert NARROWEST - 0.01 <= width / height <= WIDEST + 0.01


def test_reference_system_is_read_on_a_page_with_hardly_a_crossing() -> None:
    found = measure(picture("sms-gateway"))
    assert found.crossings <= 1
    assert found.intrusions == 0
    assert found.least_pt >= 9


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_everything_stands_inside_the_picture(name: str) -> None:
    found = picture(name)
    whole = Rect(-0.01, -0.01, found.size.x + 0.02, found.size.y + 0.02)
    assert all(whole.holds(node.rect) for node in found.nodes)
    assert all(whole.holds(group.rect) and group.rect.holds(group.title_box) for group in found.groups)
    assert all(whole.holds(box) for label in found.labels for box in label.boxes)
    assert all(whole.holds(Rect(*point, 0, 0)) for line in found.lines for stroke in line.strokes for point in stroke)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_boundaries_hold_their_own_cards_and_no_others(name: str) -> None:
    found = picture(name)
    parents = {group.group.id: group.group.parent for group in found.groups}
    for node in found.nodes:
        around = set()
        group_id = node.node.group
        while group_id is not None:
            around.add(group_id)
            group_id = parents[group_id]
        for group in found.groups:
            assert group.rect.holds(node.rect) == (group.group.id in around)
            assert group.rect.overlaps(node.rect) == (group.group.id in around)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_boundaries_overlap_only_when_they_nest(name: str) -> None:
    groups = picture(name).groups
    for number, one in enumerate(groups):
        for other in groups[:number]:
            if one.rect.overlaps(other.rect):
                assert one.rect.holds(other.rect) or other.rect.holds(one.rect)


def flawed(**changes: object) -> Quality:
    return measure(picture("sms-gateway")._replace(**changes))  # type: ignore[arg-type]


def test_measure_sees_cards_on_each_other() -> None:
    nodes = picture("sms-gateway").nodes
    assert flawed(nodes=(nodes[0]._replace(rect=nodes[1].rect), *nodes[1:])).node_overlaps > 0


def test_measure_sees_words_on_each_other_and_on_lines() -> None:
    labels = picture("sms-gateway").labels
    moved = flawed(labels=(labels[0]._replace(boxes=labels[1].boxes), *labels[1:]))
    assert moved.label_overlaps > 0
    line = picture("sms-gateway").lines[0]
    x, y = line.strokes[0][0]
    on_line = flawed(labels=(labels[0]._replace(boxes=(Rect(x - 9, y - 9, 18, 30),)), *labels[1:]))
    assert on_line.labels_on_lines > 0


def test_measure_sees_lines_through_cards_and_titles() -> None:
    found = picture("sms-gateway")
    rect, title = found.nodes[7].rect, found.groups[0].title_box
    for target, what in ((rect, "lines_through_nodes"), (title, "titles_crossed")):
        y = target.center.y
        stroke = (Point(target.x - 50, y), Point(target.right + 50, y))
        lines = (found.lines[0]._replace(strokes=(stroke,)), *found.lines[1:])
        assert getattr(flawed(lines=lines), what) > 0


def test_measure_sees_crossings_and_lines_on_lines() -> None:
    found = picture("sms-gateway")
    level = found.lines[0]._replace(strokes=((Point(0, 700), Point(1100, 700)),), net=900)
    again = level._replace(strokes=((Point(500, 700), Point(1500, 700)),), net=901)
    upright = level._replace(strokes=((Point(600, 600), Point(600, 800)),), net=902)
    quality = flawed(lines=(level, again, upright), labels=())
    assert quality.lines_on_lines == 1
    assert quality.crossings == 2


def test_measure_sees_lines_through_foreign_boundaries() -> None:
    found = picture("sms-gateway")
    rect = found.groups[0].rect
    line = found.lines[0]._replace(
        strokes=((Point(rect.x - 9, rect.y + 3), Point(rect.right + 9, rect.y + 3)),),
        edges=(found.view.edges[-1],),
    )
    assert flawed(lines=(line,)).intrusions >= 1


def test_worse_pictures_cost_more() -> None:
    good = measure(picture("sms-gateway"))
    nodes = picture("sms-gateway").nodes
    assert flawed(nodes=(nodes[0]._replace(rect=nodes[1].rect), *nodes[1:])).cost > good.cost + 500
    assert flawed(size=Point(9000, 900)).cost > good.cost
