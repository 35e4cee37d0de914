"""What the OpenAPI files say: from interfaces, from flows, from records, and nothing beyond."""

from __future__ import annotations

from typing import Any

import designer
from designer.interfaces.offers import RECORD_KINDS, offers
from designer.interfaces.openapi import openapi_document
from designer.model.brief import Brief
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.design import Design
from designer.model.entity import Entity, EntityField
from designer.model.flow import Flow, Step
from designer.model.graph import Graph
from designer.model.interface import Interface, Operation
from designer.model.kinds import Kind
from designer.stubs.kinds import STANDS

SHORTENER = designer.design("A URL shortener for 100 million new links a month")
PAYMENTS = designer.design("A payment system that charges cards, 1000 payments a second")


def document(design: Design, component: str) -> dict[str, Any] | None:
    return openapi_document(design, design.graph.by_id[component], offers(design)[component])


def of(design: Design, component: str) -> dict[str, Any]:
    found = document(design, component)
    assert found is not None
    return found


def small(*operations: Operation, protocol: str = "HTTPS", **more: Any) -> Design:
    """Return a client, a service and its store, with one entity."""
    parts = (
        Component(id="client", name="Client", kind=Kind.WEB_CLIENT),
        Component(id="orders", name="Orders", kind=Kind.SERVICE, **more),
        Component(id="store", name="Store", kind=Kind.RELATIONAL_DB),
    )
    links = (
        Connection(id="a", source="client", target="orders", protocol=protocol),
        Connection(id="b", source="orders", target="store", protocol="SQL"),
    )
    entity = Entity(id="order", name="Order", store="store", fields=(EntityField(name="id", type="uuid", key=True),))
    spoken = (Interface(id="i", component="orders", name="Orders", operations=operations),) if operations else ()
    graph = Graph(components=parts, connections=links)
    return Design(title="Shop", brief=Brief(text="x"), graph=graph, entities=(entity,), interfaces=spoken)


def test_only_the_operations_of_the_design_are_there() -> None:
    found = of(SHORTENER, "shorten-service")
    methods = {(path, key) for path, item in found["paths"].items() for key in item if key != "parameters"}
    one = "/links/{code}"
    assert methods == {("/links", "post"), (one, "get"), (one, "patch"), (one, "delete")}


def test_ids_depend_on_method_and_path_alone() -> None:
    first = small(Operation(name="GET /orders/{id}"))
    later = small(Operation(name="DELETE /orders/{id}"), Operation(name="GET /orders/{id}"), Operation(name="GET /a"))
    for design in (first, later):
        assert of(design, "orders")["paths"]["/orders/{id}"]["get"]["operationId"] == "getOrdersById"


def test_errors_are_problem_details_and_some_say_when_to_come_back() -> None:
    found = of(SHORTENER, "shorten-service")
    answers = found["paths"]["/links"]["post"]["responses"]
    assert answers["409"] == {"$ref": "#/components/responses/Conflict"} and "default" in answers
    made = found["components"]["responses"]
    assert list(made["Conflict"]["content"]) == ["application/problem+json"]
    assert "Retry-After" in made["TooManyRequests"]["headers"] and "headers" not in made["Conflict"]


def test_an_idempotency_key_is_taken_where_a_call_makes_something_and_the_design_wants_it_once() -> None:
    def keys(design: Design, component: str, path: str, method: str = "post") -> list[dict[str, Any]]:
        found = of(design, component)["paths"][path][method].get("parameters", [])
        return [item for item in found if item["name"] == "Idempotency-Key"]

    assert keys(SHORTENER, "shorten-service", "/links")
    assert keys(PAYMENTS, "payment-service", "/payments")[0]["required"] is True
    assert not keys(SHORTENER, "shorten-service", "/links/{code}", "patch")
    assert not keys(small(Operation(name="POST /orders", status=(201,), idempotent=False)), "orders", "/orders")


def test_a_collection_is_answered_in_pages() -> None:
    found = of(small(Operation(name="GET /orders", response="order")), "orders")["paths"]["/orders"]["get"]
    assert [item["name"] for item in found["parameters"]] == ["limit", "after"]
    schema = found["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema["properties"]["items"]["items"] == {"$ref": "#/components/schemas/Order"}
    assert schema["required"] == ["items", "next"]


def test_what_lets_callers_in_comes_from_the_design() -> None:
    stated = Operation(name="GET /orders", authenticated=True)
    assert "securitySchemes" not in of(small(Operation(name="GET /orders")), "orders")["components"]
    said = of(small(stated), "orders")
    assert said["paths"]["/orders"]["get"]["security"] == [{"bearer": []}]
    checked = of(small(Operation(name="GET /orders"), properties={"authenticates": True}), "orders")
    assert "Checked by Orders" in checked["components"]["securitySchemes"]["bearer"]["description"]
    is_open = of(small(Operation(name="GET /x", authenticated=False), properties={"authenticates": True}), "orders")
    assert is_open["paths"]["/x"]["get"]["security"] == []


def test_calls_of_parties_outside_are_signed() -> None:
    design = small(Operation(name="POST /hooks", authenticated=True))
    links = [link.model_copy(update={"properties": {"webhook": True, "signed": True}}) if link.id == "a" else link
             for link in design.graph.connections]  # fmt: skip
    signed = design.model_copy(update={"graph": design.graph.model_copy(update={"connections": tuple(links)})})
    assert of(signed, "orders")["paths"]["/hooks"]["post"]["security"] == [{"signature": []}]


def test_records_alone_give_operations_that_say_where_they_come_from() -> None:
    found = of(small(), "orders")
    assert "the design names no operation" in found["info"]["description"]
    assert set(found["paths"]) == {"/orders", "/orders/{key}"}


def test_nothing_is_written_where_the_design_gives_no_grounds() -> None:
    assert document(small(protocol="gRPC"), "orders") is None
    bare = small().model_copy(update={"entities": ()})
    assert document(bare, "orders") is None


def test_a_service_that_may_only_read_offers_no_change() -> None:
    design = small()
    links = [link.model_copy(update={"properties": {"writes": False}}) if link.id == "b" else link
             for link in design.graph.connections]  # fmt: skip
    reading = design.model_copy(update={"graph": design.graph.model_copy(update={"connections": tuple(links)})})
    found = of(reading, "orders")["paths"]
    assert {key for item in found.values() for key in item if key != "parameters"} == {"get"}


def test_a_step_that_spells_an_operation_out_is_one() -> None:
    step = Step(source="client", target="orders", message="POST /orders/7/cancel with a reason")
    design = small().model_copy(update={"flows": (Flow(id="f", name="F", steps=(step,)),)})
    found = of(design, "orders")
    assert list(found["paths"]) == ["/orders/{id}/cancel"]
    assert found["paths"]["/orders/{id}/cancel"]["post"]["summary"] == "with a reason"


def test_fields_of_a_request_take_their_types_from_the_entities() -> None:
    content = of(SHORTENER, "shorten-service")["paths"]["/links"]["post"]["requestBody"]["content"]
    schema = content["application/json"]["schema"]
    assert schema["required"] == ["target_url"]
    assert schema["properties"]["expires_at"]["format"] == "date-time"
    assert "type" not in schema["properties"]["alias"]


def test_words_that_name_no_data_claim_no_media_type() -> None:
    operation = Operation(name="GET /report", response="whatever the printer made of it")
    content = of(small(operation), "orders")["paths"]["/report"]["get"]["responses"]["200"]["content"]
    assert content == {"*/*": {"schema": {"description": "whatever the printer made of it"}}}


def test_paths_that_differ_only_in_a_parameter_are_one_path() -> None:
    design = small(Operation(name="GET /orders/{id}"), Operation(name="DELETE /orders/{order}"))
    assert list(of(design, "orders")["paths"]) == ["/orders/{id}"]


def test_the_version_changes_with_the_contract_and_with_nothing_else() -> None:
    first = of(small(Operation(name="GET /orders")), "orders")["info"]["version"]
    assert of(small(Operation(name="GET /orders"), replicas=5), "orders")["info"]["version"] == first
    assert of(small(Operation(name="GET /orders", status=(200, 404))), "orders")["info"]["version"] != first


def test_markdown_of_names_is_text() -> None:
    design = small(Operation(name="GET /orders", response="[x](javascript:alert(1)) <b>"))
    told = of(design, "orders")["paths"]["/orders"]["get"]["description"]
    assert "\\[x\\](javascript\\:alert(1)) \\<b\\>" in told


def test_kinds_that_keep_records_are_those_of_the_runnable_project() -> None:
    assert frozenset(kind for kind, stand in STANDS.items() if stand.cls == "Records") == RECORD_KINDS
