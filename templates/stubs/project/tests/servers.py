"""Real servers that tests look for: where each is, what speaks to it, and what starts one."""

from __future__ import annotations

import os
import socket
from urllib.parse import urlsplit

import pytest

SERVERS = {
    "postgres": (
        "postgresql://postgres@127.0.0.1:5432/test",
        "docker run -p 5432:5432 -e POSTGRES_DB=test -e POSTGRES_HOST_AUTH_METHOD=trust postgres:17-alpine",
    ),
    "redis": ("redis://127.0.0.1:6379/0", "docker run -p 6379:6379 redis:7-alpine"),
    "rabbitmq": ("amqp://guest:guest@127.0.0.1:5672/", "docker run -p 5672:5672 rabbitmq:4-management-alpine"),
    "nats": ("nats://127.0.0.1:4222", "docker run -p 4222:4222 nats:2.10-alpine -js"),
    "mqtt": (
        "mqtt://127.0.0.1:1883",
        "docker run -p 1883:1883 eclipse-mosquitto:2 mosquitto -c /mosquitto-no-auth.conf",
    ),
    "opensearch": (
        "http://127.0.0.1:9200",
        "docker run -p 9200:9200 -e discovery.type=single-node -e DISABLE_SECURITY_PLUGIN=true"
        " opensearchproject/opensearch:2.17.1",
    ),
}
DRIVERS = {
    "postgres": "pg8000",
    "redis": "redis",
    "rabbitmq": "aio_pika",
    "nats": "nats",
    "mqtt": "paho",
    "kafka": "confluent_kafka",
    "s3": "boto3",
    "opensearch": "httpx",
}


def url_of(server: str) -> str:
    """Return where a server answers; skip the test when it does not, or nothing speaks to it."""
    default, start = SERVERS[server]
    url = os.environ.get(f"TEST_{server.upper()}_URL", default)
    pytest.importorskip(
        DRIVERS[server], reason=f"{server}: pip install -e '.[dev]' brings no driver; this design needs none"
    )
    parts = urlsplit(url)
    with socket.socket() as asked:
        asked.settimeout(1)
        if asked.connect_ex((parts.hostname or "127.0.0.1", parts.port or 0)):
            pytest.skip(f"{server} does not answer; start it: {start}")
    return url
