"""One contract for each port, kept by the embedded adapter and by the real ones that answer here.

A server is looked for at its usual place, or where TEST_POSTGRES_URL, TEST_REDIS_URL, TEST_RABBITMQ_URL, TEST_NATS_URL
and TEST_MQTT_URL say. One that does not answer is skipped, with what would start it. Objects and search are beside it:
`test_adapters_objects.py`, `test_adapters_search.py`.
"""

from __future__ import annotations

import asyncio
import os
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from app.runtime.brokering import MemoryBroker
from app.runtime.caching import TtlCache
from app.runtime.errors import Refused, Unavailable
from app.runtime.messages import Message
from app.runtime.ports import Broker, Idempotency, KeyedCache, RecordStore
from app.runtime.records import SqliteRecords
from app.runtime.searching import IndexedRecords, ScannedRecords
from tests.fake_opensearch import fake_opensearch
from tests.servers import DRIVERS, url_of

# Records


@pytest.fixture(scope="module")
def search_url() -> Iterator[str]:
    with fake_opensearch() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres", "scanned", "indexed"])
def records(request: pytest.FixtureRequest, tmp_path: Path, search_url: str) -> Iterator[RecordStore]:
    store: RecordStore
    if request.param != "postgres":
        store = SqliteRecords(tmp_path / "records.sqlite", "OFF")
        if request.param == "scanned":
            store = ScannedRecords(store)
        elif request.param == "indexed":
            from app.runtime.real.opensearch import OpenSearchIndex

            store = IndexedRecords(store, OpenSearchIndex(search_url, f"test-{uuid.uuid4().hex}"))
    else:
        from app.runtime.real.postgres import PostgresRecords

        store = PostgresRecords(url_of("postgres"), f"test-{uuid.uuid4().hex}")
    yield store
    for collection in ("a", "b"):
        for id, _ in store.page(collection, after="", limit=1000):
            store.delete(collection, id)
    store.close()


def test_a_record_is_kept_as_it_is(records: RecordStore) -> None:
    body = {"text": 'ü\u0000"\\', "number": 1.5, "none": None, "list": [1, {"a": True}], "b": 1, "a": 2}
    assert records.create("a", "one", body).body == body
    assert records.get("a", "one") == body
    assert list(records.get("a", "one") or ()) == list(body)
    assert records.get("b", "one") is None
    records.put("a", "one", {"new": 1})
    assert records.get("a", "one") == {"new": 1}
    assert records.delete("a", "one") and not records.delete("a", "one")
    assert records.get("a", "one") is None


def test_an_id_and_a_unique_value_are_taken_once(records: RecordStore) -> None:
    records.create("a", "one", {}, unique={"mail": "x"})
    for id, unique in (("one", {}), ("two", {"mail": "x"})):
        with pytest.raises(Refused, match="409"):
            records.create("a", id, {}, unique=unique)
    assert records.get("a", "two") is None
    records.create("a", "two", {}, unique={"mail": "y"})
    with pytest.raises(Refused, match="409"):
        records.put("a", "two", {}, unique={"mail": "x"})
    records.put("a", "one", {}, unique={"mail": "z"})
    records.put("a", "two", {}, unique={"mail": "x"})
    records.delete("a", "two")
    records.create("b", "one", {}, unique={"mail": "x"})


def test_a_key_gives_its_first_answer_again(records: RecordStore) -> None:
    once = Idempotency(uuid.uuid4().hex, "f")
    assert not records.create("a", "one", {"n": 1}, once=once).is_replay
    again = records.create("a", "two", {"n": 2}, once=once)
    assert again.is_replay and again.body == {"n": 1}
    with pytest.raises(Refused, match="422"):
        records.create("a", "three", {}, once=Idempotency(once.key, "g"))
    assert records.count("a") == 1
    # A creation that was refused leaves no answer behind.
    other = Idempotency(uuid.uuid4().hex, "f")
    with pytest.raises(Refused, match="409"):
        records.create("a", "one", {}, once=other)
    assert not records.create("a", "four", {}, once=other).is_replay


def test_pages_come_in_the_order_of_the_bytes(records: RecordStore) -> None:
    ids = ["B", "a", "a~1", "a-1", "ä", "Z", "1", "_"]
    for id in ids:
        records.put("a", id, {"id": id})
    seen: list[str] = []
    while page := records.page("a", after=seen[-1] if seen else "", limit=3):
        seen += [id for id, _ in page]
    assert seen == sorted(ids, key=lambda id: id.encode())
    assert (records.count("a"), records.count("b"), records.count()) == (8, 0, 8)
    assert records.collections() == ["a"]


def test_of_many_who_create_at_once_one_wins(records: RecordStore) -> None:
    once = Idempotency(uuid.uuid4().hex, "f")

    def create(number: int) -> str:
        try:
            return "again" if records.create("a", f"id-{number}", {"n": number}, once=once).is_replay else "made"
        except Refused as error:
            return str(error.status)

    def take(number: int) -> str:
        try:
            records.create("b", "one", {"n": number}, unique={"mail": "x"})
            return "made"
        except Refused as error:
            return str(error.status)

    with ThreadPoolExecutor(16) as pool:
        assert sorted(pool.map(create, range(16))) == ["again"] * 15 + ["made"]
        assert sorted(pool.map(take, range(16))) == ["409"] * 15 + ["made"]


def test_a_database_that_does_not_answer_is_unavailable() -> None:
    pytest.importorskip("pg8000", reason="postgres: this design needs no driver")
    from app.runtime.real.postgres import PostgresRecords

    with pytest.raises(Unavailable) as told:
        PostgresRecords("postgresql://app:a-secret@127.0.0.1:1/app", "test")
    assert "a-secret" not in str(told.value)


# Caches


@pytest.fixture(params=["memory", "redis"])
def cache(request: pytest.FixtureRequest) -> Iterator[KeyedCache]:
    if request.param == "memory":
        yield TtlCache(60)
        return
    from app.runtime.real.redis import RedisCache

    made = RedisCache(url_of("redis"), f"test-{uuid.uuid4().hex}", 60)
    yield made
    for key in ("one", "two"):
        made.drop(key)
    made.close()


def test_a_cache_keeps_drops_and_forgets(cache: KeyedCache) -> None:
    assert cache.get("one") is None
    cache.put("one", {"a": [1, None, "ü"]})
    assert cache.get("one") == {"a": [1, None, "ü"]}
    cache.drop("one")
    cache.drop("one")
    assert cache.get("one") is None
    cache.put("two", {"short": True}, ttl_s=0.05)
    time.sleep(0.1)
    assert cache.get("two") is None


def test_a_cache_that_does_not_answer_is_unavailable() -> None:
    pytest.importorskip("redis", reason="redis: this design needs no driver")
    from app.runtime.real.redis import RedisCache

    with pytest.raises(Unavailable):
        RedisCache("redis://:a-secret@127.0.0.1:1/0", "test", 60).get("one")


# Brokers


@pytest.fixture(scope="session")
def kafka_cluster() -> Iterator[Callable[[], str]]:
    """Give the servers of TEST_KAFKA_URL, or of a cluster in this process that speaks Kafka's protocol."""
    held: list[Any] = []

    def url() -> str:
        if "TEST_KAFKA_URL" in os.environ:
            return os.environ["TEST_KAFKA_URL"]
        kafka = pytest.importorskip("confluent_kafka", reason="kafka: this design needs no driver")
        if not held:
            held.append(kafka.Producer({"test.mock.num.brokers": 1, "bootstrap.servers": "mock", "log_level": 0}))
        brokers = held[0].list_topics(timeout=10).brokers.values()
        return "kafka://" + ",".join(f"{broker.host}:{broker.port}" for broker in brokers)

    yield url


Make = Callable[..., Broker]


@pytest.fixture(params=["memory", "rabbitmq", "nats", "mqtt", "kafka"])
async def make(request: pytest.FixtureRequest, kafka_cluster: Callable[[], str]) -> AsyncIterator[Make]:
    """Make brokers of one kind, under a name of this test; the second of a name is another process's."""
    name = f"test-{uuid.uuid4().hex}"
    made: list[Any] = []

    def one(*, fan_out: bool = False) -> Broker:
        how: dict[str, Any] = {"fan_out": fan_out, "deliveries": 3, "wait_s": 0.01}
        if request.param == "memory":
            made.append(MemoryBroker(name, **how))
        elif request.param == "rabbitmq":
            from app.runtime.real.rabbitmq import RabbitBroker

            made.append(RabbitBroker(url_of("rabbitmq"), name, **how))
        elif request.param == "nats":
            from app.runtime.real.nats import NatsBroker

            made.append(NatsBroker(url_of("nats"), name, **how))
            made[-1].ack_wait_s = 1.0
        elif request.param == "mqtt":
            from app.runtime.real.mqtt import MqttBroker

            made.append(MqttBroker(url_of("mqtt"), name, **how))
        else:
            from app.runtime.real.kafka import KafkaBroker

            made.append(KafkaBroker(kafka_cluster(), name, **how))
        return made[-1]

    one.is_durable = request.param != "memory"  # type: ignore[attr-defined]
    yield one
    for broker in made:
        with suppress(Unavailable):
            await broker.stop()
    if made and hasattr(made[-1], "erase"):
        await made[-1].erase()


@asynccontextmanager
async def soon() -> AsyncIterator[None]:
    async with asyncio.timeout(60):
        yield


def hearing(heard: list[Any]) -> Callable[[Message], Awaitable[None]]:
    async def hear(message: Message) -> None:
        heard.append(message.body.get("n"))

    return hear


@pytest.mark.anyio
async def test_each_message_goes_to_one_consumer_and_arrives_as_it_was_sent(make: Make) -> None:
    broker, one, two = make(), [], []
    broker.subscribe("one", hearing(one))
    broker.subscribe("two", hearing(two))
    await broker.start()
    async with soon():
        for number in range(20):
            await broker.publish(Message(source="test", body={"n": number}))
        await broker.settle()
    assert sorted(one + two) == list(range(20))
    assert one and two


@pytest.mark.anyio
async def test_a_log_gives_every_message_to_all(make: Make) -> None:
    broker, one, two, extra = make(fan_out=True), [], [], []
    broker.subscribe("one", hearing(one))
    broker.subscribe("two", hearing(two))
    broker.subscribe("extra", hearing(extra), by_name_only=True)
    await broker.start()
    async with soon():
        for number in range(5):
            await broker.publish(Message(source="test", body={"n": number}))
        await broker.publish(Message(source="test", body={"n": 5}), to="extra")
        await broker.settle()
    assert (sorted(one), sorted(two), extra) == ([0, 1, 2, 3, 4], [0, 1, 2, 3, 4], [5])


@pytest.mark.anyio
async def test_what_fails_comes_again_and_is_set_aside_after_the_last_try(make: Make) -> None:
    broker, tries = make(), []

    async def fail(message: Message) -> None:
        tries.append(message.body["n"])
        if message.body["n"] == 2 or tries.count(1) < 2:
            raise Unavailable("test", "not yet")

    broker.subscribe("one", fail)
    await broker.start()
    async with soon():
        await broker.publish(Message(source="test", body={"n": 1}))
        await broker.settle()
        await broker.publish(Message(source="test", body={"n": 2}))
        await broker.settle()
    assert tries == [1, 1, 2, 2, 2]
    assert [(name, message.body["n"]) for name, message in broker.dead] == [("one", 2)]  # type: ignore[attr-defined]


@pytest.mark.anyio
async def test_what_a_process_had_in_hands_when_it_ended_comes_to_the_next(make: Make) -> None:
    if not make.is_durable:  # type: ignore[attr-defined]
        return
    first, in_hands = make(), asyncio.Event()

    async def hang(message: Message) -> None:
        in_hands.set()
        await asyncio.Event().wait()

    first.subscribe("one", hang)
    await first.start()
    second, heard = make(), []
    async with soon():
        for number in range(3):
            await first.publish(Message(source="test", body={"n": number}))
        await in_hands.wait()
        await first.stop()
        second.subscribe("one", hearing(heard))
        await second.start()
        while len(set(heard)) < 3:
            await asyncio.sleep(0.05)
    assert set(heard) == {0, 1, 2}


def unreachable(server: str) -> Broker:
    pytest.importorskip(DRIVERS[server], reason=f"{server}: this design needs no driver")
    from app.runtime.adapters import open_broker
    from app.runtime.settings import Settings

    scheme = {"rabbitmq": "amqp", "nats": "nats", "mqtt": "mqtt", "kafka": "kafka"}[server]
    return open_broker(Settings(broker_url=f"{scheme}://app:a-secret@127.0.0.1:1"), "test", fan_out=False)


@pytest.mark.anyio
@pytest.mark.parametrize("server", ["rabbitmq", "nats", "mqtt", "kafka"])
async def test_a_broker_that_does_not_answer_is_unavailable(server: str) -> None:
    broker = unreachable(server)
    with pytest.raises(Unavailable) as told:
        async with soon():
            await broker.start()
    assert "a-secret" not in str(told.value)


@pytest.mark.anyio
@pytest.mark.parametrize("server", ["rabbitmq", "nats", "mqtt", "kafka"])
async def test_what_a_broker_did_not_take_is_not_waited_for(server: str) -> None:
    broker = unreachable(server)
    broker.subscribe("one", hearing([]))
    with pytest.raises(Unavailable):
        await broker.publish(Message(source="test"))
    async with asyncio.timeout(1):
        await broker.settle()
