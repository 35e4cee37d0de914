"""The steps of a layout, one by one: rows, nets, vertices, tracks, ports, places."""

from __future__ import annotations

import json

import pytest

from designer.catalog.catalog import Catalog
from designer.errors import LayoutError
from designer.model import Design, View
from designer.render.geometry import Point
from designer.render.layout import batches, plain_picture, simple_candidate
from designer.render.layout_build import build_layers
from designer.render.layout_dot import read_places
from designer.render.layout_layers import NONE, Direction
from designer.render.layout_nets import edge_texts, tapped_edges
from designer.render.layout_ports import spread_ports
from designer.render.layout_rank import rank_cards, without_level_edges
from designer.render.layout_search import Frame, RankEdge, RankProblem
from designer.render.layout_titles import place_groups
from designer.render.layout_tracks import Run, assign_tracks, clashes
from designer.render.quality import measure
from designer.views import build_container_view
from tests.unit.render_svg.samples import (
    HOSTILE,
    SAMPLES,
    TECHNOLOGIES,
    chain,
    component,
    design,
    fan_out,
    link,
    sms_gateway,
)

CATALOG = Catalog(technologies=TECHNOLOGIES)


def view_of(design: Design) -> View:
    return build_container_view(design, CATALOG)


def test_connections_point_down_the_rows() -> None:
    problem = RankProblem(3, (RankEdge(0, 1), RankEdge(1, 2)))
    assert rank_cards(problem, Frame(cards=3, rows=9)) == (0, 1, 2)


def test_client_stands_above_what_it_calls() -> None:
    problem = RankProblem(4, (RankEdge(3, 0, up_cost=40), RankEdge(0, 1), RankEdge(1, 2)), clients=frozenset({3}))
    rows = rank_cards(problem, Frame(cards=3, rows=9))
    assert rows[3] == 0 < rows[0]


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_connected_cards_never_share_a_row(name: str) -> None:
    view = view_of(SAMPLES[name])
    number = {node.id: place for place, node in enumerate(view.nodes)}
    for batch in batches(view):
        for candidate in batch:
            rows = candidate.layers.rows
            assert min(rows) == 0 and set(rows) == set(range(max(rows) + 1))
            drawn = [edge for edge in view.edges if edge.source != edge.target and edge.id not in tapped_edges(view)]
            assert all(rows[number[edge.source]] != rows[number[edge.target]] for edge in drawn)


def test_level_connections_are_parted_even_in_a_ring() -> None:
    ring = tuple(RankEdge(n, (n + 1) % 5) for n in range(5))
    rows = without_level_edges(RankProblem(5, ring), [0, 0, 0, 1, 1])
    assert all(rows[edge.source] != rows[edge.target] for edge in ring)
    assert rows[0] == 0


def test_long_chain_folds() -> None:
    rows = [max(one.layers.rows) + 1 for batch in batches(view_of(chain(12))) for one in batch]
    assert min(rows) <= 7


def test_every_link_spans_one_row() -> None:
    for sample in SAMPLES.values():
        layers = simple_candidate(view_of(sample)).layers
        assert all(layers.vertices[b].row == layers.vertices[a].row + 1 for a, b, _ in layers.links)


def test_cards_stand_in_even_rows_and_labels_in_odd_ones() -> None:
    layers = simple_candidate(view_of(sms_gateway())).layers
    assert all((vertex.row % 2 == 0) == (vertex.card != NONE) or vertex.net != NONE for vertex in layers.vertices)
    labels = [net.label for net in layers.nets if net.label != NONE]
    short = [net.label for net in layers.nets if abs(layers.rows[net.root] - layers.rows[net.leaves[0]]) == 1]
    assert labels and all(layers.vertices[label].row % 2 == 1 for label in short)


@pytest.mark.parametrize(("lines", "row"), [(1, 2), (4, 1)])
def test_words_of_a_passing_line_stand_beside_cards_where_rows_of_words_are_full(lines: int, row: int) -> None:
    parts = [component(f"{side}{n}", f"Part {n}", "service") for side in "ab" for n in range(5)]
    links = [link(f"a{n}", "hub", f"ask for number {n}", "HTTPS") for n in range(5)]
    links += [link("hub", f"b{n}", f"tell of number {n}", "HTTPS") for n in range(5)]
    parts.append(component("hub", "Hub", "service"))
    view = view_of(design("Hub", parts, [*links, link("a0", "b0", "pass by", "HTTPS")]))
    rows = [0 if node.id.startswith("a") else 2 if node.id.startswith("b") else 1 for node in view.nodes]
    texts = edge_texts(view)
    words = next(edge.id for edge in view.edges if (edge.source, edge.target) == ("a0", "b0"))
    # More lines than a card is high do not fit into its row.
    texts[words] = texts[words]._replace(lines=("pass by",) * lines)
    layers = build_layers(view, rows, Direction.DOWN, texts)
    net = next(net for net in layers.nets if net.edges[0].id == words)
    assert layers.vertices[net.label].row == row


def test_connections_that_say_the_same_share_a_trunk() -> None:
    layers = simple_candidate(view_of(sms_gateway())).layers
    shared = [net for net in layers.nets if len(net.edges) > 1]
    assert [{edge.source for edge in net.edges} for net in shared] == [{"carrier-a", "carrier-b"}]


def test_many_reports_to_monitoring_become_marks() -> None:
    view = view_of(fan_out(4))
    assert tapped_edges(view) == {edge.id for edge in view.edges if edge.target == "watch"}
    assert tapped_edges(view_of(sms_gateway())) == frozenset()


def test_engine_never_sees_words_of_a_user() -> None:
    for batch in batches(view_of(SAMPLES["hostile"])):
        for candidate in batch:
            assert not any(word in candidate.program for word in ("script", "passwd", "bold", *HOSTILE))


def test_layouts_go_down_and_to_the_right() -> None:
    tried = [one.layers.direction for batch in batches(view_of(sms_gateway())) for one in batch]
    assert set(tried) == {Direction.DOWN, Direction.RIGHT}


def test_large_picture_tries_fewer_layouts() -> None:
    small, large = view_of(SAMPLES["scattered-25"]), view_of(chain(60))
    assert sum(map(len, batches(large))) < sum(map(len, batches(small)))


def test_runs_that_overlap_get_tracks_of_their_own() -> None:
    runs = [Run(0, (0.0,), (100.0,)), Run(1, (50.0,), (150.0,)), Run(2, (300.0,), (400.0,))]
    tracks = assign_tracks(runs)
    assert set(tracks.values()) == {0, 1}
    assert tracks[0] != tracks[1]
    assert tracks[2] == 0


def test_tracks_are_ordered_so_that_lines_do_not_cross() -> None:
    # Side by side steps to the right: the left one turns below the right one's start, never across it.
    tracks = assign_tracks([Run(0, (0.0,), (100.0,)), Run(1, (50.0,), (150.0,))])
    assert tracks[1] < tracks[0]


def test_very_many_runs_still_get_tracks_of_their_own() -> None:
    runs = [Run(n, (float(n),), (n + 50.5,)) for n in range(120)]
    tracks = assign_tracks(runs)
    assert len(set(tracks.values())) >= 50
    for one in runs:
        for other in runs[: one.net]:
            assert tracks[one.net] != tracks[other.net] or other.high < one.low


def test_straight_run_needs_no_track() -> None:
    assert assign_tracks([Run(0, (10.0,), (10.0,))]) == {}


def test_lines_that_no_track_can_part_are_reported() -> None:
    runs = [Run(0, (0.0,), (100.0,)), Run(1, (100.0,), (0.0,))]
    tracks = assign_tracks(runs)
    assert clashes(runs, tracks)


def test_ports_stay_straight_where_they_can() -> None:
    assert spread_ports([10.0, 60.0], 0.0, 100.0) == [10.0, 60.0]


@pytest.mark.parametrize("wanted", [[-90.0, -80.0, 5.0], [5.0, 300.0, 310.0], [-9.0, 500.0], [50.0] * 9, [-5.0] * 30])
def test_ports_stay_on_their_side_and_in_order(wanted: list[float]) -> None:
    found = spread_ports(wanted, 0.0, 100.0)
    assert len(found) == len(wanted)
    assert found == sorted(found)
    assert min(found) >= -0.001 and max(found) <= 100.001
    assert len(set(found)) == len(found)


def test_places_of_several_graphs_are_read_in_order() -> None:
    first = {"objects": [{"name": "cluster_0"}, {"name": "n0", "pos": "5,1"}]}
    second = {"objects": [{"name": "n1", "pos": "9.5,0"}, {"name": "n0", "pos": "7,1"}]}
    assert read_places(json.dumps(first) + "\n" + json.dumps(second), [1, 2]) == [[5.0], [7.0, 9.5]]


@pytest.mark.parametrize(
    "answer", ["", "nonsense", "[]", "{}", '{"objects": 1}', '{"objects": [{"name": "n0", "pos": "east"}]}']
)
def test_nonsense_from_the_engine_is_refused(answer: str) -> None:
    with pytest.raises(LayoutError):
        read_places(answer, [1])


@pytest.mark.parametrize("name", ["fan-out-4", "sms-gateway", "two"])
def test_title_moves_out_of_the_way_of_lines(name: str) -> None:
    picture = plain_picture(view_of(SAMPLES[name]))
    assert measure(picture).titles_crossed == 0
    line = picture.lines[0]
    group = next((group for group in picture.groups), None)
    if group is not None:
        x = group.rect.x + 20
        across = line._replace(strokes=((Point(x, group.rect.y - 9), Point(x, group.rect.y + 60)),))
        layers = simple_candidate(view_of(SAMPLES[name])).layers
        rects = [one.rect for one in picture.groups]
        moved = place_groups(layers, rects, [], [across], [])
        assert moved[0].title_box.x > x or moved[0].title_box.y > group.rect.y + 60


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_plain_picture_is_correct_without_an_engine(name: str) -> None:
    quality = measure(plain_picture(view_of(SAMPLES[name])))
    assert (quality.node_overlaps, quality.label_overlaps, quality.lines_through_nodes) == (0, 0, 0)
    assert quality.labels_on_lines == 0
