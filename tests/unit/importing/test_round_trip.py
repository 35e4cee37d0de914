"""What we write in another tool's language, we read back: nothing is lost, nothing is added."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.importing.facts import flow_of, link_fields, packed, packed_list, part_fields, unpacked
from designer.model import Kind, Mode, Step
from tests.support.catalogs import shipped
from tests.support.model_dialects import DIALECTS, NAMES, kept, named, of_blueprints, read_back, text_of


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("blueprint", [item.id for item in shipped().blueprints])
def test_every_blueprint_comes_back_whole(blueprint: str, dialect: str) -> None:
    made = of_blueprints()[blueprint]
    found = read_back(text_of(made, dialect), dialect)
    assert found.unread == ()
    assert kept(found.draft) == kept(made)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_hostile_text_comes_back_exactly(dialect: str) -> None:
    made = named(NAMES)
    found = read_back(text_of(made, dialect), dialect)
    assert found.unread == ()
    assert kept(found.draft) == kept(made)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(DIALECTS), st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4))
def test_any_text_comes_back_exactly(dialect: str, names: list[str]) -> None:
    made = named(names)
    assert kept(read_back(text_of(made, dialect), dialect).draft) == kept(made)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(DIALECTS), st.text(alphabet="\\\"'n${}A%*/!=~-> \n", min_size=1, max_size=10))
def test_any_run_of_marks_comes_back_exactly(dialect: str, name: str) -> None:
    made = named([name])
    assert kept(read_back(text_of(made, dialect), dialect).draft) == kept(made)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_a_reader_edits_in_the_file_counts(dialect: str) -> None:
    made = of_blueprints()["url-shortener"]
    text = text_of(made, dialect)
    assert "Click counter" in text
    draft = read_back(text.replace("Click counter", "Tally"), dialect).draft
    assert draft.graph.by_id["click-counter"].name == "Tally"


def test_a_part_added_by_hand_joins_the_boundary_it_stands_in() -> None:
    text = text_of(of_blueprints()["url-shortener"], "structurizr")
    group = 'group "Click processing" {'
    assert text.count(group) == 1
    draft = read_back(text.replace(group, f'{group}\n extra = container "Extra" "" "Redis"'), "structurizr").draft
    assert draft.graph.by_id["extra"].boundary == "clicks"
    assert draft.graph.by_id["extra"].technology == "Redis"


@given(st.text(max_size=30))
def test_packed_text_is_on_one_line_without_syntax(text: str) -> None:
    assert not set(packed(text)) & set("\"'\\${}<>`*!#=,|[]%\n\r\t") - {"%"}
    assert unpacked(packed(text)) == text


@given(st.text(max_size=60))
def test_unpacking_takes_any_text(text: str) -> None:
    assert isinstance(unpacked(text), str)


def test_facts_that_make_no_sense_are_left_out() -> None:
    senseless = {"kind": "blob", "replicas": "-1", "name": "", "existing": "perhaps", "property.stateless": "maybe"}
    assert part_fields(senseless | {"property.unheard": "true", "property.failover": "by magic"}) == {}
    assert part_fields({"replicas": "0"}) == {"replicas": 1}
    assert link_fields({"mode": "sometimes", "property.timeout_s": "soon"}) == {}


def test_facts_give_fields() -> None:
    facts = {"kind": "cache", "tags": packed_list(["a,b", "c"]), "property.ttl_s": "30", "property.eviction": "lru"}
    fields = part_fields(facts)
    assert fields["kind"] is Kind.CACHE
    assert fields["tags"] == ("a,b", "c")
    assert fields["properties"] == {"ttl_s": 30, "eviction": "lru"}
    assert link_fields({"mode": "replication"}) == {"mode": Mode.REPLICATION}


def test_a_flow_takes_the_steps_that_only_its_facts_hold_in_their_place() -> None:
    shown = [Step(source="a", target="b", message="1"), Step(source="b", target="a", message="4")]
    facts = {"id": "f", "step.2": "a a two words", "step.3": "b gone x", "step.4": "b b ", "step.1.message": "one%0A"}
    flow = flow_of(facts, key="k", name="F", steps=shown, parts={"a": "a", "b": "b"}, where="x:1")
    assert flow is not None
    assert [(step.source, step.target, step.message) for step in flow.steps] == [
        ("a", "b", "one\n"),
        ("a", "a", "two words"),
        ("b", "a", "4"),
        ("b", "b", ""),
    ]


def test_a_view_without_any_step_is_no_flow() -> None:
    assert flow_of({}, key="k", name="F", steps=(), parts={}, where="x:1") is None


FOREIGN = {
    "structurizr": """workspace "Shop" {
  model {
    a = person "A"
    s = softwareSystem "S" {
      b = container "B"
      c = container "C"
    }
    a -> b "uses"
    b -> c "asks"
  }
  views {
    dynamic s "buy" "How it goes" {
      title "Buying"
      1: a -> b "orders"
      {
        b -> c "checks"
      }
      a -> s "whole"
      autoLayout
    }
  }
}
""",
    "likec4": """specification { element x }
model {
  a = x 'A'
  b = x 'B'
  c = x 'C'
  a -> b 'uses'
}
views {
  dynamic view buy {
    title 'Buying'
    a -> b 'orders'
    parallel {
      b -> c 'checks'
    }
    b <- c
  }
}
""",
    "calm": """{"nodes": [{"unique-id": "a", "node-type": "service", "name": "A", "description": ""},
  {"unique-id": "b", "node-type": "service", "name": "B", "description": ""}],
  "relationships": [{"unique-id": "ab", "relationship-type": {"connects": {"source": {"node": "a"},
    "destination": {"node": "b"}}}}],
  "flows": [{"unique-id": "buy", "name": "Buying", "description": "x", "transitions": [
    {"relationship-unique-id": "ab", "sequence-number": 2, "description": "answers", "direction": "destination-to-source"},
    {"relationship-unique-id": "ab", "sequence-number": 1, "description": "orders"},
    {"relationship-unique-id": "zz", "sequence-number": 3, "description": "lost"}]}]}
""",
}
STEPS = {
    "structurizr": [("a", "b", "orders"), ("b", "c", "checks")],
    "likec4": [("a", "b", "orders"), ("b", "c", "checks"), ("c", "b", "")],
    "calm": [("a", "b", "orders"), ("b", "a", "answers")],
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_flows_of_other_authors_are_read(dialect: str) -> None:
    found = read_back(FOREIGN[dialect], dialect)
    (flow,) = found.draft.flows
    assert (flow.id, flow.name, flow.kind) == ("buy", "Buying", "normal")
    assert [(step.source, step.target, step.message) for step in flow.steps] == STEPS[dialect]
    assert len(found.unread) == (0 if dialect == "likec4" else 1)


def test_views_whose_keys_are_alike_become_two_flows() -> None:
    text = FOREIGN["likec4"].replace("views {", "views {\n dynamic view Buy { a -> b 'x' }")
    assert [flow.id for flow in read_back(text, "likec4").draft.flows] == ["buy", "buy-2"]


def test_boundaries_that_declare_each_other_as_parents_are_no_trap() -> None:
    facts = "".join(
        f'"designer.boundary.b{n}" "B{n}"\n"designer.boundary.b{n}.parent" "b{(n + 1) % 3}"\n' for n in range(3)
    )
    text = f'workspace {{\n model {{\n properties {{\n{facts}}}\n group "B0" {{\n a = person "A"\n }}\n }}\n}}\n'
    graph = read_back(text, "structurizr").draft.graph
    assert len(graph.boundaries) >= 3
    assert graph.by_id["a"].boundary


def test_a_step_with_a_far_number_costs_nothing() -> None:
    facts = {"id": "f", **{f"step.{999_999 - number}": "a b x" for number in range(2_000)}}
    flow = flow_of(facts, key="k", name="F", steps=(), parts={"a": "a", "b": "b"}, where="x:1")
    assert flow is not None
    assert len(flow.steps) == 2_000
