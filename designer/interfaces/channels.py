"""The channels of a design: what flows through queues, logs and open connections, who sends it and who receives it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from designer.model.base import slugify, unique_slug
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.design import Design
from designer.model.interface import Interface, Operation
from designer.model.kinds import BROKER_KINDS, Family

Action = Literal["send", "receive"]
_WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Carried:
    """One kind of message: what names it, what it holds in words, and what is said of it."""

    id: str
    words: str
    summary: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one component does on a channel; `is_sure` is false when the design names several that may do it."""

    id: str
    action: Action
    component: Component
    messages: tuple[str, ...]
    link: Connection | None
    is_sure: bool = True
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel: `host` is the broker, or the component that holds connections open; `address` None where nobody named it."""

    id: str
    address: str | None
    host: Component
    is_broker: bool
    messages: tuple[Carried, ...]
    parts: tuple[Part, ...]


def channels(design: Design) -> tuple[Channel, ...]:
    """Return the channels of a design: those of brokers and stated events, then those of open connections."""
    taken: set[str] = set()
    found: list[Channel] = []
    events = {item.component for item in design.interfaces if item.protocol == "events" and item.operations}
    for component in design.graph.components:
        if component.kind in BROKER_KINDS or component.id in events:
            found += _of_events(design, component, taken)
    for interface in design.interfaces:
        if interface.protocol == "websocket" and interface.operations:
            found.append(_of_connection(design, interface, taken))
    return tuple(found)


def _of_events(design: Design, host: Component, taken: set[str]) -> Iterator[Channel]:
    stated: dict[str, list[Operation]] = {}
    for interface in design.interfaces:
        if interface.protocol == "events" and interface.component == host.id:
            for operation in interface.operations:
                stated.setdefault(operation.name.strip(), []).append(operation)
    if not stated:
        yield from _unnamed(design, host, taken)
        return
    for address, operations in stated.items():
        key = _take(address, taken)
        first = operations[0]
        words = next((words for one in operations if (words := one.request or one.response)), "")
        carried = Carried(key, words, first.summary)
        yield Channel(key, address, host, True, (carried,), tuple(_parts(design, host, key, (carried,), address)))


def _unnamed(design: Design, host: Component, taken: set[str]) -> Iterator[Channel]:
    """Yield the one channel of a broker of which the design says no more than what is connected to it."""
    links = [*_senders(design, host), *_receivers(design, host)]
    if not links:
        return
    key = _take(host.id, taken)
    kept = [entity.name for entity in design.entities if entity.store == host.id]
    said = dict.fromkeys(link.label for link in _senders(design, host) if link.label)
    names = kept or [f"{host.name}: {label}" for label in said] or [host.name]
    ids: set[str] = set()
    messages = []
    for name in names:
        own = unique_slug(name if kept else name.removeprefix(f"{host.name}: "), ids, fallback="message")
        ids.add(own)
        messages.append(Carried(f"{key}.{own}", name if kept else "", "" if kept else name))
    parts = _parts(design, host, key, messages, "")
    if not kept and said:
        # Who sends says in the label what it sends.
        sent = {label: (item.id,) for label, item in zip(said, messages, strict=True)}
        parts = (
            replace(part, messages=sent.get(part.link.label, part.messages))
            if part.action == "send" and part.link is not None
            else part
            for part in parts
        )
    yield Channel(key, None, host, True, tuple(messages), tuple(parts))


def _of_connection(design: Design, interface: Interface, taken: set[str]) -> Channel:
    """Return the channel of a WebSocket: what clients send carries a request, what they hear only a response."""
    host = design.graph.by_id[interface.component]
    key = _take(interface.id, taken)
    messages: dict[str, Carried] = {}
    parts: list[Part] = []
    for operation in interface.operations:
        own = f"{key}.{unique_slug(operation.name, {name.rpartition('.')[2] for name in messages}, fallback='message')}"
        is_heard = not operation.request and (bool(operation.response) or operation.direction != "call")
        messages[own] = Carried(own, operation.response if is_heard else operation.request, operation.summary)
        reply = ""
        if not is_heard and operation.response:
            reply = f"{own}-reply"
            messages[reply] = Carried(reply, operation.response, f"The answer to {operation.name}")
        action: Action = "send" if is_heard else "receive"
        name = f"{host.id}-{action}s-{own.replace('.', '-')}"
        parts.append(Part(name, action, host, (own,), None, reply=reply))
    return Channel(key, None, host, False, tuple(messages.values()), tuple(parts))


def _parts(design: Design, host: Component, key: str, messages: Iterable[Carried], address: str) -> Iterator[Part]:
    graph = design.graph
    ids = tuple(item.id for item in messages)
    if host.kind not in BROKER_KINDS:
        yield Part(f"{host.id}-sends-{key}", "send", host, ids, None)
        return
    sides: tuple[tuple[Action, list[Connection]], ...] = (
        ("send", _senders(design, host)),
        ("receive", _receivers(design, host)),
    )
    for action, links in sides:
        known = _named_on(design, links, address) if address else links
        for link in known or links:
            other = graph.by_id[link.source if action == "send" else link.target]
            is_sure = bool(known) or len(links) == 1
            yield Part(f"{other.id}-{action}s-{key}", action, other, ids, link, is_sure)


def _senders(design: Design, host: Component) -> list[Connection]:
    return _others(design, design.graph.incoming[host.id], "source")


def _receivers(design: Design, host: Component) -> list[Connection]:
    return _others(design, design.graph.outgoing[host.id], "target")


def _others(design: Design, links: Iterable[Connection], end: str) -> list[Connection]:
    """Return one link for each component at the other end that takes part in the messages."""
    found: dict[str, Connection] = {}
    for link in links:
        other = design.graph.by_id[getattr(link, end)]
        if link.mode is not Mode.REPLICATION and other.family is not Family.OPERATIONS:
            found.setdefault(other.id, link)
    return list(found.values())


def _named_on(design: Design, links: list[Connection], address: str) -> list[Connection]:
    """Return the links whose label, or whose steps in flows, have the words of a channel's name."""
    wanted = set(_WORD.findall(address.lower()))
    said = {(link.source, link.target): link.label.lower() for link in links}
    for flow in design.flows:
        for step in flow.steps:
            if (step.source, step.target) in said:
                said[step.source, step.target] += f" {step.message.lower()}"
    return [
        link
        for link in links
        if wanted and all(word.rstrip("s")[:6] in said[link.source, link.target] for word in wanted)
    ]


def _take(text: str, taken: set[str]) -> str:
    key = unique_slug(slugify(text, fallback="channel"), taken)
    taken.add(key)
    return key
