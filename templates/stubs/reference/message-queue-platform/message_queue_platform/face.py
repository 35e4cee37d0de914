"""The bridge for those who speak no broker's protocol: publish, receive, done, failed and redrive over HTTP.

The desk for dead letters is beside it: look at one, publish it again, discard it.
"""

from __future__ import annotations

import asyncio
import base64
import uuid
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import FastAPI, Path, Query
from fastapi.responses import JSONResponse, Response
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from mechanism_kit.web import plain_app, problem

from .consuming import redrive
from .desk import Desk
from .ports import Broker, Delivery, Subscription, Topic

Name = Annotated[str, Path(pattern="^[a-z0-9][a-z0-9-]{0,49}$")]
Asked = Annotated[str | None, Query(pattern="^[a-z0-9][a-z0-9-]{0,49}$")]
_MOST_HELD = 10_000


class Message(BaseModel):
    """What a publisher sends; the body in base64."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field(max_length=200)
    body: Base64Bytes


class Bridge:
    """Subscriptions by topic and group, and what was handed out."""

    def __init__(self, opened: Callable[[], Awaitable[Broker]], *, visibility_s: float = 30.0, tries: int = 5) -> None:
        self._opened = opened
        self._broker: Broker | None = None
        self._opening = asyncio.Lock()
        self._visibility_s = visibility_s
        self._tries = tries
        self._subscriptions: dict[tuple[str, str], Subscription] = {}
        self.desk = Desk(self.broker, self.topic)
        self._held: OrderedDict[str, tuple[Subscription, Delivery]] = OrderedDict()

    async def broker(self) -> Broker:
        """Return the broker, opened when it is first used."""
        async with self._opening:
            if self._broker is None:
                self._broker = await self._opened()
        return self._broker

    @property
    def joined(self) -> list[tuple[str, str]]:
        """The topics and groups that were joined here."""
        return list(self._subscriptions)

    async def close(self) -> None:
        """Leave the groups and close the broker."""
        await self.desk.close()
        for subscription in self._subscriptions.values():
            await subscription.close()
        self._subscriptions.clear()
        if self._broker is not None:
            await self._broker.close()
            self._broker = None

    def topic(self, name: str) -> Topic:
        """Return a topic as this bridge sees it."""
        return Topic(name, visibility_s=self._visibility_s, tries=self._tries)

    async def subscription(self, topic: str, group: str) -> Subscription:
        """Return this bridge's member of a group."""
        if (topic, group) not in self._subscriptions:
            broker = await self.broker()
            self._subscriptions[topic, group] = await broker.subscribe(self.topic(topic), group)
        return self._subscriptions[topic, group]

    def hold(self, subscription: Subscription, delivery: Delivery) -> str:
        """Return a receipt for what is handed out; the oldest are forgotten, and come again by themselves."""
        receipt = uuid.uuid4().hex
        self._held[receipt] = subscription, delivery
        while len(self._held) > _MOST_HELD:
            self._held.popitem(last=False)
        return receipt

    def take(self, receipt: str) -> tuple[Subscription, Delivery] | None:
        """Return what a receipt stands for, once."""
        return self._held.pop(receipt, None)


def make_app(bridge: Bridge, *, most_bytes: int = 1_048_576) -> FastAPI:
    """Return the application."""
    app = plain_app("Message bridge", most_bytes=most_bytes)

    @app.post("/topics/{topic}/messages", status_code=202, response_model=None)
    async def publish(topic: Name, message: Message) -> Response:
        await (await bridge.broker()).publish(bridge.topic(topic), message.key, message.body)
        return Response(status_code=202)

    @app.put("/topics/{topic}/groups/{group}", status_code=204, response_model=None)
    async def join(topic: Name, group: Name) -> Response:
        await bridge.subscription(topic, group)
        return Response(status_code=204)

    @app.post("/topics/{topic}/groups/{group}/receive", response_model=None)
    async def receive(topic: Name, group: Name, wait_s: Annotated[float, Query(ge=0, le=20)] = 1.0) -> Response:
        subscription = await bridge.subscription(topic, group)
        delivery = await subscription.receive(wait_s=wait_s)
        if delivery is None:
            return Response(status_code=204)
        return JSONResponse(_shown(delivery, bridge.hold(subscription, delivery)))

    @app.post("/receipts/{receipt}/done", response_model=None)
    async def done(receipt: str) -> Response:
        if (held := bridge.take(receipt)) is None or not await held[0].done(held[1]):
            return problem(410, "the time of this message is over; it comes again")
        return Response(status_code=204)

    @app.post("/receipts/{receipt}/failed", response_model=None)
    async def failed(receipt: str) -> Response:
        if (held := bridge.take(receipt)) is None:
            return problem(410, "the time of this message is over; it comes again")
        await held[0].failed(held[1])
        return Response(status_code=204)

    @app.post("/topics/{topic}/groups/{group}/redrive")
    async def again(topic: Name, group: Name, most: Annotated[int, Query(ge=1, le=1000)] = 100) -> dict[str, int]:
        # What lies on the desk is among them.
        await bridge.desk.leave((topic, group))
        return {"redriven": await redrive(await bridge.broker(), bridge.topic(topic), group, most=most)}

    _add_desk(app, bridge)
    return app


def _add_desk(app: FastAPI, bridge: Bridge) -> None:
    @app.get("/dead-letters", response_model=None)
    async def dead_letters(topic: Asked = None, group: Asked = None) -> Response:
        if (topic is None) != (group is None):
            return problem(422, "a group is named together with its topic")
        places = bridge.joined if topic is None or group is None else [(topic, group)]
        found = await bridge.desk.letters(places)
        return JSONResponse([{**asdict(one), "body": base64.b64encode(one.body).decode()} for one in found])

    @app.post("/dead-letters/{message_id}/redrive", response_model=None)
    async def redrive_one(message_id: str) -> Response:
        return _dealt_with(await bridge.desk.redrive(message_id), 202)

    @app.delete("/dead-letters/{message_id}", response_model=None)
    async def discard(message_id: str) -> Response:
        return _dealt_with(await bridge.desk.discard(message_id), 204)


def _dealt_with(done: bool | None, status: int) -> Response:
    if done is None:
        return problem(404, "no dead letter that was looked at has this id; list them again")
    return Response(status_code=status) if done else problem(409, "the time of this letter is over; it comes again")


def _shown(delivery: Delivery, receipt: str) -> dict[str, Any]:
    return {
        "receipt": receipt,
        "key": delivery.key,
        "body": base64.b64encode(delivery.body).decode(),
        "attempt": delivery.attempt,
    }
