"""A node over HTTP: records for everybody, replication for its peers, and its state."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import httpx
from fastapi import FastAPI, Header, HTTPException, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from mechanism_kit.web import add_problems, problem

from .embedded import SqliteLeases, SqliteLog
from .log import Entry, Position
from .manager import FailoverManager
from .node import DatabaseNode
from .ports import Batch, Conflict, Deposed, LeaseStore, Merged, NotPrimary, PeerDown, Unconfirmed
from .postgres import PostgresLeases

Id = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=200)]
Number = Annotated[int, Field(ge=0)]
_REPLICATION = "/replication"


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Term(_Body):
    """The term that a peer is to promise to."""

    term: Number


class Line(_Body):
    """An entry of the log."""

    index: Number
    term: Number
    id: str
    body: str


class Lines(_Body):
    """A batch of entries."""

    term: Number
    before: tuple[Number, Number]
    entries: list[Line]
    committed: Number


def make_app(
    node: DatabaseNode, manager: FailoverManager | None = None, *, most_bytes: int = 16_777_216, **more: Any
) -> FastAPI:
    """Return an application for a node; `more` goes to FastAPI. A proxy must keep strangers from `/replication`."""
    app = FastAPI(title=f"Database node {node.name}", **more)
    add_problems(app, most_bytes=most_bytes)
    for kind in (NotPrimary, Unconfirmed):
        app.add_exception_handler(kind, _on_not_now)
    app.add_exception_handler(Deposed, _on_deposed)
    add_records(app, node)
    add_replication(app, node)
    if manager is not None:
        _add_control(app, manager)
    return app


def add_records(app: FastAPI, node: DatabaseNode) -> None:
    """Let an application keep and show records."""

    @app.post("/records", tags=["records"], status_code=201, responses={409: {}, 503: {}})
    async def keep(body: dict[str, JsonValue], id: Id) -> dict[str, object]:
        try:
            return _shown(await node.write(id, json.dumps(body, sort_keys=True)))
        except Conflict as error:
            raise HTTPException(409, "this key belongs to another record") from error

    @app.get("/records/{id}", tags=["records"], responses={404: {}, 503: {}})
    async def show(id: str) -> dict[str, object]:
        entry = await node.read(id)
        if entry is None:
            raise HTTPException(404, "there is no such record")
        return _shown(entry)

    @app.get("/health/ready", tags=["operations"], response_model=None, responses={503: {}})
    async def ready() -> JSONResponse:
        if node.is_primary:
            return JSONResponse({"ready": True})
        return problem(503, "this node is not the primary", retry_after_s=1)

    @app.get("/status", tags=["operations"])
    async def status() -> dict[str, object]:
        role = "primary" if node.is_primary else "standby"
        last = {"last_term": node.log.last.term, "last_index": node.log.last.at}
        return {"node": node.name, "role": role, "term": node.log.term, **last, "committed": node.log.committed}


def add_replication(app: FastAPI, node: DatabaseNode) -> None:
    """Let an application take part in replication."""

    @app.post(f"{_REPLICATION}/promises", tags=["replication"])
    async def promise(asked: Term) -> Position:
        return await node.promise(asked.term)

    @app.post(f"{_REPLICATION}/entries", tags=["replication"])
    async def append(lines: Lines) -> dict[str, object]:
        entries = tuple(Entry(line.index, line.term, line.id, line.body) for line in lines.entries)
        return asdict(await node.append(Batch(lines.term, Position(*lines.before), entries, lines.committed)))

    @app.get(f"{_REPLICATION}/entries", tags=["replication"])
    async def entries(after: Annotated[int, Query(ge=0)]) -> list[dict[str, object]]:
        return [asdict(entry) for entry in await node.entries(after)]


def _add_control(app: FastAPI, manager: FailoverManager) -> None:
    @app.post("/switchover", tags=["operations"], status_code=202)
    async def switchover() -> None:
        await manager.resign()


class HttpPeer:
    """A peer in another process."""

    def __init__(self, client: httpx.AsyncClient, url: str) -> None:
        self.client = client
        self.url = f"{url}{_REPLICATION}"

    async def promise(self, term: int) -> Position:
        """Let it refuse everything of earlier terms; return how far its log goes."""
        return Position(*await self._ask("POST", "/promises", json={"term": term}))

    async def append(self, batch: Batch) -> Merged:
        """Let it keep entries, on disk, before it answers."""
        return Merged(**await self._ask("POST", "/entries", json=asdict(batch)))

    async def entries(self, after: int) -> list[Entry]:
        """Return entries of its log in order."""
        return [Entry(**values) for values in await self._ask("GET", "/entries", params={"after": after})]

    async def _ask(self, method: str, path: str, **more: Any) -> Any:
        try:
            answer = await self.client.request(method, f"{self.url}{path}", **more)
            if answer.status_code == 409:
                raise Deposed(answer.json()["term"])
            answer.raise_for_status()
            return answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise PeerDown(str(error)) from error


def from_environment() -> FastAPI:
    """Return a node set up by NODE_NAME, NODE_FOLDER, NODE_PEERS (`b=http://...,c=http://...`), NODE_LEASES, NODE_LEASE_S.

    `uvicorn --factory high_availability_failover.face:from_environment` runs it.
    """
    given, client = os.environ, httpx.AsyncClient(timeout=2)
    peers = dict(part.split("=", 1) for part in given["NODE_PEERS"].split(",") if part)
    log = SqliteLog(Path(given["NODE_FOLDER"]) / f"{given['NODE_NAME']}.sqlite")
    node = DatabaseNode(given["NODE_NAME"], log, {name: HttpPeer(client, url) for name, url in peers.items()})
    leases = open_leases(given["NODE_LEASES"])
    manager = FailoverManager(node, leases, lease_s=float(given.get("NODE_LEASE_S", "10")))

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        async with running(manager):
            yield
        await client.aclose()

    return make_app(node, manager, lifespan=living)


def open_leases(where: str) -> SqliteLeases | PostgresLeases:
    """Return the leases at a PostgreSQL address, or in a SQLite file."""
    return PostgresLeases(where) if where.startswith(("postgresql://", "postgres://")) else SqliteLeases(Path(where))


@asynccontextmanager
async def running(*managers: FailoverManager) -> AsyncIterator[None]:
    """Let managers work as long as the context lasts; then their nodes resign and close."""
    for manager in managers:
        await manager.node.open()
    tasks = [asyncio.create_task(manager.run()) for manager in managers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        for manager in managers:
            await manager.resign()
            await manager.node.close()
        stores: set[LeaseStore] = {manager.leases for manager in managers}
        for store in stores:
            if isinstance(store, SqliteLeases | PostgresLeases):
                await store.close()


def _shown(entry: Entry) -> dict[str, object]:
    return {"id": entry.id, "body": json.loads(entry.body), "term": entry.term, "index": entry.index}


async def _on_not_now(request: Request, error: Exception) -> JSONResponse:
    return problem(503, f"send the same call again, here or to another node ({error})", retry_after_s=1)


async def _on_deposed(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Deposed)
    return problem(409, str(error), term=error.term)
