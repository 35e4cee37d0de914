"""The text dialects: structure, generated ids, hostile names, one shape per kind."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import yaml

from designer.errors import SettingsError
from designer.model import AnyView, Family, Kind, Mode, View, ViewEdge, ViewGroup, ViewKind, ViewNode
from designer.render import d2, dot, mermaid
from designer.render.d2 import render_d2
from designer.render.dot import render_dot
from designer.render.mermaid import render_mermaid
from designer.render.outline import PAINT, view_title
from designer.render.registry import FORMATS, format_named
from tests.unit.render_text.sample_views import (
    HOSTILE,
    every_kind,
    sample_sequence,
    sample_view,
    sequence_named,
    view_named,
)

Write = Callable[[AnyView], str]
WRITERS: tuple[Write, ...] = (render_mermaid, render_d2, render_dot)
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


def test_formats_are_sorted_by_name_and_have_their_own_extensions() -> None:
    names = [row.name for row in FORMATS]
    assert names == sorted(set(names))
    assert len({row.extension for row in FORMATS}) == len(FORMATS)
    assert all(row.extension.startswith(".") and "/" in row.media_type for row in FORMATS)


def test_every_format_is_either_a_picture_or_writes_text() -> None:
    for row in FORMATS:
        writers = (row.write, row.write_model, row.write_placed, row.write_pages)
        assert [bool(write) for write in writers].count(True) == (0 if row.is_picture else 1), row.name
    assert {row.name for row in FORMATS if row.is_picture} >= {"svg", "png"}


def test_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"calm, .*mermaid, "):
        format_named("gif")


@pytest.mark.parametrize("shapes", [mermaid.SHAPES, d2.SHAPES, dot.SHAPES])
def test_every_kind_has_a_shape(shapes: dict[Kind, str]) -> None:
    assert shapes.keys() == set(Kind)


def test_every_family_has_colours_and_every_mode_an_arrow() -> None:
    assert PAINT.keys() == set(Family)
    assert mermaid.ARROWS.keys() == set(Mode)


def test_mermaid_nests_groups_and_tells_modes_apart() -> None:
    text = render_mermaid(sample_view())
    lines = [line.strip() for line in text.splitlines()]
    assert lines[3] == "flowchart TB"
    core, data = lines.index('subgraph g1["Core"]'), lines.index('subgraph g2["Data"]')
    assert lines[core:].index("end") > data - core
    assert 'n0 -->|"open link · HTTPS"| n1' in lines
    assert 'n3 ==>|"WAL"| n4' in lines
    assert 'n2 -.->|"clicked · Kafka · ×2"| n5' in lines
    assert "n5 -.-> n6" in lines
    assert 'n2["Redirect service<br/>Go · ×3"]:::compute' in lines


def test_mermaid_styles_each_line_once() -> None:
    styled = re.findall(r"linkStyle ([\d,]+) ", render_mermaid(sample_view()))
    numbers = [int(number) for group in styled for number in group.split(",")]
    assert sorted(numbers) == list(range(6))


def test_mermaid_draws_critical_lines_stronger() -> None:
    assert "linkStyle 0,1 stroke:#475467,stroke-width:3px" in render_mermaid(sample_view())


def test_d2_label_starts_no_substitution() -> None:
    assert '"\\${token}' in render_d2(view_named("${token}"))


def test_d2_reaches_nodes_through_their_containers() -> None:
    lines = render_d2(sample_view()).splitlines()
    assert 'g1.n2 -> g1.g2.n3: "look up code · SQL" {class: sync}' in lines
    assert 'n0 -> g0.n1: "open link · HTTPS" {class: [sync; critical]}' in lines
    assert "g1.n5 -> n6: {class: async}" in lines


def test_dot_clusters_groups_and_escapes_labels() -> None:
    text = render_dot(view_named('a "b" \\N & c'))
    assert "subgraph cluster_g0 {" in text
    assert 'label="a \\"b\\" \\\\N &amp; c"' in text


def test_sequences_are_numbered_and_keep_their_order() -> None:
    assert render_mermaid(sample_sequence()).splitlines()[3:] == [
        "sequenceDiagram",
        "  autonumber",
        "  actor p0 as Reader",
        "  participant p1 as Redirect service",
        "  participant p2 as Click events",
        "  p0->>p1: GET /abc · HTTPS",
        "  p1->>p1: decode",
        "  p1-)p2: clicked · Kafka",
        "  p1-->>p0: 301",
    ]
    assert "shape: sequence_diagram" in render_d2(sample_sequence())
    assert 'p1 -> p0 [label="4. 301", style=dashed, constraint=false];' in render_dot(sample_sequence())


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("name", HOSTILE, ids=[name[:16] for name in HOSTILE])
@pytest.mark.parametrize("make", [view_named, sequence_named])
def test_hostile_name_adds_no_line_and_no_control_character(
    write: Write, name: str, make: Callable[..., AnyView]
) -> None:
    text = write(make(name))
    assert len(text.splitlines()) == len(write(make("plain")).splitlines())
    assert all(character == "\n" or character.isprintable() for character in text.replace("\u00a0", " "))
    text.encode("utf-8")


@pytest.mark.parametrize("write", [render_d2, render_dot])
@pytest.mark.parametrize("name", HOSTILE, ids=[name[:16] for name in HOSTILE])
def test_hostile_name_changes_nothing_outside_quotes(write: Write, name: str) -> None:
    assert QUOTED.sub('""', write(view_named(name))) == QUOTED.sub('""', write(view_named("plain")))


@pytest.mark.parametrize("name", HOSTILE, ids=[name[:16] for name in HOSTILE])
def test_mermaid_title_is_a_yaml_string(name: str) -> None:
    head = render_mermaid(view_named(name)).split("\n")[1]
    assert yaml.safe_load(head) == {"title": view_title(name)}


@pytest.mark.parametrize("write", WRITERS)
def test_name_of_invisible_characters_falls_back_to_the_kind(write: Write) -> None:
    assert "Service" in write(view_named("\u200b\x00"))


@pytest.mark.parametrize("write", WRITERS)
def test_same_view_gives_the_same_bytes(write: Write) -> None:
    for view in (sample_view(), sample_sequence(), every_kind()):
        assert write(view) == write(type(view).model_validate_json(view.model_dump_json()))
        assert write(view).endswith("\n")


@pytest.mark.parametrize("write", WRITERS)
def test_groups_may_nest_deeper_than_the_call_stack(write: Write) -> None:
    groups = tuple(ViewGroup(id=f"b{n}", name=f"B{n}", parent=f"b{n - 1}" if n else None) for n in range(1500))
    node = ViewNode(id="a", name="Deep down", kind=Kind.SERVICE, group="b1499")
    assert "Deep down" in write(View(id="v", kind=ViewKind.CONTAINER, title="Deep", nodes=(node,), groups=groups))


@pytest.mark.parametrize("write", WRITERS)
def test_node_of_a_group_that_is_not_shown_stands_outside(write: Write) -> None:
    nodes = (ViewNode(id="a", name="Alone", kind=Kind.SERVICE, group="hidden"),)
    edges = (ViewEdge(id="e", source="a", target="a", label="again"),)
    text = write(View(id="v", kind=ViewKind.CONTAINER, title="T", nodes=nodes, edges=edges))
    assert "Alone" in text
    assert "again" in text
