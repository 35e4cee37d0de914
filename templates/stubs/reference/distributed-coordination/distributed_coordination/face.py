"""Coordination over HTTP: one node, claims by majority, guarded things, and transfers that take effect once."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import httpx
from fastapi import FastAPI, Header, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from mechanism_kit.web import add_problems, problem

from .coordinator import Claim, Coordinator, NoMajority
from .embedded import SqliteTransfers
from .fencing import GuardedStore, StaleToken
from .idempotency import Call, KeyReused, Transfer, TransferStore
from .ports import Act, Node, NodeDown, StoreDown, Vote, Wish

Name = Annotated[str, Field(min_length=1, max_length=200)]
Token = Annotated[int, Field(ge=0, le=2**53)]
Lease = Annotated[float, Field(gt=0, le=3_600)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Wanted(_Body):
    """What a node is asked."""

    act: Act
    name: Name
    holder: Name
    token: Token
    lease_s: Annotated[float, Field(ge=0, le=3_600)]


class Wants(_Body):
    """Who wants a name, and for how long without a renewal."""

    name: Name
    holder: Name
    lease_s: Lease = 10.0


class Held(_Body):
    """Whose claim it is."""

    holder: Name
    token: Token
    lease_s: Lease = 10.0


class Value(_Body):
    """What to write, with the token of the lock."""

    value: Annotated[str, Field(max_length=20_000)]
    token: Token


class Order(_Body):
    """How much moves where."""

    source: Name
    target: Name
    amount: Annotated[int, Field(ge=1, le=10**12)]


def make_app(
    *,
    node: Node | None = None,
    coordinator: Coordinator | None = None,
    guarded: GuardedStore | None = None,
    transfers: TransferStore | None = None,
    most_bytes: int = 65_536,
    **more: Any,
) -> FastAPI:
    """Return an application with the parts that are given; `more` goes to FastAPI."""
    app = FastAPI(title="Distributed coordination", **more)
    add_problems(app, most_bytes=most_bytes)
    for kind in (NoMajority, StoreDown, NodeDown):
        app.add_exception_handler(kind, _on_down)
    app.add_exception_handler(StaleToken, _on_stale)
    app.add_exception_handler(KeyReused, _on_reused)
    if node is not None:
        _add_node(app, node)
    if coordinator is not None:
        _add_claims(app, coordinator)
    if guarded is not None:
        _add_things(app, guarded)
    if transfers is not None:
        _add_transfers(app, transfers)
    return app


def _add_node(app: FastAPI, node: Node) -> None:
    @app.post("/votes", tags=["node"])
    async def vote(wanted: Wanted) -> dict[str, object]:
        said = await node.ask(Wish(wanted.act, wanted.name, wanted.holder, wanted.token, wanted.lease_s))
        return {"is_granted": said.is_granted, "token": said.token}


def _add_claims(app: FastAPI, coordinator: Coordinator) -> None:
    @app.post("/claims", tags=["claims"], status_code=201, responses={409: {}, 503: {}})
    async def acquire(wants: Wants) -> dict[str, object]:
        claim = await coordinator.acquire(wants.name, wants.holder, lease_s=wants.lease_s)
        if claim is None:
            raise HTTPException(409, "somebody else holds this name")
        return _shown(claim, coordinator)

    @app.post("/claims/{name}/renewals", tags=["claims"], responses={409: {}, 503: {}})
    async def renew(name: str, held: Held) -> dict[str, object]:
        claim = await coordinator.renew(Claim(name, held.holder, held.token, held.lease_s, 0))
        if claim is None:
            raise HTTPException(409, "the claim is lost; somebody else may hold the name")
        return _shown(claim, coordinator)

    @app.post("/claims/{name}/release", tags=["claims"], status_code=204)
    async def release(name: str, held: Held) -> None:
        await coordinator.release(Claim(name, held.holder, held.token, held.lease_s, 0))


def _shown(claim: Claim, coordinator: Coordinator) -> dict[str, object]:
    lasts_s = round(claim.ends_at - coordinator.clock(), 3)
    return {"name": claim.name, "holder": claim.holder, "token": claim.token, "lasts_s": lasts_s}


def _add_things(app: FastAPI, guarded: GuardedStore) -> None:
    @app.put("/things/{id}", tags=["things"], responses={409: {}, 503: {}})
    async def write(id: str, value: Value) -> dict[str, object]:
        await guarded.write(id, value.value, value.token)
        return {"id": id, "value": value.value, "token": value.token}

    @app.get("/things/{id}", tags=["things"], responses={404: {}, 503: {}})
    async def read(id: str) -> dict[str, object]:
        found = await guarded.read(id)
        if found is None:
            raise HTTPException(404, "there is no such thing")
        return {"id": id, "value": found.value, "token": found.token}


def _add_transfers(app: FastAPI, transfers: TransferStore) -> None:
    @app.post("/transfers", tags=["transfers"], status_code=201, responses={409: {}, 422: {}, 503: {}})
    async def transfer(
        order: Order,
        idempotency_key: Annotated[str, Header(min_length=1, max_length=200)],
        x_caller: Annotated[str, Header(max_length=200)] = "",
    ) -> JSONResponse:
        wanted = Transfer(order.source, order.target, order.amount)
        answer = await transfers.transfer(Call.of(x_caller, idempotency_key, wanted), wanted)
        headers = {"Idempotent-Replay": "true"} if answer.is_replay else {}
        if answer.status == 201:
            return JSONResponse(answer.body, 201, headers)
        refused = problem(answer.status, str(answer.body["error"]))
        refused.headers.update(headers)
        return refused

    @app.get("/accounts/{id}", tags=["transfers"], responses={503: {}})
    async def account(id: str) -> dict[str, object]:
        return {"id": id, "balance": await transfers.balance(id)}


class HttpNode:
    """A node in another process, which serves `make_app(node=...)`."""

    def __init__(self, client: httpx.AsyncClient, url: str) -> None:
        self.client = client
        self.url = url

    async def ask(self, wish: Wish) -> Vote:
        """Return what the node says."""
        body = {
            "act": wish.act,
            "name": wish.name,
            "holder": wish.holder,
            "token": wish.token,
            "lease_s": wish.lease_s,
        }
        try:
            answer = await self.client.post(f"{self.url}/votes", json=body)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise NodeDown(str(error)) from error
        return Vote(**answer.json())


def transfers_from_environment() -> FastAPI:
    """Return the transfers alone, in the file that COORDINATION_FILE names.

    `uvicorn --factory distributed_coordination.face:transfers_from_environment` runs them.
    """
    opening = int(os.environ.get("COORDINATION_OPENING", "0"))
    store = SqliteTransfers(Path(os.environ["COORDINATION_FILE"]), opening=opening)

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        yield
        await store.close()

    return make_app(transfers=store, lifespan=running)


async def _on_down(request: Request, error: Exception) -> JSONResponse:
    return problem(503, f"no decision now; ask again with the same call ({error})", retry_after_s=1)


async def _on_stale(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, StaleToken)
    return problem(409, "the lock went to somebody else; nothing was written", token=error.token, highest=error.highest)


async def _on_reused(request: Request, error: Exception) -> JSONResponse:
    return problem(422, "this key was used for another request")
