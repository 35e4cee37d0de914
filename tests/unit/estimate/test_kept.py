"""Stated retention on the stores that hold what is kept."""

from __future__ import annotations

import pytest

from designer.brief.quantities import quantities_in
from designer.estimate.kept import with_retention
from designer.model.base import Scalar
from designer.model.brief import Brief
from designer.model.component import Component
from designer.model.design import Draft
from designer.model.entity import Entity, EntityField
from designer.model.graph import Graph
from designer.model.kinds import Kind

DAY = 86400.0


def _kept(text: str, *parts: Component, entity: str = "Order", store: str = "orders") -> dict[str, Scalar | None]:
    owned = tuple(
        Entity(id="thing", name=entity, store=part.id, fields=(EntityField(name="id", type="uuid", key=True),))
        for part in parts
        if part.id == store
    )
    brief = Brief(text=text, quantities=quantities_in(text))
    made = with_retention(Draft(title="t", brief=brief, graph=Graph(components=parts), entities=owned))
    return {part.id: part.prop("retention_s") for part in made.graph.components}


def _part(name: str, kind: Kind, technology: str = "", **properties: Scalar) -> Component:
    return Component(id=name, name=name.capitalize(), kind=kind, technology=technology, properties=properties)


def test_a_store_keeps_its_entity_as_long_as_the_brief_says() -> None:
    stores = (_part("orders", Kind.RELATIONAL_DB), _part("prices", Kind.RELATIONAL_DB))
    assert _kept("Orders are kept for 90 days.", *stores) == {"orders": 90 * DAY, "prices": None}


def test_a_log_is_meant_by_its_product() -> None:
    assert _kept("Kafka holds 3 days.", _part("bus", Kind.EVENT_LOG, "Apache Kafka", retention_s=604800)) == {
        "bus": 3 * DAY
    }


def test_the_archive_beside_a_store_with_a_time_of_its_own_takes_what_is_said() -> None:
    stores = (_part("orders", Kind.RELATIONAL_DB, retention_s=60.0), _part("order-archive", Kind.OBJECT_STORE))
    assert _kept("Orders are kept for 10 years.", *stores) == {"orders": 60.0, "order-archive": 3650 * DAY}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Orders are kept for 90 days.", _part("orders", Kind.CACHE, ttl_s=60)),
        ("Orders are kept for 90 days.", _part("orders", Kind.QUEUE)),
        ("Data are kept for 90 days.", _part("data", Kind.RELATIONAL_DB)),
        ("Invoices are kept for 90 days.", _part("orders", Kind.RELATIONAL_DB)),
    ],
)
def test_what_is_not_meant_keeps_what_it_has(text: str, part: Component) -> None:
    assert _kept(text, part) == {part.id: None}
