"""Applying edits: the effects, the refusals, and that the result is always a valid draft."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.agent.reply import EditReply, read_edits
from designer.edits.apply import Applied, apply_edits
from designer.edits.edits import EDIT_TYPES
from designer.edits.refusal import Refusal
from designer.model import Design, Draft, Kind, Origin
from tests.fakes.drafts import shop

MODEL = Origin(by="model", ref="scripted:test")


def edited(*items: dict[str, Any], draft: Draft | None = None) -> Applied:
    return apply_edits(draft or shop(), read_edits(EditReply(edits=list(items))), origin=MODEL)


def applied(*items: dict[str, Any]) -> Draft:
    result = edited(*items)
    assert not result.refused, [str(one) for one in result.refused]
    return result.draft


def refused(*items: dict[str, Any]) -> Refusal:
    result = edited(*items)
    assert len(result.refused) == 1
    assert result.draft == edited(*items[:-1]).draft
    return result.refused[0]


def test_an_added_component_has_the_origin_and_an_id_of_its_name() -> None:
    draft = applied({"op": "add_component", "name": "Mail queue (EU)", "kind": "queue", "boundary": "core"})
    added = draft.graph.by_id["mail-queue-eu"]
    assert (added.kind, added.boundary, added.origin) == (Kind.QUEUE, "core", MODEL)


def test_an_id_that_cannot_be_one_is_made_into_one_and_found_again() -> None:
    draft = applied(
        {"op": "add_component", "id": "../Mail Queue", "name": "Mail", "kind": "queue"},
        {"op": "connect", "source": "orders", "target": "../Mail Queue", "mode": "async"},
    )
    assert "mail-queue" in {link.target for link in draft.graph.outgoing["orders"]}
    assert "orders-to-mail-queue" in {link.id for link in draft.graph.connections}


def test_a_name_that_gives_no_id_gets_a_numbered_one() -> None:
    item = {"op": "add_component", "name": "日本", "kind": "queue"}
    assert {"component", "component-2"} <= applied(item, item).graph.by_id.keys()


def test_everything_added_has_the_origin() -> None:
    draft = applied(
        {"op": "connect", "source": "orders", "target": "buyer"},
        {"op": "add_boundary", "name": "Zone"},
        {"op": "add_flow", "name": "New", "steps": [{"source": "orders", "target": "cache"}]},
        {"op": "add_entity", "name": "New", "fields": [{"name": "id", "type": "uuid"}]},
        {"op": "decide", "title": "New", "choice": "x"},
    )
    graph = draft.graph
    ours = [
        next(link for link in graph.connections if link.id == "orders-to-buyer"),
        next(boundary for boundary in graph.boundaries if boundary.id == "zone"),
        *(items[-1] for items in (draft.flows, draft.entities, draft.decisions)),
    ]
    assert [one.origin for one in ours] == [MODEL] * 5


def test_an_id_that_is_taken_is_refused() -> None:
    one = refused({"op": "add_component", "id": "cache", "name": "Other", "kind": "cache"})
    assert "component 'cache' exists already" in one.what and one.where == "/edits/0/id"


def test_a_change_keeps_what_it_leaves_out_and_the_origin() -> None:
    before = shop().graph.by_id["order-db"]
    item = {"op": "change_component", "id": "order-db", "replicas": 3, "properties": {"backup": True}}
    after = applied(item).graph.by_id["order-db"]
    assert after == before.model_copy(update={"replicas": 3, "properties": {"source_of_truth": True, "backup": True}})


def test_a_change_takes_a_component_out_of_its_boundary_and_removes_a_property() -> None:
    item = {"op": "change_component", "id": "order-db", "boundary": "", "properties": {"source_of_truth": None}}
    after = applied(item).graph.by_id["order-db"]
    assert after.boundary is None and after.properties == {}


def test_removing_a_component_removes_what_touches_it() -> None:
    draft = applied({"op": "remove_component", "id": "cache"})
    assert "cache" not in draft.model_dump_json().replace("Cache prices", "")
    assert {link.id for link in draft.graph.connections} == {
        "buyer-to-gateway", "gateway-to-orders", "orders-to-order-db"
    }  # fmt: skip
    assert [(flow.id, len(flow.steps)) for flow in draft.flows] == [("buy", 3)]
    assert draft.decisions[0].subjects == ("orders",)


def test_removing_a_store_or_a_service_frees_its_entities_and_drops_its_interfaces() -> None:
    draft = applied({"op": "remove_component", "id": "order-db"}, {"op": "remove_component", "id": "orders"})
    assert draft.entities[0].store is None and draft.interfaces == ()


def test_a_disconnect_removes_the_steps_that_ran_there() -> None:
    draft = applied({"op": "disconnect", "id": "orders-to-cache"})
    assert [(flow.id, len(flow.steps)) for flow in draft.flows] == [("buy", 3)]


def test_a_disconnect_leaves_steps_that_have_another_connection() -> None:
    draft = applied(
        {"op": "connect", "source": "cache", "target": "orders", "label": "expire", "mode": "async"},
        {"op": "disconnect", "id": "orders-to-cache"},
    )
    assert [(flow.id, len(flow.steps)) for flow in draft.flows] == [("buy", 4), ("warm", 1)]


def test_a_connection_changes_in_place() -> None:
    item = {"op": "change_connection", "id": "orders-to-cache", "protocol": "RESP", "properties": {"timeout_s": 1}}
    link = next(link for link in applied(item).graph.connections if link.id == "orders-to-cache")
    assert (link.protocol, link.label, link.properties) == ("RESP", "read price", {"timeout_s": 1})


def test_boundaries_nest() -> None:
    draft = applied(
        {"op": "add_boundary", "name": "Region", "type": "region", "parent": "core"},
        {"op": "change_component", "id": "cache", "boundary": "region"},
    )
    assert draft.graph.boundaries[-1].parent == "core" and draft.graph.by_id["cache"].boundary == "region"


def test_a_flow_with_a_known_id_is_replaced_where_it_stands() -> None:
    steps = [{"source": "orders", "target": "orders"}, {"source": "order-db", "target": "orders"}]
    draft = applied({"op": "add_flow", "id": "buy", "name": "Buy now", "steps": steps})
    assert [flow.name for flow in draft.flows] == ["Buy now", "Warm up"]


def test_an_entity_may_refer_to_itself_and_to_others() -> None:
    fields = [
        {"name": "parent", "type": "uuid", "references": "ticket"},
        {"name": "order", "type": "uuid", "references": "order"},
    ]
    draft = applied({"op": "add_entity", "id": "ticket", "name": "Ticket", "store": "order-db", "fields": fields})
    assert [field.references for field in draft.entities[-1].fields] == ["ticket", "order"]


def test_decisions_and_questions_are_added_once() -> None:
    decide = {"op": "decide", "title": "Sell by queue", "choice": "A queue", "alternatives": [{"name": "A lock"}]}
    ask = {"op": "ask", "question": "One region?", "default": "yes"}
    result = edited(decide, ask, {**decide, "title": "SELL BY QUEUE"}, ask)
    assert [decision.id for decision in result.draft.decisions] == ["d1", "sell-by-queue"]
    assert [question.text for question in result.draft.questions] == ["One region?"]
    assert [one.op for one in result.refused] == ["decide", "ask"] and result.accepted == 2


def test_figures_and_options_are_requests_of_which_the_last_stands() -> None:
    def figure(value: float) -> dict[str, Any]:
        return {"op": "set_parameter", "name": "buyers", "value": value, "unit": "buyers/s"}

    def choose(choice: str) -> dict[str, Any]:
        return {"op": "choose_option", "option": "seating", "choice": choice}

    result = edited(figure(1), figure(2), choose("free"), choose("numbered"), choose("free"))
    assert result.draft == shop()
    assert [one.value for one in result.parameters] == [2]
    assert [one.choice for one in result.options] == ["numbered", "free"]


@pytest.mark.parametrize(
    ("item", "where", "what", "fix"),
    [
        ({"op": "remove_component", "id": "cash"}, "id", "'cash' is not a component", "use one of cache"),
        ({"op": "change_component", "id": "zzz"}, "id", "'zzz' is not a component", "use one of buyer, cache"),
        ({"op": "connect", "source": "orders", "target": "mail"}, "target", "'mail' is not a component", "use"),
        ({"op": "connect", "source": "orders", "target": "orders"}, "target", "to itself", "another"),
        ({"op": "connect", "source": "orders", "target": "cache", "label": "read price"}, "target",
         "'orders-to-cache' says the same", "another label"),
        ({"op": "connect", "id": "orders-to-cache", "source": "cache", "target": "orders"}, "id", "exists", "another"),
        ({"op": "change_connection", "id": "zzz"}, "id", "'zzz' is not a connection", "use one of"),
        ({"op": "disconnect", "id": "cache"}, "id", "'cache' is not a connection", "use one of"),
        ({"op": "change_component", "id": "cache", "boundary": "x"}, "boundary", "'x' is not a boundary", "core"),
        ({"op": "add_boundary", "name": "A", "parent": "x"}, "parent", "'x' is not a boundary", "core"),
        ({"op": "add_boundary", "id": "core", "name": "A"}, "id", "boundary 'core' exists already", "another id"),
        ({"op": "change_component", "id": "cache", "properties": {"tls": True}}, "properties/tls",
         "unknown property 'tls'", "use one of"),
        ({"op": "change_component", "id": "cache", "properties": {"ttl": None}}, "properties/ttl",
         "unknown property 'ttl'", "use one of ttl_s"),
        ({"op": "change_component", "id": "cache", "properties": {"public": "yes"}}, "properties/public",
         "takes a bool", ""),
        ({"op": "change_connection", "id": "orders-to-cache", "properties": {"backoff": "x"}}, "properties/backoff",
         "is one of fixed, exponential", ""),
        ({"op": "add_flow", "name": "A", "steps": [{"source": "buyer", "target": "cache"}]}, "steps/0",
         "no connection between 'buyer' and 'cache'", "connect them first"),
        ({"op": "add_flow", "name": "A", "steps": [{"source": "buyer", "target": "x"}]}, "steps/0/target",
         "'x' is not a component", "use"),
        ({"op": "add_entity", "name": "A", "store": "x", "fields": [{"name": "a", "type": "uuid"}]}, "store",
         "'x' is not a component", "use"),
        ({"op": "add_entity", "name": "A", "fields": [{"name": "a", "type": "uuid", "references": "x"}]},
         "fields/0/references", "'x' is not an entity", "use one of a, order"),
    ],
)  # fmt: skip
def test_an_edit_that_does_not_fit_the_draft_is_refused(item: dict[str, Any], where: str, what: str, fix: str) -> None:
    one = refused(item)
    assert one.where == f"/edits/0/{where}" and one.op == item["op"]
    assert what in one.what and fix in one.fix


def test_an_edit_sees_what_the_ones_before_it_did() -> None:
    one = refused({"op": "remove_component", "id": "cache"}, {"op": "change_component", "id": "cache", "replicas": 2})
    assert one.index == 1


def test_unreadable_edits_keep_their_place_among_the_refusals() -> None:
    result = edited({"op": "remove_component", "id": "x"}, {"op": "?"}, {"op": "remove_component", "id": "y"})
    assert [one.index for one in result.refused] == [0, 1, 2]


def test_the_draft_given_is_not_changed_and_later_layers_are_left_behind() -> None:
    design = Design(**{name: getattr(shop(), name) for name in Draft.model_fields})
    result = edited({"op": "remove_component", "id": "cache"}, draft=design)
    assert "cache" in design.graph.by_id and type(result.draft) is Draft


IDS = st.sampled_from(
    ["buyer", "gateway", "orders", "order-db", "cache", "core", "edge", "buy", "order", "orders-to-cache", "a", "A b",
     "", "日本", "-", "x" * 80, "<b>", "../a", "a\x00\ud800"]
)  # fmt: skip
PROPERTIES = st.dictionaries(
    st.sampled_from(["public", "ttl_s", "backup", "retries", "backoff", "delivery", "nonsense"]),
    st.sampled_from([None, True, False, 1, 2.5, "exponential", "at-least-once", float("inf"), [1]]),
    max_size=3,
)
OPTIONAL = {"name": st.none() | IDS, "kind": st.sampled_from(["cache", "queue", "service", "normal", "box", None])}
ITEMS: dict[str, st.SearchStrategy[Any]] = {
    **OPTIONAL,
    "id": IDS | st.none(), "source": IDS, "target": IDS, "boundary": IDS | st.none(), "parent": IDS | st.none(),
    "store": IDS | st.none(), "replicas": st.integers(-1, 10**7) | st.none(), "properties": PROPERTIES | st.none(),
    "label": st.text(max_size=5), "protocol": st.text(max_size=5), "technology": st.text(max_size=5),
    "mode": st.sampled_from(["sync", "async", "replication", None]), "title": IDS, "choice": IDS, "question": IDS,
    "option": IDS, "value": st.floats(), "unit": IDS, "type": st.sampled_from(["trust", "zone", "uuid", None]),
    "critical": st.booleans(), "message": st.text(max_size=5), "description": st.text(max_size=5),
    "default": st.text(max_size=5), "context": st.text(max_size=5),
    "steps": st.lists(st.fixed_dictionaries({"source": IDS, "target": IDS}), max_size=4),
    "fields": st.lists(
        st.fixed_dictionaries({"name": IDS, "type": st.sampled_from(["uuid", "list"]), "references": IDS | st.none()}),
        max_size=3,
    ),
    "alternatives": st.lists(st.fixed_dictionaries({"name": IDS}), max_size=2),
    "consequences": st.lists(IDS, max_size=2),
}  # fmt: skip


def any_item(kind: type[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return items of one operation: every field of it is drawn from `ITEMS`, so none can be forgotten."""
    names = [name for name in kind.model_fields if name != "op"]
    fields = {name: ITEMS[name] for name in names}
    op = kind.model_fields["op"].default
    return st.fixed_dictionaries(fields).map(lambda item: {**item, "op": op})


EDITS = st.lists(st.one_of([any_item(kind) for kind in EDIT_TYPES]), max_size=12)


@settings(max_examples=200, deadline=None)
@given(EDITS)
def test_any_edits_leave_a_valid_draft(items: list[dict[str, Any]]) -> None:
    result = edited(*items)
    assert Draft.model_validate_json(result.draft.model_dump_json()) == result.draft
    pairs = {(link.source, link.target) for link in result.draft.graph.connections}
    for flow in result.draft.flows:
        assert flow.steps
        for step in flow.steps:
            ends = (step.source, step.target)
            assert step.source == step.target or ends in pairs or ends[::-1] in pairs
    known = result.draft.graph.by_id.keys()
    assert all(mode.component in known for mode in result.draft.failure_modes)
    assert result.accepted + len({one.index for one in result.refused}) == len(items)


@settings(max_examples=50, deadline=None)
@given(EDITS)
def test_the_same_edits_give_the_same_bytes(items: list[dict[str, Any]]) -> None:
    assert edited(*items).model_dump_json() == edited(*items).model_dump_json()
