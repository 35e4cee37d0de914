"""What a brief dictates in a composition: the products it names take their place, what it refuses goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from designer.brief.phrases import stems_of
from designer.model.base import Scalar
from designer.model.blueprint import RoleSpec, TechnologyChoice
from designer.model.brief import Brief, Mention
from designer.model.component import Component
from designer.model.connection import Mode
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind
from designer.model.origin import Origin
from designer.planner.core import Core
from designer.planner.sketch import Sketch

_SAME_JOB: Mapping[Kind, tuple[Kind, ...]] = {
    Kind.RELATIONAL_DB: (Kind.RELATIONAL_DB, Kind.DOCUMENT_DB, Kind.WIDE_COLUMN_DB),
    Kind.DOCUMENT_DB: (Kind.DOCUMENT_DB, Kind.RELATIONAL_DB),
    Kind.WIDE_COLUMN_DB: (Kind.WIDE_COLUMN_DB, Kind.RELATIONAL_DB),
    Kind.KEY_VALUE_STORE: (Kind.KEY_VALUE_STORE, Kind.CACHE),
    Kind.CACHE: (Kind.CACHE, Kind.KEY_VALUE_STORE),
    Kind.QUEUE: (Kind.QUEUE, Kind.EVENT_LOG),
    Kind.EVENT_LOG: (Kind.EVENT_LOG, Kind.QUEUE),
    Kind.WORKER: (Kind.WORKER, Kind.STREAM_PROCESSOR, Kind.BATCH_JOB),
    Kind.SCHEDULER: (Kind.SCHEDULER, Kind.WORKFLOW_ENGINE),
}
# Words for a kind that mean something else in most domains: goods in a warehouse, shift workers, a bus timer.
_ORDINARY = frozenset(
    "warehouse warehouses consumer consumers processor processors worker workers timer timers stream streams listener "
    "listeners engine engines server servers broker brokers topic topics tracker trackers scanner scanners monitoring queues".split()
)
_BESIDE = 40
# Roles of blocks that stand for somebody else's system, whoever that is.
_NAMELESS = frozenset({"blocks/partner-integration/partner", "blocks/etl/partner", "blocks/webhooks-in/sender"})
_LIMITS: Mapping[str, Scalar] = {
    "encrypted": True,
    "timeout_s": 1.5,
    "retries": 2,
    "backoff": "exponential",
    "jitter": True,
    "circuit_breaker": True,
    "idempotency_key": True,
}


def is_ordinary(mention: Mention) -> bool:
    """Tell whether a mention is a word of everyday speech that a composition should not take for a part."""
    return mention.technology is None and mention.text.casefold() in _ORDINARY


def doing_the_job_of(kind: Kind) -> tuple[Kind, ...]:
    """Return the kinds of which a part can do the job of a kind, itself first."""
    return _SAME_JOB.get(kind, (kind,))


def role_of(component: Component, sketch: Sketch) -> RoleSpec | None:
    """Return the role of a block or outline that a part plays, or None."""
    folder, _, rest = (component.role or "").partition("/")
    block_id, _, role = rest.partition("/")
    known = {"blocks": sketch.catalog.blocks, "outlines": sketch.catalog.outlines}.get(folder, ())
    return next((block.roles.get(role) for block in known if block.id == block_id), None)


def dictate(sketch: Sketch, core: Core, brief: Brief) -> None:
    """Let the products and outside systems that the brief names take their place, or add them where nothing does."""
    wanted = [
        mention
        for mention in brief.mentions
        if not mention.negated and mention.kind is not None and mention.kind.family != Family.CLIENT
    ]
    fixed: set[str] = set()
    for mention in wanted:
        if mention.technology is None:
            if mention.kind == Kind.EXTERNAL_SYSTEM and not _is_there(sketch, mention):
                _attach(sketch, core, mention)
        elif not any(item.technology == mention.technology for item in sketch.components.values()):
            players = _players(sketch, mention, wanted, fixed, brief.text)
            for key in players:
                _take_product(sketch, key, mention)
            fixed.update(players)
            if not players and mention.kind not in {Kind.WORKFLOW_ENGINE, Kind.CONFIG_SERVICE}:
                fixed.add(_attach(sketch, core, mention))


def attach_outside(sketch: Sketch, core: Core) -> None:
    """Add the systems of others that the text speaks of; a block's nameless partner nearby takes the name instead."""
    for outside in core.outside:
        origin = Origin.brief(*outside.span)
        nameless = [
            key
            for key in sketch.of_kind(Kind.EXTERNAL_SYSTEM)
            if (role := sketch.components[key].role) in _NAMELESS
            and (spec := role_of(sketch.components[key], sketch)) is not None
            and sketch.components[key].name == spec.name
            and role is not None
        ]
        if nameless:
            sketch.change(
                nameless[0],
                name=outside.name,
                origin=Origin.brief(*outside.span, ref=sketch.components[nameless[0]].role),
            )
        elif not any(item.name.casefold() == outside.name.casefold() for item in sketch.components.values()):
            key = sketch.add(outside.name, Kind.EXTERNAL_SYSTEM, origin=origin, description="Run by others.")
            service = core.nearest(outside.span).service
            sketch.connect(service, key, origin=origin, label="exchanges data", properties=_LIMITS)


def drop_refused(sketch: Sketch, brief: Brief) -> None:
    """Remove what the brief forbids; a forbidden product makes way for the next best of its role, or for no name.

    Where a queue or log goes, those who put messages in call those who took them out.
    """
    wanted = {item.kind for item in brief.mentions if not item.negated}
    refused = [mention for mention in brief.mentions if mention.negated]
    products = {mention.technology for mention in refused if mention.technology}
    for mention in refused:
        if mention.technology is None and mention.kind is not None and mention.kind not in wanted:
            for key in sketch.of_kind(mention.kind):
                if mention.kind in BROKER_KINDS:
                    _bridge(sketch, key)
                sketch.remove([key])
    for key, component in list(sketch.components.items()):
        if component.technology in products:
            spec = role_of(component, sketch)
            options = spec.technology.options if spec and spec.technology else ()
            sketch.change(key, technology=next((item for item in options if item not in products), ""))


def _players(sketch: Sketch, mention: Mention, wanted: Iterable[Mention], fixed: set[str], text: str) -> list[str]:
    """Return the parts that become a product: all stores of its kind, or the part that fits best.

    A role that lists the product comes first, then the part whose name stands beside it ("orders in MySQL").
    """
    technology = sketch.catalog.technology(mention.technology or "")
    kinds = technology.kinds if technology else tuple(filter(None, (mention.kind,)))
    around = _stems_around(text, mention)
    ranked: list[tuple[bool, int, bool, int, int, str]] = []
    for key, component in sketch.components.items():
        spec = role_of(component, sketch)
        listed = names_product(spec, mention.technology)
        first = kinds if listed else kinds[:1]
        fits = [place for place, kind in enumerate(first) if component.kind in doing_the_job_of(kind)]
        if key in fixed or not fits or (component.kind == Kind.EXTERNAL_SYSTEM and not listed):
            continue
        beside = len(around & set(stems_of(component.name)))
        other_kind = fits[0] + (component.kind not in kinds[:1])
        is_store = component.is_datastore
        rank = (not listed and not is_store, -beside, spec is not None and is_store, other_kind)
        ranked.append((*rank, _distance(component, mention), key))
    if not ranked:
        return []
    best = min(ranked)[-1]
    kind = sketch.components[best].kind
    rivals = {item.technology for item in wanted if item.technology and item.kind in doing_the_job_of(kind)}
    if kind != kinds[0] or kind not in DATASTORE_KINDS | {Kind.SERVICE} or len(rivals) > 1:
        return [best]
    return [key for *_, key in sorted(ranked) if _is_like(sketch, key, best)]


def _stems_around(text: str, mention: Mention) -> set[str]:
    start, end = mention.span
    left = max(text.rfind(mark, 0, start) for mark in ",;.\n") + 1
    right = min((place for mark in ",;.\n" if (place := text.find(mark, end)) >= 0), default=len(text))
    before, after = text[max(left, start - _BESIDE) : start], text[end : min(right, end + _BESIDE)]
    return set(stems_of(f"{before.rpartition(' and ')[2]} {after.partition(' and ')[0]}"))


def _is_like(sketch: Sketch, key: str, other: str) -> bool:
    return sketch.components[key].kind == sketch.components[other].kind


def names_product(spec: RoleSpec | None, product: str | None) -> bool:
    """Tell whether a role lists a product among those that fit it."""
    choice: TechnologyChoice | None = spec.technology if spec else None
    return choice is not None and product in (choice.default, *choice.options)


def _distance(component: Component, mention: Mention) -> int:
    span = component.origin.span
    return abs(span[0] - mention.span[0]) if span else 1_000_000


def _take_product(sketch: Sketch, key: str, mention: Mention) -> None:
    component = sketch.components[key]
    technology = sketch.catalog.technology(mention.technology or "")
    kinds = technology.kinds if technology else (component.kind,)
    kind = component.kind if component.kind in kinds else kinds[0]
    origin = Origin.brief(*mention.span, ref=component.origin.ref)
    sketch.change(key, technology=mention.technology, kind=kind, origin=origin)


def _is_there(sketch: Sketch, mention: Mention) -> bool:
    """Tell whether an outside system that the brief speaks of is among the parts already."""
    words = mention.text.casefold()
    for key in sketch.of_kind(Kind.EXTERNAL_SYSTEM):
        component = sketch.components[key]
        spec = role_of(component, sketch)
        known = {component.name.casefold(), *(word.casefold() for word in (spec.words if spec else ()))}
        if words in known or words.removesuffix("s") in known:
            return True
    return False


def _attach(sketch: Sketch, core: Core, mention: Mention) -> str:
    """Add a part that the brief names and that no block stands for; the nearest service calls it."""
    kind = mention.kind or Kind.SERVICE
    origin = Origin.brief(*mention.span)
    name = mention.technology or mention.text[:1].upper() + mention.text[1:]
    key = sketch.add(name, kind, origin=origin, technology=mention.technology, existing=mention.existing)
    service = core.nearest(mention.span).service
    if kind == Kind.EXTERNAL_SYSTEM:
        sketch.connect(service, key, origin=origin, label="calls", properties=_LIMITS)
    elif kind in BROKER_KINDS:
        sketch.connect(service, key, origin=origin, label="hands over work")
    elif kind != Kind.OBSERVABILITY:
        sketch.connect(service, key, origin=origin, label="uses", properties={"timeout_s": 1})
    return key


def _bridge(sketch: Sketch, broker: str) -> None:
    origin = Origin.default("composition/without-broker")
    consumers = [
        key for key in sketch.leading_from(broker) if sketch.components[key].family in (Family.COMPUTE, Family.DATA)
    ]
    for producer in sketch.leading_to(broker):
        for consumer in consumers:
            if sketch.components[producer].family == Family.COMPUTE:
                sketch.connect(
                    producer,
                    consumer,
                    origin=origin,
                    label="hands over work",
                    mode=Mode.SYNC,
                    properties={"timeout_s": 1, "circuit_breaker": True},
                )
