"""How a component is spoken to."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from designer.model.base import Frozen, Slug
from designer.model.origin import Origin


class Operation(Frozen):
    """One call or one event.

    HTTP: `name` is "POST /links". gRPC: "GetUser". Events: the channel, "orders.created".
    `request` and `response` name an entity, or say in words what is carried.
    """

    name: str = Field(min_length=1)
    summary: str = ""
    request: str = ""
    response: str = ""
    status: tuple[int, ...] = ()
    idempotent: bool | None = None
    authenticated: bool | None = None
    direction: Literal["call", "publish", "subscribe"] = "call"


class Interface(Frozen):
    """The operations that a component offers over one protocol."""

    id: Slug
    component: Slug
    name: str = Field(min_length=1)
    protocol: Literal["http", "grpc", "websocket", "events", "graphql", "smpp", "sip", "mcp", "library"] = "http"
    operations: tuple[Operation, ...] = ()
    origin: Origin = Origin(by="user")
