"""Drafts, blueprints and findings made in code, for tests of what edits and describes them."""

from __future__ import annotations

from itertools import pairwise

from designer.model import (
    Blueprint,
    Boundary,
    Brief,
    Component,
    Connection,
    Decision,
    Draft,
    Entity,
    EntityField,
    FailureMode,
    Finding,
    Flow,
    Graph,
    Interface,
    Kind,
    Mode,
    Severity,
    Step,
)


def shop(text: str = "A shop that sells tickets to 2,000 buyers a second") -> Draft:
    """Return client > gateway > service > database, with a cache beside it."""
    parts = (
        Component(id="buyer", name="Buyer", kind=Kind.WEB_CLIENT),
        Component(id="gateway", name="Gateway", kind=Kind.API_GATEWAY, boundary="edge"),
        Component(id="orders", name="Order service", kind=Kind.SERVICE, boundary="core", replicas=2),
        Component(id="order-db", name="Order database", kind=Kind.RELATIONAL_DB, boundary="core",
                  properties={"source_of_truth": True}),
        Component(id="cache", name="Cache", kind=Kind.CACHE, boundary="core"),
    )  # fmt: skip
    links = (
        Connection(id="buyer-to-gateway", source="buyer", target="gateway", label="buy"),
        Connection(id="gateway-to-orders", source="gateway", target="orders", label="order"),
        Connection(id="orders-to-order-db", source="orders", target="order-db", label="write order"),
        Connection(id="orders-to-cache", source="orders", target="cache", label="read price"),
    )
    pairs = (("buyer", "gateway"), ("gateway", "orders"), ("orders", "cache"), ("orders", "order-db"))
    steps = tuple(Step(source=source, target=target) for source, target in pairs)
    return Draft(
        title="Ticket shop",
        brief=Brief(text=text),
        graph=Graph(
            components=parts,
            connections=links,
            boundaries=(Boundary(id="core", name="Core"), Boundary(id="edge", name="Edge")),
        ),
        flows=(
            Flow(id="buy", name="Buy", steps=steps),
            Flow(id="warm", name="Warm up", steps=(Step(source="orders", target="cache"),)),
        ),
        entities=(Entity(id="order", name="Order", store="order-db", fields=(EntityField(name="id", type="uuid"),)),),
        interfaces=(Interface(id="orders-api", component="orders", name="Orders"),),
        decisions=(Decision(id="d1", title="Cache prices", subjects=("cache", "orders")),),
        failure_modes=(FailureMode(what="cache is down", component="cache"),),
    )


def blueprint(*, name: str = "ticketing", roles: int = 4) -> Blueprint:
    """Return a blueprint of `roles` services in a row, with parameters and options."""
    ids = [f"role-{number:02}" for number in range(roles)]
    links = [{"from": a, "to": b, "label": "call", "protocol": "HTTPS"} for a, b in pairwise(ids)]
    choice = {"name": "One", "changes": "nothing"}
    return Blueprint.model_validate(
        {
            "schema_version": 1,
            "id": name,
            "title": "Ticketing",
            "summary": "Sells tickets",
            "problem": "Selling tickets",
            "aliases": ["tickets"],
            "says": ["aa", "bb", "cc", "dd", "ee"],
            "sources": [{"document": "common knowledge"}],
            "parameters": {
                "buyers": {"title": "Buyers", "unit": "buyers/s", "default": 10, "min": 1, "max": 100_000},
                "order_size": {"title": "Size", "unit": "bytes", "default": 10, "min": 1, "max": 1000},
            },
            "roles": {one: {"name": one, "kind": "service", "description": "x"} for one in ids},
            "connections": links,
            "flows": {"f": {"name": "F", "steps": [{"from": ids[0], "to": ids[1], "message": "m"}] * 2}},
            "options": {
                "seating": {"question": "How?", "default": "free", "choices": {"free": choice, "numbered": choice}}
            },
            "decisions": [
                {"title": "T", "context": "C", "choice": "C", "alternatives": [{"name": "A", "when": "W"}],
                 "consequences": ["C"]}
            ],
            "claims": ["it sells"],
            "examples": [{"style": "terse", "brief": "tickets", "leads_to": {}}],
        }
    )  # fmt: skip


def large_draft(parts: int = 15, links: int = 28) -> Draft:
    """Return a draft of the size that the catalog's larger blueprints lead to."""
    stated = {"stateless": True, "health_check": True, "metrics": True, "failover": "automatic", "retention_s": 86400}
    components = tuple(
        Component(id=f"order-service-{n:02}", name=f"Order service {n}", kind=Kind.SERVICE, technology="PostgreSQL",
                  boundary=f"b{n % 5}", replicas=3, description="x" * 300, properties=stated)
        for n in range(parts)
    )  # fmt: skip
    ends = [(a, (a + hop) % parts) for hop in range(1, parts) for a in range(parts)][:links]
    told = {"encrypted": True, "timeout_s": 2, "retries": 3, "backoff": "exponential", "jitter": True}
    connections = tuple(
        Connection(id=f"link-{a}-{b}", source=components[a].id, target=components[b].id, label="look up an order",
                   mode=Mode.ASYNC, properties=told)
        for a, b in ends
    )  # fmt: skip
    steps = tuple(Step(source=link.source, target=link.target, message="go") for link in connections[:10])
    fields = tuple(EntityField(name=f"field_{n}", type="string") for n in range(8))
    return Draft(
        title="Orders",
        brief=Brief(text="We sell a great many things to a great many people. " * 40),
        graph=Graph(
            components=components,
            connections=connections,
            boundaries=tuple(Boundary(id=f"b{n}", name=f"Boundary {n}") for n in range(5)),
        ),
        flows=tuple(Flow(id=f"flow-{n}", name=f"Flow {n}", steps=steps) for n in range(6)),
        entities=tuple(Entity(id=f"e{n}", name=f"Entity {n}", fields=fields) for n in range(6)),
        decisions=tuple(Decision(title=f"We decided the thing with number {n}") for n in range(6)),
    )


def finding(rule: str, *subjects: str, severity: Severity = Severity.ERROR) -> Finding:
    """Return a finding about `subjects`."""
    return Finding(rule=rule, severity=severity, message=f"{rule} is broken", subjects=subjects, fix="mend it")
