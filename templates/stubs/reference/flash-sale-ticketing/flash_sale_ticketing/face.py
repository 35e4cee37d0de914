"""The sale over HTTP: queue, admission, holds, orders."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import FastAPI, Path, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from mechanism_kit.web import plain_app, problem

from .room import ChancePassed, NotYet, WaitingRoom
from .shop import Declined, HoldEnded, NothingFree, Shop
from .tickets import BadTicket

Name = Annotated[str, Path(min_length=1, max_length=100)]
_REFUSALS = {
    BadTicket: (403, "this ticket opens nothing here"),
    NotYet: (409, "this number is not served yet"),
    ChancePassed: (410, "this number was served, and its time is over"),
    NothingFree: (409, "no item is free now"),
    HoldEnded: (410, "the hold has ended"),
    Declined: (402, "the payment was refused; the item is free again"),
}


class Joining(BaseModel):
    """Who joins; behind a real door this comes from the session."""

    model_config = ConfigDict(extra="forbid")

    buyer: str = Field(min_length=1, max_length=100)


class Showing(BaseModel):
    """A ticket."""

    model_config = ConfigDict(extra="forbid")

    ticket: str = Field(min_length=1, max_length=2000)


class Holding(Showing):
    """A ticket that opens the shop, and the sale."""

    sale: str = Field(min_length=1, max_length=100)


class Ordering(BaseModel):
    """The hold that is paid for."""

    model_config = ConfigDict(extra="forbid")

    hold: str = Field(min_length=1, max_length=100)


def make_app(room: WaitingRoom | None = None, shop: Shop | None = None, *, most_bytes: int = 8_192) -> FastAPI:
    """Return the application of what is given: the queue, the shop, or both."""
    app = plain_app("Flash sale", most_bytes=most_bytes)
    for kind in _REFUSALS:
        app.add_exception_handler(kind, _refuse)
    if room is not None:
        _queue(app, room)
    if shop is not None:
        _shop(app, shop)
    return app


def _queue(app: FastAPI, room: WaitingRoom) -> None:
    @app.post("/sales/{id}/queue", response_model=None)
    async def join(id: Name, who: Joining) -> JSONResponse:
        number, ticket, is_new = await room.join(id, who.buyer)
        return JSONResponse({"number": number, "ticket": ticket}, 201 if is_new else 200)

    @app.get("/sales/{id}/served", response_model=None)
    async def served(id: Name) -> JSONResponse:
        # The same for everybody: a CDN may answer the whole crowd with one copy.
        shown = {"served": await room.queue.served(id)}
        return JSONResponse(shown, headers={"Cache-Control": "public, max-age=1"})

    @app.post("/sales/{id}/admission")
    async def enter(id: Name, shown: Showing) -> dict[str, str]:
        return {"ticket": await room.enter(id, shown.ticket)}


def _shop(app: FastAPI, shop: Shop) -> None:
    @app.post("/holds", status_code=201)
    async def hold(wanted: Holding) -> dict[str, Any]:
        return asdict(await shop.hold(wanted.sale, wanted.ticket))

    @app.delete("/holds/{id}", response_model=None)
    async def give_back(id: Name) -> Response:
        if await shop.stock.release(id, state="held"):
            return Response(status_code=204)
        return problem(404, "nothing is held under this id")

    @app.post("/orders", status_code=201)
    async def buy(wanted: Ordering) -> dict[str, Any]:
        return asdict(await shop.buy(wanted.hold))

    @app.get("/orders/{id}", response_model=None)
    async def look_up(id: Name) -> JSONResponse:
        order = await shop.stock.order(id)
        return problem(404, "nothing was ordered under this id") if order is None else JSONResponse(asdict(order))


async def _refuse(request: Request, error: Exception) -> JSONResponse:
    status, why = _REFUSALS[type(error)]
    return problem(status, why, headers={"Retry-After": "1"} if status == 409 else None)
