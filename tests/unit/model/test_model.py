"""The frozen types: references checked, canonical JSON, nothing leaves the bundle."""

from __future__ import annotations

import pickle

import pytest
from pydantic import ValidationError

from designer.errors import DesignerError, DesignError, Problem
from designer.model import (
    Artifact,
    Boundary,
    Brief,
    Component,
    Connection,
    Design,
    Draft,
    Flow,
    Graph,
    Kind,
    Origin,
    Step,
    canonical_json,
    unique_slug,
)

A = Component(id="a", name="A", kind=Kind.SERVICE)
B = Component(id="b", name="B", kind=Kind.RELATIONAL_DB)


def test_a_graph_reports_all_broken_references_at_once_with_what_where_and_fix() -> None:
    with pytest.raises(DesignError) as caught:
        Graph(
            components=(A, A, B.model_copy(update={"boundary": "nowhere"})),
            connections=(Connection(id="x", source="a", target="gone"),),
            boundaries=(Boundary(id="in", name="In", parent="out"), Boundary(id="out", name="Out", parent="in")),
        )
    wheres = {problem.where for problem in caught.value.problems}
    assert {"/graph/components", "/graph/components/b/boundary", "/graph/connections/x/target"} <= wheres
    assert any(where.startswith("/graph/boundaries/") for where in wheres)
    assert all(problem.what and problem.fix for problem in caught.value.problems)


def test_lists_are_sorted_by_id_whatever_the_order_given() -> None:
    assert Graph(components=(B, A)) == Graph(components=(A, B))


def test_a_flow_must_name_components() -> None:
    with pytest.raises(DesignError, match="'gone' is not a component"):
        Draft(
            title="T",
            brief=Brief(text="t"),
            graph=Graph(components=(A,)),
            flows=(Flow(id="f", name="F", steps=(Step(source="a", target="gone"),)),),
        )


def test_a_design_round_trips_through_its_canonical_json_and_pickle() -> None:
    made = Design(title="T", brief=Brief(text="t"), graph=Graph(components=(A, B)))
    text = made.to_json()
    assert Design.model_validate_json(text).to_json() == text
    assert pickle.loads(pickle.dumps(made)).to_json() == text
    assert text.endswith("}\n")


def test_canonical_json_ignores_the_order_of_keys() -> None:
    assert canonical_json({"b": 1, "a": "ü"}) == canonical_json({"a": "ü", "b": 1})


def test_an_origin_shows_only_what_it_says() -> None:
    assert Origin.brief(0, 3).model_dump() == {"by": "brief", "span": (0, 3)}
    assert Origin.blueprint("x", "role").model_dump() == {"by": "blueprint", "ref": "x/role"}
    with pytest.raises(ValidationError):
        Origin(by="brief")
    with pytest.raises(ValidationError):
        Origin(by="rule")


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../x", "a\\b", "", "a\0b"])
def test_an_artifact_cannot_leave_the_bundle(path: str) -> None:
    with pytest.raises(DesignError):
        Artifact.text(path, "x")


@pytest.mark.parametrize("bad", ["", "-a", "A", "a b", "a" * 65, "ü"])
def test_ids_are_slugs(bad: str) -> None:
    with pytest.raises(ValidationError):
        Component(id=bad, name="A", kind=Kind.SERVICE)


def test_an_unknown_property_or_a_value_of_another_type_is_refused() -> None:
    for properties in ({"colour": "red"}, {"stateless": "yes"}, {"retention_s": True}, {"delivery": "sometimes"}):
        with pytest.raises(ValidationError):
            Component(id="a", name="A", kind=Kind.SERVICE, properties=properties)


def test_unique_slugs_stay_short_and_differ() -> None:
    taken: set[str] = set()
    for _ in range(12):
        taken.add(unique_slug("x" * 300, taken))
    assert len(taken) == 12 and all(len(slug) <= 64 for slug in taken)


def test_an_error_says_what_where_and_how_to_fix_on_one_line_each_and_survives_pickling() -> None:
    error = DesignerError(problems=[Problem("is\nbroken", "here", "mend it"), Problem("too")])
    assert str(error) == "here: is broken. Fix: mend it\ntoo"
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
