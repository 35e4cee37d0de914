"""What an SVG says without a script: titles, descriptions, marks for those who search it, and links between views."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from designer.adapters.image import Pictures
from designer.catalog.catalog import Catalog
from designer.model import AnyView, SequenceView, View
from designer.views import build_views
from tests.unit.render_svg.samples import SAMPLES, TECHNOLOGIES

CATALOG = Catalog(technologies=TECHNOLOGIES)
NS = "{http://www.w3.org/2000/svg}"
VIEWS = [
    (name, view) for name in ("sms-gateway", "hostile", "scattered-40") for view in build_views(SAMPLES[name], CATALOG)
]


def drawn(view: AnyView) -> ElementTree.Element:
    return ElementTree.fromstring(Pictures().svg(view))


@pytest.mark.parametrize(("name", "view"), VIEWS, ids=[f"{name}-{view.id}" for name, view in VIEWS])
def test_every_card_line_and_boundary_says_what_it_is(name: str, view: AnyView) -> None:
    root = drawn(view)
    parts = [element for element in root.iter() if "data-part" in element.attrib]
    lines = [element for element in root.iter() if "data-line" in element.attrib]
    nodes = view.participants if isinstance(view, SequenceView) else view.nodes
    assert {element.attrib["data-part"] for element in parts} == {node.id for node in nodes}
    for element in (*parts, *lines):
        assert element.findtext(f".//{NS}title"), element.attrib
    if isinstance(view, View):
        told = {title.text for title in root.iter(f"{NS}title")}
        assert all(
            any(f"{group.name[:20]}" in str(text) for text in told) for group in view.groups if group.name.isascii()
        )
        for element in lines:
            for pair in element.attrib["data-line"].split():
                source, target = pair.split(">")
                assert any((edge.source, edge.target) == (source, target) for edge in view.edges)


def test_a_line_says_whether_anybody_waits_for_it() -> None:
    view = next(view for name, view in VIEWS if name == "sms-gateway" and view.id == "container")
    told = {text.text for text in drawn(view).iter(f"{NS}desc")}
    assert {"The caller waits for the answer.", "The sender does not wait."} <= told


def test_links_lead_to_views_of_the_same_design_only() -> None:
    for name in ("sms-gateway", "scattered-40"):
        views = [view for other, view in VIEWS if other == name]
        ids = {f"{view.id}.svg" for view in views}
        links = [element.attrib["href"] for view in views for element in drawn(view).iter(f"{NS}a")]
        assert set(links) <= ids
        assert bool(links) == (name == "scattered-40")
