"""What a part of a kind is like when nobody says more: product, copies, properties, boundary, protocol.

These are the conventions that the rules read; every element that takes one says so in its origin.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from designer.model.base import Scalar
from designer.model.boundary import Boundary
from designer.model.kinds import BROKER_KINDS, Family, Kind
from designer.model.origin import Origin


class KindDefault(NamedTuple):
    """The usual product, number of copies and properties of a kind."""

    technology: str = ""
    replicas: int = 1
    properties: Mapping[str, Scalar] = {}


_SERVICE: Mapping[str, Scalar] = {"stateless": True, "health_check": True, "metrics": True, "validates_input": True}
_WORKER: Mapping[str, Scalar] = {"stateless": True, "idempotent": True, "metrics": True}
_TRUTH: Mapping[str, Scalar] = {"source_of_truth": True, "backup": True, "failover": "automatic", "durable": True}
_DERIVED: Mapping[str, Scalar] = {"rebuildable": True}

DEFAULTS: Mapping[Kind, KindDefault] = {
    Kind.PERSON: KindDefault(),
    Kind.WEB_CLIENT: KindDefault(),
    Kind.MOBILE_CLIENT: KindDefault(),
    Kind.CLIENT_SDK: KindDefault(),
    Kind.DEVICE: KindDefault(),
    Kind.DNS: KindDefault("Amazon Route 53", 2, {"public": True}),
    Kind.CDN: KindDefault("Amazon CloudFront", 2, {"public": True, "rate_limited": True}),
    Kind.LOAD_BALANCER: KindDefault("HAProxy", 2, {"public": True, "health_check": True}),
    Kind.API_GATEWAY: KindDefault(
        "Kong", 2, {"public": True, "authenticates": True, "rate_limited": True, "health_check": True}
    ),
    Kind.WAF: KindDefault("ModSecurity", 2, {"public": True, "rate_limited": True}),
    Kind.SERVICE: KindDefault("FastAPI", 2, {**_SERVICE, "authorises": True}),
    Kind.WORKER: KindDefault("Python", 2, _WORKER),
    Kind.FUNCTION: KindDefault("AWS Lambda", 2, _WORKER),
    Kind.SCHEDULER: KindDefault("Kubernetes CronJob", 1, {"idempotent": True}),
    Kind.WORKFLOW_ENGINE: KindDefault("Temporal", 2, {"durable": True}),
    Kind.STREAM_PROCESSOR: KindDefault("Apache Flink", 2, {"idempotent": True, "metrics": True}),
    Kind.BATCH_JOB: KindDefault("Apache Spark", 1, {"idempotent": True}),
    Kind.RELATIONAL_DB: KindDefault("PostgreSQL", 2, _TRUTH),
    Kind.DOCUMENT_DB: KindDefault("MongoDB", 3, _TRUTH),
    Kind.WIDE_COLUMN_DB: KindDefault("Apache Cassandra", 3, _TRUTH),
    Kind.KEY_VALUE_STORE: KindDefault("Redis", 2, {"failover": "automatic"}),
    Kind.GRAPH_DB: KindDefault("Neo4j", 3, _TRUTH),
    Kind.TIME_SERIES_DB: KindDefault("TimescaleDB", 2, _TRUTH),
    Kind.SEARCH_INDEX: KindDefault("OpenSearch", 2, _DERIVED),
    Kind.VECTOR_INDEX: KindDefault("Qdrant", 2, _DERIVED),
    Kind.CACHE: KindDefault(
        "Redis", 2, {**_DERIVED, "eviction": "least recently used", "ttl_s": 300, "invalidation": "expiry"}
    ),
    Kind.OBJECT_STORE: KindDefault("Amazon S3", 2, {"source_of_truth": True, "backup": True, "durable": True}),
    Kind.DATA_WAREHOUSE: KindDefault("ClickHouse", 2, _DERIVED),
    Kind.QUEUE: KindDefault("RabbitMQ", 3, {"dead_letter": True, "delivery": "at-least-once", "durable": True}),
    Kind.EVENT_LOG: KindDefault(
        "Apache Kafka", 3, {"dead_letter": True, "delivery": "at-least-once", "durable": True, "retention_s": 604800}
    ),
    Kind.IDENTITY_PROVIDER: KindDefault("Keycloak", 2, {"authenticates": True, "health_check": True}),
    Kind.SECRET_STORE: KindDefault("HashiCorp Vault", 2, {"audited": True}),
    Kind.CONFIG_SERVICE: KindDefault("etcd", 3, {"audited": True}),
    Kind.COORDINATION_SERVICE: KindDefault("etcd", 3, {"quorum": True, "fencing": True, "failover": "automatic"}),
    Kind.MODEL_SERVER: KindDefault("NVIDIA Triton Inference Server", 2, {"health_check": True, "metrics": True}),
    Kind.FEATURE_STORE: KindDefault("Feast", 2, _DERIVED),
    Kind.OBSERVABILITY: KindDefault("Prometheus", 2),
    Kind.EXTERNAL_SYSTEM: KindDefault(),
}

# The usual product for one's own servers, of the kinds whose usual product only a cloud vendor runs.
ON_SITE: Mapping[Kind, str] = {
    Kind.DNS: "BIND",
    Kind.CDN: "Varnish Cache",
    Kind.FUNCTION: "Knative",
    Kind.OBJECT_STORE: "MinIO",
}

_PROTOCOLS: Mapping[Kind, str] = {
    Kind.RELATIONAL_DB: "SQL",
    Kind.DOCUMENT_DB: "MongoDB",
    Kind.WIDE_COLUMN_DB: "CQL",
    Kind.KEY_VALUE_STORE: "RESP",
    Kind.GRAPH_DB: "Bolt",
    Kind.TIME_SERIES_DB: "SQL",
    Kind.CACHE: "RESP",
    Kind.OBJECT_STORE: "S3 API",
    Kind.QUEUE: "AMQP",
    Kind.EVENT_LOG: "Kafka",
    Kind.OBSERVABILITY: "OTLP",
    Kind.DATA_WAREHOUSE: "SQL",
    Kind.MODEL_SERVER: "gRPC",
}

_BOUNDARY_OF: Mapping[Family, str] = {
    Family.EDGE: "edge",
    Family.COMPUTE: "application",
    Family.DATA: "data",
    Family.MESSAGING: "messaging",
    Family.OPERATIONS: "operations",
}
BOUNDARIES: Mapping[str, Boundary] = {
    key: Boundary(id=key, name=name, origin=Origin(by="default", ref=f"boundary/{key}"))
    for key, name in (
        ("edge", "Public edge"),
        ("application", "Application"),
        ("messaging", "Messaging"),
        ("data", "Data"),
        ("operations", "Operations"),
    )
}


def boundary_of(kind: Kind) -> str | None:
    """Return the boundary that a part of a kind stands in; clients and external systems stand outside."""
    return _BOUNDARY_OF.get(kind.family)


def protocol_of(source: Kind, target: Kind, *, broker_protocol: str = "") -> str:
    """Return the usual protocol between two kinds.

    >>> protocol_of(Kind.SERVICE, Kind.RELATIONAL_DB)
    'SQL'
    """
    broker = source if source in BROKER_KINDS else target
    if broker in BROKER_KINDS:
        return broker_protocol or _PROTOCOLS[broker]
    return _PROTOCOLS.get(target, "HTTPS")
