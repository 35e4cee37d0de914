"""Designs of many sizes and shapes that the tests of pictures draw."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from random import Random

from designer.model import (
    Boundary,
    Brief,
    Component,
    Connection,
    Design,
    Flow,
    Graph,
    Kind,
    Mode,
    Quantity,
    Step,
    Technology,
)

HOSTILE = (
    'say "hi" <b>bold</b> & more',
    "two\nlines\r\n\ttabbed \x00\x1b[31m",
    "right\u202eleft\u200f",
    "../../etc/passwd",
    "]]><script>alert(1)</script>",
    "&amp; &#60; ${x} {{x}}",
    "日本語のとても長い名前のサービスです",
    "🙂🙂🙂 emoji",
    "x" * 10_000,
    "a b " * 2_000,
    "not a character \ufffe \u0085",
    "url(javascript:alert(1))",
)

ICONS = {
    "PostgreSQL": "onprem/database/postgresql.png",
    "RabbitMQ": "onprem/queue/rabbitmq.png",
    "Kafka": "onprem/queue/kafka.png",
    "Redis": "onprem/inmemory/redis.png",
    "Python": "programming/language/python.png",
    "FastAPI": "programming/framework/fastapi.png",
    "Kong": "onprem/network/kong.png",
    "Prometheus": "onprem/monitoring/prometheus.png",
}
TECHNOLOGIES = tuple(
    Technology(id=name.lower(), name=name, kinds=(Kind.SERVICE,), icon=path)
    for name, path in sorted(ICONS.items(), key=lambda item: item[0].lower())
)


def component(
    id: str, name: str, kind: str, technology: str = "", boundary: str | None = None, replicas: int = 1
) -> Component:
    """Return a component in few words."""
    return Component(id=id, name=name, kind=Kind(kind), technology=technology, boundary=boundary, replicas=replicas)


def link(source: str, target: str, label: str = "", protocol: str = "", mode: str = "sync") -> Connection:
    """Return a connection in few words."""
    return Connection(
        id=f"{source}-{target}-{mode}"[:64],
        source=source,
        target=target,
        label=label,
        protocol=protocol,
        mode=Mode(mode),
    )


def design(
    title: str,
    components: Iterable[Component],
    connections: Iterable[Connection] = (),
    boundaries: Iterable[tuple[str, str, str | None]] = (),
    flows: Iterable[Flow] = (),
    quantities: Iterable[Quantity] = (),
) -> Design:
    """Return a design in few words."""
    return Design(
        title=title,
        brief=Brief(text="A sample.", quantities=tuple(quantities)),
        graph=Graph(
            components=tuple(components),
            connections=tuple(connections),
            boundaries=tuple(Boundary(id=id, name=name, parent=parent) for id, name, parent in boundaries),
        ),
        flows=tuple(flows),
    )


def sms_gateway() -> Design:
    """Return the system of the reference picture."""
    return design(
        "SMS gateway",
        [
            component("apps", "Business apps", "client-sdk", "REST clients"),
            component("api", "SMS API", "api-gateway", "Kong", "edge", 2),
            component("submission", "Submission service", "service", "FastAPI", "sending", 3),
            component("optout", "Opt-out registry", "relational-db", "PostgreSQL", "sending", 2),
            component("outbound", "Outbound queue", "queue", "RabbitMQ", "sending", 3),
            component("routing", "Routing engine", "service", "Python", "sending", 3),
            component("adapters", "Carrier adapters", "worker", "Python", "sending", 3),
            component("scores", "Carrier scores", "cache", "Redis", "sending", 2),
            component("dead", "Dead letters", "queue", "RabbitMQ", "sending"),
            component("metrics", "Metrics and traces", "observability", "Prometheus"),
            component("carrier-a", "Carrier A", "external-system"),
            component("carrier-b", "Carrier B", "external-system"),
            component("handler", "Receipt handler", "service", "FastAPI", "receipts", 2),
            component("log", "Receipt log", "event-log", "Kafka", "receipts", 3),
            component("status", "Message status", "relational-db", "PostgreSQL", "receipts", 2),
        ],
        [
            link("apps", "api", "send message", "HTTPS"),
            link("api", "submission", "authorised call", "HTTPS"),
            link("submission", "optout", "check number", "SQL"),
            link("submission", "outbound", "accepted", "AMQP", "async"),
            link("outbound", "routing", "next message", "AMQP", "async"),
            link("routing", "adapters", "chosen carrier", "call"),
            link("routing", "scores", "read scores", "RESP"),
            link("routing", "dead", "after 5 tries", "AMQP", "async"),
            link("routing", "metrics", "metrics", "OTLP", "async"),
            link("adapters", "carrier-a", "submit", "SMPP"),
            link("adapters", "carrier-b", "fail over", "HTTPS"),
            link("carrier-a", "handler", "delivery receipt", "webhook", "async"),
            link("carrier-b", "handler", "delivery receipt", "webhook", "async"),
            link("handler", "log", "receipt", "Kafka", "async"),
            link("log", "status", "update once", "Kafka", "async"),
            link("log", "scores", "success rate", "Kafka", "async"),
        ],
        [("edge", "Public edge", None), ("sending", "Sending", None), ("receipts", "Delivery receipts", None)],
        [
            Flow(
                id="send",
                name="A message is sent",
                critical=True,
                steps=(
                    Step(source="apps", target="api", message="POST /messages"),
                    Step(source="api", target="submission", message="authorised message"),
                    Step(source="submission", target="outbound", message="accepted message"),
                    Step(source="submission", target="apps", message="202 with id"),
                    Step(source="outbound", target="routing", message="next message"),
                    Step(source="routing", target="routing", message="choose the best carrier by price and score"),
                    Step(source="routing", target="adapters", message="message and carrier"),
                    Step(source="adapters", target="carrier-a", message="submit_sm"),
                    Step(source="carrier-a", target="adapters", message="submit_sm_resp with the carrier's own id"),
                ),
            ),
            Flow(
                id="carrier-down",
                name="A carrier stops answering",
                kind="failure",
                steps=(
                    Step(source="adapters", target="carrier-a", message="submit_sm, no answer in 2 s"),
                    Step(source="adapters", target="carrier-b", message="submit_sm"),
                    Step(source="carrier-b", target="handler", message="delivery receipt"),
                ),
            ),
        ],
        [
            Quantity(
                name="messages",
                value=463.0,
                unit="messages/s",
                span=(0, 5),
                role="load",
                text="40 M messages a day",
            )
        ],
    )


def one_component() -> Design:
    """Return the smallest design."""
    return design("Alone", [component("only", "Only service", "service", "Go")])


def two_components() -> Design:
    """Return a service and its store."""
    return design(
        "Pair",
        [component("api", "API", "service", "Go"), component("db", "Store", "relational-db", "PostgreSQL", None, 2)],
        [link("api", "db", "read and write", "SQL"), link("db", "api", "change feed", "Kafka", "async")],
    )


def chain(length: int) -> Design:
    """Return services that call each other one after the other: too long for one column."""
    names = [f"step-{number}" for number in range(length)]
    return design(
        "A long chain",
        [component(name, f"Step number {number}", "service", "Go") for number, name in enumerate(names)],
        [link(one, other, "hand over", "gRPC") for one, other in itertools.pairwise(names)],
    )


def fan_out(width: int) -> Design:
    """Return a gateway in front of many services that share one database and report to one monitoring."""
    services = [component(f"s{n}", f"Service {n}", "service", "Go", "core", 2) for n in range(width)]
    return design(
        "Fan-out",
        [
            component("app", "App", "mobile-client"),
            component("gateway", "API gateway", "api-gateway", "Kong", "edge", 2),
            *services,
            component("db", "Database", "relational-db", "PostgreSQL", "data", 2),
            component("replica", "Read replica", "relational-db", "PostgreSQL", "data", 2),
            component("watch", "Monitoring", "observability", "Prometheus", "ops"),
        ],
        [
            link("app", "gateway", "calls", "HTTPS"),
            *(link("gateway", one.id, f"route {one.id}", "HTTP") for one in services),
            *(link(one.id, "db", "read and write", "SQL") for one in services),
            *(link(one.id, "watch", f"metrics of {one.id}", "OTLP", "async") for one in services),
            link("db", "replica", "stream changes", "WAL", "replication"),
        ],
        [
            ("edge", "Public edge", None),
            ("inside", "Private network", None),
            ("core", "Core services with a rather long title", "inside"),
            ("data", "Data", "inside"),
            ("ops", "Operations", None),
        ],
    )


def every_kind() -> Design:
    """Return one component of every kind, in a ring."""
    kinds = list(Kind)
    ids = [kind.value for kind in kinds]
    return design(
        "Every kind",
        [component(kind.value, kind.label, kind.value) for kind in kinds],
        [link(one, other, "next", "HTTP") for one, other in zip(ids, [*ids[1:], ids[0]], strict=True)],
    )


def hostile() -> Design:
    """Return a design whose words try to break out of the picture."""
    ids = [f"c{number}" for number in range(len(HOSTILE))]
    return design(
        HOSTILE[0],
        [
            Component(
                id=one,
                name=name,
                kind=list(Kind)[number + 10],
                technology=name,
                description=name,
                boundary="zone",
                replicas=2,
            )
            for number, (one, name) in enumerate(zip(ids, HOSTILE, strict=True))
        ],
        [
            Connection(id=f"l{number}", source=one, target=other, label=HOSTILE[number], protocol=HOSTILE[number])
            for number, (one, other) in enumerate(itertools.pairwise(ids))
        ],
        [("zone", HOSTILE[4], None)],
        [
            Flow(
                id="f",
                name=HOSTILE[2],
                steps=tuple(
                    Step(source="c0", target=one, message=name) for one, name in zip(ids, HOSTILE, strict=True)
                ),
            )
        ],
    )


def talks_to_itself() -> Design:
    """Return components with connections to themselves and back to their callers."""
    return design(
        "Loops",
        [
            component("a", "Scheduler", "scheduler", "", "zone", 2),
            component("b", "Worker", "worker", "Python", "zone", 3),
            component("c", "Queue", "queue", "RabbitMQ"),
        ],
        [
            link("a", "a", "renew lease", "HTTP"),
            link("b", "b", "retry later", "AMQP", "async"),
            link("a", "b", "start", "gRPC"),
            link("b", "a", "done", "gRPC", "async"),
            link("b", "c", "publish", "AMQP", "async"),
            link("c", "b", "deliver", "AMQP", "async"),
        ],
        [("zone", "Workers", None)],
    )


def scattered(count: int, seed: int = 1) -> Design:
    """Return a design of any size with connections drawn by lot, the same for the same arguments."""
    lot = Random(seed)
    boundaries = [(f"g{n}", f"Boundary {n}", f"g{n - 2}" if n in (3, 5) else None) for n in range(max(1, count // 7))]
    kinds = [kind for kind in Kind if kind is not Kind.OBSERVABILITY]
    components = [
        Component(
            id=f"c{n}",
            name=lot.choice(["Link", "Order", "Payment settlement", "User"])
            + f" {lot.choice(['service', 'store'])} {n}",
            kind=lot.choice(kinds),
            technology=lot.choice(["Go", "PostgreSQL", "Redis", ""]),
            boundary=lot.choice(boundaries)[0] if lot.random() < 0.8 else None,
            replicas=lot.choice([1, 2, 3]),
        )
        for n in range(count)
    ]
    pairs = {(lot.randrange(count), lot.randrange(count)) for _ in range(int(count * 1.4))}
    connections = [
        Connection(
            id=f"l{one}-{other}",
            source=f"c{min(one, other)}",
            target=f"c{max(one, other)}",
            label=lot.choice(["read", "look up code", "publish change of state", ""]),
            protocol=lot.choice(["HTTPS", "SQL", "Kafka"]),
            mode=lot.choice([Mode.SYNC, Mode.SYNC, Mode.ASYNC]),
        )
        for one, other in sorted(pairs)
        if one != other
    ]
    return design(f"Scattered {count}", components, connections, boundaries)


SAMPLES: dict[str, Design] = {
    "sms-gateway": sms_gateway(),
    "one": one_component(),
    "two": two_components(),
    "chain-5": chain(5),
    "chain-12": chain(12),
    "fan-out-4": fan_out(4),
    "fan-out-9": fan_out(9),
    "every-kind": every_kind(),
    "hostile": hostile(),
    "loops": talks_to_itself(),
    "scattered-15": scattered(15),
    "scattered-25": scattered(25, seed=2),
    "scattered-40": scattered(40, seed=3),
}
"""What every picture test draws."""
