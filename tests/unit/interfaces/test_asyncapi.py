"""What the AsyncAPI file says: channels, who sends and receives, and what is left open."""

from __future__ import annotations

from typing import Any

import designer
from designer.interfaces.asyncapi import asyncapi_document
from designer.model.brief import Brief
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.design import Design
from designer.model.graph import Graph
from designer.model.interface import Interface, Operation
from designer.model.kinds import Kind
from tests.support.spoken import DICTATED


def of(design: Design) -> dict[str, Any]:
    found = asyncapi_document(design)
    assert found is not None
    return found


def broker(*operations: Operation, producers: int = 1, protocol: str = "Kafka", **more: Any) -> Design:
    """Return services that publish to one broker, and a worker that listens."""
    made = [Component(id=f"p{number}", name=f"Producer {number}", kind=Kind.SERVICE) for number in range(producers)]
    parts = (
        Component(id="bus", name="Bus", kind=Kind.EVENT_LOG, **more),
        Component(id="worker", name="Worker", kind=Kind.WORKER),
        *made,
    )
    links = (
        *(
            Connection(
                id=f"l{item.id}",
                source=item.id,
                target="bus",
                protocol=protocol,
                mode=Mode.ASYNC,
                label=f"tells {item.id}",
            )
            for item in made
        ),
        Connection(id="out", source="bus", target="worker", protocol=protocol, mode=Mode.ASYNC),
    )
    spoken = (
        (Interface(id="i", component="bus", name="Bus", protocol="events", operations=operations),)
        if operations
        else ()
    )
    return Design(title="t", brief=Brief(text="t"), graph=Graph(components=parts, connections=links), interfaces=spoken)


def test_stated_channels_have_their_address_senders_receivers_and_messages() -> None:
    found = of(designer.design("A URL shortener for 100 million new links a month"))
    assert found["channels"]["links-clicked"]["address"] == "links.clicked"
    actions = {(item["x-component"], item["action"]) for item in found["operations"].values()}
    assert actions == {("redirect-service", "send"), ("click-counter", "receive")}
    assert found["components"]["messages"]["links-clicked"]["payload"] == {"$ref": "#/components/schemas/Click"}
    assert found["servers"]["click-log"]["protocol"] == "kafka"


def test_a_dictated_broker_is_a_channel_without_an_address() -> None:
    found = of(designer.design(DICTATED))
    (channel,) = found["channels"].values()
    assert channel["address"] is None and "names no address" in channel["description"]
    assert {item["x-component"] for item in found["operations"].values()} == {"order-service", "shipping-worker"}
    (message,) = found["components"]["messages"].values()
    assert message["payload"] == {"description": "The design does not say what it holds."}


def test_of_several_senders_the_one_whose_words_name_the_channel_sends_there() -> None:
    design = broker(Operation(name="orders.placed", direction="publish"), producers=2)
    links = [link.model_copy(update={"label": "an order placed"}) if link.source == "p1" else link
             for link in design.graph.connections]  # fmt: skip
    named = design.model_copy(update={"graph": design.graph.model_copy(update={"connections": tuple(links)})})
    assert [key for key in of(named)["operations"] if "sends" in key] == ["p1-sends-orders-placed"]


def test_what_nobody_can_tell_is_said_to_be_open() -> None:
    found = of(broker(Operation(name="orders.placed", direction="publish"), producers=2))["operations"]
    assert {"p0-sends-orders-placed", "p1-sends-orders-placed"} <= found.keys()
    assert "does not say which" in found["p0-sends-orders-placed"]["description"]


def test_who_sends_on_a_channel_without_a_name_sends_what_its_connection_says() -> None:
    found = of(broker(producers=2))
    assert [item["$ref"].rsplit("/", 1)[-1] for item in found["operations"]["p1-sends-bus"]["messages"]] == ["tells-p1"]
    assert len(found["operations"]["worker-receives-bus"]["messages"]) == 2


def test_protocols_have_their_bindings_where_the_design_says_something() -> None:
    kafka = of(broker(Operation(name="a.b"), properties={"partition_key": "order"}))
    assert kafka["channels"]["a-b"]["bindings"]["kafka"]["topic"] == "a.b"
    assert kafka["components"]["messages"]["a-b"]["bindings"]["kafka"]["key"]["type"] == "string"
    amqp = of(broker(protocol="AMQP", properties={"durable": True}))
    assert amqp["channels"]["bus"]["bindings"]["amqp"]["queue"] == {"durable": True}
    assert "servers" not in of(broker(protocol="carrier pigeon"))


def test_names_in_an_address_are_parameters_and_other_braces_are_not() -> None:
    found = of(broker(Operation(name="changes.{table}.{a b}{")))
    (channel,) = found["channels"].values()
    assert channel["parameters"].keys() == {"table"}
    assert channel["address"].count("{") == 1


def test_what_an_open_connection_carries_has_a_direction() -> None:
    design = Design(
        title="t",
        brief=Brief(text="t"),
        graph=Graph(components=(Component(id="gate", name="Gate", kind=Kind.SERVICE),)),
        interfaces=(
            Interface(
                id="ws",
                component="gate",
                name="Gate",
                protocol="websocket",
                operations=(
                    Operation(name="say", request="words"),
                    Operation(name="heard", response="words", direction="publish"),
                    Operation(name="ask", request="a question", response="an answer"),
                ),
            ),
        ),
    )
    found = of(design)["operations"]
    assert {key: item["action"] for key, item in found.items()} == {
        "gate-receives-ws-say": "receive",
        "gate-sends-ws-heard": "send",
        "gate-receives-ws-ask": "receive",
    }
    assert "reply" in found["gate-receives-ws-ask"] and "reply" not in found["gate-receives-ws-say"]


def test_a_design_without_messages_has_no_file() -> None:
    graph = Graph(components=(Component(id="a", name="A", kind=Kind.SERVICE),))
    assert asyncapi_document(Design(title="t", brief=Brief(text="t"), graph=graph)) is None
