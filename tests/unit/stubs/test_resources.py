"""What services offer: from entities, from interfaces, and from their names alone."""

from __future__ import annotations

import designer
from designer.model.brief import Brief
from designer.model.component import Component
from designer.model.design import Design
from designer.model.graph import Graph
from designer.model.kinds import Kind
from designer.stubs.resources import offers
from tests.support.stub_designs import hostile_design

SHORTENER = designer.design("A URL shortener for 100 million new links a month")


def acts(component: str) -> dict[tuple[str, str], str]:
    return {(route.method, route.path): route.act for route in offers(SHORTENER)[component].routes}


def test_an_interface_says_the_paths_and_an_entity_what_they_mean() -> None:
    found = acts("shorten-service")
    assert found[("POST", "/links")] == "create"
    assert found[("GET", "/links")] == "list"
    assert found[("GET", "/links/{code}")] == "read"
    assert found[("PATCH", "/links/{code}")] == "change"
    assert found[("DELETE", "/links/{code}")] == "remove"
    assert ("GET", "/links/{key}") not in found


def test_an_operation_on_the_key_of_an_entity_reads_it() -> None:
    link = next(one for one in offers(SHORTENER)["shorten-service"].resources if one.entity == "link")
    assert (link.keys, link.key_type, link.location, link.store) == (("code",), "string", "target_url", "link-store")
    assert link.stamps == ("created_at",)


def test_a_service_of_which_nothing_is_said_keeps_records_by_its_name() -> None:
    graph = Graph(components=(Component(id="booking-service", name="Booking service", kind=Kind.SERVICE),))
    offer = offers(Design(title="t", brief=Brief(text="t"), graph=graph))["booking-service"]
    assert [(route.method, route.path) for route in offer.routes] == [
        ("GET", "/bookings"),
        ("POST", "/bookings"),
        ("DELETE", "/bookings/{key}"),
        ("GET", "/bookings/{key}"),
        ("PATCH", "/bookings/{key}"),
        ("PUT", "/bookings/{key}"),
    ]


def test_hostile_entities_and_operations_give_valid_different_routes_and_fields() -> None:
    for offer in offers(hostile_design()).values():
        shapes = [(route.method, route.path.count("{"), route.path) for route in offer.routes]
        assert len(set(shapes)) == len(shapes)
        assert not {"/healthz", "/docs"} & {route.path for route in offer.routes}
        for resource in offer.resources:
            names = [field.name for field in resource.fields]
            assert len(set(names)) == len(names)
            assert len({field.wire for field in resource.fields}) == len(names)
