"""Compose a draft when no blueprint fits: clients, an edge, a service for each demand of the domain, and blocks.

Every part has the words that call for it as origin, or says which default put it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from designer.brief.phrases import StemmedText
from designer.catalog.catalog import Catalog
from designer.model.base import Scalar, slugify
from designer.model.block import Block
from designer.model.brief import Brief, Mention
from designer.model.connection import Mode
from designer.model.decision import Alternative, Decision, FailureMode, Reference
from designer.model.design import Draft
from designer.model.entity import Entity, EntityField
from designer.model.flow import Flow, Step
from designer.model.kinds import DATASTORE_KINDS, Family, Kind
from designer.model.origin import Origin
from designer.model.question import Question
from designer.planner.domain import Client, Found, clients_in, services_in, subject_of
from designer.planner.ports import bind_ports
from designer.planner.questions import MOST
from designer.planner.sketch import Sketch

_SERVERS = (Kind.SERVICE, Kind.WORKER, Kind.FUNCTION)
_SAME_JOB: Mapping[Kind, tuple[Kind, ...]] = {
    Kind.RELATIONAL_DB: (Kind.RELATIONAL_DB, Kind.DOCUMENT_DB, Kind.WIDE_COLUMN_DB),
    Kind.DOCUMENT_DB: (Kind.DOCUMENT_DB, Kind.RELATIONAL_DB),
    Kind.WIDE_COLUMN_DB: (Kind.WIDE_COLUMN_DB, Kind.RELATIONAL_DB),
    Kind.KEY_VALUE_STORE: (Kind.KEY_VALUE_STORE, Kind.CACHE),
    Kind.CACHE: (Kind.CACHE, Kind.KEY_VALUE_STORE),
    Kind.QUEUE: (Kind.QUEUE, Kind.EVENT_LOG),
    Kind.EVENT_LOG: (Kind.EVENT_LOG, Kind.QUEUE),
    Kind.LOAD_BALANCER: (Kind.LOAD_BALANCER, Kind.API_GATEWAY),
}
_NEVER_ADDED = frozenset({Kind.SERVICE, Kind.RELATIONAL_DB, Kind.API_GATEWAY, Kind.OBSERVABILITY, Kind.EVENT_LOG})


class _Core:
    """The services of a composition, with the store each owns and the words that call for it."""

    def __init__(self) -> None:
        self.services: dict[str, str] = {}
        self.spans: dict[str, tuple[int, int] | None] = {}
        self.entities: list[Entity] = []

    def nearest(self, span: tuple[int, int]) -> str:
        """Return the service whose words stand nearest to a span."""
        return min(
            self.services,
            key=lambda key: (abs((self.spans[key] or (0, 0))[0] - span[0]), list(self.services).index(key)),
        )


def compose(brief: Brief, catalog: Catalog, *, notes: tuple[str, ...] = ()) -> Draft:
    """Return a draft made of the domain's services and the blocks that a brief calls for."""
    text = StemmedText(brief.text)
    sketch = Sketch(catalog)
    clients = [_client(sketch, client) for client in clients_in(text, brief)]
    gateway = sketch.add("API gateway", Kind.API_GATEWAY, origin=Origin.default("composition/edge"))
    core = _core(sketch, text, catalog)
    for client in clients:
        sketch.connect(client, gateway, origin=sketch.components[client].origin, label="uses", properties=_TLS)
    for service, store in core.services.items():
        origin = sketch.components[service].origin
        sketch.connect(gateway, service, origin=origin, label="calls", properties={**_TLS, "timeout_s": 2})
        sketch.connect(service, store, origin=origin, label="reads and writes", properties={"timeout_s": 1})
    blocks = _blocks(sketch, core, text, catalog)
    _dictate(sketch, core, brief)
    _drop_refused(sketch, brief)
    _observe(sketch)
    graph = sketch.graph()
    known = graph.by_id
    return Draft(
        title=_title(text, core, sketch),
        summary=_summary(core, sketch, blocks),
        brief=brief,
        graph=graph,
        flows=_flows(clients, gateway, core, sketch, blocks),
        entities=tuple(entity for entity in core.entities if entity.store in known),
        decisions=(_split_decision(core, sketch), *_block_decisions(blocks)),
        failure_modes=_failure_modes(blocks),
        questions=_questions(brief),
        references=_references(blocks),
        notes=(_NOTE, *notes),
    )


_Placed = Mapping[str, tuple[Block, dict[str, str]]]
_TLS: Mapping[str, Scalar] = {"encrypted": True}
_NOTE = (
    "No blueprint of the catalog fits this brief, so the design is composed from the services its words call for and "
    "from building blocks. Read it as a first draft: the open questions change it most."
)


def _client(sketch: Sketch, client: Client) -> str:
    origin = Origin.brief(*client.span) if client.span else Origin.default("composition/client")
    return sketch.add(client.name, client.kind, origin=origin)


def _core(sketch: Sketch, text: StemmedText, catalog: Catalog) -> _Core:
    core = _Core()
    found = services_in(text, catalog)
    if not found:
        _add_subject(sketch, core, text)
    for item in found:
        _add_service(sketch, core, item)
    return core


def _add_service(sketch: Sketch, core: _Core, found: Found) -> None:
    service, origin = found.service, Origin.brief(*found.span)
    key = sketch.add(
        service.name, Kind.SERVICE, origin=origin, description=f"Owns every {service.entity.lower()} and its rules."
    )
    store = sketch.add(
        f"{service.entity} store",
        Kind.RELATIONAL_DB,
        origin=origin,
        description=f"Keeps {service.entity.lower()} data.",
    )
    core.services[key], core.spans[key] = store, found.span
    core.entities.append(_entity(service.entity, service.fields, store, origin))


def _add_subject(sketch: Sketch, core: _Core, text: StemmedText) -> None:
    subject = subject_of(text)
    noun, span = subject if subject else ("Core", None)
    origin = Origin.brief(*span) if span else Origin.default("composition/service")
    name = noun[:1].upper() + noun[1:].removesuffix("s")
    key = sketch.add(
        f"{name} service", Kind.SERVICE, origin=origin, description=f"Owns {noun} and the rules about them."
    )
    store = sketch.add(f"{name} store", Kind.RELATIONAL_DB, origin=origin, description=f"Keeps {noun} data.")
    core.services[key], core.spans[key] = store, span
    core.entities.append(_entity(name, ("owner", "status"), store, origin))


def _entity(name: str, fields: Iterable[str], store: str, origin: Origin) -> Entity:
    own = [EntityField(name="id", type="uuid", key=True)]
    own += [EntityField(name=slugify(field).replace("-", "_"), type=_field_type(field)) for field in fields]
    own.append(EntityField(name="created_at", type="timestamp"))
    return Entity(id=slugify(name), name=name, store=store, fields=tuple(own), origin=origin)


def _field_type(name: str) -> str:
    if name.endswith(("_at", "_on", "last_seen", "valid_until")):
        return "timestamp"
    if name in {"amount", "total", "price", "budget", "balance", "rate", "score", "energy", "kilowatt_hours"}:
        return "decimal"
    if name in {"quantity", "points", "stars", "rooms", "age", "version", "number", "length"}:
        return "integer"
    return "boolean" if name == "occupied" else "geo" if name == "position" else "string"


def _blocks(sketch: Sketch, core: _Core, text: StemmedText, catalog: Catalog) -> _Placed:
    """Add the blocks a text calls for, in order of appearance; return each with the parts of its roles and ports."""
    called = sorted(
        (span, block.id, block) for block in catalog.blocks if (span := text.find_any(block.says)) is not None
    )
    placed: dict[str, tuple[Block, dict[str, str]]] = {}
    for span, key, block in called:
        names = bind_ports(block, sketch, near=core.nearest(span), stores=core.services)
        if names is None:
            continue
        for role, spec in block.roles.items():
            if spec.required or text.find_any((*spec.when, spec.name)) is not None:
                names[role] = _place_role(sketch, block, role, span)
        for link in block.connections:
            if link.source in names and link.target in names:
                sketch.connect(
                    names[link.source],
                    names[link.target],
                    origin=Origin.brief(*span, ref=f"blocks/{key}/{link.source}>{link.target}"),
                    label=link.label,
                    protocol=link.protocol,
                    mode=link.mode,
                    properties=link.properties,
                )
        for port, need in block.needs.items():
            if port in names:
                sketch.grant(names[port], need.grants)
        placed[key] = (block, names)
    return placed


def _place_role(sketch: Sketch, block: Block, role: str, span: tuple[int, int]) -> str:
    """Add a block's role, or share the part of the same kind that is one for all: gateway, log, identity."""
    spec = block.roles[role]
    if spec.kind in _SHARED and (there := sketch.of_kind(spec.kind)):
        sketch.grant(there[0], spec.properties)
        return there[0]
    key = sketch.add(
        spec.name,
        spec.kind,
        origin=Origin.brief(*span, ref=f"blocks/{block.id}/{role}"),
        technology=spec.technology.default if spec.technology else None,
        description=spec.description,
        role=f"blocks/{block.id}/{role}",
        replicas=spec.replicas or spec.min_replicas,
        properties=spec.properties,
    )
    return key


_SHARED = frozenset(
    {Kind.API_GATEWAY, Kind.EVENT_LOG, Kind.IDENTITY_PROVIDER, Kind.OBSERVABILITY, Kind.SECRET_STORE, Kind.CDN,
     Kind.LOAD_BALANCER, Kind.CONFIG_SERVICE}
)  # fmt: skip


def _dictate(sketch: Sketch, core: _Core, brief: Brief) -> None:
    """Let the products and parts that the brief names take their place, or add them where nothing plays them."""
    fixed: set[str] = set()
    for mention in brief.mentions:
        if mention.negated or mention.kind is None or mention.kind.family == Family.CLIENT:
            continue
        if mention.technology is not None:
            _dictate_product(sketch, core, mention, fixed)
        elif mention.kind not in _NEVER_ADDED and not sketch.of_kind(*_SAME_JOB.get(mention.kind, (mention.kind,))):
            _attach(sketch, core, mention, mention.text[:1].upper() + mention.text[1:], None)


def _dictate_product(sketch: Sketch, core: _Core, mention: Mention, fixed: set[str]) -> None:
    technology = sketch.catalog.technology(mention.technology or "")
    kinds = technology.kinds if technology else (mention.kind,)
    if any(item.technology == mention.technology for item in sketch.components.values()):
        return
    for kind in kinds:
        for same in _SAME_JOB.get(kind, (kind,)) if kind is not None else ():
            for key in sketch.of_kind(same):
                if key not in fixed:
                    origin = Origin.brief(*mention.span, ref=sketch.components[key].origin.ref)
                    every = sketch.of_kind(same) if same in DATASTORE_KINDS else [key]
                    for one in every:
                        sketch.change(one, technology=mention.technology, kind=kind if same != kind else same)
                    sketch.change(key, origin=origin)
                    fixed.update(every)
                    return
    if mention.kind is not None:
        fixed.add(_attach(sketch, core, mention, mention.technology or mention.text, mention.technology))


def _attach(sketch: Sketch, core: _Core, mention: Mention, name: str, technology: str | None) -> str:
    """Add a part the brief names and connect it the usual way for its kind."""
    kind = mention.kind or Kind.SERVICE
    origin = Origin.brief(*mention.span)
    key = sketch.add(name, kind, origin=origin, technology=technology, existing=mention.existing)
    service = core.nearest(mention.span)
    if kind.family == Family.EDGE:
        for client in [item.id for item in sketch.components.values() if item.family == Family.CLIENT]:
            sketch.connect(client, key, origin=origin, label="reaches", properties=_TLS)
        gateways = sketch.of_kind(Kind.API_GATEWAY)
        sketch.connect(key, gateways[0] if gateways else service, origin=origin, label="forwards", properties=_TLS)
    elif kind in {Kind.QUEUE, Kind.EVENT_LOG}:
        worker = sketch.add(
            f"{sketch.components[service].name.removesuffix(' service')} worker", Kind.WORKER, origin=origin
        )
        sketch.connect(service, key, origin=origin, label="hands over work")
        sketch.connect(key, worker, origin=origin, label="delivers work")
        sketch.connect(worker, core.services[service], origin=origin, label="writes results")
    elif kind in {Kind.SCHEDULER, Kind.BATCH_JOB}:
        sketch.connect(key, service, origin=origin, label="starts", properties={"timeout_s": 10})
    elif kind == Kind.EXTERNAL_SYSTEM:
        limits: dict[str, Scalar] = {
            "timeout_s": 3,
            "retries": 2,
            "backoff": "exponential",
            "jitter": True,
            "circuit_breaker": True,
        }
        sketch.connect(service, key, origin=origin, label="calls", properties={**_TLS, **limits})
    else:
        sketch.connect(service, key, origin=origin, label="uses", properties={"timeout_s": 1})
        if kind in {Kind.SEARCH_INDEX, Kind.VECTOR_INDEX, Kind.DATA_WAREHOUSE}:
            sketch.connect(core.services[service], key, origin=origin, label="feeds", mode=Mode.ASYNC)
    return key


def _drop_refused(sketch: Sketch, brief: Brief) -> None:
    """Remove what the brief forbids; a forbidden product is replaced by the kind's next best, unnamed."""
    wanted = {item.kind for item in brief.mentions if not item.negated}
    for mention in brief.mentions:
        if not mention.negated:
            continue
        if mention.technology is None and mention.kind is not None and mention.kind not in wanted:
            sketch.remove(sketch.of_kind(mention.kind))
        for key, component in list(sketch.components.items()):
            if mention.technology is not None and component.technology == mention.technology:
                sketch.change(key, technology="")


def _observe(sketch: Sketch) -> None:
    """Let every service report to one place that watches, unless the brief forbade it."""
    watchers = sketch.of_kind(Kind.OBSERVABILITY)
    origin = Origin.default("composition/observability")
    watcher = watchers[0] if watchers else sketch.add("Metrics and traces", Kind.OBSERVABILITY, origin=origin)
    for key in sketch.of_kind(*_SERVERS, Kind.STREAM_PROCESSOR, Kind.MODEL_SERVER):
        sketch.connect(key, watcher, origin=origin, label="metrics, traces")


def _flows(clients: list[str], gateway: str, core: _Core, sketch: Sketch, blocks: _Placed) -> tuple[Flow, ...]:
    flows: dict[str, Flow] = {}
    there = {(item.source, item.target) for item in sketch.connections.values()}
    for number, (service, store) in enumerate(core.services.items()):
        path = [clients[min(number, len(clients) - 1)], gateway, service, store]
        steps = _steps(path, there, f"use the {sketch.components[service].name.lower()}")
        if len(steps) > 1:
            key = slugify(f"use-{service}")
            name = f"Use the {sketch.components[service].name.lower()}"
            origin = sketch.components[service].origin
            flows[key] = Flow(id=key, name=name, steps=steps, critical=number == 0, origin=origin)
    for block_id, (block, names) in blocks.items():
        for name, spec in block.flows.items():
            steps = tuple(
                Step(source=names[step.source], target=names[step.target], message=step.message)
                for step in spec.steps
                if step.source in names and step.target in names
                and {names[step.source], names[step.target]} <= sketch.components.keys()
            )  # fmt: skip
            if len(steps) > 1:
                key = slugify(f"{block_id}-{name}")
                origin = Origin(by="default", ref=f"blocks/{block_id}/{name}")
                flows[key] = Flow(id=key, name=spec.name, kind=spec.kind, steps=steps, origin=origin)
    return tuple(flows[key] for key in sorted(flows))


def _steps(path: list[str], there: set[tuple[str, str]], message: str) -> tuple[Step, ...]:
    pairs = [pair for pair in zip(path, path[1:], strict=False) if pair in there]
    return tuple(
        Step(
            source=source,
            target=target,
            message=message if number == 0 else "request" if number == 1 else "read, write",
        )
        for number, (source, target) in enumerate(pairs)
    )


def _split_decision(core: _Core, sketch: Sketch) -> Decision:
    names = [sketch.components[key].name for key in core.services if key in sketch.components]
    return Decision(
        id="split-by-domain",
        title="Split by the words of the domain" if len(names) > 1 else "One service owns the domain",
        context="The brief names what the system does; who owns which data follows from that.",
        choice=f"{', '.join(names)}: each owns its data, and no other part writes it.",
        alternatives=(
            Alternative(name="one deployable with modules", when="a small team, or load that one machine carries"),
            Alternative(name="one shared database", when="reports across all data matter more than separate releases"),
        ),
        consequences=("A change that spans two owners needs an event or a saga, not a join.",),
        source="Newman, Building Microservices, chapter 2",
        subjects=tuple(key for key in core.services if key in sketch.components),
        origin=Origin.default("composition/split"),
    )


def _block_decisions(blocks: _Placed) -> Iterable[Decision]:
    for block_id, (block, names) in blocks.items():
        for spec in block.decisions:
            yield Decision(
                id=slugify(spec.title),
                title=spec.title,
                context=spec.context,
                choice=spec.choice,
                alternatives=tuple(Alternative(name=item.name, when=item.when) for item in spec.alternatives),
                consequences=spec.consequences,
                source=spec.source,
                subjects=tuple(names[role] for role in spec.roles if role in names),
                origin=Origin.default(f"blocks/{block_id}"),
            )


def _failure_modes(blocks: _Placed) -> tuple[FailureMode, ...]:
    return tuple(
        FailureMode(
            what=spec.what,
            component=names.get(spec.role) if spec.role else None,
            effect=spec.effect,
            detection=spec.detection,
            mitigation=spec.mitigation,
            source=spec.source,
        )
        for block, names in blocks.values()
        for spec in block.failure_modes
    )


def _references(blocks: _Placed) -> tuple[Reference, ...]:
    found = {
        (source.document, source.heading): Reference(
            document=source.document, heading=source.heading, used_for=source.used_for
        )
        for block, _ in blocks.values()
        for source in block.sources
    }
    return tuple(found[key] for key in sorted(found))


def _questions(brief: Brief) -> tuple[Question, ...]:
    roles = {quantity.role for quantity in brief.quantities}
    stats = {quantity.subject for quantity in brief.quantities}
    found: list[Question] = []
    if "load" not in roles:
        found.append(
            Question(
                id="load",
                text="How much of the main thing happens a second on average, and how much at peak?",
                default="unknown",
                changes="Sizes every service, store and queue; without it the design carries no figures.",
            )
        )
    if "availability" not in roles and "regions" not in stats:
        found.append(
            Question(
                id="availability",
                text="How long may the system be down, and does it have to survive the loss of a region?",
                default="99.9 %, one region",
                options=("99.9 %, one region", "99.99 %, two regions"),
                changes="Two regions double every stateful part and add replication between them.",
            )
        )
    if "retention" not in roles:
        found.append(
            Question(
                id="retention",
                text="How long must data be kept?",
                default="unknown",
                changes="Decides on archives and the size of every store.",
            )
        )
    return tuple(item for item in found if item.id not in brief.answers)[:MOST]


def _title(text: StemmedText, core: _Core, sketch: Sketch) -> str:
    names = [sketch.components[key].name.removesuffix(" service") for key in core.services if key in sketch.components]
    if not names:
        return "System"
    return f"{' and '.join(names[:2])} system"


def _summary(core: _Core, sketch: Sketch, blocks: _Placed) -> str:
    names = [sketch.components[key].name for key in core.services if key in sketch.components]
    text = f"Composed of {', '.join(names)}" if names else "Composed of the parts that the brief names"
    titles = [block.title.lower() for block, _ in blocks.values()]
    return f"{text}, with {', '.join(titles)}." if titles else f"{text}."
