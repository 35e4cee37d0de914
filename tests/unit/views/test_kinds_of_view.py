"""Each kind of view shows what the design says, and is left out where it says nothing."""

from __future__ import annotations

from functools import cache

import pytest

import designer
from designer.catalog.catalog import Catalog
from designer.errors import SettingsError
from designer.model import (
    Boundary,
    Component,
    Connection,
    Design,
    Entity,
    Finding,
    Flow,
    Graph,
    Kind,
    SequenceView,
    Severity,
    Step,
    View,
    ViewKind,
)
from designer.model.entity import EntityField
from designer.views import build_bundle_views, build_component_views, build_view, build_views
from designer.views.heat import heat_of
from designer.views.state import build_state_views
from tests.support.catalogs import shipped
from tests.unit.render_svg.samples import TECHNOLOGIES, design, sms_gateway

EMPTY = Catalog(technologies=TECHNOLOGIES)


@cache
def payment() -> Design:
    return designer.design(shipped().blueprint("payment-system").examples[0].brief, catalog=shipped())


def part(
    id: str, kind: Kind = Kind.SERVICE, *, boundary: str | None = None, replicas: int = 1, **stated: object
) -> Component:
    return Component(id=id, name=id.capitalize(), kind=kind, boundary=boundary, replicas=replicas, properties=stated)


def wire(source: str, target: str, label: str = "asks", **stated: object) -> Connection:
    return Connection(id=f"{source}-{target}", source=source, target=target, label=label, properties=stated)


def system(*items: Component | Connection | Boundary, **more: object) -> Design:
    graph = Graph(
        components=tuple(item for item in items if isinstance(item, Component)),
        connections=tuple(item for item in items if isinstance(item, Connection)),
        boundaries=tuple(item for item in items if isinstance(item, Boundary)),
    )
    return design("System", []).model_copy(update={"graph": graph, **more})


def view_of(sample: Design, name: str, catalog: Catalog = EMPTY) -> View:
    found = build_view(sample, name, catalog)
    assert isinstance(found, View)
    return found


def flow(*pairs: tuple[str, str]) -> Flow:
    steps = tuple(Step(source=source, target=target, message="asks") for source, target in pairs)
    return Flow(id="buy", name="Buy", steps=steps, critical=True)


@pytest.mark.parametrize(
    "name", ["data-flow", "deployment", "entities", "state", "heat", "failures", "threats", "component", "sequence"]
)
def test_view_of_a_design_that_lacks_what_it_shows_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        build_view(system(part("web")), name, EMPTY)
    assert f"the design has no {name} view: " in str(caught.value)
    assert "container" in str(caught.value) and len(str(caught.value)) < 600


def test_unknown_view_is_refused_with_the_known_kinds() -> None:
    with pytest.raises(SettingsError, match="there is no view 'nonsense'"):
        build_view(payment(), "nonsense", shipped())
    with pytest.raises(SettingsError, match="component-core"):
        build_view(payment(), "component-nowhere", shipped())


def test_every_kind_of_view_has_a_builder_and_every_id_is_its_own_address() -> None:
    views = build_views(payment(), shipped())
    assert {view.kind for view in views} == set(ViewKind) - {ViewKind.DIFF}
    for view in views:
        assert build_view(payment(), view.id, shipped()) == view


def test_bundle_draws_few_views_and_each_of_them_is_known() -> None:
    for blueprint in shipped().blueprints[:8]:
        sample = designer.design(blueprint.examples[0].brief, catalog=shipped())
        drawn = [view.id for view in build_bundle_views(sample, shipped())]
        assert set(drawn) <= {view.id for view in build_views(sample, shipped())}
        assert drawn[0] == "container"
        assert sum(1 for name in drawn if not name.startswith("sequence")) <= 5


def test_component_view_shows_a_boundary_between_its_muted_neighbours() -> None:
    views = build_component_views(sms_gateway(), EMPTY)
    assert [view.id for view in views] == ["component-sending", "component-receipts"]
    receipts = views[1]
    assert {node.id for node in receipts.nodes if not node.is_muted} == {"handler", "log", "status"}
    assert {node.id for node in receipts.nodes if node.is_muted} == {"carrier-a", "carrier-b", "scores"}
    inside = {"handler", "log", "status"}
    assert all({edge.source, edge.target} & inside for edge in receipts.edges)
    assert [group.id for group in receipts.groups] == ["receipts"]


def test_component_is_the_largest_boundary() -> None:
    assert view_of(sms_gateway(), "component").id == "component-sending"


def test_data_flow_says_what_is_stated_and_what_a_store_may_give() -> None:
    person = EntityField(name="mail", type="string", data_class="personal")
    sample = system(
        part("web"),
        part("users", Kind.RELATIONAL_DB),
        part("vault", Kind.SECRET_STORE),
        wire("web", "users", "looks up", reads=True),
        wire("web", "vault", "fetches", data_class="secret"),
        entities=(Entity(id="user", name="User", store="users", fields=(person,)),),
    )
    view = view_of(sample, "data-flow")
    words = {(edge.source, edge.target): (edge.protocol, edge.tone) for edge in view.edges}
    assert words == {("users", "web"): ("up to personal data", "warn"), ("web", "vault"): ("secret data", "bad")}
    users = next(node for node in view.nodes if node.id == "users")
    assert [badge.text for badge in users.badges] == ["personal"]
    assert users.technology == "User"


def test_data_flow_draws_trust_and_network_lines_as_such() -> None:
    sample = system(
        part("web", boundary="edge", data_class="personal"),
        part("core", boundary="team"),
        Boundary(id="edge", name="Edge", type="trust"),
        Boundary(id="team", name="Team", type="team"),
    )
    assert {group.id: group.is_trust for group in view_of(sample, "data-flow").groups} == {"edge": True, "team": False}


def test_deployment_needs_more_than_copies_and_invents_no_zone() -> None:
    with pytest.raises(SettingsError, match="no region, no zone"):
        build_view(system(part("web", replicas=3)), "deployment", EMPTY)
    sample = system(part("web", replicas=3, multi_zone=True), part("job", multi_zone=False), part("db", replicas=2))
    view = view_of(sample, "deployment")
    places = {node.id: node.group for node in view.nodes}
    assert places["db"] is None
    names = {group.id: group.name for group in view.groups}
    assert (names[places["web"] or ""], names[places["job"] or ""]) == ("Several zones", "One zone")
    assert view.subtitle == "Deployment · 6 instances of 3 parts · 1 of them in zones that nobody states"


def test_deployment_nests_zones_in_regions_and_leaves_other_lines_out() -> None:
    sample = system(
        part("web", boundary="a"),
        part("db", boundary="team"),
        Boundary(id="eu", name="Europe", type="region"),
        Boundary(id="team", name="Team", type="team", parent="eu"),
        Boundary(id="a", name="A", type="zone", parent="team"),
    )
    view = view_of(sample, "deployment")
    assert {(group.id, group.parent) for group in view.groups} == {("eu", None), ("a", "eu")}
    assert {node.id: node.group for node in view.nodes} == {"web": "a", "db": "eu"}


def test_entities_have_keys_references_and_how_many() -> None:
    key = EntityField(name="id", type="uuid", key=True)
    many = EntityField(name="user_id", type="uuid", references="user")
    maybe = EntityField(name="parent", type="uuid", references="order", optional=True)
    one = EntityField(name="order_id", type="uuid", key=True, references="order")
    sample = system(
        part("db", Kind.RELATIONAL_DB),
        entities=(
            Entity(id="user", name="User", store="db", fields=(key,)),
            Entity(id="order", name="Order", store="db", fields=(key, many, maybe)),
            Entity(id="receipt", name="Receipt", store="db", fields=(one,)),
        ),
    )
    view = view_of(sample, "entities")
    found = {(edge.source, edge.target): (edge.label, edge.protocol) for edge in view.edges}
    assert found == {
        ("order", "user"): ("user_id", "n : 1"),
        ("order", "order"): ("parent", "n : 0..1"),
        ("receipt", "order"): ("order_id", "0..1 : 1"),
    }
    order = next(node for node in view.nodes if node.id == "order")
    assert [(row.mark, row.name, row.type) for row in order.rows] == [
        ("PK", "id", "uuid"), ("FK", "user_id", "uuid"), ("FK", "parent", "uuid?"),
    ]  # fmt: skip
    assert [group.id for group in view.groups] == ["db"]


def test_state_machine_starts_at_its_initial_state_and_knows_where_it_ends() -> None:
    view = view_of(payment(), "state", shipped())
    machine = shipped().blueprint("payment-system").state_machines["payment-life"]
    names = {node.id: node.name for node in view.nodes}
    (first,) = (edge for edge in view.edges if names[edge.source] == "Start")
    assert names[first.target] == machine.initial
    drawn = {(names[edge.source], names[edge.target]) for edge in view.edges if edge is not first}
    assert drawn == {(item.source, item.target) for item in machine.transitions}
    left = {item.source for item in machine.transitions}
    assert {node.name for node in view.nodes if node.stage == "end"} == set(names.values()) - left - {"Start"}


def test_state_machine_of_an_entity_that_is_not_there_is_left_out() -> None:
    without = payment().model_copy(
        update={
            "entities": tuple(
                item for item in payment().entities if item.id not in ("payment", *_pointing_at_payment())
            )
        }
    )
    assert build_state_views(without, shipped()) == ()


def _pointing_at_payment() -> set[str]:
    return {item.id for item in payment().entities if any(field.references == "payment" for field in item.fields)}


def test_heat_prints_the_share_and_colours_only_what_is_known() -> None:
    view = view_of(payment(), "heat", shipped())
    hot = {node.id: (node.figure, node.tone) for node in view.nodes if node.figure}
    assert hot["payment-service"] == ("65%", "fair")
    assert all(node.is_muted and not node.tone for node in view.nodes if not node.figure)
    assert {key.tone for key in view.keys} >= {tone for _, tone in hot.values()}
    assert [heat_of(share) for share in (0.1, 0.5, 0.7, 0.85, 1.0, 1.01)] == [
        "low", "fair", "busy", "hot", "hot", "over",
    ]  # fmt: skip


def test_single_point_of_failure_has_a_number_and_a_note_that_says_where_the_flow_stops() -> None:
    sample = system(
        part("app", Kind.WEB_CLIENT), part("api"), part("db", Kind.RELATIONAL_DB, replicas=2), part("stripe", Kind.EXTERNAL_SYSTEM),
        wire("app", "api"), wire("api", "db"), wire("api", "stripe"),
        flows=(flow(("app", "api"), ("api", "db"), ("api", "stripe")),),
    )  # fmt: skip
    view = view_of(sample, "failures")
    assert {node.id: node.tone for node in view.nodes} == {"app": "", "api": "bad", "db": "good", "stripe": "warn"}
    assert [(note.mark, note.title) for note in view.notes] == [("1", "Api")]
    assert "stops “Buy”" in view.notes[0].text
    assert "1 single point of failure" in view.subtitle
    assert next(node for node in view.nodes if node.id == "db").technology == "all lost: stops 1 flow"


def test_threats_number_open_findings_of_security_on_parts_and_lines() -> None:
    found = (
        Finding(rule="SEC001", severity=Severity.ERROR, message="open door", subjects=("api",)),
        Finding(rule="SEC002", severity=Severity.WARNING, message="plain text", subjects=("api-db",)),
        Finding(rule="SEC003", severity=Severity.WARNING, message="accepted", subjects=("db",), state="accepted"),
        Finding(rule="REL001", severity=Severity.ERROR, message="one copy", subjects=("db",)),
    )
    sample = system(
        part("app", Kind.WEB_CLIENT), part("api"), part("db", Kind.RELATIONAL_DB), wire("app", "api"), wire("api", "db"),
        findings=found,
    )  # fmt: skip
    view = view_of(sample, "threats")
    badges = {node.id: [badge.text for badge in node.badges] for node in view.nodes}
    assert badges == {"app": [], "api": ["entry", "1"], "db": []}
    assert {edge.label for edge in view.edges} == {"asks", "[2] asks"}
    assert [(note.mark, note.text) for note in view.notes] == [("1", "open door"), ("2", "plain text")]


def test_finding_about_telemetry_has_its_number_on_the_part_that_sends_it() -> None:
    found = (Finding(rule="SEC004", severity=Severity.WARNING, message="plain text", subjects=("api-watch",)),)
    sample = system(part("api"), part("watch", Kind.OBSERVABILITY), wire("api", "watch"), findings=found)
    view = view_of(sample, "threats")
    assert {node.id: [badge.text for badge in node.badges] for node in view.nodes} == {"api": ["1"], "watch": []}


def test_overlays_of_a_large_design_show_what_matters_most() -> None:
    services = [part(f"s{number:02}") for number in range(40)]
    calls = [wire(f"s{number:02}", f"s{number + 1:02}") for number in range(39)]
    bad = Finding(rule="SEC001", severity=Severity.ERROR, message="open door", subjects=("s33",))
    view = view_of(
        system(*services, *calls, part("app", Kind.WEB_CLIENT), wire("app", "s00"), findings=(bad,)), "threats"
    )
    assert len(view.nodes) == 25
    assert {"s33", "s00"} <= {node.id for node in view.nodes}
    assert "16 other parts left out" in view.subtitle


def test_sequence_is_that_of_a_critical_flow() -> None:
    found = build_view(sms_gateway(), "sequence", EMPTY)
    assert isinstance(found, SequenceView) and found.id == "sequence-send"
