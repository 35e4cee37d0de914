"""The AsyncAPI 3 file of a design: channels, who sends and who receives on them, and what the messages hold."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from designer.interfaces.channels import Carried, Channel, Part, channels
from designer.interfaces.payload import Vocabulary
from designer.interfaces.schemas import Names, Schema, entity_schema, payload_schema, sample_payload
from designer.interfaces.text import plain, prose, sentence
from designer.model.base import canonical_json
from designer.model.component import Component
from designer.model.design import Design
from designer.model.entity import Entity

VERSION = "3.0.0"
_PROTOCOLS = (
    ("kafka", "kafka"), ("redpanda", "kafka"), ("amqp", "amqp"), ("rabbitmq", "amqp"), ("mqtt", "mqtt"), ("emqx", "mqtt"),
    ("nats", "nats"), ("redis", "redis"), ("resp", "redis"), ("pulsar", "pulsar"), ("sqs", "sqs"), ("sns", "sns"),
    ("pub/sub", "googlepubsub"), ("stomp", "stomp"),
)  # fmt: skip
_PARAMETER = re.compile(r"\{([A-Za-z0-9_-]{1,60})\}")
_QOS = {"at-most-once": 0, "at-least-once": 1, "exactly-once": 2}
_KAFKA, _AMQP, _MQTT = "0.5.0", "0.3.0", "0.2.0"


def asyncapi_document(design: Design) -> dict[str, Any] | None:
    """Return the AsyncAPI description of a design; None when nothing in it carries messages."""
    found = channels(design)
    return _Writer(design).document(found) if found else None


class _Writer:
    """Collects what channels and messages refer to."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.words = Vocabulary(design.entities)
        self.names = Names(design.entities)
        self.schemas: dict[str, Schema] = {}

    def document(self, found: tuple[Channel, ...]) -> dict[str, Any]:
        hosts = {channel.host.id: channel for channel in found}
        servers = {key: server for key, channel in hosts.items() if (server := self._server(channel))}
        messages = {item.id: self._message(channel, item) for channel in found for item in channel.messages}
        told = {channel.id: self._channel(channel, servers) for channel in found}
        operations = {part.id: self._operation(channel, part) for channel in found for part in channel.parts}
        parts: dict[str, Any] = {"messages": messages}
        if self.schemas:
            parts["schemas"] = dict(sorted(self.schemas.items()))
        whole = [servers, told, operations, parts]
        return {
            "asyncapi": VERSION,
            "info": {
                "title": f"Messages, {plain(self.design.title, 100)}",
                "version": f"sha256-{hashlib.sha256(canonical_json(whole).encode()).hexdigest()[:12]}",
                "description": "What the components tell each other through queues, logs and open connections.",
            },
            "defaultContentType": "application/json",
            **({"servers": servers} if servers else {}),
            "channels": told,
            "operations": operations,
            "components": parts,
        }

    def _server(self, channel: Channel) -> dict[str, Any] | None:
        protocol = protocol_of(self.design, channel)
        if not protocol:
            return None
        named = f"{prose(channel.host.technology, 80)}. " if channel.host.technology else ""
        return {
            "host": "{host}",
            "protocol": protocol,
            "title": plain(channel.host.name, 100),
            "description": f"{named}The design names no host.",
            "variables": {"host": {"description": "Where it is reached, with the port."}},
        }

    def _channel(self, channel: Channel, servers: dict[str, Any]) -> dict[str, Any]:
        address = None if channel.address is None else _address(channel.address)
        made: dict[str, Any] = {
            "address": address,
            "title": plain(channel.address or channel.host.name, 100),
            "description": sentence(
                f"On {prose(channel.host.name, 100)}",
                "" if address else "The design names no address",
                _promises(channel.host),
            ),
            "messages": {_last(item.id): _ref("components/messages", item.id) for item in channel.messages},
        }
        if channel.host.id in servers:
            made["servers"] = [_ref("servers", channel.host.id)]
        if names := dict.fromkeys(_PARAMETER.findall(address or "")):
            made["parameters"] = {name: {"description": f"Part of the address: {name}."} for name in names}
        if bindings := self._bindings(channel, address):
            made["bindings"] = bindings
        return made

    def _bindings(self, channel: Channel, address: str | None) -> dict[str, Any]:
        protocol = protocol_of(self.design, channel)
        if protocol == "kafka" and address and re.fullmatch(r"[A-Za-z0-9._-]{1,249}", address):
            return {"kafka": {"topic": address, "bindingVersion": _KAFKA}}
        durable = channel.host.prop("durable")
        if protocol == "amqp" and isinstance(durable, bool):
            return {"amqp": {"is": "queue", "queue": {"durable": durable}, "bindingVersion": _AMQP}}
        return {}

    def _operation(self, channel: Channel, part: Part) -> dict[str, Any]:
        said = part.link.label if part.link is not None else ""
        who = prose(part.component.name, 100)
        made: dict[str, Any] = {
            "action": part.action,
            "channel": _ref("channels", channel.id),
            "title": plain(f"{part.component.name} {part.action}s", 120),
            "description": sentence(
                f"{who}: {prose(said, 200)}" if said else who,
                "" if part.is_sure else f"The design does not say which of those that {part.action} here do",
            ),
            "messages": [_ref(f"channels/{channel.id}/messages", _last(name)) for name in part.messages],
            "x-component": part.component.id,
        }
        if part.reply:
            reply = _ref(f"channels/{channel.id}/messages", _last(part.reply))
            made["reply"] = {"channel": _ref("channels", channel.id), "messages": [reply]}
        delivery = part.link.prop("delivery") if part.link is not None else None
        if protocol_of(self.design, channel) == "mqtt" and delivery in _QOS:
            made["bindings"] = {"mqtt": {"qos": _QOS[str(delivery)], "bindingVersion": _MQTT}}
        return made

    def _message(self, channel: Channel, item: Carried) -> dict[str, Any]:
        payload = self.words.payload(item.words)
        made: dict[str, Any] = {"name": _last(item.id)}
        if item.summary:
            made["title"] = plain(item.summary, 120)
        if payload is None:
            made["payload"] = {"description": "The design does not say what it holds."}
        else:
            made["payload"] = payload_schema(payload, self._entity)
            if (example := sample_payload(payload)) is not None:
                made["examples"] = [{"payload": example}]
        if protocol_of(self.design, channel) == "kafka" and (key := _ordered_by(channel)):
            schema = {"type": "string", "description": f"Messages with the same {prose(key, 120)} stay in order."}
            made["bindings"] = {"kafka": {"key": schema, "bindingVersion": _KAFKA}}
        return made

    def _entity(self, entity: Entity) -> Schema:
        name = self.names.of(entity)
        self.schemas.setdefault(name, entity_schema(entity))
        return _ref("components/schemas", name)


def protocol_of(design: Design, channel: Channel) -> str:
    """Return the protocol of a channel's server as AsyncAPI calls it; empty when nothing says it.

    What is spoken counts before what the broker can speak.
    """
    if not channel.is_broker:
        incoming = design.graph.incoming[channel.host.id]
        return (
            "wss"
            if any(link.prop("encrypted") is True or link.protocol.upper() == "WSS" for link in incoming)
            else "ws"
        )
    spoken = [part.link.protocol for part in channel.parts if part.link is not None]
    for text in (*spoken, channel.host.technology):
        lowered = text.lower()
        for word, name in _PROTOCOLS:
            if word in lowered:
                return name
    return ""


def _ordered_by(channel: Channel) -> str:
    stated = channel.host.prop("partition_key")
    on_links = (
        part.link.prop("ordered_by") for part in channel.parts if part.link is not None and part.action == "send"
    )
    return str(stated or next((value for value in on_links if value), "") or "")


def _promises(host: Component) -> str:
    """Return what a broker promises, as far as the design says."""
    return "; ".join(_said(host))


def _said(host: Component) -> Iterator[str]:
    if delivery := host.prop("delivery"):
        yield f"Delivery: {delivery}"
    if ordering := host.prop("ordering"):
        yield f"order: {ordering}"
    if host.prop("dead_letter") is True:
        yield "messages that keep failing are set aside"


def _address(text: str) -> str:
    """Return an address that a file can carry: braces only around the names of parameters."""
    line = plain(text, 200)
    kept = [part if number % 2 == 0 else f"{{{part}}}" for number, part in enumerate(_PARAMETER.split(line))]
    return "".join(part if number % 2 else re.sub(r"[{}\s?#]", "-", part) for number, part in enumerate(kept))


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _ref(where: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/{where}/{name}"}
