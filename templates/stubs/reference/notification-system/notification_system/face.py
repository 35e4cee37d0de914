"""Notifications over HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import FastAPI, Header
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from mechanism_kit.web import plain_app, problem

from .intake import Intake, KeyReused, UnknownKind
from .messages import Channel, Request, Send

Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=1000)]


class Asked(BaseModel):
    """What a caller sends."""

    model_config = ConfigDict(extra="forbid")

    caller: str = Field(min_length=1, max_length=100)
    user: str = Field(min_length=1, max_length=100)
    kind: str = Field(min_length=1, max_length=100)
    values: dict[Text, Text] = Field(default_factory=dict, max_length=50)


class Preferences(BaseModel):
    """Which channels a person wants; one that is not named stays as it is."""

    model_config = ConfigDict(extra="forbid")

    channels: dict[Channel, bool] = Field(max_length=10)


def make_app(intake: Intake, *, clock: Callable[[], float] = time.time, most_bytes: int = 65_536) -> FastAPI:
    """Return the application: notifications, opt-outs, dead letters."""
    app = plain_app("Notifications", most_bytes=most_bytes)
    store = intake.store

    @app.post("/notifications", response_model=None)
    async def notify(asked: Asked, key: Key) -> JSONResponse:
        try:
            id, is_new = await intake.accept(Request(key=key, **asked.model_dump()))
        except UnknownKind:
            return problem(422, "there is no such kind of notification")
        except KeyReused:
            return problem(422, "the key was used with another request")
        return JSONResponse({"id": id, "is_repeat": not is_new}, 202, {"Location": f"notifications/{id}"})

    @app.get("/notifications/{notification_id}", response_model=None)
    async def look_up(notification_id: str) -> JSONResponse:
        sends = await store.sends(notification=notification_id)
        return JSONResponse([_shown(send) for send in sends]) if sends else problem(404, "nothing is sent for this id")

    @app.put("/opt-outs/{user}/{channel}", status_code=204, response_model=None)
    async def opt_out(user: str, channel: Channel) -> Response:
        await store.opt_out(user, channel)
        return Response(status_code=204)

    @app.delete("/opt-outs/{user}/{channel}", status_code=204, response_model=None)
    async def opt_in(user: str, channel: Channel) -> Response:
        await store.opt_out(user, channel, is_out=False)
        return Response(status_code=204)

    @app.put("/users/{user_id}/preferences", status_code=204, response_model=None)
    async def prefer(user_id: str, wanted: Preferences) -> Response:
        for channel, is_wanted in wanted.channels.items():
            await store.opt_out(user_id, channel, is_out=not is_wanted)
        return Response(status_code=204)

    @app.get("/dead-letters")
    async def dead_letters() -> list[dict[str, Any]]:
        return [_shown(send) for send in await store.sends(status="dead")]

    @app.post("/dead-letters/{id}/redrive", response_model=None)
    async def redrive(id: str) -> Response:
        if await store.redrive(id, clock()):
            return Response(status_code=202)
        return problem(404, "no dead letter has this id")

    return app


def _shown(send: Send) -> dict[str, Any]:
    # Without the text: a login code is nobody's business here.
    return {
        "id": send.id,
        "notification": send.notification,
        "channel": send.channel,
        "urgency": send.urgency.name.lower(),
        "status": send.status,
        "attempts": send.attempts,
        "error": send.error,
    }
