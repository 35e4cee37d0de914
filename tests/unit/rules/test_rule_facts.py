from __future__ import annotations

import pytest

from designer.model.brief import Brief
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.design import SizedDraft
from designer.model.flow import Flow, Step
from designer.model.graph import Graph
from designer.model.kinds import Kind
from designer.rules.facts import Facts


def facts_of(kinds: dict[str, Kind], *links: Connection, flows: tuple[Flow, ...] = ()) -> Facts:
    components = tuple(Component(id=one, name=one.title(), kind=kind) for one, kind in kinds.items())
    graph = Graph(components=components, connections=links)
    return Facts(SizedDraft(title="Test", brief=Brief(text="x"), graph=graph, flows=flows))


def link(source: str, target: str, label: str = "", mode: Mode = Mode.SYNC, **properties: bool | float) -> Connection:
    return Connection(
        id=f"{source}-{target}", source=source, target=target, label=label, mode=mode, properties=properties
    )


STORE = {"app": Kind.SERVICE, "db": Kind.RELATIONAL_DB}


@pytest.mark.parametrize(
    ("connection", "may", "surely"),
    [
        (link("app", "db"), True, False),
        (link("app", "db", "look up code"), False, False),
        (link("app", "db", "store order"), True, True),
        (link("app", "db", "read and update"), True, True),
        (link("app", "db", "store order", writes=False), False, False),
        (link("app", "db", reads=True), False, False),
        (link("app", "db", "query", reads=True, writes=True), True, True),
        (link("app", "db", mode=Mode.REPLICATION), True, False),
    ],
)
def test_whether_a_connection_writes_follows_from_properties_before_words(
    connection: Connection, may: bool, surely: bool
) -> None:
    facts = facts_of(STORE, connection)
    assert (facts.may_write(connection), facts.surely_writes(connection)) == (may, surely)


BROKER = {"app": Kind.SERVICE, "log": Kind.EVENT_LOG, "far": Kind.EVENT_LOG, "zoo": Kind.COORDINATION_SERVICE}


@pytest.mark.parametrize(
    ("connection", "producers", "consumers"),
    [
        (link("app", "log", mode=Mode.ASYNC), ["app"], []),
        (link("app", "log", "fetch outcome", Mode.ASYNC), ["app"], []),
        (link("app", "log", "poll"), [], ["app"]),
        (link("app", "log", "", Mode.ASYNC, reads=True), [], ["app"]),
        (link("app", "log", "replay", reads=True, writes=True), ["app"], ["app"]),
        (link("app", "log", "append, replay after N", Mode.ASYNC), ["app"], ["app"]),
        (link("log", "app", mode=Mode.ASYNC), [], ["app"]),
        (link("zoo", "log"), [], []),
        (link("log", "zoo"), [], []),
    ],
)
def test_who_feeds_and_who_empties_a_broker(connection: Connection, producers: list[str], consumers: list[str]) -> None:
    facts = facts_of(BROKER, connection)
    log = facts.component("log")
    assert [one.id for one in facts.producers(log)] == producers
    assert [one.id for one in facts.consumers(log)] == consumers


def test_a_mirrored_log_has_a_consumer_and_its_mirror_a_producer() -> None:
    facts = facts_of(BROKER, link("log", "far", mode=Mode.REPLICATION))
    assert [one.id for one in facts.consumers(facts.component("log"))] == ["far"]
    assert [one.id for one in facts.producers(facts.component("far"))] == ["log"]


def test_replicas_count_as_stated_once_somebody_has_more_than_one() -> None:
    one = Component(id="a", name="A", kind=Kind.SERVICE)
    two = one.model_copy(update={"id": "b", "replicas": 2})
    for components, stated in (((one,), False), ((one, two), True)):
        sized = SizedDraft(title="T", brief=Brief(text="x"), graph=Graph(components=components))
        assert Facts(sized).states("replicas") is stated


def test_critical_connections_are_those_that_normal_critical_flows_go_along() -> None:
    there, back = Step(source="app", target="db"), Step(source="db", target="app")
    connection = link("app", "db")
    for kind, critical, expected in (("normal", True, 1), ("normal", False, 0), ("failure", True, 0)):
        flow = Flow(id="f", name="F", kind=kind, critical=critical, steps=(there, back))  # type: ignore[arg-type]
        assert len(facts_of(STORE, connection, flows=(flow,)).critical_connections) == expected
