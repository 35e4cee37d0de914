"""Designs for the stubs: names that try to become code, and one of 40 components of every kind."""

from __future__ import annotations

from designer.model.brief import Brief
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.design import Design
from designer.model.entity import Entity, EntityField
from designer.model.flow import Flow, Step
from designer.model.graph import Graph
from designer.model.interface import Interface, Operation
from designer.model.kinds import BROKER_KINDS, Kind

MARK = "planted_by_a_name"
HOSTILE = (
    f'"""\nimport os; {MARK} = 1\n"""',
    f"'); {MARK} = 1 #",
    f"{{{{ {MARK} }}}}{{% for x in y %}}",
    f"$(touch {MARK})`touch {MARK}`",
    f"\\N{{BULLET}}\\x00 \u202e\u2028{MARK}\r\nprint(1)",
    f"```\n# {MARK}\n| a | b |\n<script>{MARK}</script>",
    "日本語のサービス",
    "",
)
IDS = ("class", "class-", "3d-engine", "nul", "match", "import", "api", "app", "runtime", "tests", "a-b", "a--b")


def hostile_design() -> Design:
    """Return a design whose ids, names, fields, operations and messages are hostile, wherever a text may stand."""
    names = [HOSTILE[number % 7] for number in range(len(IDS))]
    kinds = [Kind.SERVICE] * 8 + [Kind.RELATIONAL_DB, Kind.QUEUE, Kind.WORKER, Kind.API_GATEWAY]
    components = tuple(
        Component(id=id, name=name, kind=kind, technology=name, description=name)
        for id, name, kind in zip(IDS, names, kinds, strict=True)
    )
    connections = (
        Connection(id="c1", source="class", target="tests", label=HOSTILE[0], properties={"writes": True}),
        Connection(id="c2", source="class-", target="runtime", label=HOSTILE[1]),
        Connection(id="c3", source="class", target="tests", label=HOSTILE[2]),
        Connection(id="c4", source="a--b", target="class", label=HOSTILE[3]),
        Connection(id="c5", source="3d-engine", target="api", label=HOSTILE[4], protocol=HOSTILE[5]),
    )
    field_names = ("class", "self", "model_config", "copy", "str", "id", "a b", "a-b", "_x", "__init__", *HOSTILE)
    fields = (
        EntityField(name="key", type="string", key=True),
        *(EntityField(name=name, type="string") for name in field_names),
        EntityField(name="choice", type="enum", values=HOSTILE[:6]),
        *(EntityField(name=f"of {kind}", type=kind) for kind in ("bytes", "json", "geo", "decimal", "vector", "list")),
        EntityField(name="key", type="integer"),
    )
    entities = tuple(
        Entity(id=id, name=name, store="tests" if id != "own" else "runtime", fields=fields)
        for id, name in (("record", HOSTILE[0]), ("doc", HOSTILE[1]), ("none", HOSTILE[2]), ("own", HOSTILE[3]))
    )
    operations = (
        *(f"{method} /{text}" for text in HOSTILE for method in ("GET", "POST")),
        *HOSTILE[:7],
        "GET /{a}/{a}/{class}/{}",
        "DELETE /records/{key}",
        "GET /healthz",
        "POST /docs",
    )
    interface = Interface(
        id="import",
        component="import",
        name=HOSTILE[0],
        operations=tuple(Operation(name=name, summary=HOSTILE[0], request=HOSTILE[1]) for name in operations),
    )
    steps = tuple(
        Step(source=source, target=target, message=HOSTILE[number % len(HOSTILE)])
        for number, (source, target) in enumerate(
            [("a--b", "class"), ("class", "class"), ("class", "tests"), ("tests", "class"), ("class", "a--b")]
        )
    )
    flows = tuple(Flow(id=id, name=HOSTILE[0], steps=steps) for id in ("class", "class-", "1", "on-class"))
    return Design(
        title=HOSTILE[0],
        summary=HOSTILE[5],
        brief=Brief(text="hostile"),
        graph=Graph(components=components, connections=connections),
        flows=flows,
        entities=entities,
        interfaces=(interface,),
    )


def wide_design(size: int = 40) -> Design:
    """Return a design of `size` components, every kind among them, with a flow along each chain of connections."""
    kinds = list(Kind)
    components = tuple(
        Component(
            id=f"c{number:02}-{kinds[number % len(kinds)]}", name=f"Part {number}", kind=kinds[number % len(kinds)]
        )
        for number in range(size)
    )
    ids = [item.id for item in components]
    brokers = {item.id for item in components if item.kind in BROKER_KINDS}
    connections = tuple(
        Connection(
            id=f"c{number}",
            source=ids[number],
            target=ids[(number * 7 + 3) % size],
            mode=Mode.ASYNC if {ids[number], ids[(number * 7 + 3) % size]} & brokers else Mode.SYNC,
            properties={"timeout_s": 2, "retries": number % 3, "circuit_breaker": number % 5 == 0},
        )
        for number in range(size)
        if number != (number * 7 + 3) % size
    )
    following = {link.source: link.target for link in connections}
    flows = []
    for start in ids[::4]:
        here, steps = start, []
        for number in range(6):
            steps.append(Step(source=here, target=following.get(here, here), message=f"step {number}"))
            here = steps[-1].target
        flows.append(Flow(id=f"from-{start}", name=f"From {start}", steps=tuple(steps)))
    return Design(
        title="Wide",
        brief=Brief(text="wide"),
        graph=Graph(components=components, connections=connections),
        flows=tuple(flows),
    )
