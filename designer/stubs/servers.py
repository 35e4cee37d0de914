"""The real servers behind a project's ports: what compose.yaml starts, and the setting that names each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from designer.model.component import Component
from designer.stubs.kinds import STANDS


@dataclass(frozen=True, slots=True)
class Server:
    """One server of compose.yaml; `technology` is its id in the catalog, whose image it has.

    `secret` is the variable that holds its password, if it has one. Values may refer to variables as compose does.
    """

    name: str
    technology: str
    image: str
    port: int
    setting: str
    url: str
    data: str
    health: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()
    command: tuple[str, ...] = ()
    secret: str = ""

    @property
    def compose_url(self) -> str:
        """The URL as compose.yaml has it."""
        return self._required(self.url)

    @property
    def compose_command(self) -> tuple[str, ...]:
        """The command as compose.yaml has it."""
        return tuple(self._required(part) for part in self.command)

    @property
    def compose_environment(self) -> tuple[tuple[str, str], ...]:
        """The environment as compose.yaml has it."""
        return tuple((name, self._required(value)) for name, value in self.environment)

    def _required(self, text: str) -> str:
        """Return text whose password must be there: compose refuses to start without it."""
        return text.replace(f"${{{self.secret}}}", f"${{{self.secret}:?set it in .env}}") if self.secret else text


POSTGRES = Server(
    name="postgres",
    technology="postgresql",
    image="postgres:17-alpine",
    port=5432,
    setting="APP_RECORDS_URL",
    url="postgresql://app:${POSTGRES_PASSWORD}@postgres:5432/app",
    data="/var/lib/postgresql/data",
    health=("CMD-SHELL", "pg_isready -U app -d app"),
    environment=(("POSTGRES_USER", "app"), ("POSTGRES_DB", "app"), ("POSTGRES_PASSWORD", "${POSTGRES_PASSWORD}")),
    secret="POSTGRES_PASSWORD",
)
REDIS = Server(
    name="redis",
    technology="redis",
    image="redis:7-alpine",
    port=6379,
    setting="APP_CACHE_URL",
    url="redis://:${REDIS_PASSWORD}@redis:6379/0",
    data="/data",
    health=("CMD", "redis-cli", "ping"),
    environment=(("REDISCLI_AUTH", "${REDIS_PASSWORD}"),),
    command=("redis-server", "--requirepass", "${REDIS_PASSWORD}", "--maxmemory-policy", "allkeys-lru"),
    secret="REDIS_PASSWORD",
)
RABBITMQ = Server(
    name="rabbitmq",
    technology="rabbitmq",
    image="rabbitmq:4-management-alpine",
    port=5672,
    setting="APP_BROKER_URL",
    url="amqp://app:${RABBITMQ_PASSWORD}@rabbitmq:5672/",
    data="/var/lib/rabbitmq",
    health=("CMD", "rabbitmq-diagnostics", "-q", "check_port_connectivity"),
    environment=(("RABBITMQ_DEFAULT_USER", "app"), ("RABBITMQ_DEFAULT_PASS", "${RABBITMQ_PASSWORD}")),
    secret="RABBITMQ_PASSWORD",
)
NATS = Server(
    name="nats",
    technology="nats-jetstream",
    image="nats:2.10-alpine",
    port=4222,
    setting="APP_BROKER_URL",
    url="nats://app:${NATS_PASSWORD}@nats:4222",
    data="/data",
    health=("CMD", "wget", "-q", "-O", "-", "http://127.0.0.1:8222/healthz"),
    command=("-js", "-sd", "/data", "-m", "8222", "--user", "app", "--pass", "${NATS_PASSWORD}"),
    secret="NATS_PASSWORD",
)
KAFKA = Server(
    name="kafka",
    technology="apache-kafka",
    image="apache/kafka:3.8.0",
    port=9092,
    setting="APP_BROKER_URL",
    url="kafka://kafka:9092",
    data="/var/lib/kafka/data",
    health=("CMD-SHELL", "/opt/kafka/bin/kafka-broker-api-versions.sh --bootstrap-server localhost:9092 >/dev/null"),
    environment=(
        ("KAFKA_NODE_ID", "1"),
        ("KAFKA_PROCESS_ROLES", "broker,controller"),
        ("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093"),
        ("KAFKA_LISTENERS", "PLAINTEXT://:9092,CONTROLLER://:9093"),
        ("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://kafka:9092"),
        ("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
        ("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        ("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
        ("KAFKA_LOG_DIRS", "/var/lib/kafka/data"),
    ),
)
MOSQUITTO = Server(
    name="mosquitto",
    technology="eclipse-mosquitto",
    image="eclipse-mosquitto:2",
    port=1883,
    setting="APP_BROKER_URL",
    url="mqtt://mosquitto:1883",
    data="/mosquitto/data",
    health=("CMD", "mosquitto_sub", "-t", "$$SYS/broker/uptime", "-C", "1", "-W", "3"),
    command=("mosquitto", "-c", "/mosquitto-no-auth.conf"),
)
MINIO = Server(
    name="minio",
    technology="minio",
    image="minio/minio:RELEASE.2024-10-13T13-34-11Z",
    port=9000,
    setting="APP_OBJECTS_URL",
    url="http://app:${MINIO_PASSWORD}@minio:9000/app-objects",
    data="/data",
    health=("CMD", "mc", "ready", "local"),
    environment=(("MINIO_ROOT_USER", "app"), ("MINIO_ROOT_PASSWORD", "${MINIO_PASSWORD}")),
    command=("server", "/data"),
    secret="MINIO_PASSWORD",
)
# Without its security plug-in: that one speaks TLS only, with a certificate that nobody could check. Like Kafka and
# Mosquitto here it has no password, and no port outside the network of compose.yaml.
OPENSEARCH = Server(
    name="opensearch",
    technology="opensearch",
    image="opensearchproject/opensearch:2.17.1",
    port=9200,
    setting="APP_SEARCH_URL",
    url="http://opensearch:9200",
    data="/usr/share/opensearch/data",
    health=(
        "CMD-SHELL",
        "curl -fs 'http://localhost:9200/_cluster/health?wait_for_status=yellow&timeout=3s' >/dev/null",
    ),
    environment=(
        ("discovery.type", "single-node"),
        ("DISABLE_SECURITY_PLUGIN", "true"),
        ("DISABLE_INSTALL_DEMO_CONFIG", "true"),
        ("OPENSEARCH_JAVA_OPTS", "-Xms512m -Xmx512m"),
    ),
)
ALL = (POSTGRES, REDIS, RABBITMQ, NATS, KAFKA, MOSQUITTO, MINIO, OPENSEARCH)
ALL_SETTINGS = tuple(dict.fromkeys(server.setting for server in ALL))
PYTHON_IMAGE = "python:3.12-slim"
"""What the project's own image is built from; the catalog's image of Python."""

_BROKERS = (
    (("kafka", "redpanda"), KAFKA),
    (("nats", "jetstream"), NATS),
    (("mqtt", "mosquitto", "emqx", "hivemq"), MOSQUITTO),
)


def servers_for(components: Iterable[Component]) -> tuple[Server, ...]:
    """Return the servers that a design's stores, caches and brokers need, each port one, in a fixed order."""
    found: dict[str, Server] = {}
    for component in components:
        stand = STANDS[component.kind]
        if stand.cls == "Objects":
            found.setdefault(MINIO.setting, MINIO)
        if dict(stand.arguments).get("searched"):
            found.setdefault(OPENSEARCH.setting, OPENSEARCH)
        if stand.cls == "Records" and not dict(stand.arguments).get("in_memory"):
            found.setdefault(POSTGRES.setting, POSTGRES)
        elif stand.cls == "Cache":
            found.setdefault(REDIS.setting, REDIS)
        elif stand.cls == "Channel":
            found.setdefault(RABBITMQ.setting, _broker(component.technology))
    return tuple(server for server in ALL if server in found.values())


def _broker(technology: str) -> Server:
    """Return the broker that a design's technology names; RabbitMQ for those that none of ours speaks like."""
    said = technology.lower()
    return next((server for words, server in _BROKERS if any(word in said for word in words)), RABBITMQ)
