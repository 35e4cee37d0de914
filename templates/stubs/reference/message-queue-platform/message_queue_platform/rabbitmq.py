"""The contract on RabbitMQ: a quorum queue for each group and partition, with one active consumer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from .ports import BrokerDown, Delivery, Topic, partition_of


class RabbitBroker:
    """The broker; make it with `connect`."""

    def __init__(self, connection: Any, channel: Any) -> None:
        self._connection = connection
        self._channel = channel
        self._exchanges: dict[str, Any] = {}

    @classmethod
    async def connect(cls, url: str) -> RabbitBroker:
        """Return the broker.

        Raises:
            BrokerDown: it does not answer.
        """
        import aio_pika

        try:
            connection = await aio_pika.connect(url)
            return cls(connection, await connection.channel(publisher_confirms=True))
        except (OSError, aio_pika.exceptions.AMQPError) as error:
            raise BrokerDown(str(error)) from error

    async def subscribe(self, topic: Topic, group: str) -> RabbitSubscription:
        """See `Broker.subscribe`."""
        channel = await self._connection.channel()
        # One unconfirmed message for each consumer, that is for each partition.
        await channel.set_qos(prefetch_count=1)
        dead = topic.dead_letters(group)
        await self._queue(channel, dead, "desk", 0)
        queues = [await self._queue(channel, topic, group, partition) for partition in range(topic.partitions)]
        subscription = RabbitSubscription(self, channel, topic, dead)
        for partition, queue in enumerate(queues):
            await subscription.consume(partition, queue)
        return subscription

    async def publish(self, topic: Topic, key: str, body: bytes) -> None:
        """See `Broker.publish`: returns with the broker's confirmation that the queues have it on disk."""
        import aio_pika

        message = aio_pika.Message(body, headers={"key": key}, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        try:
            exchange = await self._exchange(self._channel, topic)
            await exchange.publish(message, str(partition_of(key, topic.partitions)), mandatory=False)
        except (OSError, aio_pika.exceptions.AMQPError, RuntimeError) as error:
            raise BrokerDown(str(error)) from error

    async def close(self) -> None:
        """Close the connection."""
        await self._connection.close()

    async def _exchange(self, channel: Any, topic: Topic) -> Any:
        if topic.name not in self._exchanges:
            self._exchanges[topic.name] = await self._channel.declare_exchange(topic.name, "direct", durable=True)
        return self._exchanges[topic.name]

    async def _queue(self, channel: Any, topic: Topic, group: str, partition: int) -> Any:
        await self._exchange(channel, topic)
        arguments = {"x-queue-type": "quorum", "x-single-active-consumer": True}
        queue = await channel.declare_queue(f"{topic.name}.{group}.{partition}", durable=True, arguments=arguments)
        await queue.bind(topic.name, str(partition))
        return queue


@dataclass(slots=True)
class _Receipt:
    message: Any
    timer: asyncio.TimerHandle | None = None
    is_over: bool = False


class RabbitSubscription:
    """A member of a group. RabbitMQ gives a partition to the member that came first; the others stand by.

    A message that is given back stays with the active member: RabbitMQ would put it behind those that came after it.
    When the member dies, RabbitMQ hands the message to the next one, ahead of the others.
    """

    def __init__(self, broker: RabbitBroker, channel: Any, topic: Topic, dead: Topic) -> None:
        self._broker = broker
        self._channel = channel
        self._topic = topic
        self._dead = dead
        self._arrived: asyncio.Queue[Delivery] = asyncio.Queue()

    async def consume(self, partition: int, queue: Any) -> None:
        """Let the messages of a partition arrive."""

        async def arrived(message: Any) -> None:
            # Quorum queues count: the header is there from the second delivery on.
            attempt = int(message.headers.get("x-delivery-count", 0)) + 1
            key = str(message.headers["key"])
            self._arrived.put_nowait(Delivery(key, message.body, partition, attempt, _Receipt(message)))

        await queue.consume(arrived)

    async def receive(self, *, wait_s: float = 1.0) -> Delivery | None:
        """See `Subscription.receive`."""
        try:
            async with asyncio.timeout(wait_s):
                while (delivery := await self._arrived.get()).attempt > self._topic.tries:
                    await self._set_aside(delivery)
        except TimeoutError:
            return None
        # RabbitMQ itself only takes back what a dead connection had; a consumer that hangs is for us to notice.
        loop = asyncio.get_running_loop()
        delivery.receipt.timer = loop.call_later(self._topic.visibility_s, self._again, delivery)
        return delivery

    async def done(self, delivery: Delivery) -> bool:
        """See `Subscription.done`."""
        if not self._end(delivery.receipt):
            return False
        await delivery.receipt.message.ack()
        return True

    async def failed(self, delivery: Delivery) -> None:
        """See `Subscription.failed`."""
        if delivery.attempt < self._topic.tries:
            self._again(delivery)
        elif self._end(delivery.receipt):
            await self._set_aside(delivery)

    async def close(self) -> None:
        """See `Subscription.close`."""
        await self._channel.close()

    async def _set_aside(self, delivery: Delivery) -> None:
        # First there, then not here: a crash in between doubles a dead letter and loses none.
        await self._broker.publish(self._dead, delivery.key, delivery.body)
        await delivery.receipt.message.ack()

    def _again(self, delivery: Delivery) -> None:
        if self._end(delivery.receipt):
            again = replace(delivery, attempt=delivery.attempt + 1, receipt=_Receipt(delivery.receipt.message))
            self._arrived.put_nowait(again)

    def _end(self, receipt: _Receipt) -> bool:
        if receipt.timer is not None:
            receipt.timer.cancel()
        was_over, receipt.is_over = receipt.is_over, True
        return not was_over
