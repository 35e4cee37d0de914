"""Edits: types, bounds, and reading them out of a reply."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from designer.agent.reply import EditReply, read_edits
from designer.edits.edits import EDIT_TYPES, AddComponent, ChangeComponent, Edit, FieldEdit
from designer.edits.refusal import Refusal
from designer.model.properties import DATA_CLASSES


def read(*items: Any) -> tuple[Edit | Refusal, ...]:
    return read_edits(EditReply(edits=list(items)))


def refusal(item: Any) -> Refusal:
    (one,) = read(item)
    assert isinstance(one, Refusal)
    return one


def test_a_broken_edit_does_not_spoil_the_others() -> None:
    good = {"op": "remove_component", "id": "cache"}
    first, second, third = read(good, {"op": "explode"}, good)
    assert isinstance(second, Refusal) and second.index == 1 and second.where == "/edits/1/op"
    assert first == third and not isinstance(first, Refusal)


@pytest.mark.parametrize(
    ("item", "what", "fix"),
    [
        (3, "it names no operation", "use one of add_component"),
        ({"op": ["x"]}, "it names no operation", "use one of add_component"),
        ({"op": "explode"}, "'explode' is not an operation", "use one of add_component"),
        ({"op": "remove_component"}, "id is missing", "give id"),
        ({"op": "disconnect", "id": ""}, "id is empty", "give id"),
        ({"op": "remove_component", "id": "a", "why": 1}, "'why' is not a field of it", "use op, id"),
        ({"op": "add_component", "name": "a", "kind": "box"}, "kind cannot be 'box'", "use one of 'person'"),
        ({"op": "add_component", "name": "a" * 121, "kind": "cache"}, "name is longer than 120", "shorten name"),
        ({"op": "add_flow", "name": "a", "steps": []}, "steps is empty", "give steps"),
        ({"op": "add_flow", "name": "a", "steps": [{"source": "a", "target": "b"}] * 61}, "more than 60", "shorten"),
        ({"op": "ask", "question": " \n"}, "question is empty", "give question"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(item: Any, what: str, fix: str) -> None:
    one = refusal(item)
    assert what in one.what and fix in one.fix
    assert "\n" not in str(one) and "pydantic" not in str(one)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, "much", None, [1]])
def test_a_figure_that_is_none_is_refused(value: Any) -> None:
    assert refusal({"op": "set_parameter", "name": "buyers", "value": value, "unit": "1/s"}).where == "/edits/0/value"


@pytest.mark.parametrize("value", [float("nan"), 10**30, [1], {"a": 1}, "x" * 201])
def test_a_property_that_is_no_short_scalar_is_refused(value: Any) -> None:
    one = refusal({"op": "change_component", "id": "a", "properties": {"ttl_s": value}})
    assert "'ttl_s'" in one.what


@pytest.mark.parametrize("properties", [["ttl_s"], "ttl_s", [{"value": 1}]])
def test_properties_of_another_form_are_refused(properties: Any) -> None:
    assert "pairs" in refusal({"op": "change_component", "id": "a", "properties": properties}).what


def test_properties_are_read_as_pairs_and_as_a_mapping() -> None:
    pairs = [{"name": "ttl_s", "value": 3}, {"name": "public", "value": None}]
    (one, other) = read(
        {"op": "change_component", "id": "a", "properties": pairs},
        {"op": "change_component", "id": "a", "properties": {"ttl_s": 3, "public": None}},
    )
    assert one == other == ChangeComponent(id="a", properties={"ttl_s": 3, "public": None})


def test_a_null_field_is_one_left_out() -> None:
    (one,) = read({"op": "add_component", "name": "A", "kind": "cache", "replicas": None, "properties": None})
    assert one == AddComponent(name="A", kind="cache")


def test_names_are_one_line_without_control_characters() -> None:
    (one,) = read({"op": "add_component", "name": " <b>\x00a\r\n\ud800\u2028b 👩‍💻 ../ \u202e", "kind": "cache"})
    assert isinstance(one, AddComponent)
    assert one.name == "<b>a b 👩‍💻 ../ \u202e"
    one.name.encode()


def test_a_reply_is_read_up_to_its_limit() -> None:
    edits = read(*[{"op": "remove_component", "id": "a"}] * 205)
    assert len(edits) == 201
    assert isinstance(edits[-1], Refusal) and "at most 200 edits, not 205" in edits[-1].what


def test_unknown_keys_beside_the_edits_are_ignored() -> None:
    assert EditReply.model_validate({"edits": [], "comment": "hello"}).edits == []


def test_the_schema_of_a_reply_types_every_edit() -> None:
    schema = EditReply.model_json_schema()
    names = {kind.__name__ for kind in EDIT_TYPES}
    assert names <= schema["$defs"].keys() and len(names) == 13
    assert "enum" in str(schema["$defs"]["AddComponent"]["properties"]["properties"])


def test_data_classes_of_fields_are_those_of_the_vocabulary() -> None:
    assert get_args(FieldEdit.model_fields["data_class"].annotation) == DATA_CLASSES


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("public", "True", True),
        ("rate_limited", "false", False),
        ("ttl_s", "30", 30.0),
        ("ttl_s", "half a minute", "half a minute"),
        ("public", "yes", "yes"),
        ("technology", "true", "true"),
    ],
)
def test_truth_and_numbers_in_quotes_are_read_where_a_property_takes_them(name: str, value: str, meant: Any) -> None:
    (one,) = read({"op": "change_component", "id": "cache", "properties": [{"name": name, "value": value}]})
    assert isinstance(one, ChangeComponent)
    assert one.properties == {name: meant} and type(one.properties[name]) is type(meant)
