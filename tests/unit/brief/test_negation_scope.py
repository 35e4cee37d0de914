"""A refusal ends where the subject does something else."""

from __future__ import annotations

import pytest

import designer


@pytest.mark.parametrize(
    ("text", "parts", "links"),
    [
        (
            "Order service uses Postgres instead of MongoDB and talks to Stripe.",
            {"Order service", "PostgreSQL", "Stripe"},
            {("order-service", "postgresql"), ("order-service", "stripe")},
        ),
        ("The API uses no cache and writes to MySQL.", {"API", "MySQL"}, {("api", "mysql")}),
        (
            "The gateway works without a queue and calls the order service, which stores orders in Cassandra.",
            {"Gateway", "Order service", "Apache Cassandra"},
            {("gateway", "order-service"), ("order-service", "apache-cassandra")},
        ),
        (
            "No queues and topics in this design: the app calls the API, the API writes to MySQL.",
            {"App", "API", "MySQL"},
            {("app", "api"), ("api", "mysql")},
        ),
        (
            "Clients hit nginx, nginx proxies to three Django instances. Django uses MySQL.",
            {"Clients", "NGINX", "Django", "MySQL"},
            {("clients", "nginx"), ("nginx", "django"), ("django", "mysql")},
        ),
    ],
)
def test_what_is_said_behind_a_refusal_stands(text: str, parts: set[str], links: set[tuple[str, str]]) -> None:
    graph = designer.design(text).graph
    assert {item.name for item in graph.components} == parts
    assert {(item.source, item.target) for item in graph.connections} == links


def test_a_refusal_names_several() -> None:
    graph = designer.design("The app calls the API, without Redis or RabbitMQ; the API writes to MySQL.").graph
    assert {item.name for item in graph.components} == {"App", "API", "MySQL"}


@pytest.mark.parametrize(
    "text",
    [
        "Lend tools among neighbours.",
        "A clinic books appointments.",
        "A system for measuring soil moisture in fields.",
        "Drivers reserve a parking spot in our car park and pay on exit.",
    ],
)
def test_a_short_text_that_is_near_to_nothing_takes_no_blueprint(text: str) -> None:
    assert designer.design(text).blueprints == ()
