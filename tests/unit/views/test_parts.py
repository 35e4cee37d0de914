"""A large design is divided into parts that each fit one picture, the same each time."""

from __future__ import annotations

from random import Random

import pytest

from designer.catalog.catalog import Catalog
from designer.model import Design, Graph, View
from designer.views import build_component_views, build_container_view, build_page_views, build_views
from designer.views.parts import MOST_CARDS, clusters, divided
from tests.unit.render_svg.samples import TECHNOLOGIES, component, design, link

CATALOG = Catalog(technologies=TECHNOLOGIES)
KINDS = ("service",) * 8 + ("worker", "relational-db", "cache", "queue", "external-system", "web-client")


def large(size: int, *, bounded: bool) -> Design:
    """Return a design of neighbourhoods of 15 parts with most connections inside them."""
    lot = Random(size)
    homes = max(size // 15, 1)
    parts = []
    for number in range(size):
        kind = lot.choice(KINDS)
        inside = bounded and kind not in ("external-system", "web-client")
        parts.append(component(f"c{number}", f"Part {number}", kind, boundary=f"b{number % homes}" if inside else None))
    pairs = set()
    for _ in range(int(size * 1.5)):
        one = lot.randrange(size)
        other = (one + homes * lot.randrange(1, 15)) % size if lot.random() < 0.8 else lot.randrange(size)
        if one != other:
            pairs.add((one, other))
    links = [link(f"c{one}", f"c{other}", "read", "gRPC") for one, other in sorted(pairs)]
    return design("Large", parts, links, [(f"b{n}", f"Area {n}", None) for n in range(homes)] if bounded else [])


def shown(views: tuple[View, ...]) -> set[str]:
    return {node.id for view in views for node in view.nodes if not node.is_muted and not node.link}


@pytest.mark.parametrize("bounded", [True, False])
@pytest.mark.parametrize("size", [60, 300, 1000])
def test_large_design_becomes_readable_pictures_that_show_every_component(size: int, bounded: bool) -> None:
    sample = large(size, bounded=bounded)
    overview, parts = build_container_view(sample, CATALOG), build_component_views(sample, CATALOG)
    assert all(len(view.nodes) <= MOST_CARDS + 9 for view in (overview, *parts))
    assert all(len(view.edges) <= 2 * len(view.nodes) + 12 for view in (overview, *parts))
    loose = {node.id for node in overview.nodes if not node.link}
    assert shown(parts) | loose == set(sample.graph.by_id)


@pytest.mark.parametrize("bounded", [True, False])
def test_every_card_of_a_part_leads_to_a_picture(bounded: bool) -> None:
    views = build_views(large(300, bounded=bounded), CATALOG)
    ids = [view.id for view in views]
    links = {node.link for view in views if isinstance(view, View) for node in view.nodes if node.link}
    assert links and links <= set(ids)
    assert len(ids) == len(set(ids))


def test_overview_counts_what_is_inside() -> None:
    sample = large(60, bounded=True)
    view = build_container_view(sample, CATALOG)
    inside = sum(int(node.figure) for node in view.nodes if node.figure)
    loose = sum(1 for node in view.nodes if not node.figure)
    assert inside + loose == 60
    assert "60 components" in view.subtitle


def test_division_does_not_depend_on_the_order_of_what_is_given() -> None:
    sample = large(300, bounded=False)
    graph = sample.graph
    turned = Graph(components=graph.components[::-1], connections=graph.connections[::-1], boundaries=graph.boundaries)
    assert divided(sample) == divided(sample.model_copy(update={"graph": turned}))


def test_design_of_no_more_than_a_picture_is_not_divided() -> None:
    sample = large(MOST_CARDS, bounded=True)
    assert all(not node.link for node in build_container_view(sample, CATALOG).nodes)


def test_parts_hold_what_is_most_connected() -> None:
    weights = {("a", "b"): 3, ("b", "c"): 1, ("c", "d"): 3}
    assert clusters(list("abcd"), weights, most=2) == [("a", "b"), ("c", "d")]
    assert clusters(list("abcd"), weights, most=4) == [("a", "b", "c", "d")]


def test_more_boundaries_than_an_overview_shows_go_together() -> None:
    parts = [component(f"c{n}", f"Part {n}", "service", boundary=f"b{n}") for n in range(80)]
    links = [link(f"c{n}", f"c{n + 1}", "read") for n in range(79)]
    sample = design("Many", parts, links, [(f"b{n}", f"Area {n}", None) for n in range(80)])
    assert len(build_container_view(sample, CATALOG).nodes) <= MOST_CARDS


def test_monitoring_beside_a_part_stands_for_itself() -> None:
    services = [component(f"s{n}", f"Service {n}", "service", boundary="app") for n in range(5)]
    others = [
        component("watch", "Metrics", "observability", boundary="ops"),
        component("login", "Login", "identity-provider", boundary="ops"),
        *(component(f"d{n}", f"Store {n}", "relational-db", boundary="data") for n in range(12)),
    ]
    links = [link(f"s{n}", "watch", "metrics", "OTLP") for n in range(5)]
    links += [link(f"s{n}", f"d{n + m}", "read", "SQL") for n in range(5) for m in range(8)]
    links += [link(f"s{n}", "login", "ask", "HTTPS") for n in range(2)]
    areas: list[tuple[str, str, str | None]] = [("app", "App", None), ("ops", "Ops", None), ("data", "Data", None)]
    sample = design("Watched", [*services, *others], links, areas)
    view = next(view for view in build_page_views(sample, CATALOG, cards=10) if view.title.endswith(": App"))
    assert {node.id for node in view.nodes if node.is_muted} == {"watch", "part:ops", "part:data"}
    assert {edge.target for edge in view.edges} == {"watch", "part:ops", "part:data"}
