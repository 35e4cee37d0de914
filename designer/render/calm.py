"""Design to FINOS CALM 1.2: nodes, relationships and flows as JSON, with what CALM has no word for in `metadata`.

Source: FINOS, "Common Architecture Language Model", release 1.2, https://calm.finos.org/release/1.2/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from designer.importing.facts import PREFIX, packed
from designer.model.base import canonical_json, unique_slug
from designer.model.boundary import Boundary
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.design import Design
from designer.model.flow import Flow, Step
from designer.model.kinds import Family, Kind
from designer.model.view import AnyView
from designer.render.escape import one_line
from designer.render.model_facts import (
    NAME_LIMIT,
    TEXT_LIMIT,
    Facts,
    boundary_facts,
    exact,
    flow_facts,
    link_facts,
    part_facts,
    subtitles,
)

SCHEMA = "https://calm.finos.org/release/1.2/meta/calm.json"
PROTOCOLS = ("HTTP", "HTTPS", "FTP", "SFTP", "JDBC", "WebSocket", "SocketIO", "LDAP", "AMQP", "TLS", "mTLS", "TCP")
"""The protocols that CALM knows; any other stands in the metadata."""

_TYPES: dict[Family, str] = {
    Family.CLIENT: "webclient",
    Family.EDGE: "network",
    Family.COMPUTE: "service",
    Family.DATA: "database",
    Family.MESSAGING: "service",
    Family.OPERATIONS: "service",
    Family.EXTERNAL: "system",
}
_OWN_TYPES: dict[Kind, str] = {
    Kind.PERSON: "actor",
    Kind.MOBILE_CLIENT: "mobile-client",
    Kind.CLIENT_SDK: "client-sdk",
    Kind.DEVICE: "device",
    Kind.API_GATEWAY: "service",
    Kind.OBJECT_STORE: "data-asset",
    Kind.QUEUE: "queue",
    Kind.EVENT_LOG: "event-log",
}
NODE_TYPES: dict[Kind, str] = {kind: _OWN_TYPES.get(kind, _TYPES[kind.family]) for kind in Kind}
"""CALM's type of a node, by kind: one of its own where one fits, else a word of ours, which it allows."""

_PLACES = ("network", "region", "zone")


def render_calm(design: Design, views: tuple[AnyView, ...]) -> str:
    """Return a design as a CALM architecture: canonical JSON with a final newline."""
    return canonical_json(_Architecture(design, views).document())


class _Architecture:
    """The ids of everything, unique in the whole document as CALM wants them, and the parts made with them."""

    def __init__(self, design: Design, views: tuple[AnyView, ...]) -> None:
        self.design, self.graph = design, design.graph
        self.subtitles = subtitles(views)
        self.taken = {part.id for part in self.graph.components}
        self.boundaries = {item.id: self._own_id(item.id, "boundary") for item in self.graph.boundaries}
        self.links = {item.id: self._own_id(item.id, "connection") for item in self.graph.connections}

    def document(self) -> dict[str, Any]:
        title = one_line(self.design.title, NAME_LIMIT)
        facts = exact(title=(self.design.title, title))
        made = [self.flow(flow) for flow in self.design.flows]
        flows = [item for item in made if item["transitions"]]
        untold = [item for item in made if not item["transitions"]]
        # CALM wants a transition in each flow; one without any is told in the metadata.
        facts |= {f"flow.{item['unique-id']}.{k}": v for item in untold for k, v in item["metadata"][PREFIX].items()}
        return {
            "$schema": SCHEMA,
            "title": title,
            "description": one_line(self.design.summary, TEXT_LIMIT),
            "nodes": [*map(self.boundary, self.graph.boundaries), *map(self.node, self.graph.components)],
            "relationships": [*self.containment(), *map(self.relationship, self.graph.connections)],
            "flows": flows,
            "metadata": _metadata({"subtitle": packed(self.subtitles.get("container", "")), **facts}),
        }

    def node(self, part: Component) -> dict[str, Any]:
        name = one_line(part.name, NAME_LIMIT) or part.kind.label
        description = one_line(part.description, TEXT_LIMIT)
        facts = part_facts(part, name=name, technology="", description=description)
        return {
            "unique-id": part.id,
            "node-type": NODE_TYPES[part.kind],
            "name": name,
            "description": description,
            "metadata": _metadata(facts),
        }

    def boundary(self, item: Boundary) -> dict[str, Any]:
        name = one_line(item.name, NAME_LIMIT) or item.id
        return {
            "unique-id": self.boundaries[item.id],
            "node-type": "network" if item.type in _PLACES else "system",
            "name": name,
            "description": f"{item.type.capitalize()} boundary",
            "metadata": _metadata({"boundary": "true", **boundary_facts(item, name=name)}),
        }

    def containment(self) -> Iterator[dict[str, Any]]:
        for item in self.graph.boundaries:
            inside = [self.boundaries[one.id] for one in self.graph.boundaries if one.parent == item.id]
            inside += [part.id for part in self.graph.components if part.boundary == item.id]
            if inside:
                word = "deployed-in" if item.type in _PLACES else "composed-of"
                yield {
                    "unique-id": self._own_id(item.id, "inside"),
                    "relationship-type": {word: {"container": self.boundaries[item.id], "nodes": inside}},
                }

    def relationship(self, item: Connection) -> dict[str, Any]:
        label = one_line(item.label, TEXT_LIMIT)
        protocol = item.protocol if item.protocol in PROTOCOLS else ""
        made: dict[str, Any] = {
            "unique-id": self.links[item.id],
            "description": label,
            "relationship-type": self.type_of(item),
            "metadata": _metadata(link_facts(item, label=label, protocol=protocol)),
        }
        return {**made, "protocol": protocol} if protocol else made

    def type_of(self, item: Connection) -> dict[str, Any]:
        if self.graph.by_id[item.source].kind is Kind.PERSON:
            return {"interacts": {"actor": item.source, "nodes": [item.target]}}
        return {"connects": {"source": {"node": item.source}, "destination": {"node": item.target}}}

    def flow(self, flow: Flow) -> dict[str, Any]:
        name = one_line(flow.name, NAME_LIMIT) or flow.id
        messages: dict[int, str] = {}
        transitions: list[dict[str, Any]] = []
        for number, step in enumerate(flow.steps, start=1):
            if (found := self.link_of(step)) is None:
                continue
            messages[number] = one_line(step.message, TEXT_LIMIT)
            transition = {"relationship-unique-id": self.links[found.id], "description": messages[number]}
            direction = "source-to-destination" if found.source == step.source else "destination-to-source"
            transitions.append({**transition, "sequence-number": number, "direction": direction})
        return {
            "unique-id": self._own_id(flow.id, "flow"),
            "name": name,
            "description": self.subtitles.get(f"sequence-{flow.id}", ""),
            "transitions": transitions,
            "metadata": _metadata(flow_facts(flow, name=name if transitions else "", messages=messages)),
        }

    def link_of(self, step: Step) -> Connection | None:
        """Return the first connection that a step goes along, or else back over."""
        along = (item for item in self.graph.outgoing[step.source] if item.target == step.target)
        back = (item for item in self.graph.outgoing[step.target] if item.target == step.source)
        return next(along, None) or next(back, None)

    def _own_id(self, id: str, what: str) -> str:
        own = id if id not in self.taken else unique_slug(f"{what}-{id}", self.taken)
        self.taken.add(own)
        return own


def _metadata(facts: Facts) -> dict[str, Any]:
    return {PREFIX: {name: text for name, text in facts.items() if text or name != "subtitle"}}
