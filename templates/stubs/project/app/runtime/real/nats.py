"""A broker on NATS JetStream: one stream, one durable consumer for each name, dead letters under a subject of their own."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from app.runtime.errors import Unavailable
from app.runtime.logs import log
from app.runtime.messages import Message
from app.runtime.real.delivering import Deliveries

_AT_ONCE = 16
_CONNECT_S = 5.0


class NatsBroker(Deliveries):
    """JetStream counts the tries and gives a message again, after the wait it is told or when its handler is gone."""

    def __init__(self, url: str, name: str, *, fan_out: bool, deliveries: int, wait_s: float) -> None:
        super().__init__(name, fan_out=fan_out, deliveries=deliveries, wait_s=wait_s)
        # How long the server waits for a sign of life before it gives a message again.
        self.ack_wait_s = 30.0
        self._url = url
        self._nats: Any = None
        self._stream: Any = None

    async def start(self) -> None:
        """Connect, make the stream and its consumers, and begin to deliver.

        Raises:
            Unavailable: the server does not answer.
        """
        import nats
        from nats.errors import Error
        from nats.js.api import AckPolicy, ConsumerConfig, StorageType, StreamConfig

        try:
            # The library goes on trying for minutes; who starts the system wants to know sooner.
            async with asyncio.timeout(_CONNECT_S):
                self._nats = await nats.connect(self._url, connect_timeout=2, error_cb=self._told)
            self._stream = self._nats.jetstream(timeout=10)
            await self._stream.add_stream(
                StreamConfig(name=self._name, subjects=[self._subject(">")], storage=StorageType.FILE)
            )
            for name in self._consumers:
                config = ConsumerConfig(
                    durable_name=name.replace(".", "-"),
                    ack_policy=AckPolicy.EXPLICIT,
                    ack_wait=self.ack_wait_s,
                    max_ack_pending=_AT_ONCE * 8,
                )
                pulled = await self._stream.pull_subscribe(
                    self._subject(name), durable=name.replace(".", "-"), stream=self._name, config=config
                )
                self.begin(self._serve(name, pulled))
        except (OSError, TimeoutError, Error) as error:
            raise Unavailable(self.name, f"NATS: {type(error).__name__}") from error

    async def stop(self) -> None:
        """Leave; what is in hands comes again, here or elsewhere."""
        await self.cut_off()
        if self._nats is not None:
            await self._nats.close()

    async def erase(self) -> None:
        """Remove all that the server keeps for this broker."""
        import nats

        connection = await nats.connect(self._url)
        await connection.jetstream().delete_stream(self._name)
        await connection.close()

    @property
    def _name(self) -> str:
        return self._subject("")[:-1].replace(".", "-")

    async def _told(self, error: Exception) -> None:
        log.debug("nats", extra={"broker": self.name, "why": type(error).__name__})

    def _subject(self, consumer: str) -> str:
        return f"app.{self.name}.{consumer}"

    async def _put(self, consumer: str, message: Message, attempt: int) -> None:
        """Put a message into the stream, which counts the tries itself."""
        from nats.errors import Error

        if self._stream is None:
            raise Unavailable(self.name, "it is not started")
        try:
            await self._stream.publish(self._subject(consumer), json.dumps(message.as_json()).encode())
        except (OSError, TimeoutError, Error) as error:
            raise Unavailable(self.name, f"NATS: {type(error).__name__}") from error

    async def _serve(self, consumer: str, pulled: Any) -> None:
        from nats.errors import Error

        while True:
            try:
                found = await pulled.fetch(_AT_ONCE, timeout=5)
            except TimeoutError:
                continue
            except Error:
                await asyncio.sleep(1)
                continue
            await asyncio.gather(*(self._handle(consumer, raw) for raw in found))

    async def _handle(self, consumer: str, raw: Any) -> None:
        message = Message.from_json(json.loads(raw.data))
        attempt = int(raw.metadata.num_delivered)
        alive = asyncio.create_task(self._keep_alive(raw))
        try:
            await self._work(consumer, raw, message, attempt)
        finally:
            alive.cancel()

    async def _keep_alive(self, raw: Any) -> None:
        while True:
            await asyncio.sleep(self.ack_wait_s / 2)
            with suppress(OSError):
                await raw.in_progress()

    async def _work(self, consumer: str, raw: Any, message: Message, attempt: int) -> None:
        # What cannot be said to the server now is found out by it: the message comes again.
        with suppress(Unavailable, OSError, TimeoutError):
            if not await self.handled(consumer, message, attempt):
                await raw.nak(delay=self.wait_after(attempt))
                return
            if attempt >= self.deliveries and (consumer, message) in self.dead:
                await self._put("dead", message, attempt)
            await raw.ack()
            self.closed(consumer, message)
