"""Short YAML to a sized draft: a test case says only what it is about.

components:  - app: service                       id and kind, the name follows from the id
             - {db: relational-db, replicas: 2, source_of_truth: true}
connections: - app > db                           sync; `>>` is async, `=>` is replication
             - app > db: store order              with a label
             - {app >> jobs: "", delivery: at-least-once}
flows:       - {order: critical, steps: [app > db]}   or `normal`, or `failure`

Keys that are no field of the model are properties. Boundaries follow from the components that name them. The id of
a connection is `source-target`, numbered when there are several.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from designer.model.boundary import Boundary
from designer.model.brief import Brief, Mention
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.design import SizedDraft
from designer.model.entity import Entity, EntityField
from designer.model.estimate import Capacity, Estimate
from designer.model.flow import Flow, Step
from designer.model.graph import Graph
from designer.model.origin import Origin
from designer.model.quantity import Quantity

ARROWS = {" >> ": Mode.ASYNC, " => ": Mode.REPLICATION, " > ": Mode.SYNC}


def load_cases(path: Path) -> dict[str, dict[str, Any]]:
    """Return the cases of a fixture file by name."""
    cases = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(cases, dict), path
    return cases


def build(case: dict[str, Any]) -> SizedDraft:
    """Return the design that a case describes."""
    graph = case.get("graph", {})
    components = tuple(_component(dict(entry)) for entry in graph.get("components", ()))
    taken: set[str] = set()
    connections = tuple(_connection(entry, taken) for entry in graph.get("connections", ()))
    boundaries = sorted({component.boundary for component in components if component.boundary})
    return SizedDraft(
        title="Case",
        brief=_brief(case.get("brief", {})),
        graph=Graph(
            components=components,
            connections=connections,
            boundaries=tuple(Boundary(id=one, name=one) for one in boundaries),
        ),
        flows=tuple(_flow(dict(entry)) for entry in graph.get("flows", ())),
        entities=tuple(_entity(dict(entry)) for entry in case.get("entities", ())),
        capacity=Capacity(estimates=tuple(Estimate(formula="given", **entry) for entry in case.get("estimates", ()))),
    )


def _split(entry: dict[str, Any], model: type) -> tuple[dict[str, Any], dict[str, Any]]:
    fields = {key: value for key, value in entry.items() if key in model.model_fields}
    return fields, {key: value for key, value in entry.items() if key not in fields}


def _component(entry: dict[str, Any]) -> Component:
    component_id = next(iter(entry))
    kind = entry.pop(component_id)
    fields, properties = _split(entry, Component)
    if "span" in properties:
        fields["origin"] = Origin.brief(*properties.pop("span"))
    fields.setdefault("name", component_id.replace("-", " ").capitalize())
    return Component(id=component_id, kind=kind, properties=properties, **fields)


def _connection(entry: str | dict[str, Any], taken: set[str]) -> Connection:
    entry = {entry: ""} if isinstance(entry, str) else dict(entry)
    ends = next(iter(entry))
    label = entry.pop(ends)
    arrow = next(arrow for arrow in ARROWS if arrow in ends)
    source, target = ends.split(arrow)
    connection_id, number = f"{source}-{target}", 2
    while connection_id in taken:
        connection_id, number = f"{source}-{target}-{number}", number + 1
    taken.add(connection_id)
    fields, properties = _split(entry, Connection)
    return Connection(
        id=connection_id,
        source=source,
        target=target,
        label=label or "",
        mode=ARROWS[arrow],
        properties=properties,
        **fields,
    )


def _flow(entry: dict[str, Any]) -> Flow:
    flow_id = next(iter(entry))
    sort = entry.pop(flow_id)
    steps = tuple(Step(source=step.split(" > ")[0], target=step.split(" > ")[1]) for step in entry["steps"])
    kind = "failure" if sort == "failure" else "normal"
    return Flow(id=flow_id, name=flow_id.capitalize(), kind=kind, critical=sort == "critical", steps=steps)


def _entity(entry: dict[str, Any]) -> Entity:
    entity_id = next(iter(entry))
    fields = (EntityField(name="value", type="string", data_class=entry.get("data_class", "internal")),)
    return Entity(
        id=entity_id, name=entity_id, store=entry[entity_id], fields=fields, retention=entry.get("retention", "")
    )


def _brief(entry: dict[str, Any]) -> Brief:
    mentions = tuple(Mention(**{"span": (0, 4), **mention}) for mention in entry.get("mentions", ()))
    quantities = tuple(
        Quantity(**{"name": quantity["role"], "span": (0, 4), **quantity}) for quantity in entry.get("quantities", ())
    )
    return Brief(text=entry.get("text", "A system."), mentions=mentions, quantities=quantities)
