"""Instructions about connections: connect, disconnect, wait for the answer or not."""

from __future__ import annotations

import re

from designer.edits.edits import ChangeConnection, Disconnect, Edit
from designer.edits.text import clip_line
from designer.model.connection import Connection, Mode
from designer.model.graph import Graph
from designer.refining.change import Bench, Change, unclear
from designer.refining.naming import find_parts, link_of, links_between, part_of
from designer.refining.rewiring import connecting, flows_by_way_of

_ASYNC = re.compile(r"\basync(?:hronous(?:ly)?)?\b", re.I)
_SYNC = re.compile(r"\bsync(?:hronous(?:ly)?)?\b", re.I)
_PROTOCOLS = {
    one.casefold(): one
    for one in "HTTP HTTPS HTTP/2 HTTP/3 gRPC REST GraphQL SQL AMQP MQTT Kafka NATS WebSocket WSS SSE TCP UDP TLS RESP CQL "
    "SMTP IMAP FTP SFTP SSH DNS OTLP S3 STOMP JMS SOAP QUIC WebRTC RTMP HLS LDAP SAML OIDC OAuth XMPP CoAP Modbus".split()
}


def connect(bench: Bench, found: re.Match[str]) -> Change:
    """Connect two parts, over a protocol and in a mode where they are said; a connection that is there is changed."""
    one, other = part_of(bench, found["a"]), part_of(bench, found["b"])
    if one.id == other.id:
        raise unclear(f"both ends are {one.name}", "name two parts")
    how = found["how"] or ""
    mode = _mode(how)
    protocol = _protocol(how)
    there = links_between(bench.design.graph, one.id, other.id)
    if not there:
        broker = bench.catalog.technology((one if one.is_broker else other).technology)
        usual = broker.protocol if broker is not None and (one.is_broker or other.is_broker) else ""
        return Change((connecting(one.kind, other.kind, (one.id, other.id), protocol=protocol or usual, mode=mode),))
    link = there[0]
    changes = ChangeConnection(
        id=link.id,
        mode=mode if mode is not None and mode is not link.mode else None,
        protocol=protocol if protocol and protocol != link.protocol else None,
    )
    if changes.mode is None and changes.protocol is None:
        return Change(says=(f"{one.name} is connected to {other.name} already; nothing changed",))
    return Change((changes,))


def call(bench: Bench, found: re.Match[str]) -> Change | None:
    """Connect two parts of which one is said to call the other; None where the words name no two parts."""
    ones, others = find_parts(bench, found["a"]), find_parts(bench, found["b"])
    if not ones or not others:
        return None
    return connect(bench, found)


def set_protocol(bench: Bench, found: re.Match[str]) -> Change | None:
    """Let two connected parts speak another protocol; None where the words name none that is known."""
    protocol = _PROTOCOLS.get(found["how"].strip().casefold())
    if protocol is None:
        return None
    link = link_of(bench, found["a"], found["b"])
    if link.protocol == protocol:
        return Change(says=(f"{_told(bench.design.graph, link)} is {protocol} already; nothing changed",))
    return Change((ChangeConnection(id=link.id, protocol=protocol),))


def _mode(how: str) -> Mode | None:
    return Mode.ASYNC if _ASYNC.search(how) else Mode.SYNC if _SYNC.search(how) else None


def _protocol(how: str) -> str:
    """Return the protocol that words name, as it is usually written; one that is not known stays as it was said.

    Raises:
        InputError: the words are no name of a protocol.
    """
    words = re.sub(r"\b(?:over|via|using|with|through|by|on)\b", " ", _SYNC.sub(" ", _ASYNC.sub(" ", how)), flags=re.I)
    left = " ".join(words.split()).strip(" ,.")
    if not left:
        return ""
    if len(left) > 40 or len(left.split()) > 3:
        raise unclear(f"{clip_line(left, 60)!r} is no protocol", "say 'connect A to B over HTTPS', or 'asynchronously'")
    return _PROTOCOLS.get(left.casefold(), left)


def disconnect(bench: Bench, found: re.Match[str]) -> Change:
    """Remove every connection from one part to another, or back where there is none in that direction."""
    one, other = part_of(bench, found["a"]), part_of(bench, found["b"])
    graph = bench.design.graph
    there, back = links_between(graph, one.id, other.id), links_between(graph, other.id, one.id)
    both = "between" in found.group().casefold()
    links = (*there, *back) if both else there or back
    if not links:
        return Change(says=(f"{one.name} and {other.name} are not connected; nothing changed",))
    return Change(tuple(Disconnect(id=link.id) for link in links))


def set_mode(bench: Bench, found: re.Match[str]) -> Change:
    """Make a connection asynchronous or synchronous; the answer to an asynchronous message leaves the flows."""
    mode = _mode(found["mode"]) or Mode.SYNC
    link = link_of(bench, found["a"], found["b"])
    return _in_mode(bench, (link,), mode)


def set_calls_mode(bench: Bench, found: re.Match[str]) -> Change:
    """Make every call to a part asynchronous or synchronous."""
    mode = _mode(found["mode"]) or Mode.SYNC
    part = part_of(bench, found["a"])
    links = tuple(link for link in bench.design.graph.incoming[part.id] if link.mode is not Mode.REPLICATION)
    if not links:
        raise unclear(f"nothing calls {part.name}", "name the two ends, as in 'make A to B asynchronous'")
    return _in_mode(bench, links, mode)


def set_link_mode(bench: Bench, found: re.Match[str]) -> Change | None:
    """Make the connection with an id or a label asynchronous or synchronous, or every call to a part.

    None when words name no connection and no part that is called.
    """
    mode = _mode(found["mode"]) or Mode.SYNC
    said = re.sub(r"^(?:the|our)\s+|\s+(?:connection|link|call)$", "", found["a"].strip(), flags=re.I).casefold()
    links = tuple(link for link in bench.design.graph.connections if said in (link.id, link.label.casefold()))
    if len(links) > 1:
        named = ", ".join(link.id for link in links[:6])
        raise unclear(f"{clip_line(said, 60)!r} may be {named}", "say which one, by its id")
    if not links and len(parts := find_parts(bench, found["a"])) == 1:
        links = tuple(link for link in bench.design.graph.incoming[parts[0].id] if link.mode is not Mode.REPLICATION)
    return _in_mode(bench, links, mode) if links else None


def _in_mode(bench: Bench, links: tuple[Connection, ...], mode: Mode) -> Change:
    graph = bench.design.graph
    edits: list[Edit] = []
    says = []
    for link in links:
        if link.mode is mode:
            says.append(f"{_told(graph, link)} is {mode.value} already; nothing changed")
        elif link.mode is Mode.REPLICATION:
            raise unclear(f"{_told(graph, link)} is replication", "name a connection that carries calls or messages")
        else:
            edits.append(ChangeConnection(id=link.id, mode=mode))
    if mode is Mode.ASYNC and edits:
        changed = {link.id for link in links if link.mode is not mode}
        backs = {(link.target, link.source) for link in links if link.id in changed}
        backs -= {(link.source, link.target) for link in graph.connections}
        edits += flows_by_way_of(bench.design, lambda step: () if (step.source, step.target) in backs else (step,))
    return Change(tuple(edits), tuple(says))


def _told(graph: Graph, link: Connection) -> str:
    return f"{graph.by_id[link.source].name} to {graph.by_id[link.target].name}"
