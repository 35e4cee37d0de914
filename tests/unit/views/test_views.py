"""Views choose what a picture shows."""

from __future__ import annotations

import time

from designer.catalog.catalog import Catalog
from designer.model import Flow, Graph, Mode, SequenceView, Step, View, ViewKind
from designer.views import build_container_view, build_context_view, build_sequence_view, build_views
from designer.views.container import build_whole_view
from designer.views.nodes import icon_of
from tests.unit.render_svg.samples import SAMPLES, TECHNOLOGIES, component, design, link, scattered, sms_gateway

CATALOG = Catalog(technologies=TECHNOLOGIES)


def test_views_start_with_the_container_and_one_sequence_for_each_flow() -> None:
    views = build_views(sms_gateway(), CATALOG)
    assert [view.id for view in views[:3]] == ["container", "sequence-send", "sequence-carrier-down"]
    assert [type(view) for view in views[:3]] == [View, SequenceView, SequenceView]


def test_flow_without_steps_has_no_picture() -> None:
    empty = design("Empty", [component("a", "A", "service")], flows=[Flow(id="f", name="Nothing")])
    assert [view.id for view in build_views(empty, CATALOG)] == ["container", "context"]


def test_container_shows_every_component_once() -> None:
    for sample in SAMPLES.values():
        view = build_whole_view(sample, CATALOG)
        assert sorted(node.id for node in view.nodes) == [one.id for one in sample.graph.components]


def test_container_follows_the_critical_flow() -> None:
    view = build_container_view(sms_gateway(), CATALOG)
    assert [node.id for node in view.nodes][:4] == ["apps", "api", "submission", "outbound"]


def test_subtitle_tells_view_load_and_size() -> None:
    view = build_container_view(sms_gateway(), CATALOG)
    assert view.subtitle == "Container view · 40 M messages a day stated · 15 components"


def test_connections_and_cards_of_a_critical_flow_are_critical() -> None:
    view = build_container_view(sms_gateway(), CATALOG)
    critical = {(edge.source, edge.target) for edge in view.edges if edge.is_critical}
    assert critical == {
        ("apps", "api"),
        ("api", "submission"),
        ("submission", "outbound"),
        ("outbound", "routing"),
        ("routing", "adapters"),
        ("adapters", "carrier-a"),
    }
    assert {node.id for node in view.nodes if node.is_critical} == {end for pair in critical for end in pair}


def test_failure_flow_marks_nothing_critical() -> None:
    steps = (Step(source="a", target="b"),)
    failing = design(
        "F",
        [component("a", "A", "service"), component("b", "B", "service")],
        [link("a", "b")],
        flows=[Flow(id="f", name="F", kind="failure", critical=True, steps=steps)],
    )
    assert not build_container_view(failing, CATALOG).edges[0].is_critical


def test_parallel_connections_become_one_line_with_a_count() -> None:
    twice = design(
        "Twice",
        [component("a", "A", "service"), component("b", "B", "queue")],
        [link("a", "b", "publish", "AMQP", "async"), link("a", "b", "ask depth", "HTTP")],
    )
    (edge,) = build_container_view(twice, CATALOG).edges
    assert (edge.count, edge.mode, edge.protocol) == (2, Mode.SYNC, "AMQP / HTTP")
    assert edge.label == "publish, ask depth"


def test_opposite_connections_stay_two_lines() -> None:
    view = build_container_view(SAMPLES["two"], CATALOG)
    assert [(edge.source, edge.target) for edge in view.edges] == [("api", "db"), ("db", "api")]


def test_boundary_that_holds_nothing_is_left_out_and_parents_stay() -> None:
    nested = design(
        "Nested",
        [component("a", "A", "service", boundary="inner")],
        boundaries=[("outer", "Outer", None), ("inner", "Inner", "outer"), ("empty", "Empty", None)],
    )
    assert [group.id for group in build_container_view(nested, CATALOG).groups] == ["inner", "outer"]


def test_icon_is_found_in_spite_of_a_version() -> None:
    assert icon_of("postgresql 16 (primary)", CATALOG) == "onprem/database/postgresql.png"
    assert icon_of("Homegrown", CATALOG) is None
    assert icon_of("", CATALOG) is None


def test_component_without_product_names_its_kind() -> None:
    view = build_container_view(sms_gateway(), CATALOG)
    carrier = next(node for node in view.nodes if node.id == "carrier-a")
    assert (carrier.technology, carrier.icon) == ("External system", None)


def test_messages_know_how_they_travel() -> None:
    sample = sms_gateway()
    view = build_sequence_view(sample, sample.flows[0], CATALOG)
    shown = [(message.is_async, message.is_reply, message.protocol) for message in view.messages]
    assert shown[0] == (False, False, "HTTPS")
    assert shown[2] == (True, False, "AMQP")
    assert shown[3] == (False, True, "")  # no connection either way: an answer to who called first
    assert shown[5] == (False, False, "")  # to itself
    assert shown[8] == (False, True, "SMPP")
    assert [node.id for node in view.participants][:3] == ["apps", "api", "submission"]
    assert not view.is_failure


def test_failure_flow_is_marked() -> None:
    sample = sms_gateway()
    view = build_sequence_view(sample, sample.flows[1], CATALOG)
    assert view.is_failure
    assert view.subtitle.startswith("Failure flow · 3 steps")


def test_context_shows_the_system_between_its_neighbours() -> None:
    view = build_context_view(sms_gateway(), CATALOG)
    assert view.kind is ViewKind.CONTEXT
    assert sorted(node.id for node in view.nodes) == ["apps", "carrier-a", "carrier-b", "the-system"]
    assert {(edge.source, edge.target) for edge in view.edges} == {
        ("apps", "the-system"),
        ("the-system", "carrier-a"),
        ("the-system", "carrier-b"),
        ("carrier-a", "the-system"),
        ("carrier-b", "the-system"),
    }


def test_views_are_cheap() -> None:
    sample = sms_gateway()
    build_container_view(sample, CATALOG)
    best = min(_seconds(lambda: build_container_view(sample, CATALOG)) for _ in range(20))
    assert best < 0.002


def test_views_do_not_depend_on_the_order_of_what_is_given() -> None:
    sample = scattered(20)
    graph = sample.graph
    turned = Graph(
        components=tuple(reversed(graph.components)),
        connections=tuple(reversed(graph.connections)),
        boundaries=tuple(reversed(graph.boundaries)),
    )
    again = sample.model_copy(update={"graph": turned})
    assert build_container_view(again, CATALOG) == build_container_view(sample, CATALOG)


def _seconds(work: object) -> float:
    start = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - start
