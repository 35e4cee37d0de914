"""What generated projects depend on: pinned, vetted, from this list only; never a name from a brief or a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple


class Pin(NamedTuple):
    """One package at one version, what it is for, and its licence."""

    name: str
    version: str
    used_for: str
    licence: str


RUNTIME: tuple[Pin, ...] = (
    Pin("fastapi", "0.165.0", "HTTP faces of services", "MIT"),
    Pin("httpx", "0.28.1", "calls between components", "BSD-3-Clause"),
    Pin("prometheus-client", "0.26.0", "metrics", "Apache-2.0 AND BSD-2-Clause"),
    Pin("pydantic", "2.14.3", "records and their validation", "MIT"),
    Pin("uvicorn", "0.54.0", "the server", "BSD-3-Clause"),
)
"""What a project runs with."""

TESTING: tuple[Pin, ...] = (
    Pin("pytest", "9.2.0", "tests", "MIT"),
    Pin("ruff", "0.17.5", "linting", "MIT"),
    Pin("mypy", "2.4.1", "type checking", "MIT"),
)
"""What a project is tested with."""

LOAD: tuple[Pin, ...] = (Pin("locust", "2.47.0", "load beyond `make load`", "MIT"),)
"""What `make locust` needs."""

TELEMETRY: tuple[Pin, ...] = (
    Pin("opentelemetry-sdk", "1.45.2", "spans", "Apache-2.0"),
    Pin("opentelemetry-exporter-otlp-proto-http", "1.45.2", "sending spans", "Apache-2.0"),
)
"""What APP_OTLP_URL needs."""

ASYNCPG = Pin("asyncpg", "0.32.0", "PostgreSQL", "Apache-2.0")
REDIS = Pin("redis", "8.1.0", "Redis", "MIT")
AIO_PIKA = Pin("aio-pika", "10.2.1", "RabbitMQ", "Apache-2.0")
NATS = Pin("nats-py", "2.16.0", "NATS JetStream", "Apache-2.0")
KAFKA = Pin("confluent-kafka", "2.16.1", "Kafka", "Apache-2.0")
MQTT = Pin("paho-mqtt", "2.2.0", "MQTT", "BSD-3-Clause")
WEBSOCKETS = Pin("websockets", "17.4", "WebSockets", "BSD-3-Clause")
BOTO3 = Pin("boto3", "1.44.5", "objects in S3", "Apache-2.0")
PG8000 = Pin("pg8000", "1.31.6", "records in PostgreSQL", "BSD-3-Clause")

DRIVERS: Mapping[str, tuple[Pin, ...]] = MappingProxyType(
    {
        "postgres": (PG8000,),
        "redis": (REDIS,),
        "rabbitmq": (AIO_PIKA,),
        "nats": (NATS,),
        "kafka": (KAFKA,),
        "mosquitto": (MQTT,),
        "minio": (BOTO3,),
        # Its calls are plain HTTP, for which every project has a client.
        "opensearch": (),
    }
)
"""What each real server is spoken to with, by its name in compose.yaml."""

DOUBLES: Mapping[str, tuple[Pin, ...]] = MappingProxyType(
    {
        # The server needs Flask and Flask-Cors; the extra `server` would bring what simulates all of AWS.
        "minio": (
            Pin("moto[s3]", "5.2.5", "a server of S3 for tests", "Apache-2.0"),
            Pin("flask", "3.1.3", "a server of S3 for tests", "BSD-3-Clause"),
            Pin("flask-cors", "6.0.5", "a server of S3 for tests", "MIT"),
        ),
    }
)
"""What stands for a server in tests where none answers, by its name in compose.yaml."""

MECHANISMS: Mapping[str, tuple[Pin, ...]] = MappingProxyType(
    {
        "distributed-coordination": (ASYNCPG,),
        "flash-sale-ticketing": (ASYNCPG,),
        "high-availability-failover": (ASYNCPG,),
        "message-queue-platform": (AIO_PIKA, NATS, KAFKA),
        "news-feed": (REDIS,),
        "payment-system": (ASYNCPG,),
        "rate-limiter": (REDIS,),
        "websocket-gateway": (REDIS, WEBSOCKETS),
    }
)
"""What the mechanism of a blueprint needs beyond `RUNTIME` where it speaks to real servers."""


def doubles(servers: Iterable[str]) -> tuple[Pin, ...]:
    """Return what stands for servers in tests, sorted by name."""
    return tuple(sorted(pin for name in servers for pin in DOUBLES.get(name, ())))


def drivers(servers: Iterable[str], blueprints: Iterable[str]) -> tuple[Pin, ...]:
    """Return what real servers and the mechanisms of blueprints need, each once, sorted by name."""
    wanted = [*(DRIVERS[name] for name in servers), *(MECHANISMS.get(name, ()) for name in blueprints)]
    return tuple(sorted({pin for pins in wanted for pin in pins}))
