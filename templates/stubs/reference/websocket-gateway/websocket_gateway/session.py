"""One connection on a node. It keeps no queue: what a client has not read yet stays in the store."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from .ports import MessageStore, Said, Socket, SocketClosed

GOING_AWAY, TRY_LATER, RESTART, REPLACED, BAD_FRAME = 1001, 1013, 1012, 4001, 4400
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Ended:
    """Why a session ended."""

    code: int
    reason: str


class BadFrame(Exception):
    """A frame says nothing that the protocol knows."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one connection: how long a frame may wait for its reader, the time between two looks into the store."""

    slow_s: float = 10.0
    look_s: float = 30.0


class Session:
    """Brings a client its messages in order, each once, and takes what it says.

    Whoever has something for the client calls `wake`. The session then reads the store from the last number it sent, at
    most `_BATCH` at a time, and reads on only when the client has taken those: a slow client costs one batch.
    """

    def __init__(
        self,
        client: str,
        socket: Socket,
        store: MessageStore,
        say: Callable[[Said], Awaitable[bool]],
        *,
        after: int,
        connection: int,
        limits: Limits,
    ) -> None:
        self.client = client
        self.socket = socket
        self.store = store
        self.say = say
        self.sent = after
        self.connection = connection
        self.limits = limits
        self._news = asyncio.Event()
        self._news.set()
        self._move = False
        self._replaced = False
        self._sending = asyncio.Lock()

    def wake(self) -> None:
        """Let it look for messages."""
        self._news.set()

    def move(self) -> None:
        """Ask the client to connect to another node; until it has, messages still arrive here."""
        self._move = True
        self._news.set()

    def replace(self) -> None:
        """End it: the client has a later connection."""
        self._replaced = True
        self._news.set()

    async def run(self) -> Ended:
        """Serve the client until one side ends it; return why."""
        tasks = [asyncio.create_task(self._bring()), asyncio.create_task(self._listen())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            return done.pop().result()
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await task

    async def _bring(self) -> Ended:
        try:
            while True:
                is_news = await self._wait_for_news()
                if self._move:
                    self._move = False
                    await self._send({"move": True})
                if self._replaced or (not is_news and await self._is_elsewhere()):
                    return Ended(REPLACED, "the client is connected elsewhere")
                while await self._send_batch() == _BATCH:
                    pass
        except TimeoutError:
            return Ended(TRY_LATER, "the client reads too slowly")
        except SocketClosed:
            return Ended(GOING_AWAY, "the client is gone")

    async def _wait_for_news(self) -> bool:
        """Return whether there is news; without any it looks from time to time: a wake-up call may have been lost."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.limits.look_s):
                await self._news.wait()
        # Cleared before the store is read: what comes after that sets it again.
        is_news = self._news.is_set()
        self._news.clear()
        return is_news

    async def _is_elsewhere(self) -> bool:
        return await self.store.connection(self.client) != self.connection

    async def _send_batch(self) -> int:
        batch = await self.store.after(self.client, self.sent, _BATCH)
        for delivery in batch:
            await self._send({"number": delivery.number, "body": delivery.body})
            self.sent = delivery.number
        return len(batch)

    async def _listen(self) -> Ended:
        try:
            while True:
                await self._heard(await self.socket.receive())
        except BadFrame as error:
            return Ended(BAD_FRAME, str(error))
        except TimeoutError:
            return Ended(TRY_LATER, "the client reads too slowly")
        except SocketClosed:
            return Ended(GOING_AWAY, "the client is gone")

    async def _heard(self, frame: str) -> None:
        match _parsed(frame):
            case {"ack": int(number)} if number >= 0:
                await self.store.forget(self.client, min(number, self.sent))
            case {"say": int(number), "to": str(to), "body": str(body)} if number > 0 and 0 < len(to) <= 200:
                await self.say(Said(self.client, number, to, body))
                await self._send({"accepted": await self.store.accepted(self.client)})
            case _:
                raise BadFrame("say what the protocol knows")

    async def _send(self, frame: dict[str, object]) -> None:
        async with self._sending, asyncio.timeout(self.limits.slow_s):
            await self.socket.send(json.dumps(frame))


def _parsed(frame: str) -> object:
    try:
        return json.loads(frame)
    except (ValueError, RecursionError) as error:
        raise BadFrame("frames are JSON") from error
