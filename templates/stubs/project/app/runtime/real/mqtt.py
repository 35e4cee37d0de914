"""A broker on MQTT 5: a session for each consumer that outlives the process, quality of service 1, acknowledged when done.

MQTT gives a message again only to a session that comes back, and counts no tries: a message that fails is published
again with its number before it is acknowledged. A session belongs to one process at a time, so run one of each consumer.
"""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any
from urllib.parse import unquote, urlsplit

from app.runtime.errors import Unavailable
from app.runtime.messages import Message
from app.runtime.real.delivering import Deliveries

_SESSION_S = 7 * 86_400
_TIMEOUT_S = 10.0


class MqttBroker(Deliveries):
    """Each consumer has a topic of its own. The library works in threads; handling happens on the event loop."""

    def __init__(self, url: str, name: str, *, fan_out: bool, deliveries: int, wait_s: float) -> None:
        super().__init__(name, fan_out=fan_out, deliveries=deliveries, wait_s=wait_s)
        self._parts = urlsplit(url)
        self._publisher: Any = None
        self._clients: list[Any] = []

    async def start(self) -> None:
        """Open the sessions and begin to deliver.

        Raises:
            Unavailable: the server does not answer.
        """
        loop = asyncio.get_running_loop()
        self._publisher = await asyncio.to_thread(self._connected, "", None, loop)
        # A session that nobody serves: the server keeps dead letters in it.
        self._leave(await asyncio.to_thread(self._connected, "dead", None, loop))
        for consumer in self._consumers:
            self._clients.append(await asyncio.to_thread(self._connected, consumer, consumer, loop))

    async def stop(self) -> None:
        """Leave; what is in hands comes again when the session is taken up."""
        await self.cut_off()
        for client in (*self._clients, *([self._publisher] if self._publisher else [])):
            await asyncio.to_thread(self._leave, client)
        self._clients.clear()
        self._publisher = None

    async def erase(self) -> None:
        """Remove the sessions that the server keeps for this broker."""
        loop = asyncio.get_running_loop()
        for name in ("dead", *self._consumers):
            self._leave(await asyncio.to_thread(self._connected, name, None, loop, lasts=False))

    def _topic(self, consumer: str) -> str:
        return f"app/{self.name}/{consumer}"

    async def _put(self, consumer: str, message: Message, attempt: int) -> None:
        """Publish a message with its number; the server has it when this returns."""
        if (publisher := self._publisher) is None:
            raise Unavailable(self.name, "it is not started")
        body = json.dumps({"attempt": attempt, "message": message.as_json()}).encode()
        try:
            sent = publisher.publish(self._topic(consumer), body, qos=1)
            await asyncio.to_thread(sent.wait_for_publish, _TIMEOUT_S)
        except (OSError, ValueError, RuntimeError) as error:
            raise Unavailable(self.name, f"MQTT: {type(error).__name__}") from error
        if not sent.is_published():
            raise Unavailable(self.name, "MQTT: not confirmed")

    def _connected(
        self, session: str, consumer: str | None, loop: asyncio.AbstractEventLoop, *, lasts: bool = True
    ) -> Any:
        """Return a client whose session is there and listens to its topic; one without a session only publishes."""
        from paho.mqtt.client import Client, MQTTv5
        from paho.mqtt.enums import CallbackAPIVersion
        from paho.mqtt.packettypes import PacketTypes
        from paho.mqtt.properties import Properties

        name = f"app-{self.name}-{session}" if session else ""
        client = Client(CallbackAPIVersion.VERSION2, name, protocol=MQTTv5, manual_ack=consumer is not None)
        if self._parts.username:
            client.username_pw_set(unquote(self._parts.username), unquote(self._parts.password or ""))
        is_ready, refused = threading.Event(), []

        def on_connect(client: Any, data: Any, flags: Any, reason: Any, properties: Any) -> None:
            if reason.is_failure:
                refused.append(str(reason))
                is_ready.set()
            elif session:
                client.subscribe(self._topic(session), qos=1)
            else:
                is_ready.set()

        def on_message(client: Any, data: Any, raw: Any) -> None:
            if consumer is not None:
                loop.call_soon_threadsafe(lambda: self.begin(self._handle(consumer, client, raw)))

        client.on_connect = on_connect
        client.on_subscribe = lambda *told: is_ready.set()
        client.on_message = on_message
        kept = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        kept.SessionExpiryInterval = _SESSION_S if session and lasts else 0
        try:
            place = self._parts.hostname or "127.0.0.1", self._parts.port or 1883
            client.connect(*place, keepalive=30, clean_start=not session or not lasts, properties=kept)
        except OSError as error:
            raise Unavailable(self.name, f"MQTT: {type(error).__name__}") from error
        client.loop_start()
        if not is_ready.wait(_TIMEOUT_S) or refused:
            self._leave(client)
            raise Unavailable(self.name, "MQTT: the server refused the session" if refused else "MQTT: no answer")
        return client

    @staticmethod
    def _leave(client: Any) -> None:
        client.disconnect()
        client.loop_stop()

    async def _handle(self, consumer: str, client: Any, raw: Any) -> None:
        body = json.loads(raw.payload)
        message, attempt = Message.from_json(body["message"]), int(body["attempt"])
        try:
            await self.see_through(consumer, message, attempt)
            client.ack(raw.mid, raw.qos)
        except Unavailable:
            # Not acknowledged: it comes again when the session does.
            return
