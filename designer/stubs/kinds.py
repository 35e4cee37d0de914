"""What each kind of component becomes: a row a kind, and a test finds the missing one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from designer.model.kinds import Kind


class Stand(NamedTuple):
    """What stands for a kind in the project: a class of `app.runtime`, its arguments, and what it can do in words.

    Components start by `rank`: stores first, brokers last.
    """

    module: str
    cls: str
    rank: int
    does: str
    arguments: tuple[tuple[str, object], ...] = ()


_ACTOR = Stand("kinds", "Actor", 3, "begins flows and hears answers")
_EDGE = Stand("nodes", "Edge", 4, "passes requests on over HTTP, with a bound on bodies")
_SERVICE = Stand("nodes", "Service", 4, "FastAPI application")
_WORKER = Stand("nodes", "Service", 4, "consumer: handles each message once, FastAPI for health")
_JOB = Stand("nodes", "Job", 4, "job that runs from time to time and on POST /runs")
_RECORDS = Stand("kinds", "Records", 0, "records in SQLite")

STANDS: Mapping[Kind, Stand] = MappingProxyType(
    {
        Kind.PERSON: _ACTOR,
        Kind.WEB_CLIENT: _ACTOR,
        Kind.MOBILE_CLIENT: _ACTOR,
        Kind.CLIENT_SDK: _ACTOR,
        Kind.DEVICE: _ACTOR,
        Kind.DNS: _EDGE._replace(does="passes requests on over HTTP; it resolves no names"),
        Kind.CDN: _EDGE._replace(does="passes requests on over HTTP; it caches nothing"),
        Kind.LOAD_BALANCER: _EDGE._replace(does="passes requests on over HTTP; there is one copy of each target"),
        Kind.API_GATEWAY: _EDGE._replace(does="passes requests on by the paths behind it; it authenticates nobody"),
        Kind.WAF: _EDGE._replace(does="passes requests on over HTTP; it filters by size only"),
        Kind.SERVICE: _SERVICE,
        Kind.WORKER: _WORKER,
        Kind.FUNCTION: _SERVICE,
        Kind.SCHEDULER: _JOB,
        Kind.WORKFLOW_ENGINE: _SERVICE._replace(does="FastAPI application; it keeps no workflow state of its own"),
        Kind.STREAM_PROCESSOR: _WORKER._replace(does="consumer: handles each message once; no windows"),
        Kind.BATCH_JOB: _JOB,
        Kind.MODEL_SERVER: _SERVICE._replace(does="FastAPI application; no model runs in it"),
        Kind.RELATIONAL_DB: _RECORDS,
        Kind.DOCUMENT_DB: _RECORDS,
        Kind.WIDE_COLUMN_DB: _RECORDS,
        Kind.KEY_VALUE_STORE: _RECORDS,
        Kind.GRAPH_DB: _RECORDS._replace(does="records in SQLite; no graph queries"),
        Kind.TIME_SERIES_DB: _RECORDS._replace(does="records in SQLite; no queries over time"),
        Kind.SEARCH_INDEX: _RECORDS._replace(
            does="records in SQLite, found by their words", arguments=(("searched", True),)
        ),
        Kind.VECTOR_INDEX: _RECORDS._replace(does="records in SQLite; no search by nearness"),
        Kind.CACHE: Stand("kinds", "Cache", 0, "cache in memory: entries expire, the least recently used leave"),
        Kind.OBJECT_STORE: Stand("kinds", "Objects", 0, "objects in a local folder"),
        Kind.DATA_WAREHOUSE: _RECORDS,
        Kind.QUEUE: Stand("kinds", "Channel", 5, "queue in this process: at least once, retries, dead letters"),
        Kind.EVENT_LOG: Stand(
            "kinds", "Channel", 5, "log in this process: every consumer gets all", (("fan_out", True),)
        ),
        Kind.IDENTITY_PROVIDER: _RECORDS._replace(does="records in SQLite; it signs nobody in"),
        Kind.SECRET_STORE: Stand("kinds", "Records", 0, "records in memory only", (("in_memory", True),)),
        Kind.CONFIG_SERVICE: _RECORDS,
        Kind.COORDINATION_SERVICE: _RECORDS._replace(does="records in SQLite; no leases and no elections"),
        Kind.FEATURE_STORE: _RECORDS,
        Kind.OBSERVABILITY: Stand("kinds", "Sink", 1, "keeps the latest signals in memory"),
        Kind.EXTERNAL_SYSTEM: Stand("kinds", "External", 2, "fake that answers and keeps a log of its calls"),
    }
)

HTTP_KINDS: frozenset[Kind] = frozenset(kind for kind, stand in STANDS.items() if stand.module == "nodes")
"""Kinds that speak HTTP."""
