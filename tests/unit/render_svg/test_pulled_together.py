"""A picture that is too wide for a page is pulled together: its order stays, and words may stand in two lines."""

from __future__ import annotations

from itertools import pairwise

from designer.catalog.catalog import Catalog
from designer.model import View
from designer.render.geometry import Point
from designer.render.layout_build import build_layers
from designer.render.layout_compact import compacted
from designer.render.layout_layers import NONE, Direction, Layers
from designer.render.layout_nets import edge_texts
from designer.render.layout_place import place
from designer.render.quality import measure
from designer.views import build_container_view
from tests.unit.render_svg.samples import TECHNOLOGIES, component, design, link


def mesh(count: int) -> View:
    """Return a view of several cards of which each says something of its own to each of as many others."""
    ends = [(f"a{one}", f"b{two}") for one in range(count) for two in range(count)]
    parts = [component(f"{side}{n}", f"Part {n}", "service") for side in "ab" for n in range(count)]
    links = [link(one, two, f"long words from {one} to {two}", "HTTPS") for one, two in ends]
    return build_container_view(design("Mesh", parts, links), Catalog(technologies=TECHNOLOGIES))


def spread(layers: Layers) -> list[float]:
    """Return places far apart in each row, in the order of the vertices."""
    taken: dict[int, float] = {}
    places = []
    for vertex in layers.vertices:
        at = taken.get(vertex.row, 0.0) + vertex.half
        places.append(at)
        taken[vertex.row] = at + vertex.half + 30
    return places


def layers_of(view: View) -> Layers:
    rows = [int(node.id.startswith("b")) for node in view.nodes]
    return build_layers(view, rows, Direction.DOWN, edge_texts(view))


def test_what_is_pulled_together_is_narrower_and_still_right() -> None:
    layers = layers_of(mesh(3))
    before = place(layers, spread(layers))
    closer = compacted(layers, spread(layers), before.size)
    assert closer is not None
    after = place(layers, closer)
    assert after.size.x < 0.9 * before.size.x
    assert measure(after).flaws == 0
    assert measure(after).least_pt > measure(before).least_pt


def test_the_order_in_each_row_stays() -> None:
    layers = layers_of(mesh(3))
    places = spread(layers)
    closer = compacted(layers, places, place(layers, places).size)
    assert closer is not None
    for row in range(layers.row_count):
        order = sorted((places[one], one) for one, vertex in enumerate(layers.vertices) if vertex.row == row)
        assert all(closer[one] < closer[two] for (_, one), (_, two) in pairwise(order))


def test_words_stand_one_above_the_other_where_their_row_is_the_widest() -> None:
    layers = layers_of(mesh(3))
    places = spread(layers)
    closer = compacted(layers, places, place(layers, places).size)
    assert closer is not None
    labels = sorted((closer[net.label], net.label) for net in layers.nets if net.label != NONE)
    rooms = [layers.vertices[one].half + layers.vertices[two].half for (_, one), (_, two) in pairwise(labels)]
    same = [layers.vertices[one].row == layers.vertices[two].row for (_, one), (_, two) in pairwise(labels)]
    near = [b - a for (a, _), (b, _) in pairwise(labels)]
    assert any(is_row and gap < room - 10 for is_row, gap, room in zip(same, near, rooms, strict=True))
    assert measure(place(layers, closer)).label_overlaps == 0


def test_a_picture_that_would_not_get_larger_is_left_alone() -> None:
    layers = layers_of(mesh(2))
    assert compacted(layers, spread(layers), Point(200.0, 2000.0)) is None
