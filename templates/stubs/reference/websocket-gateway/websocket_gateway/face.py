"""A node over HTTP and WebSocket: `/connect` for clients, the rest for operations and the other parts of the system."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import httpx
from fastapi import FastAPI, Query, Request, WebSocket, WebSocketDisconnect
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from mechanism_kit.web import add_problems, problem

from .embedded import SqliteMessages
from .gateway import Gateway
from .ports import NodeDown, SocketClosed, StoreDown
from .redis import RedisMessages
from .router import Router
from .session import Limits
from .tokens import BadToken, Tokens

Name = Annotated[str, Field(min_length=1, max_length=200)]
_BAD_TOKEN, _BAD_ORIGIN = 4401, 4403


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Woken(_Body):
    """For whom there is something new."""

    clients: Annotated[list[Name], Field(max_length=100_000)]


class Letter(_Body):
    """A message for a client."""

    client: Name
    body: Annotated[str, Field(max_length=16_384)]


class Letters(_Body):
    """Messages, which are kept all or none."""

    messages: Annotated[list[Letter], Field(max_length=10_000)]


class Drain(_Body):
    """The time in which the clients are let go."""

    window_s: Annotated[float, Field(ge=0, le=3_600)] = 60


class WebSocketSocket:
    """A connection of Starlette as the port has it."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket

    async def send(self, frame: str) -> None:
        """Return once the frame is on its way."""
        try:
            await self.socket.send_text(frame)
        except (WebSocketDisconnect, RuntimeError, OSError) as error:
            raise SocketClosed from error

    async def receive(self) -> str:
        """Return the next frame."""
        try:
            return await self.socket.receive_text()
        except (WebSocketDisconnect, RuntimeError, KeyError) as error:
            raise SocketClosed from error

    async def close(self, code: int, reason: str) -> None:
        """Close it; that the other side is gone already is no fault."""
        try:
            await self.socket.close(code, reason)
        except (WebSocketDisconnect, RuntimeError, OSError):
            return


def make_app(
    gateway: Gateway,
    tokens: Tokens,
    *,
    origins: Sequence[str] | None = None,
    most_bytes: int = 4_194_304,
    **more: Any,
) -> FastAPI:
    """Return an application for a node; `origins` are the web pages that may connect, None for all.

    A proxy must keep strangers from all but `/connect`. `more` goes to FastAPI.
    """
    app = FastAPI(title=f"WebSocket gateway {gateway.node}", **more)
    add_problems(app, most_bytes=most_bytes)
    app.add_exception_handler(StoreDown, _on_store_down)
    _add_connect(app, gateway, tokens, origins)
    _add_control(app, gateway)
    return app


def _add_connect(app: FastAPI, gateway: Gateway, tokens: Tokens, origins: Sequence[str] | None) -> None:
    @app.websocket("/connect")
    async def connect(socket: WebSocket, token: str = "", after: Annotated[int, Query(ge=0, le=2**53)] = 0) -> None:
        origin = socket.headers.get("origin")
        if origins is not None and origin is not None and origin not in origins:
            await socket.close(_BAD_ORIGIN, "not from this page")
            return
        try:
            client = tokens.client_of(token)
        except BadToken as error:
            await socket.close(_BAD_TOKEN, str(error))
            return
        # Before it is accepted a draining node answers the handshake with 403, and the client tries another one.
        if gateway.takes_clients():
            await socket.accept()
        await gateway.serve(client, WebSocketSocket(socket), after=after)


def _add_control(app: FastAPI, gateway: Gateway) -> None:
    @app.post("/wake", tags=["nodes"], status_code=204)
    async def wake(woken: Woken) -> None:
        gateway.wake(woken.clients)

    @app.post("/messages", tags=["messages"], status_code=202, responses={503: {}})
    async def send(letters: Letters) -> None:
        await gateway.router.send([(letter.client, letter.body) for letter in letters.messages])

    @app.post("/drain", tags=["operations"])
    async def drain(wish: Drain) -> dict[str, object]:
        await gateway.drain(wish.window_s)
        return {"connections": len(gateway.sessions)}

    @app.get("/ready", tags=["operations"], responses={503: {}})
    async def ready() -> JSONResponse:
        state = {"node": gateway.node, "connections": len(gateway.sessions), "cut_off": gateway.cut_off}
        return JSONResponse(state) if gateway.takes_clients() else problem(503, "draining", state=state)


class HttpNodes:
    """Nodes whose names are their URLs."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def wake(self, node: str, clients: Sequence[str]) -> None:
        """Tell a node that there is something new for clients of it."""
        try:
            (await self.client.post(f"{node}/wake", json={"clients": list(clients)})).raise_for_status()
        except httpx.HTTPError as error:
            raise NodeDown(node) from error


def open_messages(where: str) -> SqliteMessages | RedisMessages:
    """Return the messages at a Redis address, or in a SQLite file."""
    return (
        RedisMessages(where) if where.startswith(("redis://", "rediss://", "unix://")) else SqliteMessages(Path(where))
    )


def from_environment() -> FastAPI:
    """Return a node set up by GATEWAY_URL (its own), GATEWAY_STORE, GATEWAY_SECRET, GATEWAY_SLOW_S and GATEWAY_LOOK_S.

    `uvicorn --factory websocket_gateway.face:from_environment` runs it.
    """
    given, http = os.environ, httpx.AsyncClient(timeout=5)
    store = open_messages(given["GATEWAY_STORE"])
    limits = Limits(float(given.get("GATEWAY_SLOW_S", "10")), float(given.get("GATEWAY_LOOK_S", "30")))
    gateway = Gateway(given["GATEWAY_URL"], store, Router(store, HttpNodes(http)), limits=limits)

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        yield
        await http.aclose()
        await store.close()

    return make_app(gateway, Tokens(given["GATEWAY_SECRET"].encode()), lifespan=living)


async def _on_store_down(request: Request, error: Exception) -> JSONResponse:
    return problem(503, "the store does not answer; nothing was kept", retry_after_s=1)
