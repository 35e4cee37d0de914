"""A design made by hand that says something for every section of the document.

`python -m tests.unit.docs.sample_design` writes the expected files anew; read the difference before you keep it.
"""

from __future__ import annotations

from pathlib import Path

from designer.docs import load_templates, write_decisions, write_document
from designer.model import (
    Alternative,
    BlueprintMatch,
    Boundary,
    Brief,
    Capacity,
    Claim,
    Component,
    Connection,
    Decision,
    Design,
    Entity,
    EntityField,
    Estimate,
    FailureMode,
    Finding,
    Flow,
    Graph,
    Input,
    Interface,
    Kind,
    Mode,
    Operation,
    Origin,
    Parameter,
    Quantity,
    Question,
    Reference,
    Severity,
    Step,
)

EXPECTED = Path(__file__).parent / "expected"
VERSION = "1.2.3"

TEXT = """We need a URL shortener for our marketing team.

- 100 million new links a month, kept for five years
- redirects under 50 ms at p99, on Redis
- every click is counted; no Kafka, please"""


def _span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def _from(role: str) -> Origin:
    return Origin.blueprint("url-shortener", role)


def _part(key: str, name: str, kind: Kind, boundary: str | None = None, **more: object) -> Component:
    more.setdefault("origin", _from(key))
    return Component.model_validate({"id": key, "name": name, "kind": kind, "boundary": boundary, **more})


def _link(source: str, target: str, label: str, protocol: str, mode: Mode = Mode.SYNC, **more: object) -> Connection:
    return Connection.model_validate(
        {"id": f"{source}-to-{target}", "source": source, "target": target, "label": label, "protocol": protocol,
         "mode": mode, "origin": _from(f"{source}>{target}"), "properties": more}
    )  # fmt: skip


GRAPH = Graph(
    components=(
        _part("browser", "Visitor browser", Kind.WEB_CLIENT, description="Opens short links."),
        _part("edge", "Edge gateway", Kind.API_GATEWAY, "public-edge", technology="Envoy", replicas=2,
              description="Ends TLS, limits callers.",
              properties={"public": True, "rate_limited": True, "authenticates": True}),
        _part("shorten", "Shorten service", Kind.SERVICE, "core", technology="Python", replicas=2,
              description="Makes a code for a link.", properties={"stateless": True, "health_check": True}),
        _part("redirect", "Redirect service", Kind.SERVICE, "core", technology="Go", replicas=7,
              description="Answers a code with its target.",
              properties={"stateless": True, "degrades_to": "redirects from the cache while the store is down"}),
        _part("cache", "Link cache", Kind.CACHE, "data", technology="Redis", replicas=2,
              description="Holds the codes of the day.", origin=Origin.brief(*_span("Redis"), ref="url-shortener/cache"),
              properties={"ttl_s": 86400, "eviction": "least recently used", "rebuildable": True}),
        _part("store", "Link store", Kind.RELATIONAL_DB, "data", technology="PostgreSQL", replicas=1,
              description="Authoritative links.", existing=True,
              properties={"source_of_truth": True, "backup": True, "failover": "automatic"}),
        _part("store-copy", "Link store copy", Kind.RELATIONAL_DB, "data", technology="PostgreSQL",
              description="Takes over when the primary is lost.", origin=Origin(by="rule", ref="REL003")),
        _part("clicks", "Click events", Kind.QUEUE, "clicks", technology="RabbitMQ", replicas=3,
              description="Clicks waiting to be counted.", properties={"dead_letter": True, "delivery": "at-least-once"}),
        _part("counter", "Click counter", Kind.WORKER, "clicks", technology="Python", replicas=2,
              description="Adds clicks up by hour.", properties={"idempotent": True}),
        _part("monitoring", "Monitoring", Kind.OBSERVABILITY, description="Latency, hits and lag.",
              origin=Origin.default("observability")),
    ),
    connections=(
        _link("browser", "edge", "open short link", "HTTPS", encrypted=True, timeout_s=5.0),
        _link("edge", "redirect", "resolve code", "HTTP", timeout_s=0.5, retries=1, backoff="exponential", jitter=True),
        _link("edge", "shorten", "create link", "HTTP", timeout_s=1.0),
        _link("redirect", "cache", "look up code", "RESP", timeout_s=0.02),
        _link("redirect", "store", "read on a miss", "SQL", timeout_s=0.2, circuit_breaker=True),
        _link("redirect", "clicks", "click event", "AMQP", Mode.ASYNC),
        _link("shorten", "store", "insert if absent", "SQL", writes=True),
        _link("store", "store-copy", "write-ahead log", "SQL", Mode.REPLICATION),
        _link("clicks", "counter", "batch of clicks", "AMQP", Mode.ASYNC),
        _link("redirect", "monitoring", "latency and hits", "OTLP", Mode.ASYNC),
    ),
    boundaries=(
        Boundary(id="public-edge", name="Public edge"),
        Boundary(id="core", name="Core"),
        Boundary(id="data", name="Data", parent="core"),
        Boundary(id="clicks", name="Click counting"),
    ),
)  # fmt: skip

FLOWS = (
    Flow(id="follow", name="Follow a link", critical=True, steps=(
        Step(source="browser", target="edge", message="GET /{code}"),
        Step(source="edge", target="redirect", message="GET /{code}"),
        Step(source="redirect", target="cache", message="get code"),
        Step(source="redirect", target="clicks", message="click: code, time, country"),
        Step(source="redirect", target="edge", message="302 with Location"),
        Step(source="edge", target="browser", message="302 with Location"),
    )),
    Flow(id="create", name="Create a link", steps=(
        Step(source="edge", target="shorten", message="POST /links"),
        Step(source="shorten", target="store", message="insert code, unless it is taken"),
        Step(source="shorten", target="edge", message="201 with the short link"),
    )),
    Flow(id="cache-lost", name="The cache is lost", kind="failure", steps=(
        Step(source="redirect", target="cache", message="no answer within 20 ms"),
        Step(source="redirect", target="store", message="read the code"),
    )),
)  # fmt: skip

ENTITIES = (
    Entity(id="link", name="Link", store="store", description="A code and where it leads.", retention="5 years",
           consistency="strong: a code is unique", fields=(
        EntityField(name="code", type="string", key=True, note="7 characters of Base62"),
        EntityField(name="target", type="string"),
        EntityField(name="owner_id", type="uuid", references="owner", data_class="personal"),
        EntityField(name="state", type="enum", values=("active", "blocked")),
        EntityField(name="expires_at", type="timestamp", optional=True),
    )),
    Entity(id="owner", name="Owner", store="store", fields=(EntityField(name="id", type="uuid", key=True),)),
)  # fmt: skip

INTERFACES = (
    Interface(id="links-api", component="shorten", name="Links API", operations=(
        Operation(name="POST /links", summary="Make a short link", request="link", response="link",
                  status=(201, 409, 429), idempotent=False, authenticated=True),
        Operation(name="DELETE /links/{code}", summary="Block a link", status=(204, 404), idempotent=True,
                  authenticated=True),
    )),
    Interface(id="redirects", component="redirect", name="Redirects", operations=(
        Operation(name="GET /{code}", summary="Send the visitor on", status=(302, 404), authenticated=False),
    )),
)  # fmt: skip

DECISIONS = (
    Decision(
        id="cache-aside", title="Read links through a cache", context="Nearly all traffic reads, and a day's codes fit "
        "into memory.", choice="Cache-aside with Redis; the store is read on a miss only.",
        alternatives=(
            Alternative(name="Read the store directly", when="fewer than 1,000 redirects a second"),
            Alternative(name="Redirect at the CDN", when="clicks need not be counted"),
        ),
        consequences=("a blocked link may work until its entry expires", "the store sees 5 % of the reads"),
        source="Kleppmann, Designing Data-Intensive Applications, chapter 1", subjects=("cache", "redirect"),
        origin=_from("cache-aside"),
    ),
    Decision(
        id="queue", title="Count clicks from a queue", choice="RabbitMQ, since the brief rules Kafka out.",
        alternatives=(Alternative(name="Write counts in the request", when="clicks are rare"),),
        subjects=("clicks",), origin=Origin.brief(*_span("no Kafka")),
    ),
)  # fmt: skip

PARAMETERS = (
    Parameter(name="new_links", title="New links", value=38.5802469136, unit="links/s", stated=True,
              span=_span("100 million new links a month"), source='stated: "100 million new links a month"',
              ref="url-shortener/new_links"),
    Parameter(name="retention", title="How long links are kept", value=157_680_000, unit="s", stated=True,
              span=_span("five years"), ref="url-shortener/retention"),
    Parameter(name="reads_per_write", title="Redirects for each new link", value=100, unit="ratio",
              source="assumption: measure it", ref="url-shortener/reads_per_write"),
    Parameter(name="peak_factor", title="Peak over mean", value=3, unit="ratio", source="assumption: measure it",
              ref="url-shortener/peak_factor"),
    Parameter(name="link_size", title="Size of one stored link", value=500, unit="bytes",
              source="assumption: address, code, owner and dates", ref="url-shortener/link_size"),
    Parameter(name="per_node", title="Redirects one copy serves", value=2000, unit="redirects/s",
              source="assumption: measure it", ref="url-shortener/per_node"),
)  # fmt: skip


def _given(name: str) -> Input:
    item = next(parameter for parameter in PARAMETERS if parameter.name == name)
    return Input(value=item.value, unit=item.unit, stated=item.stated, source=item.source)


ESTIMATES = (
    Estimate(name="link_storage", subject="store", value=3.0417e12, unit="bytes", title="Stored links",
             formula="new_links * retention * link_size",
             inputs={name: _given(name) for name in ("link_size", "new_links", "retention")}, source="arithmetic"),
    Estimate(name="nodes", subject="redirect", value=7, unit="count", title="Copies of the redirect service",
             formula="max(2, ceil(peak_redirects / per_node) + 1)",
             inputs={"peak_redirects": Input(value=11574.07, unit="redirects/s"), "per_node": _given("per_node")},
             source="common knowledge", why="one copy may fail at peak"),
    Estimate(name="peak_redirects", subject="redirect", value=11574.07, unit="redirects/s", title="Redirects at peak",
             formula="new_links * reads_per_write * peak_factor",
             inputs={name: _given(name) for name in ("new_links", "peak_factor", "reads_per_write")},
             source="common knowledge"),
    Estimate(name="latency_p99", subject=None, value=0.031, unit="s", title="Redirect latency, p99",
             formula="sum over the hops of the critical flow", inputs={"hops": Input(value=3, unit="count")},
             source="simulation of the flow"),
)  # fmt: skip

DESIGN = Design(
    title="URL shortener",
    summary="Turns long addresses into short codes and sends visitors on in milliseconds, while clicks are counted "
    "on the side.",
    brief=Brief(
        text=TEXT,
        quantities=(
            Quantity(name="new_links_rate", value=38.5802469136, unit="links/s", subject="new links", role="load",
                     span=_span("100 million new links a month"), text="100 million new links a month"),
            Quantity(name="retention", value=157_680_000, unit="s", subject="links", role="retention",
                     span=_span("five years"), text="five years"),
            Quantity(name="p99_latency", value=0.05, unit="s", subject="redirects", role="latency", stat="p99",
                     span=_span("50 ms"), text="50 ms"),
        ),
        requirements=("Every click is counted", "Blocked links stop within a minute"),
        constraints=("No Kafka",),
    ),
    blueprints=(BlueprintMatch(id="url-shortener", score=0.9, conformance=92, options={"redirect-kind": "temporary"}),),
    graph=GRAPH,
    flows=FLOWS,
    entities=ENTITIES,
    interfaces=INTERFACES,
    decisions=DECISIONS,
    questions=(
        Question(id="redirect-kind", text="May browsers keep a redirect?", default="No, each visit comes to us",
                 options=("No, each visit comes to us", "Yes"), changes="Yes: a tenth of the load, but clicks are lost."),
    ),
    failure_modes=(
        FailureMode(what="The link store dies", component="store", effect="no new links; cached redirects go on",
                    detection="health check", mitigation="the copy takes over"),
        FailureMode(what="A link turns popular", component="cache", effect="one shard is overloaded",
                    detection="requests by key"),
    ),
    claims=(
        Claim(text="1,000,000 codes from 8 generators without a collision", blueprint="url-shortener",
              proof="0 collisions in 1,000,000"),
        Claim(text="A cached redirect does not touch the database", blueprint="url-shortener"),
    ),
    references=(Reference(document="DDIA", heading="Reliability", used_for=("role store", "decision cache-aside")),),
    notes=("Creating a link is rare and must never hand out one code twice; following one is constant and has to work "
           "even when the store does not. Counting must not cost the visitor any time.", "Redis was dictated."),
    capacity=Capacity(estimates=ESTIMATES, parameters=PARAMETERS),
    findings=(
        Finding(rule="REL003", severity=Severity.ERROR, message="Link store keeps one copy of its data",
                subjects=("store",), why="its host is a single point of failure for every flow that writes to it",
                fix="set replicas to 2 or more", source="Kleppmann, DDIA, chapter 5"),
        Finding(rule="SEC004", severity=Severity.WARNING, message="the call has no timeout",
                subjects=("shorten-to-store",), fix="state timeout_s"),
        Finding(rule="OPS001", severity=Severity.INFO, message="the design names no alarm"),
    ),
)  # fmt: skip


def written() -> dict[str, str]:
    """Return every file of the sample by path."""
    templates = load_templates()
    records = {item.path: item.data.decode("utf-8") for item in write_decisions(DESIGN, templates=templates)}
    return {"DESIGN.md": write_document(DESIGN, templates=templates, version=VERSION), **records}


if __name__ == "__main__":
    for path, text in written().items():
        place = EXPECTED / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
