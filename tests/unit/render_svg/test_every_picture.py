"""Objective checks on the pictures of all blueprints and of 50 composed designs.

What may never be is checked as such. The aim is that all letters are at least 9 points large when a picture fills a page.
All that is printed reaches it, in parts where the whole picture is too small; of the whole pictures about half do. Crossings
and the size of letters on paper are held to the recorded figures:
`python -m tests.reports.picture_report --accept` records them anew after a layout that is better on the whole.
"""

from __future__ import annotations

import json
import re
from itertools import combinations

import pytest

from designer.adapters.image import Pictures
from designer.adapters.image.raster import size_of
from designer.drawing import LEAST_PT, page_views, pictures_here
from designer.model import Design, View
from designer.render.paper import points_per_unit
from designer.render.quality import measure
from designer.render.readability import cut_words, on_paper
from designer.render.svg_frame import NARROWEST, WIDEST
from designer.views import build_container_view, build_views
from tests.reports.picture_report import RECORDED, Figures, blueprint_design, figures_of
from tests.support.catalogs import shipped
from tests.support.composed import COUNT, composed, composed_briefs

FIGURES: dict[str, dict[str, float]] = json.loads(RECORDED.read_text(encoding="utf-8"))
BLUEPRINTS = [blueprint.id for blueprint in shipped().blueprints]
COMPOSED = list(composed_briefs())
_TALLEST = 0.5
_MORE = 3
_SMALLER = 0.9
_APART = 4
_FLOOR_PT = 5.0
_READ_WHOLE = 50
_NAMES_READ_WHOLE = 58


def test_every_blueprint_and_fifty_composed_designs_are_on_record() -> None:
    assert len(COMPOSED) == COUNT
    assert {f"blueprint/{key}" for key in BLUEPRINTS} | {f"composed/{key}" for key in COMPOSED} == FIGURES.keys()


def test_about_half_of_the_whole_pictures_can_be_read_on_a_page() -> None:
    assert sum(one["least_pt"] >= LEAST_PT for one in FIGURES.values()) >= _READ_WHOLE
    assert sum(one["names_pt"] >= LEAST_PT for one in FIGURES.values()) >= _NAMES_READ_WHOLE
    assert min(one["least_pt"] for one in FIGURES.values()) >= _FLOOR_PT


@pytest.mark.parametrize("key", [*BLUEPRINTS[::6], *COMPOSED[::10]])
def test_no_letters_of_a_picture_are_smaller_than_what_is_measured(key: str) -> None:
    view = container(blueprint_design(key) if key in BLUEPRINTS else composed(key))
    svg = Pictures().svg(view)
    wide, high = size_of(svg)
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', svg)]
    found = on_paper(Pictures().arranged(view).placed).smallest
    assert min(sizes) * points_per_unit(wide, high) == pytest.approx(found, abs=0.01)


def check_figures(found: Figures) -> None:
    quality = found.quality
    assert (quality.node_overlaps, quality.label_overlaps, quality.labels_on_lines) == (0, 0, 0)
    assert (quality.lines_through_nodes, quality.lines_on_lines, quality.titles_crossed) == (0, 0, 0)
    assert found.cut == ()
    assert found.paper.smallest >= _FLOOR_PT
    assert _TALLEST <= quality.aspect <= WIDEST + 0.01


@pytest.mark.parametrize("key", BLUEPRINTS)
def test_nothing_is_wrong_with_the_picture_of_a_blueprint(key: str) -> None:
    found = figures_of(key, container(blueprint_design(key)))
    check_figures(found)
    recorded = FIGURES[f"blueprint/{key}"]
    assert found.quality.crossings <= recorded["crossings"]
    assert found.paper.smallest >= recorded["least_pt"] * _SMALLER


@pytest.mark.parametrize("key", COMPOSED)
def test_nothing_is_wrong_with_the_picture_of_a_composed_design(key: str) -> None:
    found = figures_of(key, container(composed(key)))
    check_figures(found)
    recorded = FIGURES[f"composed/{key}"]
    # What the planner composes changes with it: only the same view can be held to what was recorded of it.
    if (found.cards, found.lines) == (recorded["cards"], recorded["lines"]):
        assert found.quality.crossings <= recorded["crossings"] + _MORE
        assert found.paper.smallest >= recorded["least_pt"] * _SMALLER
    assert found.quality.crossings <= found.lines


@pytest.mark.parametrize("key", BLUEPRINTS)
def test_what_is_printed_of_a_blueprint_can_be_read(key: str) -> None:
    check_pages(blueprint_design(key))


@pytest.mark.slow
@pytest.mark.parametrize("key", COMPOSED)
def test_what_is_printed_of_a_composed_design_can_be_read(key: str) -> None:
    check_pages(composed(key))


def check_pages(design: Design) -> None:
    pictures = pictures_here()
    pages = page_views(design, shipped(), pictures) or (container(design),)
    for view in pages:
        placed = pictures.arranged(view).placed
        paper = on_paper(placed)
        assert paper.smallest >= LEAST_PT, view.id
        assert measure(placed).flaws == 0, view.id
        assert list(cut_words(placed)) == [], view.id
    shown = {node.id for view in pages for node in view.nodes}
    assert {component.id for component in design.graph.components} <= shown
    ids = {view.id for view in pages}
    assert {node.link for view in pages for node in view.nodes if node.link} <= ids


@pytest.mark.slow
@pytest.mark.parametrize("key", BLUEPRINTS)
def test_nothing_is_wrong_with_any_view_of_a_blueprint(key: str) -> None:
    check_all_views(blueprint_design(key))


@pytest.mark.slow
@pytest.mark.parametrize("key", COMPOSED)
def test_nothing_is_wrong_with_any_view_of_a_composed_design(key: str) -> None:
    check_all_views(composed(key))


def check_all_views(design: Design) -> None:
    pictures = Pictures()
    views = [view for view in build_views(design, shipped()) if isinstance(view, View)]
    pictures.prepare(views)
    for view in views:
        placed = pictures.arranged(view).placed
        assert measure(placed).flaws == 0, view.id
        wide, high = size_of(pictures.svg(view))
        assert NARROWEST - 0.01 <= wide / high <= WIDEST + 0.01, view.id
        assert list(cut_words(placed)) == [], view.id
        for one, other in combinations(placed.groups, 2):
            is_beside = one.group.parent == other.group.parent
            assert not (is_beside and one.rect.grown(_APART).overlaps(other.rect)), (view.id, one.title, other.title)


def container(design: Design) -> View:
    return build_container_view(design, shipped())
