"""What a composition tells besides its parts: flows, entities, interfaces, decisions, failure modes, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from designer.model.base import slugify, unique_slug
from designer.model.decision import Alternative, Decision, FailureMode, Reference
from designer.model.entity import Entity, EntityField
from designer.model.flow import Flow, Step
from designer.model.interface import Interface
from designer.model.kinds import Kind
from designer.model.origin import Origin
from designer.planner.core import Core, Owned
from designer.planner.place import Placement
from designer.planner.sketch import Sketch

_DECIMALS = frozenset({"amount", "total", "price", "budget", "balance", "rate", "score", "energy", "kilowatt_hours"})
_INTEGERS = frozenset({"quantity", "points", "stars", "rooms", "age", "version", "number", "length"})


def flows_of(
    entry: list[str], clients: list[str], core: Core, sketch: Sketch, placed: Iterable[Placement]
) -> list[Flow]:
    """Return the flows: the use of each service, what its events lead to, and how each block works.

    Args:
        entry: the parts that a request passes from the client to the services, in order.
        clients: the ids of the clients.
        core: the services.
        sketch: the finished sketch.
        placed: the blocks.
    """
    flows: dict[str, Flow] = {}
    for number, owned in enumerate(core.present()):
        client = min(clients, key=lambda key: _distance(sketch, key, owned.span))
        steps = _steps([client, *entry, owned.service, owned.store], sketch, owned.entity.lower())
        if len(steps) > 1:
            key = slugify(f"use-{owned.service}")
            name = f"Use the {sketch.components[owned.service].name.lower()}"
            origin = sketch.components[owned.service].origin
            flows[key] = Flow(id=key, name=name, steps=steps, critical=number == 0, origin=origin)
    for flow in (*_event_flows(core, sketch), *_block_flows(placed, sketch)):
        flows.setdefault(flow.id, flow)
    return [flows[key] for key in sorted(flows)]


def _distance(sketch: Sketch, key: str, span: tuple[int, int] | None) -> int:
    own = sketch.components[key].origin.span
    return abs(own[0] - span[0]) if own and span else 0


def _steps(path: list[str], sketch: Sketch, thing: str) -> tuple[Step, ...]:
    pairs = [(one, two) for one, two in pairwise(path) if sketch.are_connected(one, two)]
    return tuple(
        Step(source=source, target=target, message=_message(number, len(pairs), thing))
        for number, (source, target) in enumerate(pairs)
    )


def _message(number: int, steps: int, thing: str) -> str:
    if number == steps - 1:
        return f"read or write {thing}"
    return f"request about {thing}" if number == 0 else "checked request"


def _event_flows(core: Core, sketch: Sketch) -> Iterator[Flow]:
    logs = sketch.of_kind(Kind.EVENT_LOG)
    for followed, following in core.followed():
        told, tells = followed.entity.lower(), following.entity.lower()
        path = (
            (followed.service, followed.store, f"change {told} and note the event, in one transaction"),
            *((followed.service, log, f"{told} event") for log in logs[:1]),
            *((log, following.service, f"{told} event, perhaps again") for log in logs[:1]),
            (following.service, following.store, f"change {tells}, once for each event"),
        )
        steps = tuple(
            Step(source=source, target=target, message=message)
            for source, target, message in path
            if sketch.are_connected(source, target)
        )
        if len(steps) == len(path) > 2:
            key = slugify(f"{followed.service}-leads-to-{following.service}")
            name = f"A change of {_article(told)} leads to {_article(tells)}"
            yield Flow(id=key, name=name, steps=steps, origin=Origin.default("composition/events"))


def _article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def _block_flows(placed: Iterable[Placement], sketch: Sketch) -> Iterator[Flow]:
    for item in placed:
        here = {name: key for name, key in item.parts.items() if key in sketch.components}
        for name, spec in item.block.flows.items():
            steps = tuple(
                Step(source=here[step.source], target=here[step.target], message=item.told(step.message))
                for step in spec.steps
                if step.source in here and step.target in here
            )
            if len(steps) > 1 and here.keys() >= set(spec.needs):
                origin = Origin.default(f"{item.block.ref}/{name}")
                yield Flow(
                    id=slugify(f"{item.block.id}-{name}"),
                    name=item.told(spec.name),
                    kind=spec.kind,
                    critical=spec.critical,
                    steps=steps,
                    origin=origin,
                )


def entities_of(core: Core, sketch: Sketch, placed: Iterable[Placement]) -> list[Entity]:
    """Return what the services and the blocks keep, each with its own id, sorted by it."""
    found: dict[str, Entity] = {}
    for owned in core.owned:
        if owned.store in sketch.components:
            entity = _own_entity(owned, sketch, unique_slug(owned.entity, found.keys() | set()))
            found[entity.id] = entity
    for item in placed:
        ids = {
            key: unique_slug(item.told(spec.name), found.keys() | set()) for key, spec in item.block.entities.items()
        }
        for key, spec in item.block.entities.items():
            if item.parts.get(spec.store) not in sketch.components:
                continue
            fields = tuple(
                field.model_copy(update={"references": ids.get(field.references or "")}) for field in spec.fields
            )
            found[ids[key]] = Entity(
                id=ids[key],
                name=item.told(spec.name),
                store=item.parts[spec.store],
                description=item.told(spec.description),
                fields=fields,
                retention=spec.retention,
                consistency=spec.consistency,
                origin=Origin.default(f"{item.block.ref}/{key}"),
            )
    return [found[key] for key in sorted(found)]


def _own_entity(owned: Owned, sketch: Sketch, key: str) -> Entity:
    own = [EntityField(name="id", type="uuid", key=True)]
    own += [EntityField(name=name, type=_field_type(name)) for name in map(_field_name, owned.fields)]
    own.append(EntityField(name="created_at", type="timestamp"))
    origin = sketch.components[owned.service].origin if owned.service in sketch.components else None
    return Entity(
        id=key,
        name=owned.entity,
        store=owned.store,
        fields=tuple(own),
        origin=origin or Origin.default("composition/entity"),
    )


def _field_name(name: str) -> str:
    return slugify(name).replace("-", "_")


def _field_type(name: str) -> str:
    if name.endswith(("_at", "_on", "last_seen", "valid_until")):
        return "timestamp"
    if name in _DECIMALS:
        return "decimal"
    if name in _INTEGERS:
        return "integer"
    return "boolean" if name == "occupied" else "geo" if name == "position" else "string"


def interfaces_of(sketch: Sketch, placed: Iterable[Placement]) -> list[Interface]:
    """Return the interfaces of the blocks' parts, sorted by id."""
    found: dict[str, Interface] = {}
    for item in placed:
        for spec in item.block.interfaces:
            component = item.parts.get(spec.role)
            if component is not None and component in sketch.components:
                key = unique_slug(item.told(spec.name), found.keys() | set())
                found[key] = Interface(
                    id=key,
                    component=component,
                    name=item.told(spec.name),
                    protocol=spec.protocol,
                    operations=spec.operations,
                    origin=Origin.default(f"{item.block.ref}/{spec.role}"),
                )
    return [found[key] for key in sorted(found)]


def decisions_of(core: Core, sketch: Sketch, placed: Iterable[Placement]) -> list[Decision]:
    """Return the decisions: how the services are split, how they tell each other, and those of the blocks."""
    found = [_split_decision(core, sketch)]
    if list(core.followed()):
        found.append(_event_decision(sketch))
    for item in placed:
        for spec in item.block.decisions:
            found.append(
                Decision(
                    id=slugify(item.told(spec.title)),
                    title=item.told(spec.title),
                    context=item.told(spec.context),
                    choice=item.told(spec.choice),
                    alternatives=tuple(
                        Alternative(name=item.told(other.name), when=item.told(other.when))
                        for other in spec.alternatives
                    ),
                    consequences=tuple(map(item.told, spec.consequences)),
                    source=spec.source,
                    subjects=tuple(
                        _present(item.parts.get(role), sketch)
                        for role in spec.roles
                        if _present(item.parts.get(role), sketch)
                    ),
                    origin=Origin.default(f"{item.block.ref}"),
                )
            )
    return found


def _present(key: str | None, sketch: Sketch) -> str:
    return key if key is not None and key in sketch.components else ""


def _split_decision(core: Core, sketch: Sketch) -> Decision:
    keys = [owned.service for owned in core.present()]
    names = [sketch.components[key].name for key in keys]
    return Decision(
        id="split-by-domain",
        title="Split by the words of the domain" if len(names) > 1 else "One service owns the domain",
        context="The brief names what the system does; who owns which data follows from that.",
        choice=f"{', '.join(names)}: {'each owns its data' if len(names) > 1 else 'it owns the data'}, and no other part writes it.",
        alternatives=(
            Alternative(name="one deployable with modules", when="a small team, or load that one machine carries"),
            Alternative(name="one shared database", when="reports across all data matter more than separate releases"),
        ),
        consequences=("A change that spans two owners needs an event or a saga, not a join.",),
        source="Newman, Building Microservices, chapter 2",
        subjects=tuple(keys),
        origin=Origin.default("composition/split"),
    )


def _event_decision(sketch: Sketch) -> Decision:
    return Decision(
        id="tell-others-by-events",
        title="Tell other services by events",
        context="What happens in one service changes data that another owns; a call would make each wait for the other.",
        choice="The owner writes its change and the event in one transaction; whoever has to act reads the log, and an "
        "event read twice changes nothing the second time.",
        alternatives=(
            Alternative(name="a call to the other service", when="the answer is needed before the user gets theirs"),
            Alternative(
                name="a workflow engine", when="many steps with deadlines and compensation belong to one process"
            ),
        ),
        consequences=(
            "The other service is behind by the lag of the log.",
            "Events are an interface and need versions.",
        ),
        source="Richardson, Microservices Patterns, chapter 3",
        subjects=tuple(sketch.of_kind(Kind.EVENT_LOG)[:1]),
        origin=Origin.default("composition/events"),
    )


def failure_modes_of(sketch: Sketch, placed: Iterable[Placement]) -> list[FailureMode]:
    """Return what can fail in the blocks."""
    return [
        FailureMode(
            what=item.told(spec.what),
            component=_present(item.parts.get(spec.role), sketch) or None if spec.role else None,
            effect=item.told(spec.effect),
            detection=item.told(spec.detection),
            mitigation=item.told(spec.mitigation),
            source=spec.source,
        )
        for item in placed
        for spec in item.block.failure_modes
    ]


def references_of(placed: Iterable[Placement]) -> list[Reference]:
    """Return the sources of the blocks, each document and heading once, sorted; their uses together."""
    uses: dict[tuple[str, str], list[str]] = {}
    for item in placed:
        for source in item.block.sources:
            known = uses.setdefault((source.document, source.heading), [])
            known += [use for use in source.used_for if use not in known]
    return [Reference(document=key[0], heading=key[1], used_for=tuple(uses[key])) for key in sorted(uses)]
