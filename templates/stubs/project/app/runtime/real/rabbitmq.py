"""A broker on RabbitMQ: one durable queue for each consumer, confirmed publishing, dead letters in a queue of their own."""

from __future__ import annotations

import json
from typing import Any

from app.runtime.errors import Unavailable
from app.runtime.messages import Message
from app.runtime.real.delivering import UNCLAIMED, Deliveries

_AT_ONCE = 16
_ATTEMPT = "x-attempt"


class RabbitBroker(Deliveries):
    """A message is acknowledged when its handling returned, or when it is in another queue: none is lost in between."""

    def __init__(self, url: str, name: str, *, fan_out: bool, deliveries: int, wait_s: float) -> None:
        super().__init__(name, fan_out=fan_out, deliveries=deliveries, wait_s=wait_s)
        self._url = url
        self._connection: Any = None
        self._channel: Any = None

    async def start(self) -> None:
        """Connect, declare the queues, and begin to deliver.

        Raises:
            Unavailable: the server does not answer.
        """
        import aio_pika

        try:
            self._connection = await aio_pika.connect_robust(self._url, timeout=10)
            self._channel = await self._connection.channel(publisher_confirms=True)
            await self._channel.set_qos(prefetch_count=_AT_ONCE)
            for name in ("dead", *self._consumers):
                queue = await self._channel.declare_queue(self._queue(name), durable=True)
                if name in self._consumers:
                    await queue.consume(self._hearing(name))
        except (OSError, TimeoutError, aio_pika.exceptions.AMQPError) as error:
            raise Unavailable(self.name, f"RabbitMQ: {type(error).__name__}") from error

    async def stop(self) -> None:
        """Leave; what is in hands comes again, here or elsewhere."""
        await self.cut_off()
        if self._connection is not None:
            await self._connection.close()

    async def erase(self) -> None:
        """Remove all that the server keeps for this broker."""
        import aio_pika

        async with await aio_pika.connect(self._url, timeout=10) as connection:
            channel = await connection.channel()
            for name in ("dead", UNCLAIMED, *self._consumers):
                await channel.queue_delete(self._queue(name))

    def _queue(self, consumer: str) -> str:
        return f"app.{self.name}.{consumer}"

    async def _put(self, consumer: str, message: Message, attempt: int) -> None:
        """Put a message into a queue; it is on disk when this returns."""
        import aio_pika

        if self._channel is None:
            raise Unavailable(self.name, "it is not started")
        body = aio_pika.Message(
            json.dumps(message.as_json()).encode(),
            content_type="application/json",
            message_id=message.id,
            headers={_ATTEMPT: attempt},
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        try:
            if consumer not in self._consumers:
                await self._channel.declare_queue(self._queue(consumer), durable=True)
            await self._channel.default_exchange.publish(body, self._queue(consumer), timeout=10)
        except (OSError, TimeoutError, aio_pika.exceptions.AMQPError) as error:
            raise Unavailable(self.name, f"RabbitMQ: {type(error).__name__}") from error

    def _hearing(self, consumer: str) -> Any:
        async def hear(raw: Any) -> None:
            # In a task of its own, so that a message which waits for its next try holds up none behind it.
            self.begin(self._handle(consumer, raw))

        return hear

    async def _handle(self, consumer: str, raw: Any) -> None:
        message = Message.from_json(json.loads(raw.body))
        attempt = int(raw.headers.get(_ATTEMPT, 1))
        try:
            await self.see_through(consumer, message, attempt)
            await raw.ack()
        except Unavailable:
            # Not acknowledged: the server gives it again.
            return
