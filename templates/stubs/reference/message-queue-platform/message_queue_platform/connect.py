"""A broker by its URL: the only place that knows all of them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from .ports import Broker


async def open_broker(url: str) -> Broker:
    """Return the broker of a URL: `sqlite:<path>`, `amqp://...`, `nats://...` or `kafka://host:port,host:port`.

    A Kafka URL may end in `?session_s=6`: how long a silent member of a group is waited for.

    Raises:
        ValueError: the URL names none of these.
        BrokerDown: it does not answer.
    """
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        from .embedded import SqliteBroker

        return SqliteBroker(Path(url.removeprefix("sqlite:")))
    if scheme in ("amqp", "amqps"):
        from .rabbitmq import RabbitBroker

        return await RabbitBroker.connect(url)
    if scheme in ("nats", "tls"):
        from .jetstream import JetStreamBroker

        return await JetStreamBroker.connect(url)
    if scheme == "kafka":
        from .kafka import KafkaBroker

        servers, _, options = url.removeprefix("kafka://").partition("?session_s=")
        return await KafkaBroker.connect(servers, session_s=float(options or 10))
    raise ValueError(f"{scheme!r}: use sqlite, amqp, nats or kafka")
