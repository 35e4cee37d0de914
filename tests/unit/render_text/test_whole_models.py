"""The formats that hold a whole model: what they say, how they are written, and what they leave to properties."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import designer
from designer.cli.main import main
from designer.errors import SettingsError
from designer.model import Boundary, Component, Connection, Flow, Graph, Kind, Mode, Step
from designer.model.brief import Brief
from designer.model.design import Design
from designer.render import likec4, structurizr
from designer.render.calm import NODE_TYPES, PROTOCOLS
from designer.render.model_facts import identifier, nested
from designer.render.registry import format_named
from designer.render.structurizr import structurizr_text
from designer.rendering import render_difference, render_view
from tests.support.catalogs import shipped
from tests.support.model_dialects import DIALECTS, NAMES, named, of_blueprints, text_of
from tests.support.structurizr_grammar import SHAPES, read_structurizr_strictly, tokens_of

SMALL = Design(
    title="Shop",
    summary="Sells things.",
    brief=Brief(text="A shop."),
    graph=Graph(
        components=(
            Component(id="buyer", name="Buyer", kind=Kind.PERSON),
            Component(id="shop", name="Shop API", kind=Kind.SERVICE, technology="Go", boundary="core", replicas=3),
            Component(id="orders", name="Orders", kind=Kind.RELATIONAL_DB, technology="PostgreSQL", boundary="data"),
            Component(id="events", name="Events", kind=Kind.EVENT_LOG, boundary="core"),
            Component(id="bank", name="Bank", kind=Kind.EXTERNAL_SYSTEM, description="Takes the money."),
        ),
        boundaries=(Boundary(id="core", name="Core"), Boundary(id="data", name="Data", parent="core", type="network")),
        connections=(
            Connection(id="c1", source="buyer", target="shop", label="orders", protocol="HTTPS"),
            Connection(id="c2", source="shop", target="orders", label="stores", protocol="SQL"),
            Connection(id="c3", source="shop", target="events", label="tells", mode=Mode.ASYNC),
            Connection(id="c4", source="shop", target="bank", label="charges", protocol="HTTPS"),
        ),
    ),
    flows=(
        Flow(
            id="buy",
            name="A buyer pays",
            critical=True,
            steps=(
                Step(source="buyer", target="shop", message="order"),
                Step(source="shop", target="bank", message="charge"),
                Step(source="bank", target="shop", message="paid"),
                Step(source="orders", target="events", message="nobody knows how"),
            ),
        ),
    ),
)


def lines_of(dialect: str) -> list[str]:
    return [line.strip() for line in text_of(SMALL, dialect).splitlines()]


def test_every_kind_has_a_shape_and_a_type() -> None:
    assert structurizr.SHAPES.keys() == likec4.SHAPES.keys() == NODE_TYPES.keys() == set(Kind)
    assert set(structurizr.SHAPES.values()) <= SHAPES


def test_structurizr_tells_people_neighbours_and_containers_apart() -> None:
    lines = lines_of("structurizr")
    assert 'c_buyer = person "Buyer" "" "Person" {' in lines
    assert 'c_bank = softwareSystem "Bank" "Takes the money." "External system" {' in lines
    assert 'c_orders = container "Orders" "" "PostgreSQL" "Relational database" {' in lines
    assert 'c_shop -> c_events "tells" "" "Asynchronous" {' in lines
    assert '"designer.replicas" "3"' in lines
    places = [
        lines.index(line)
        for line in ('group "Core" {', 'group "Data" {', 'c_shop -> c_events "tells" "" "Asynchronous" {')
    ]
    assert places == sorted(places)


def test_structurizr_shows_the_steps_it_can_and_keeps_the_others() -> None:
    text = text_of(SMALL, "structurizr")
    found = read_structurizr_strictly(text)
    assert found.steps == {
        "flow_buy": [
            ("c_buyer", "c_shop", "order"),
            ("c_shop", "c_bank", "charge"),
            ("c_bank", "c_shop", "paid"),
        ]
    }
    assert ("designer.step.4", "orders events nobody knows how") in found.properties


def test_likec4_nests_boundaries_and_types_relationships() -> None:
    lines = lines_of("likec4")
    assert lines.index("b_core = boundary 'Core' {") < lines.index("b_data = boundary 'Data' {")
    assert "b_core.c_shop -[async]-> b_core.c_events 'tells' {" in lines
    assert "b_core.b_data.c_orders -> b_core.c_events 'nobody knows how'" in lines
    assert lines.count("style { multiple true }") == 1


def test_calm_says_what_it_has_words_for_in_them() -> None:
    document = json.loads(text_of(SMALL, "calm"))
    nodes = {node["unique-id"]: node["node-type"] for node in document["nodes"]}
    assert nodes == {
        "core": "system",
        "data": "network",
        "buyer": "actor",
        "shop": "service",
        "orders": "database",
        "events": "event-log",
        "bank": "system",
    }
    links = {link["unique-id"]: link for link in document["relationships"]}
    assert links["c1"]["relationship-type"] == {"interacts": {"actor": "buyer", "nodes": ["shop"]}}
    assert links["c1"]["protocol"] == "HTTPS"
    # SQL is no protocol of CALM's.
    assert "SQL" not in PROTOCOLS
    assert "protocol" not in links["c2"]
    assert links["c2"]["metadata"]["designer"]["protocol"] == "SQL"
    assert links["inside-data"]["relationship-type"] == {"deployed-in": {"container": "data", "nodes": ["orders"]}}
    (flow,) = document["flows"]
    assert [(step["relationship-unique-id"], step["direction"]) for step in flow["transitions"]] == [
        ("c1", "source-to-destination"),
        ("c4", "source-to-destination"),
        ("c4", "destination-to-source"),
    ]


def test_a_boundary_and_a_part_of_the_same_id_stay_two_things_in_calm() -> None:
    graph = Graph(
        components=(Component(id="core", name="Core", kind=Kind.SERVICE, boundary="core"),),
        boundaries=(Boundary(id="core", name="Core"),),
    )
    design = Design(title="Twice", brief=Brief(text="A test."), graph=graph)
    document = json.loads(text_of(design, "calm"))
    assert [node["unique-id"] for node in document["nodes"]] == ["boundary-core", "core"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_same_design_gives_the_same_bytes(dialect: str) -> None:
    again = Design.model_validate_json(SMALL.to_json())
    assert text_of(SMALL, dialect) == text_of(again, dialect)


@pytest.mark.parametrize("text", NAMES)
def test_structurizr_reads_back_what_is_shown_and_replaces_nothing(text: str) -> None:
    shown = structurizr_text(text)
    quoted = structurizr.structurizr_string(shown)
    assert tokens_of(f"title {quoted} {{") == ["title", shown, "{"]
    assert "${" not in quoted
    assert shown not in ("{", "}", "=", "->", "--https->", "-[async]->", "-/>")


def test_likec4_keeps_hostile_text_in_its_quotes() -> None:
    for line in text_of(named(NAMES), "likec4").splitlines():
        assert not line.lstrip().startswith(("//", "/*", "*/", "!")) or line.lstrip().startswith("// designer.")


def test_no_two_ids_share_an_identifier() -> None:
    assert identifier("a-b", "c") != identifier("a--b", "c")
    assert identifier("this", "c") == "c_this"


def test_boundaries_nest_deeper_than_the_call_stack() -> None:
    boundaries = tuple(
        Boundary(id=f"b{number}", name=f"B{number}", parent=f"b{number - 1}" if number else None)
        for number in range(1_500)
    )
    deepest = Component(id="x", name="X", kind=Kind.SERVICE, boundary="b1499")
    graph = Graph(components=(deepest,), boundaries=boundaries)
    entries = [*nested(graph, graph.components, keeps_empty=False)]
    assert [entry.depth for entry in entries if entry.component] == [1_500]
    assert len(entries) == 3_001


def test_a_bundle_holds_each_whole_model_once(tmp_path: Path) -> None:
    made = designer.design("People paste long links and get short ones back")
    made.save(tmp_path / "out", formats=("mermaid", *DIALECTS))
    files = {path.name for path in (tmp_path / "out" / "diagrams").iterdir()}
    for dialect in DIALECTS:
        extension = format_named(dialect).extension
        assert [name for name in files if name.endswith(extension)] == [f"container{extension}"]
    assert len([name for name in files if name.endswith(".mmd")]) > 3


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_command_line_writes_it(dialect: str, tmp_path: Path) -> None:
    design = of_blueprints()["url-shortener"]
    source = tmp_path / "design.json"
    source.write_text(design.to_json(), encoding="utf-8")
    target = tmp_path / f"model{format_named(dialect).extension}"
    assert main(["render", str(source), "--out", str(target)]) == 0
    written = target.read_text(encoding="utf-8")
    assert written == render_view(design, "container", dialect, theme="light", catalog=shipped())
    assert {item.id for item in designer.load(target).graph.components} == {item.id for item in design.graph.components}


def test_a_whole_model_shows_no_difference() -> None:
    with pytest.raises(SettingsError, match="no difference"):
        render_difference(SMALL, SMALL, "calm", theme="light", catalog=shipped())
