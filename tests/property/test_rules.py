"""Promises of the rules over designs that nobody thought of."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.model.boundary import Boundary
from designer.model.brief import Brief, Mention
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.design import SizedDraft
from designer.model.entity import Entity, EntityField
from designer.model.finding import Finding
from designer.model.flow import Flow, Step
from designer.model.graph import Graph
from designer.model.kinds import Kind
from designer.model.properties import COMPONENT_PROPERTIES, CONNECTION_PROPERTIES, PropertySpec
from designer.model.quantity import Quantity
from designer.rules.registry import run_rules

WORDS = ["", "look up code", "store order", "upload photo", "append, replay", "poll", "metrics", "Ünïcode \n\x00"]
PROTOCOLS = ["", "HTTP", "HTTPS", "MQTT", "Kafka", "OTLP", "WSS", "SQL"]
TECHNOLOGIES = ["", "Redis", "PostgreSQL 17", "Amazon S3", "Apache Kafka", "SQLite"]
quick = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def properties(known: Mapping[str, PropertySpec]) -> st.SearchStrategy[dict[str, Any]]:
    def value(spec: PropertySpec) -> st.SearchStrategy[Any]:
        if spec.choices:
            return st.sampled_from(spec.choices)
        if spec.type is bool:
            return st.booleans()
        return st.sampled_from([0.0, 1.0, 30.0]) if spec.type is float else st.sampled_from(["lru", "order id"])

    one = st.sampled_from(sorted(known)).flatmap(lambda name: st.tuples(st.just(name), value(known[name])))
    return st.lists(one, max_size=4).map(dict)


component_properties = properties(COMPONENT_PROPERTIES)
connection_properties = properties(CONNECTION_PROPERTIES)


@st.composite
def designs(draw: st.DrawFn, prefix: str = "p", largest: int = 40, with_mentions: bool = True) -> SizedDraft:
    size = draw(st.integers(1, largest))
    boundaries = [Boundary(id=f"{prefix}-b{number}", name=f"B{number}") for number in range(3)]
    components = tuple(
        Component(
            id=f"{prefix}{number}",
            name=f"{draw(st.sampled_from(['Auth', 'Dead letters', 'Local', 'Limiter', 'Part']))} {prefix}{number:02}",
            kind=draw(st.sampled_from(list(Kind))),
            technology=draw(st.sampled_from(TECHNOLOGIES)),
            replicas=draw(st.sampled_from([1, 1, 2, 3])),
            boundary=draw(st.sampled_from([None, *(boundary.id for boundary in boundaries)])),
            existing=draw(st.integers(0, 9)) == 0,
            properties=draw(component_properties),
        )
        for number in range(size)
    )
    ends = st.integers(0, size - 1)
    connections = tuple(
        Connection(
            id=f"{prefix}-c{number}",
            source=f"{prefix}{draw(ends)}",
            target=f"{prefix}{draw(ends)}",
            label=draw(st.sampled_from(WORDS)),
            protocol=draw(st.sampled_from(PROTOCOLS)),
            mode=draw(st.sampled_from([Mode.SYNC, Mode.SYNC, Mode.ASYNC, Mode.REPLICATION])),
            properties=draw(connection_properties),
        )
        for number in range(draw(st.integers(0, 2 * size)))
    )
    return SizedDraft(
        title="Random",
        brief=draw(briefs(with_mentions)),
        graph=Graph(components=components, connections=connections, boundaries=tuple(boundaries)),
        flows=tuple(draw(flows(connections, prefix)) for _ in range(draw(st.integers(0, 3)))),
        entities=tuple(
            Entity(
                id=f"{prefix}-e{number}",
                name=f"E{number}",
                store=f"{prefix}{draw(ends)}",
                fields=(
                    EntityField(name="v", type="string", data_class=draw(st.sampled_from(["personal", "public"]))),
                ),
                retention=draw(st.sampled_from(["", "a week"])),
            )
            for number in range(draw(st.integers(0, 2)))
        ),
    )


@st.composite
def flows(draw: st.DrawFn, connections: tuple[Connection, ...], prefix: str) -> Flow:
    number = draw(st.integers(0, 10_000_000))
    chosen = draw(st.lists(st.sampled_from(connections), max_size=8)) if connections else []
    turned = draw(st.lists(st.booleans(), min_size=len(chosen), max_size=len(chosen)))
    steps = tuple(
        Step(source=link.target, target=link.source) if back else Step(source=link.source, target=link.target)
        for link, back in zip(chosen, turned, strict=True)
    )
    kind = draw(st.sampled_from(["normal", "normal", "failure"]))
    return Flow(
        id=f"{prefix}-f{number}", name=f"Flow {prefix}{number}", kind=kind, critical=draw(st.booleans()), steps=steps
    )


@st.composite
def briefs(draw: st.DrawFn, with_mentions: bool) -> Brief:
    roles = draw(st.lists(st.sampled_from(["growth", "availability", "load"]), unique=True))
    mentions = tuple(
        Mention(
            text=draw(st.sampled_from(["queue", "Redis", "database", "kiosk"])),
            span=(0, 4),
            kind=draw(st.sampled_from([None, *Kind])),
            technology=draw(st.sampled_from([None, "Redis", "Apache Kafka"])),
            negated=draw(st.booleans()),
            replicas=draw(st.sampled_from([None, 2, 9])),
        )
        for _ in range(draw(st.integers(0, 4)) if with_mentions else 0)
    )
    quantities = tuple(Quantity(name=role, value=0.999, unit="ratio", span=(0, 1), role=role) for role in roles)
    return Brief(text="Anything.", mentions=mentions, quantities=quantities)


def renamed(sized: SizedDraft, ids: Mapping[str, str]) -> SizedDraft:
    """Return the design with other ids for components, connections and flows."""
    graph = Graph(
        components=tuple(one.model_copy(update={"id": ids[one.id]}) for one in sized.graph.components),
        connections=tuple(
            link.model_copy(update={"id": ids[link.id], "source": ids[link.source], "target": ids[link.target]})
            for link in sized.graph.connections
        ),
        boundaries=sized.graph.boundaries,
    )
    flows_renamed = tuple(
        flow.model_copy(
            update={
                "id": ids[flow.id],
                "steps": tuple(Step(source=ids[step.source], target=ids[step.target]) for step in flow.steps),
            }
        )
        for flow in sized.flows
    )
    entities = tuple(entity.model_copy(update={"store": ids[entity.store or ""]}) for entity in sized.entities)
    return SizedDraft(title=sized.title, brief=sized.brief, graph=graph, flows=flows_renamed, entities=entities)


def ids_of(sized: SizedDraft) -> list[str]:
    return [one.id for one in (*sized.graph.components, *sized.graph.connections, *sized.flows)]


@quick
@given(designs())
def test_no_design_makes_a_rule_raise_and_subjects_exist(sized: SizedDraft) -> None:
    known = {*ids_of(sized), *(quantity.name for quantity in sized.brief.quantities)}
    for finding in run_rules(sized):
        assert set(finding.subjects) <= known
        assert list(finding.subjects) == sorted(set(finding.subjects))
        assert "\n" not in finding.message and "\x00" not in finding.message


@quick
@given(designs(), st.randoms(use_true_random=False))
def test_the_order_of_elements_changes_nothing(sized: SizedDraft, random: Random) -> None:
    def shuffled(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(items, len(items)))

    graph = Graph(
        components=shuffled(sized.graph.components),
        connections=shuffled(sized.graph.connections),
        boundaries=shuffled(sized.graph.boundaries),
    )
    other = sized.model_copy(
        update={"graph": graph, "flows": shuffled(sized.flows), "entities": shuffled(sized.entities)}
    )
    assert run_rules(other) == run_rules(sized)


@quick
@given(designs(), st.randoms(use_true_random=False))
def test_other_ids_give_the_same_findings_under_the_other_ids(sized: SizedDraft, random: Random) -> None:
    old = ids_of(sized)
    new = {one: f"x{number}" for one, number in zip(old, random.sample(range(len(old)), len(old)), strict=True)}

    def under_new_ids(finding: Finding) -> tuple[str, str, tuple[str, ...]]:
        return (finding.rule, finding.message, tuple(sorted(new.get(one, one) for one in finding.subjects)))

    expected = sorted(under_new_ids(finding) for finding in run_rules(sized))
    found = sorted((one.rule, one.message, one.subjects) for one in run_rules(renamed(sized, new)))
    assert found == expected


@quick
@given(designs(largest=20, with_mentions=False), designs(prefix="q", largest=20))
def test_an_unrelated_part_of_a_design_hides_no_finding(sized: SizedDraft, beside: SizedDraft) -> None:
    graph = Graph(
        components=(*sized.graph.components, *beside.graph.components),
        connections=(*sized.graph.connections, *beside.graph.connections),
        boundaries=(*sized.graph.boundaries, *beside.graph.boundaries),
    )
    both = sized.model_copy(
        update={
            "graph": graph,
            "flows": (*sized.flows, *beside.flows),
            "entities": (*sized.entities, *beside.entities),
        }
    )

    def places(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
        return {(finding.rule, subject) for finding in findings for subject in finding.subjects}

    assert places(run_rules(sized)) <= places(run_rules(both))
