"""The contract on Kafka: a consumer group, one message of a partition in hands, tries counted with the offset."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from .ports import BrokerDown, Delivery, Topic, partition_of

_ANSWER_S = 30.0


class KafkaBroker:
    """The broker; make it with `connect`."""

    def __init__(self, servers: str, producer: Any, *, session_s: float) -> None:
        self._servers = servers
        self._producer = producer
        self._session_s = session_s
        self._partitions: dict[str, int] = {}

    @classmethod
    async def connect(cls, servers: str, *, session_s: float = 10.0) -> KafkaBroker:
        """Return the broker; a member of a group counts as dead after `session_s` without a sign of life.

        Raises:
            BrokerDown: it does not answer.
        """
        from confluent_kafka import KafkaException, Producer

        producer = Producer({"bootstrap.servers": servers, "enable.idempotence": True, "acks": "all", "linger.ms": 0})
        try:
            await asyncio.to_thread(producer.list_topics, timeout=_ANSWER_S)
        except KafkaException as error:
            raise BrokerDown(str(error)) from error
        return cls(servers, producer, session_s=session_s)

    async def subscribe(self, topic: Topic, group: str) -> KafkaSubscription:
        """See `Broker.subscribe`: returns when the group gave it its partitions."""
        from confluent_kafka import Consumer

        await self._make(topic)
        await self._make(topic.dead_letters(group))
        settings = {
            "bootstrap.servers": self._servers,
            "group.id": f"{topic.name}.{group}",
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
            "session.timeout.ms": int(self._session_s * 1000),
            "heartbeat.interval.ms": int(self._session_s * 300),
            "fetch.wait.max.ms": 20,
        }
        subscription = KafkaSubscription(self, Consumer(settings), topic, topic.dead_letters(group))
        await subscription.join()
        return subscription

    async def publish(self, topic: Topic, key: str, body: bytes) -> None:
        """See `Broker.publish`: returns with the acknowledgement of all replicas in sync."""
        partitions = await self._make(topic)
        loop = asyncio.get_running_loop()
        safe: asyncio.Future[None] = loop.create_future()

        def told(error: Any, message: Any) -> None:
            loop.call_soon_threadsafe(_settle, safe, error)

        partition = partition_of(key, partitions)
        self._producer.produce(topic.name, body, key.encode(), partition=partition, on_delivery=told)
        await asyncio.to_thread(self._producer.flush, _ANSWER_S)
        if not safe.done():
            # The report was read by the flush of another publisher, and is about to arrive here.
            async with asyncio.timeout(_ANSWER_S):
                await asyncio.wait([safe])
        safe.result()

    async def close(self) -> None:
        """Send what waits."""
        await asyncio.to_thread(self._producer.flush, _ANSWER_S)

    async def _make(self, topic: Topic) -> int:
        if topic.name not in self._partitions:
            self._partitions[topic.name] = await asyncio.to_thread(self._make_now, topic)
        return self._partitions[topic.name]

    def _make_now(self, topic: Topic) -> int:
        from confluent_kafka import KafkaError, KafkaException
        from confluent_kafka.admin import AdminClient
        from confluent_kafka.cimpl import NewTopic

        admin = AdminClient({"bootstrap.servers": self._servers})
        # Some brokers make a topic when it is first named, with as many partitions as they like.
        if (found := len(admin.list_topics(topic.name, timeout=_ANSWER_S).topics[topic.name].partitions)) > 0:
            return found
        new = NewTopic(topic.name, num_partitions=topic.partitions)
        try:
            admin.create_topics([new], request_timeout=_ANSWER_S)[topic.name].result()
        except KafkaException as error:
            if error.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
                raise BrokerDown(str(error)) from error
        return topic.partitions


@dataclass(slots=True)
class _Receipt:
    offset: int
    until: float


class KafkaSubscription:
    """A member of a consumer group.

    Kafka knows no tries and no visibility: the number of tries is committed with the offset, as its metadata, before a
    message is handed out, and a message whose time is over is read again.
    """

    def __init__(self, broker: KafkaBroker, consumer: Any, topic: Topic, dead: Topic) -> None:
        self._broker = broker
        self._consumer = consumer
        self._topic = topic
        self._dead = dead
        self._held: dict[int, _Receipt] = {}
        self._tries: dict[int, tuple[int, int]] = {}
        self._is_joined = False
        self._one_at_a_time = asyncio.Lock()

    async def join(self) -> None:
        """Return when the group is settled."""
        end = time.monotonic() + _ANSWER_S

        def wait() -> None:
            self._consumer.subscribe([self._topic.name], on_assign=self._assigned, on_revoke=self._revoked)
            while not self._is_joined and time.monotonic() < end:
                if (message := self._consumer.poll(0.05)) is not None and not message.error():
                    self._seek(message.partition(), message.offset())

        await asyncio.to_thread(wait)
        if not self._is_joined:
            await asyncio.to_thread(self._consumer.close)
            raise BrokerDown("the group gave no partitions")

    async def receive(self, *, wait_s: float = 1.0) -> Delivery | None:
        """See `Subscription.receive`."""
        end = time.monotonic() + wait_s
        while True:
            async with self._one_at_a_time:
                delivery = await asyncio.to_thread(self._poll)
            if delivery is not None and delivery.attempt <= self._topic.tries:
                return delivery
            if delivery is not None:
                await self._set_aside(delivery)
            elif time.monotonic() >= end:
                return None

    async def done(self, delivery: Delivery) -> bool:
        """See `Subscription.done`."""
        async with self._one_at_a_time:
            if not self._is_held(delivery):
                return False
            return await asyncio.to_thread(self._go_on, delivery)

    async def failed(self, delivery: Delivery) -> None:
        """See `Subscription.failed`."""
        if not self._is_held(delivery):
            return
        if delivery.attempt >= self._topic.tries:
            await self._set_aside(delivery)
            return
        async with self._one_at_a_time:
            await asyncio.to_thread(self._again, delivery.partition)

    async def close(self) -> None:
        """See `Subscription.close`: what is in hands was not committed."""
        async with self._one_at_a_time:
            await asyncio.to_thread(self._consumer.close)

    def _poll(self) -> Delivery | None:
        for partition, receipt in list(self._held.items()):
            if receipt.until <= time.monotonic():
                self._again(partition)
        message = self._consumer.poll(0.02)
        if message is None or message.error():
            return None
        partition, offset = message.partition(), message.offset()
        self._consumer.pause([self._place(partition)])
        known_offset, tries = self._tries.get(partition, (offset, 0))
        attempt = tries + 1 if known_offset == offset else 1
        if not self._commit(partition, offset, attempt):
            return None
        receipt = _Receipt(offset, time.monotonic() + self._topic.visibility_s)
        self._held[partition] = receipt
        return Delivery((message.key() or b"").decode(), message.value() or b"", partition, attempt, receipt)

    def _is_held(self, delivery: Delivery) -> bool:
        held = self._held.get(delivery.partition)
        return held is not None and held is delivery.receipt and held.until > time.monotonic()

    def _go_on(self, delivery: Delivery) -> bool:
        if not self._commit(delivery.partition, delivery.receipt.offset + 1, 0):
            return False
        del self._held[delivery.partition]
        self._consumer.resume([self._place(delivery.partition)])
        return True

    def _again(self, partition: int) -> None:
        self._seek(partition, self._held.pop(partition).offset)
        self._consumer.resume([self._place(partition)])

    async def _set_aside(self, delivery: Delivery) -> None:
        # First there, then not here: a crash in between doubles a dead letter and loses none.
        await self._broker.publish(self._dead, delivery.key, delivery.body)
        async with self._one_at_a_time:
            if self._held.get(delivery.partition) is delivery.receipt:
                await asyncio.to_thread(self._go_on, delivery)

    def _commit(self, partition: int, offset: int, tries: int) -> bool:
        """Keep a place in the log; False while the group shares its partitions anew, who gets this one reads it again."""
        from confluent_kafka import KafkaError, KafkaException, TopicPartition

        moving = (KafkaError.REBALANCE_IN_PROGRESS, KafkaError.ILLEGAL_GENERATION, KafkaError.UNKNOWN_MEMBER_ID)
        place = TopicPartition(self._topic.name, partition, offset, str(tries))
        try:
            self._consumer.commit(offsets=[place], asynchronous=False)
        except KafkaException as error:
            if error.args[0].code() in moving:
                return False
            raise
        self._tries[partition] = (offset, tries)
        return True

    def _assigned(self, consumer: Any, places: list[Any]) -> None:
        for place in consumer.committed(places, timeout=_ANSWER_S):
            if place.offset >= 0:
                self._tries[place.partition] = (place.offset, int(place.metadata or 0))
        self._is_joined = True

    def _revoked(self, consumer: Any, places: list[Any]) -> None:
        # The client keeps a pause over a new share: a partition that comes back to this member would stay silent.
        consumer.resume(places)
        for place in places:
            self._held.pop(place.partition, None)
            self._tries.pop(place.partition, None)

    def _seek(self, partition: int, offset: int) -> None:
        self._consumer.seek(self._place(partition, offset))

    def _place(self, partition: int, offset: int | None = None) -> Any:
        from confluent_kafka import TopicPartition

        if offset is None:
            return TopicPartition(self._topic.name, partition)
        return TopicPartition(self._topic.name, partition, offset)


def _settle(safe: asyncio.Future[None], error: Any) -> None:
    if safe.done():
        return
    if error is None:
        safe.set_result(None)
    else:
        safe.set_exception(BrokerDown(str(error)))
