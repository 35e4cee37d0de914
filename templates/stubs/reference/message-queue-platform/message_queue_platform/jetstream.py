"""The contract on NATS JetStream: a stream for each topic, a durable consumer for each group and partition."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import Any

from .ports import BrokerDown, Delivery, Topic, partition_of

_LOOK_S = 0.02


class JetStreamBroker:
    """The broker; make it with `connect`."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.stream = client.jetstream(timeout=10)
        self._known: set[str] = set()

    @classmethod
    async def connect(cls, url: str) -> JetStreamBroker:
        """Return the broker.

        Raises:
            BrokerDown: it does not answer.
        """
        import nats

        try:
            return cls(await nats.connect(url, connect_timeout=5, max_reconnect_attempts=10, reconnect_time_wait=0.2))
        except (OSError, nats.errors.Error, TimeoutError) as error:
            raise BrokerDown(str(error)) from error

    async def subscribe(self, topic: Topic, group: str) -> JetStreamSubscription:
        """See `Broker.subscribe`."""
        from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

        await self._make(topic)
        pulls = []
        for partition in range(topic.partitions):
            name = f"{group}-{partition}"
            config = ConsumerConfig(
                durable_name=name,
                deliver_policy=DeliverPolicy.ALL if topic.name.endswith("-dead") else DeliverPolicy.NEW,
                ack_policy=AckPolicy.EXPLICIT,
                ack_wait=topic.visibility_s,
                # One message of a partition in hands at a time: that is what keeps the order.
                max_ack_pending=1,
                filter_subject=f"{topic.name}.{partition}",
            )
            if not await self._has_consumer(topic, name):
                await self.stream.add_consumer(topic.name, config)
            pulls.append(await self.stream.pull_subscribe_bind(name, topic.name))
        await self._make(topic.dead_letters(group))
        return JetStreamSubscription(self, topic, topic.dead_letters(group), pulls)

    async def publish(self, topic: Topic, key: str, body: bytes) -> None:
        """See `Broker.publish`: returns with the stream's acknowledgement."""
        import nats

        subject = f"{topic.name}.{partition_of(key, topic.partitions)}"
        try:
            await self._make(topic)
            # Header values cannot hold every text; the key stands before the body.
            named = key.encode()
            await self.stream.publish(subject, len(named).to_bytes(2, "big") + named + body)
        except (OSError, nats.errors.Error, TimeoutError) as error:
            raise BrokerDown(str(error)) from error

    async def close(self) -> None:
        """Close the connection."""
        await self._client.close()

    async def _make(self, topic: Topic) -> None:
        from nats.js.api import StorageType, StreamConfig

        if topic.name not in self._known:
            subjects = [f"{topic.name}.*"]
            await self.stream.add_stream(StreamConfig(topic.name, subjects=subjects, storage=StorageType.FILE))
            self._known.add(topic.name)

    async def _has_consumer(self, topic: Topic, name: str) -> bool:
        from nats.js.errors import NotFoundError

        try:
            await self.stream.consumer_info(topic.name, name)
        except NotFoundError:
            return False
        return True


@dataclass(slots=True)
class _Receipt:
    message: Any
    until: float


class JetStreamSubscription:
    """A member of a group: it asks the partitions in turn."""

    def __init__(self, broker: JetStreamBroker, topic: Topic, dead: Topic, pulls: list[Any]) -> None:
        self._broker = broker
        self._topic = topic
        self._dead = dead
        self._pulls = pulls
        self._turn = itertools.cycle(range(len(pulls)))
        self._held: list[Delivery] = []

    async def receive(self, *, wait_s: float = 1.0) -> Delivery | None:
        """See `Subscription.receive`."""
        end = time.monotonic() + wait_s
        while True:
            partition = next(self._turn)
            if (message := await self._fetch(partition)) is not None:
                delivery = self._delivery(partition, message)
                if delivery.attempt <= self._topic.tries:
                    self._held.append(delivery)
                    return delivery
                await self._set_aside(delivery)
            elif time.monotonic() >= end:
                return None

    async def done(self, delivery: Delivery) -> bool:
        """See `Subscription.done`: the server takes a late acknowledgement, so that we do not send one."""
        self._drop(delivery)
        if time.monotonic() >= delivery.receipt.until:
            return False
        await delivery.receipt.message.ack_sync(timeout=10)
        return True

    async def failed(self, delivery: Delivery) -> None:
        """See `Subscription.failed`."""
        self._drop(delivery)
        if time.monotonic() >= delivery.receipt.until:
            return
        if delivery.attempt >= self._topic.tries:
            await self._set_aside(delivery)
        else:
            await delivery.receipt.message.nak()

    async def close(self) -> None:
        """See `Subscription.close`."""
        for delivery in list(self._held):
            await self.failed(delivery)
        for pull in self._pulls:
            await pull.unsubscribe()

    async def _fetch(self, partition: int) -> Any | None:
        import nats

        try:
            return (await self._pulls[partition].fetch(1, timeout=_LOOK_S))[0]
        except (TimeoutError, nats.errors.TimeoutError):
            return None

    def _delivery(self, partition: int, message: Any) -> Delivery:
        size = int.from_bytes(message.data[:2], "big")
        key, body = message.data[2 : 2 + size].decode(), message.data[2 + size :]
        # Counted from now and not from the server's sending: a little later than the server does.
        receipt = _Receipt(message, time.monotonic() + self._topic.visibility_s)
        return Delivery(key, body, partition, message.metadata.num_delivered, receipt)

    async def _set_aside(self, delivery: Delivery) -> None:
        # First there, then not here: a crash in between doubles a dead letter and loses none.
        await self._broker.publish(self._dead, delivery.key, delivery.body)
        await delivery.receipt.message.ack_sync(timeout=10)

    def _drop(self, delivery: Delivery) -> None:
        if delivery in self._held:
            self._held.remove(delivery)
