"""Promises of the rules over designs that nobody thought of."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from hypothesis import given, settings
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
quick = settings(max_examples=150, deadline=None, derandomize=True)


def properties(random: Random, known: Mapping[str, PropertySpec]) -> dict[str, Any]:
    def value(spec: PropertySpec) -> Any:
        if spec.choices:
            return random.choice(spec.choices)
        choices: dict[type, list[Any]] = {bool: [True, False], float: [0.0, 1.0, 30.0], str: ["lru", "order id"]}
        return random.choice(choices[spec.type])

    return {name: value(known[name]) for name in random.sample(sorted(known), random.randrange(5))}


def some_of(random: Random, known: Mapping[str, PropertySpec]) -> dict[str, PropertySpec]:
    """Return a few properties, so that those which matter together meet."""
    return {name: known[name] for name in random.sample(sorted(known), random.choice([5, 8, len(known)]))}


def random_design(seed: int, size: int, prefix: str = "p", *, with_mentions: bool = True) -> SizedDraft:
    """Return any valid design with `size` components; hypothesis shrinks the size, the seed says the rest."""
    random = Random(seed)
    boundaries = tuple(Boundary(id=f"{prefix}-b{number}", name=f"B{number}") for number in range(3))
    kinds = random.choice([list(Kind), [Kind.SERVICE, *random.sample(list(Kind), random.randrange(5))]])
    stated, said = some_of(random, COMPONENT_PROPERTIES), some_of(random, CONNECTION_PROPERTIES)
    components = tuple(_component(random, f"{prefix}{number}", kinds, boundaries, stated) for number in range(size))
    connections = tuple(
        _connection(random, f"{prefix}-c{number}", components, said) for number in range(random.randrange(2 * size + 1))
    )
    return SizedDraft(
        title="Random",
        brief=_brief(random, with_mentions),
        graph=Graph(components=components, connections=connections, boundaries=boundaries),
        flows=tuple(_flow(random, f"{prefix}-f{number}", connections) for number in range(random.randrange(4))),
        entities=tuple(_entity(random, f"{prefix}-e{number}", components) for number in range(random.randrange(3))),
    )


def _component(
    random: Random,
    component_id: str,
    kinds: list[Kind],
    boundaries: tuple[Boundary, ...],
    stated: Mapping[str, PropertySpec],
) -> Component:
    return Component(
        id=component_id,
        name=f"{random.choice(['Auth', 'Dead letters', 'Local', 'Limiter', 'Part'])} {component_id}",
        kind=random.choice(kinds),
        technology=random.choice(TECHNOLOGIES),
        replicas=random.choice([1, 1, 2, 3]),
        boundary=random.choice([None, *(boundary.id for boundary in boundaries)]),
        existing=random.random() < 0.1,
        properties=properties(random, stated),
    )


def _connection(
    random: Random, connection_id: str, components: tuple[Component, ...], said: Mapping[str, PropertySpec]
) -> Connection:
    number = random.randrange(len(components))
    following = (number + 1) % len(components)
    return Connection(
        id=connection_id,
        source=components[number].id,
        target=components[random.choice([following, random.randrange(len(components))])].id,
        label=random.choice(WORDS),
        protocol=random.choice(PROTOCOLS),
        mode=random.choice([Mode.SYNC, Mode.SYNC, Mode.ASYNC, Mode.REPLICATION]),
        properties=properties(random, said),
    )


def _flow(random: Random, flow_id: str, connections: tuple[Connection, ...]) -> Flow:
    here = random.choice(connections).source if connections else ""
    ends: list[tuple[str, str]] = []
    while len(ends) < 12 and (onward := [link for link in connections if here in (link.source, link.target)]):
        link = random.choice(onward)
        there = link.target if link.source == here else link.source
        ends.append((here, there))
        here = random.choice([here, there])
    return Flow(
        id=flow_id,
        name=f"Flow {flow_id}",
        kind=random.choice(["normal", "normal", "failure"]),
        critical=random.random() < 0.5,
        steps=tuple(Step(source=source, target=target) for source, target in ends),
    )


def _entity(random: Random, entity_id: str, components: tuple[Component, ...]) -> Entity:
    field = EntityField(name="value", type="string", data_class=random.choice(["personal", "payment", "public"]))
    store = random.choice(components).id
    return Entity(id=entity_id, name=entity_id, store=store, fields=(field,), retention=random.choice(["", "a week"]))


def _brief(random: Random, with_mentions: bool) -> Brief:
    roles = random.sample(["growth", "availability", "load"], random.randrange(4))
    mentions = tuple(
        Mention(
            text=random.choice(["queue", "Redis", "database", "kiosk"]),
            span=(0, 4),
            kind=random.choice([None, *Kind]),
            technology=random.choice([None, "Redis", "Apache Kafka"]),
            negated=random.random() < 0.5,
            replicas=random.choice([None, 2, 9]),
        )
        for _ in range(random.randrange(5) if with_mentions else 0)
    )
    quantities = tuple(Quantity(name=role, value=0.999, unit="ratio", span=(0, 1), role=role) for role in roles)
    return Brief(text="Anything.", mentions=mentions, quantities=quantities)


seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 40)


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
@given(seeds, sizes)
def test_no_design_makes_a_rule_raise_and_subjects_exist(seed: int, size: int) -> None:
    sized = random_design(seed, size)
    known = {*ids_of(sized), *(quantity.name for quantity in sized.brief.quantities)}
    for finding in run_rules(sized):
        assert set(finding.subjects) <= known
        assert list(finding.subjects) == sorted(set(finding.subjects))
        assert "\n" not in finding.message and "\x00" not in finding.message


@quick
@given(seeds, sizes)
def test_the_order_of_elements_changes_nothing(seed: int, size: int) -> None:
    sized, random = random_design(seed, size), Random(seed)

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
@given(seeds, sizes)
def test_other_ids_give_the_same_findings_under_the_other_ids(seed: int, size: int) -> None:
    sized, random = random_design(seed, size), Random(seed)
    old = ids_of(sized)
    new = {one: f"x{number}" for one, number in zip(old, random.sample(range(len(old)), len(old)), strict=True)}

    def under_new_ids(finding: Finding) -> tuple[str, str, tuple[str, ...]]:
        return (finding.rule, finding.message, tuple(sorted(new.get(one, one) for one in finding.subjects)))

    expected = sorted(under_new_ids(finding) for finding in run_rules(sized))
    found = sorted((one.rule, one.message, one.subjects) for one in run_rules(renamed(sized, new)))
    assert found == expected


@quick
@given(seeds, sizes, seeds, sizes)
def test_an_unrelated_part_of_a_design_hides_no_finding(seed: int, size: int, other_seed: int, other_size: int) -> None:
    sized = random_design(seed, size, with_mentions=False)  # what a brief names, the other part might carry
    beside = random_design(other_seed, other_size, "q")
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
