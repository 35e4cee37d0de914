"""Who lets a caller in: the way to a component, and what checks the caller on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from designer.interfaces.text import plain, prose, sentence
from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.design import Design
from designer.model.interface import Operation
from designer.model.kinds import Family, Kind

_HTTP = ("http", "rest", "graphql", "json over h")
BEARER, SIGNED = "bearer", "signature"


@dataclass(frozen=True, slots=True)
class Access:
    """The way to a component: what stands before it, and how callers are known.

    `scheme` is the name of the security scheme and `definition` its object; both are empty when the design names nothing
    that checks a caller.
    """

    fronts: tuple[Component, ...]
    callers: tuple[Connection, ...]
    scheme: str
    definition: dict[str, Any]

    @property
    def is_keyed(self) -> bool:
        """Whether a call on this component, or on the way to it, carries an idempotency key."""
        return any(link.prop("idempotency_key") is True for link in self.callers)


def speaks_http(link: Connection) -> bool:
    """Return whether a connection carries HTTP."""
    return link.mode is not Mode.REPLICATION and link.protocol.lower().startswith(_HTTP)


def access_to(design: Design, component: Component) -> Access:
    """Return the way to a component, by the connections that lead to it."""
    graph = design.graph
    fronts: dict[str, Component] = {}
    callers: list[Connection] = []
    todo = [component.id]
    while todo:
        for link in graph.incoming[todo.pop()]:
            source = graph.by_id[link.source]
            callers.append(link)
            if source.family is Family.EDGE and source.id not in fronts:
                fronts[source.id] = source
                todo.append(source.id)
    found = Access(tuple(fronts.values()), tuple(callers), "", {})
    scheme, definition = _scheme(design, component, found)
    return Access(found.fronts, found.callers, scheme, definition)


def _scheme(design: Design, component: Component, found: Access) -> tuple[str, dict[str, Any]]:
    graph = design.graph
    direct = [link for link in graph.incoming[component.id] if speaks_http(link)]
    if direct and all(link.prop("webhook") is True and link.prop("signed") is True for link in direct):
        who = ", ".join(prose(graph.by_id[link.source].name, 80) for link in direct)
        told = f"Calls of {who} are signed. The design names no header: this one is that of RFC 9421"
        return SIGNED, {"type": "apiKey", "in": "header", "name": "Signature", "description": sentence(told)}
    checkers = [item for item in (component, *found.fronts) if item.prop("authenticates") is True]
    near = [item.id for item in (component, *found.fronts)]
    issuers = {
        link.target: graph.by_id[link.target]
        for key in near
        for link in graph.outgoing[key]
        if graph.by_id[link.target].kind is Kind.IDENTITY_PROVIDER
    }
    if not checkers and not issuers:
        return "", {}
    told = sentence(
        f"Tokens come from {', '.join(_shown(item) for item in issuers.values())}" if issuers else "",
        f"Checked by {', '.join(_shown(item) for item in checkers)}" if checkers else "",
    )
    return BEARER, {"type": "http", "scheme": "bearer", "description": told}


def _shown(item: Component) -> str:
    return f"{prose(item.name, 80)} ({prose(item.technology, 60)})" if item.technology else prose(item.name, 80)


def security_of(operation: Operation | None, access: Access) -> tuple[str, dict[str, Any]] | None:
    """Return the scheme that an operation needs; an empty name when it is open to anyone, None when nothing is said."""
    said = operation.authenticated if operation is not None else None
    if said is False:
        return "", {}
    if access.scheme:
        return access.scheme, access.definition
    if said or (operation is not None and 401 in operation.status):
        told = "The design says that the caller is known, and not how: a bearer token stands for it."
        return BEARER, {"type": "http", "scheme": "bearer", "description": told}
    return None


def servers_of(design: Design, component: Component, access: Access) -> list[dict[str, Any]]:
    """Return where an interface is found: behind what stands before it, and in the runnable project."""
    entrance = ", ".join(prose(item.name, 80) for item in access.fronts)
    named = f"The design names no host. Callers come through {entrance}." if entrance else "The design names no host."
    return [
        {"url": "/", "description": named},
        {
            "url": f"http://127.0.0.1:8000/components/{component.id}",
            "description": "The runnable project, while it runs on this machine.",
        },
    ]


def title_of(design: Design, component: Component) -> str:
    """Return the title of a component's interface file."""
    return f"{plain(component.name, 100)}, {plain(design.title, 100)}"
