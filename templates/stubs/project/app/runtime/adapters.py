"""Chooses what stands behind each port: a real server where the settings give its URL, else something embedded.

Real adapters are imported where they are chosen: a project that is embedded needs none of their drivers.
"""

from __future__ import annotations

from typing import Any

from app.runtime.brokering import MemoryBroker
from app.runtime.caching import TtlCache
from app.runtime.objects import LocalFolder
from app.runtime.ports import Broker, KeyedCache, ObjectFolder, RecordStore, SearchedStore
from app.runtime.records import SqliteRecords
from app.runtime.searching import IndexedRecords, ScannedRecords
from app.runtime.settings import Settings


def open_records(settings: Settings, id: str, *, in_memory: bool) -> RecordStore:
    """Return the record store of a component."""
    if settings.records_url and not in_memory:
        from app.runtime.real.postgres import PostgresRecords

        return PostgresRecords(settings.records_url, id)
    path = None if in_memory else settings.data_dir / "records" / f"{id}.sqlite"
    return SqliteRecords(path, settings.sqlite_sync)


def open_cache(settings: Settings, id: str, ttl_s: float) -> KeyedCache:
    """Return the cache of a component."""
    if settings.cache_url:
        from app.runtime.real.redis import RedisCache

        return RedisCache(settings.cache_url, id, ttl_s)
    return TtlCache(ttl_s)


def open_objects(settings: Settings, id: str) -> ObjectFolder:
    """Return the objects of a component."""
    if settings.objects_url:
        from app.runtime.real.s3 import S3Objects

        return S3Objects(settings.objects_url, id)
    return LocalFolder(settings.data_dir / "objects" / id)


def open_search(settings: Settings, id: str) -> SearchedStore:
    """Return the records of a component together with what finds them by words."""
    records = open_records(settings, id, in_memory=False)
    if settings.search_url:
        from app.runtime.real.opensearch import OpenSearchIndex

        return IndexedRecords(records, OpenSearchIndex(settings.search_url, id))
    return ScannedRecords(records)


def open_broker(settings: Settings, id: str, *, fan_out: bool) -> Broker:
    """Return the broker of a component."""
    how: dict[str, Any] = {"fan_out": fan_out, "deliveries": settings.deliveries, "wait_s": settings.redelivery_wait_s}
    match settings.broker_url.partition("://")[0]:
        case "amqp" | "amqps":
            from app.runtime.real.rabbitmq import RabbitBroker

            return RabbitBroker(settings.broker_url, id, **how)
        case "nats":
            from app.runtime.real.nats import NatsBroker

            return NatsBroker(settings.broker_url, id, **how)
        case "mqtt":
            from app.runtime.real.mqtt import MqttBroker

            return MqttBroker(settings.broker_url, id, **how)
        case "kafka":
            from app.runtime.real.kafka import KafkaBroker

            return KafkaBroker(settings.broker_url, id, **how)
    return MemoryBroker(id, **how)
