"""The closed list of component kinds, and the family each belongs to (colour, shape, reasoning)."""

from __future__ import annotations

from enum import StrEnum


class Family(StrEnum):
    """A group of kinds that look and behave alike."""

    CLIENT = "client"
    EDGE = "edge"
    COMPUTE = "compute"
    DATA = "data"
    MESSAGING = "messaging"
    OPERATIONS = "operations"
    EXTERNAL = "external"


class Kind(StrEnum):
    """What a component is, in the field's terms."""

    PERSON = "person"
    WEB_CLIENT = "web-client"
    MOBILE_CLIENT = "mobile-client"
    CLIENT_SDK = "client-sdk"
    DEVICE = "device"
    DNS = "dns"
    CDN = "cdn"
    LOAD_BALANCER = "load-balancer"
    API_GATEWAY = "api-gateway"
    WAF = "waf"
    SERVICE = "service"
    WORKER = "worker"
    FUNCTION = "function"
    SCHEDULER = "scheduler"
    WORKFLOW_ENGINE = "workflow-engine"
    STREAM_PROCESSOR = "stream-processor"
    BATCH_JOB = "batch-job"
    RELATIONAL_DB = "relational-db"
    DOCUMENT_DB = "document-db"
    WIDE_COLUMN_DB = "wide-column-db"
    KEY_VALUE_STORE = "key-value-store"
    GRAPH_DB = "graph-db"
    TIME_SERIES_DB = "time-series-db"
    SEARCH_INDEX = "search-index"
    VECTOR_INDEX = "vector-index"
    CACHE = "cache"
    OBJECT_STORE = "object-store"
    DATA_WAREHOUSE = "data-warehouse"
    QUEUE = "queue"
    EVENT_LOG = "event-log"
    IDENTITY_PROVIDER = "identity-provider"
    SECRET_STORE = "secret-store"
    CONFIG_SERVICE = "config-service"
    COORDINATION_SERVICE = "coordination-service"
    MODEL_SERVER = "model-server"
    FEATURE_STORE = "feature-store"
    OBSERVABILITY = "observability"
    EXTERNAL_SYSTEM = "external-system"

    @property
    def family(self) -> Family:
        """The family of this kind."""
        return _FAMILY_OF[self]

    @property
    def label(self) -> str:
        """The kind in words, as a picture or a table shows it."""
        return _LABELS.get(self, self.value.replace("-", " ").capitalize())


_FAMILIES: dict[Family, tuple[Kind, ...]] = {
    Family.CLIENT: (Kind.PERSON, Kind.WEB_CLIENT, Kind.MOBILE_CLIENT, Kind.CLIENT_SDK, Kind.DEVICE),
    Family.EDGE: (Kind.DNS, Kind.CDN, Kind.LOAD_BALANCER, Kind.API_GATEWAY, Kind.WAF),
    Family.COMPUTE: (
        Kind.SERVICE,
        Kind.WORKER,
        Kind.FUNCTION,
        Kind.SCHEDULER,
        Kind.WORKFLOW_ENGINE,
        Kind.STREAM_PROCESSOR,
        Kind.BATCH_JOB,
        Kind.MODEL_SERVER,
    ),
    Family.DATA: (
        Kind.RELATIONAL_DB,
        Kind.DOCUMENT_DB,
        Kind.WIDE_COLUMN_DB,
        Kind.KEY_VALUE_STORE,
        Kind.GRAPH_DB,
        Kind.TIME_SERIES_DB,
        Kind.SEARCH_INDEX,
        Kind.VECTOR_INDEX,
        Kind.CACHE,
        Kind.OBJECT_STORE,
        Kind.DATA_WAREHOUSE,
        Kind.FEATURE_STORE,
    ),
    Family.MESSAGING: (Kind.QUEUE, Kind.EVENT_LOG),
    Family.OPERATIONS: (
        Kind.IDENTITY_PROVIDER,
        Kind.SECRET_STORE,
        Kind.CONFIG_SERVICE,
        Kind.COORDINATION_SERVICE,
        Kind.OBSERVABILITY,
    ),
    Family.EXTERNAL: (Kind.EXTERNAL_SYSTEM,),
}
_FAMILY_OF: dict[Kind, Family] = {kind: family for family, kinds in _FAMILIES.items() for kind in kinds}
_LABELS: dict[Kind, str] = {
    Kind.API_GATEWAY: "API gateway",
    Kind.CDN: "CDN",
    Kind.CLIENT_SDK: "Client SDK",
    Kind.DNS: "DNS",
    Kind.DOCUMENT_DB: "Document database",
    Kind.GRAPH_DB: "Graph database",
    Kind.RELATIONAL_DB: "Relational database",
    Kind.TIME_SERIES_DB: "Time-series database",
    Kind.WAF: "Web application firewall",
    Kind.WIDE_COLUMN_DB: "Wide-column database",
    Kind.KEY_VALUE_STORE: "Key-value store",
}

DATASTORE_KINDS: frozenset[Kind] = frozenset(_FAMILIES[Family.DATA])
"""Kinds that keep data, caches included."""

BROKER_KINDS: frozenset[Kind] = frozenset(_FAMILIES[Family.MESSAGING])
"""Kinds that carry messages from producers to consumers."""
