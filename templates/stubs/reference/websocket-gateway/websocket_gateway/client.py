"""The client's side: one connection at a time, the last number seen, and what it said that nobody has accepted yet."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

_ACK_EVERY = 20


class Client:
    """Comes back by itself and asks for what it missed; hands each message on once, in order.

    `urls` are those of the nodes (behind a balancer there is one). `seen` is all it has to remember over a restart.
    """

    def __init__(
        self,
        urls: Sequence[str],
        token: str,
        on_message: Callable[[int, str], Awaitable[None]],
        *,
        seen: int = 0,
        draw: random.Random | None = None,
        first_wait_s: float = 0.05,
        most_wait_s: float = 5.0,
    ) -> None:
        self.urls = tuple(urls)
        self.token = token
        self.on_message = on_message
        self.seen = seen
        self.connections = 0
        self.repeated = 0
        self._draw = draw or random.Random()
        self._first_wait_s = first_wait_s
        self._most_wait_s = most_wait_s
        self._said: dict[int, dict[str, object]] = {}
        self._next = 1
        self._socket: ClientConnection | None = None

    async def run(self) -> None:
        """Stay connected for ever."""
        from websockets.exceptions import WebSocketException

        failures, last = 0, ""
        while True:
            last = self._draw.choice([url for url in self.urls if url != last] or self.urls)
            try:
                await self._stay_connected(last)
                failures = 0
            except (WebSocketException, OSError):
                failures += 1
                wait_s = min(self._most_wait_s, self._first_wait_s * float(2 ** min(failures, 20)))
                # Random, so that clients of a node that died do not all come at once.
                await asyncio.sleep(wait_s * self._draw.random())

    async def say(self, to: str, body: str) -> None:
        """Say something to another client; it is said again after each new connection until a node has accepted it."""
        frame: dict[str, object] = {"say": self._next, "to": to, "body": body}
        self._said[self._next] = frame
        self._next += 1
        await self._send(frame)

    @property
    def unaccepted(self) -> int:
        """How much of what it said nobody has accepted yet."""
        return len(self._said)

    async def _stay_connected(self, url: str) -> None:
        from websockets.asyncio.client import connect

        query = urlencode({"token": self.token, "after": self.seen})
        async with connect(f"{url}/connect?{query}", proxy=None) as socket:
            welcome = json.loads(await socket.recv())
            self._socket = socket
            self.connections += 1
            try:
                self._drop(welcome["accepted"])
                for frame in tuple(self._said.values()):
                    await self._send(frame)
                async for text in socket:
                    if not await self._heard(json.loads(text)):
                        return
            finally:
                self._socket = None

    async def _heard(self, frame: dict[str, Any]) -> bool:
        """Do what a frame asks for; False when the client is to connect elsewhere."""
        if "accepted" in frame:
            self._drop(frame["accepted"])
        elif "number" in frame:
            await self._deliver(frame["number"], frame["body"])
        return "move" not in frame

    async def _deliver(self, number: int, body: str) -> None:
        if number <= self.seen:
            self.repeated += 1
            return
        await self.on_message(number, body)
        self.seen = number
        if number % _ACK_EVERY == 0:
            await self._send({"ack": number})

    async def _send(self, frame: dict[str, object]) -> None:
        from websockets.exceptions import ConnectionClosed

        if self._socket is not None:
            try:
                await self._socket.send(json.dumps(frame))
            except ConnectionClosed:
                # It is sent again on the next connection.
                return

    def _drop(self, accepted: int) -> None:
        self._said = {number: frame for number, frame in self._said.items() if number > accepted}
