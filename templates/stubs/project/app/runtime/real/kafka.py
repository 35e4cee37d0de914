"""A broker on Kafka: one topic and one group for each consumer; a place in the log is kept once its message is done."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from app.runtime.errors import Unavailable
from app.runtime.messages import Message
from app.runtime.real.delivering import Deliveries

_TIMEOUT_S = 10.0
_POLL_S = 0.2
_SESSION_MS = 10_000
_PARTITIONS = 4


class KafkaBroker(Deliveries):
    """Messages of one partition are handled one after the other; one that fails goes to the end, with its number.

    The new copy is in the log before the place of the old one is kept, so a message may come twice and is never lost.
    """

    def __init__(self, url: str, name: str, *, fan_out: bool, deliveries: int, wait_s: float) -> None:
        super().__init__(name, fan_out=fan_out, deliveries=deliveries, wait_s=wait_s)
        self._servers = url.partition("://")[2].strip("/")
        self._producer: Any = None
        self._members: list[Any] = []

    async def start(self) -> None:
        """Make the topics, join the groups, and begin to deliver.

        Raises:
            Unavailable: no server answers.
        """
        from confluent_kafka import Consumer, KafkaException, Producer

        around = {"bootstrap.servers": self._servers, "log_level": 0, "socket.connection.setup.timeout.ms": 5_000}
        try:
            self._producer = Producer({**around, "enable.idempotence": True, "message.timeout.ms": 10_000})
            await asyncio.to_thread(self._producer.list_topics, timeout=5)
            await asyncio.to_thread(self._make_topics, around)
            for name in self._consumers:
                group: dict[str, Any] = {
                    "group.id": self._topic(name),
                    "enable.auto.commit": False,
                    "auto.offset.reset": "earliest",
                }
                # A member that was killed is missed after this long; until then its partitions rest.
                group["session.timeout.ms"] = _SESSION_MS
                member = Consumer({**around, **group})
                member.subscribe([self._topic(name)])
                self._members.append(member)
                self.begin(self._serve(name, member))
        except KafkaException as error:
            raise Unavailable(self.name, "Kafka does not answer") from error

    async def stop(self) -> None:
        """Leave the groups; what is in hands comes again, here or elsewhere."""
        await self.cut_off()
        # A poll that is under way in its thread has to end before its member may be closed.
        await asyncio.sleep(2 * _POLL_S)
        for member in self._members:
            await asyncio.to_thread(member.close)
        self._members.clear()
        self._producer = None

    def _topic(self, consumer: str) -> str:
        return f"app.{self.name}.{consumer}"

    def _make_topics(self, around: dict[str, Any]) -> None:
        from confluent_kafka import KafkaException
        from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]

        wanted = [NewTopic(self._topic(name), num_partitions=_PARTITIONS) for name in ("dead", *self._consumers)]
        for made in AdminClient(around).create_topics(wanted).values():
            # One that is there already is as good.
            with suppress(KafkaException):
                made.result(_TIMEOUT_S)

    async def _put(self, consumer: str, message: Message, attempt: int) -> None:
        """Append a message to a topic; all replicas in sync have it when this returns."""
        from confluent_kafka import KafkaException

        if (producer := self._producer) is None:
            raise Unavailable(self.name, "it is not started")
        body = json.dumps({"attempt": attempt, "message": message.as_json()}).encode()
        wrong: list[Any] = []

        def append() -> bool:
            producer.produce(
                self._topic(consumer),
                body,
                key=message.key or message.id,
                on_delivery=lambda error, _: wrong.append(error),
            )
            return bool(producer.flush(_TIMEOUT_S) == 0)

        try:
            is_sent = await asyncio.to_thread(append)
        except (KafkaException, BufferError) as error:
            raise Unavailable(self.name, f"Kafka: {type(error).__name__}") from error
        if not is_sent or any(error is not None for error in wrong):
            raise Unavailable(self.name, "Kafka did not confirm")

    async def _serve(self, consumer: str, member: Any) -> None:
        while True:
            raw = await asyncio.to_thread(member.poll, _POLL_S)
            if raw is None or raw.error() is not None:
                continue
            while not await self._is_done(consumer, raw):
                await asyncio.sleep(1)
            await asyncio.to_thread(self._keep_place, member, raw)

    async def _is_done(self, consumer: str, raw: Any) -> bool:
        """Handle a message; False when neither is it done nor could it be put back into the log."""
        body = json.loads(raw.value())
        message, attempt = Message.from_json(body["message"]), int(body["attempt"])
        try:
            await self.see_through(consumer, message, attempt)
        except Unavailable:
            return False
        return True

    def _keep_place(self, member: Any, raw: Any) -> None:
        from confluent_kafka import KafkaException

        # When that fails, whoever has the partition next does the message again.
        with suppress(KafkaException):
            member.commit(message=raw, asynchronous=False)
