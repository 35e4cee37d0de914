"""One contract, four brokers: each test runs on the embedded broker, RabbitMQ, NATS JetStream and Kafka."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from message_queue_platform import Broker, BrokerDown, Delivery, Subscription, Topic, consume, open_broker, partition_of

pytestmark = pytest.mark.anyio
SERVERS = {
    "rabbitmq": ("amqp://guest:guest@127.0.0.1:5672/", "docker run -p 5672:5672 rabbitmq:3"),
    "nats": ("nats://127.0.0.1:4222", "docker run -p 4222:4222 nats:2 -js"),
}
# Takes one message, says so, and hangs with it in hands.
WORKER = """
import asyncio, sys
from message_queue_platform import Topic, open_broker

async def main():
    broker = await open_broker(sys.argv[1])
    subscription = await broker.subscribe(Topic(sys.argv[2], visibility_s=float(sys.argv[4])), sys.argv[3])
    print("joined", flush=True)
    while (delivery := await subscription.receive()) is None:
        pass
    print(delivery.body.decode(), flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""

# Publishes without end, and says each number once the broker has it safe.
PUBLISHER = """
import asyncio, itertools, sys
from message_queue_platform import Topic, open_broker

async def main():
    broker = await open_broker(sys.argv[1])
    for number in itertools.count():
        await broker.publish(Topic(sys.argv[2]), "key", str(number).encode())
        print(number, flush=True)

asyncio.run(main())
"""


@pytest.fixture(scope="session")
def kafka() -> Iterator[str]:
    """A cluster of the Kafka client library: the real protocol, in this process."""
    from confluent_kafka import Producer

    cluster = Producer({"test.mock.num.brokers": 1, "bootstrap.servers": "mock", "log_level": 0})
    (broker,) = cluster.list_topics(timeout=30).brokers.values()
    yield f"kafka://{broker.host}:{broker.port}?session_s=6"


@pytest.fixture(params=["embedded", "rabbitmq", "nats", pytest.param("kafka", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "embedded":
        return f"sqlite:{tmp_path / 'broker.sqlite'}"
    if request.param == "kafka":
        return str(request.getfixturevalue("kafka"))
    return SERVERS[request.param][0]


@pytest.fixture
async def broker(url: str) -> AsyncIterator[Broker]:
    try:
        made = await open_broker(url)
    except BrokerDown:
        how = dict(SERVERS.values())[url]
        pytest.skip(f"the broker does not answer; start one: {how}")
    yield made
    await made.close()


@pytest.fixture
async def name(url: str) -> AsyncIterator[str]:
    """The name of a topic of this test's own, which is removed from the server afterwards."""
    made = f"contract-{uuid4().hex[:12]}"
    yield made
    await remove(url, made)


async def remove(url: str, made: str) -> None:
    """Remove what a test left on a server."""
    if url.startswith("amqp:"):
        import aio_pika

        async with await aio_pika.connect(url) as connection:
            channel = await connection.channel()
            for group, partitions in (("g", 4), ("h", 4), ("g-dead", 0), ("h-dead", 0)):
                topic = made if partitions else f"{made}-{group}"
                for partition in range(partitions):
                    await channel.queue_delete(f"{topic}.{group}.{partition}")
                if not partitions:
                    await channel.queue_delete(f"{topic}.desk.0")
                    await channel.queue_delete(f"{topic}-desk-dead.desk.0")
                    await channel.exchange_delete(f"{topic}-desk-dead")
                await channel.exchange_delete(topic)
    if url.startswith("nats:"):
        import nats

        client = await nats.connect(url)
        for info in await client.jetstream().streams_info():
            if str(info.config.name).startswith(made):
                await client.jetstream().delete_stream(info.config.name)
        await client.close()


async def join(broker: Broker, topic: Topic, *groups: str) -> list[Subscription]:
    return list(await asyncio.gather(*(broker.subscribe(topic, group) for group in groups)))


async def take(subscription: Subscription, *, within_s: float = 60) -> Delivery:
    async with asyncio.timeout(within_s):
        while (delivery := await subscription.receive()) is None:
            pass
    return delivery


async def finish(subscription: Subscription, delivery: Delivery) -> int:
    """Finish a message, on a slow machine after it came again, and return the attempt that did it."""
    while not await subscription.done(delivery):
        delivery = await take(subscription)
    return delivery.attempt


async def take_next(subscription: Subscription, body: bytes) -> Delivery:
    """Take a message, after those that came once more than they had to: at least once is the promise."""
    while (delivery := await take(subscription)).body != body:
        await finish(subscription, delivery)
    return delivery


async def take_all(subscriptions: list[Subscription], many: int) -> list[bytes]:
    """Let all receive and finish messages till `many` are done in all, and a while longer, for those that come twice."""
    finished: list[bytes] = []
    tries: Counter[bytes] = Counter()

    async def work(member: Subscription) -> None:
        while (delivery := await member.receive(wait_s=1.0)) or len(finished) < many:
            if delivery is None:
                continue
            tries[delivery.body] += 1
            assert delivery.attempt == tries[delivery.body]
            # A group that shares its partitions anew takes no answer; the message comes again then.
            if await member.done(delivery):
                finished.append(delivery.body)

    async with asyncio.timeout(60), asyncio.TaskGroup() as workers:
        for member in subscriptions:
            workers.create_task(work(member))
    return finished


async def publish(broker: Broker, topic: Topic, many: int, keys: int = 10) -> list[tuple[str, bytes]]:
    messages = [(f"key{n % keys}", f"{n}".encode()) for n in range(many)]
    for key, body in messages:
        await broker.publish(topic, key, body)
    return messages


async def test_task_goes_to_one_worker_and_event_to_every_service(broker: Broker, name: str, proved) -> None:
    topic = Topic(name)
    pool = await join(broker, topic, "g", "g", "h")
    other = pool.pop()
    messages = await publish(broker, topic, 60)
    (of_pool, of_other) = await asyncio.gather(take_all(pool, 60), take_all([other], 60))
    for finished in (of_pool, of_other):
        assert sorted(finished) == sorted(body for _, body in messages)
    for member in (*pool, other):
        await member.close()
    proved("task-and-event", broker=type(broker).__name__, published=60, workers=2, done_by_pool=60, done_by_service=60)


async def test_order_within_a_partition_holds_through_failures(broker: Broker, name: str, proved) -> None:
    topic, rng = Topic(name), random.Random(6)
    members = await join(broker, topic, "g", "g")
    messages = await publish(broker, topic, 60)
    seen: list[tuple[str, bytes]] = []
    in_hands: set[int] = set()
    failures = 0

    async def work(member: Subscription) -> None:
        nonlocal failures
        while len(seen) < 60:
            if (delivery := await member.receive(wait_s=0.1)) is None:
                continue
            assert delivery.partition not in in_hands
            in_hands.add(delivery.partition)
            await asyncio.sleep(rng.uniform(0, 0.005))
            in_hands.discard(delivery.partition)
            if int(delivery.body) % 7 == 3 and delivery.attempt < 3:
                failures += 1
                await member.failed(delivery)
                continue
            seen.append((delivery.key, delivery.body))
            if not await member.done(delivery):
                seen.remove((delivery.key, delivery.body))

    async with asyncio.timeout(180):
        await asyncio.gather(*(work(member) for member in members))
    for partition in range(4):
        sent = [message for message in messages if partition_of(message[0], 4) == partition]
        assert [message for message in seen if partition_of(message[0], 4) == partition] == sent
    assert failures >= 2 * 8
    for member in members:
        await member.close()
    proved(
        "order-of-a-key", broker=type(broker).__name__, messages=60, workers=2, failed_tries=failures, out_of_order=0
    )


async def test_what_is_not_done_comes_again_after_a_crash_and_after_the_timeout(
    broker: Broker, url: str, name: str, proved
) -> None:
    topic = Topic(name, visibility_s=2.0)
    arguments = [sys.executable, "-c", WORKER, url, name, "g", "2.0"]
    worker = subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    try:
        assert await asyncio.to_thread(worker.stdout.readline) == "joined\n"
        await broker.publish(topic, "key", b"precious")
        assert await asyncio.to_thread(worker.stdout.readline) == "precious\n"
    finally:
        worker.kill()
        worker.stdout.close()
        worker.wait()
    (member,) = await join(broker, topic, "g")
    again = await take(member)
    assert (again.key, again.body) == ("key", b"precious")
    assert await finish(member, again) >= 2
    await broker.publish(topic, "key", b"work")
    slow = await take_next(member, b"work")
    again = await take_next(member, b"work")
    assert again.attempt > slow.attempt
    # Too late: the message is not the slow worker's any more.
    assert await member.done(slow) is False
    assert await finish(member, again) >= 2
    assert await member.receive(wait_s=2.5) is None
    await member.close()
    proved(
        "comes-again", broker=type(broker).__name__, killed=1, hung=1, lost=0, came_again=2, late_answers_that_counted=0
    )


async def test_killed_publisher_loses_nothing_acknowledged(broker: Broker, url: str, name: str, proved) -> None:
    topic = Topic(name)
    (member,) = await join(broker, topic, "g")
    arguments = [sys.executable, "-c", PUBLISHER, url, name]
    publisher = subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    try:
        acknowledged = [await asyncio.to_thread(publisher.stdout.readline) for _ in range(25)]
    finally:
        publisher.kill()
    with publisher.stdout as told:
        acknowledged += [line for line in told.read().splitlines(keepends=True) if line.endswith("\n")]
    publisher.wait()
    got = []
    while delivery := await member.receive(wait_s=1.0 if len(got) >= len(acknowledged) else 30.0):
        got.append(int(delivery.body))
        assert await member.done(delivery)
    assert got == list(range(len(got)))
    assert len(got) >= len(acknowledged) >= 25
    await member.close()
    lost = max(0, len(acknowledged) - len(got))
    proved("kill-loses-nothing", broker=type(broker).__name__, acknowledged=len(acknowledged), lost=lost)


async def test_poison_is_set_aside_after_n_tries_and_holds_nobody_up(broker: Broker, name: str, proved) -> None:
    topic = Topic(name, tries=3)
    (member,) = await join(broker, topic, "g")
    (desk,) = await join(broker, topic.dead_letters("g"), "desk")
    await broker.publish(topic, "key", b"poison")
    await broker.publish(topic, "key", b"good")
    attempts = []
    while (delivery := await take(member)).body == b"poison":
        attempts.append(delivery.attempt)
        await member.failed(delivery)
    assert attempts == [1, 2, 3]
    assert (delivery.body, delivery.attempt) == (b"good", 1)
    assert await member.done(delivery)
    dead = await take(desk)
    assert (dead.key, dead.body) == ("key", b"poison")
    assert await desk.done(dead)
    assert await desk.receive(wait_s=0.3) is None
    await member.close()
    await desk.close()
    proved("dead-letter", broker=type(broker).__name__, tries=len(attempts), dead=1, held_up_others=0)


async def transcript(url: str) -> dict[int, list[tuple[bytes, int, str]]]:
    """Return what happens to the messages of each partition when some of them fail, some for good."""
    name = f"contract-{uuid4().hex[:12]}"
    broker, topic = await open_broker(url), Topic(name, tries=3)
    (member,) = await join(broker, topic, "g")
    await publish(broker, topic, 30)
    told: dict[int, list[tuple[bytes, int, str]]] = {}
    settled = 0
    while settled < 30:
        delivery = await take(member)
        number = int(delivery.body)
        is_bad = number % 10 == 4 or (number % 6 == 1 and delivery.attempt == 1)
        told.setdefault(delivery.partition, []).append((delivery.body, delivery.attempt, "bad" if is_bad else "good"))
        await (member.failed(delivery) if is_bad else finish(member, delivery))
        settled += not is_bad or delivery.attempt == topic.tries
    await member.close()
    await broker.close()
    await remove(url, name)
    return told


async def test_same_happens_on_every_broker(tmp_path: Path, kafka: str, proved) -> None:
    urls = [f"sqlite:{tmp_path / 'broker.sqlite'}", *(url for url, _ in SERVERS.values()), kafka]
    told = []
    for url in urls:
        with contextlib.suppress(BrokerDown):
            told.append(await transcript(url))
    if len(told) < len(urls):
        pytest.skip(f"a broker does not answer; start them: {'; '.join(how for _, how in SERVERS.values())}")
    assert told[1:] == told[:-1]
    deliveries = sum(len(lines) for lines in told[0].values())
    assert deliveries == 30 + 2 * 3 + 5  # three fail three times each, five more fail once
    proved("same-on-every-broker", brokers=len(told), messages=30, deliveries_on_each=deliveries, differences=0)


async def test_what_is_in_hands_comes_again_when_a_member_leaves(broker: Broker, name: str) -> None:
    topic = Topic(name)
    (member,) = await join(broker, topic, "g")
    await broker.publish(topic, "key", b"kept")
    await take(member)
    await member.close()
    (member,) = await join(broker, topic, "g")
    again = await take(member)
    assert again.body == b"kept"
    assert await member.done(again)
    await member.close()


async def test_members_that_come_and_go_leave_no_partition_unheard(broker: Broker, name: str) -> None:
    topic = Topic(name)
    (stays,) = await join(broker, topic, "g")
    messages = await publish(broker, topic, 40)
    # With one message of each partition in hands, so that each is held back when the group shares them anew.
    in_hands = [await take(stays) for _ in range(4)]
    assert {delivery.partition for delivery in in_hands} == set(range(4))
    comes = asyncio.create_task(broker.subscribe(topic, "g"))
    while not comes.done():
        in_hands += [delivery for delivery in [await stays.receive(wait_s=0.1)] if delivery]
    await (await comes).close()
    finished = {delivery.body for delivery in in_hands if await stays.done(delivery)}
    while len(finished) < len(messages):
        delivery = await take(stays)
        if await stays.done(delivery):
            finished.add(delivery.body)
    assert finished == {body for _, body in messages}
    await stays.close()


async def test_consumer_loop_gives_back_what_fails(broker: Broker, name: str) -> None:
    topic = Topic(name)
    (member,) = await join(broker, topic, "g")
    stop, seen = asyncio.Event(), []

    async def handle(delivery: Delivery) -> None:
        seen.append((delivery.body, delivery.attempt))
        if delivery.attempt == 1:
            raise RuntimeError("first try")
        stop.set()

    await broker.publish(topic, "schlüssel", bytes(range(256)))
    async with asyncio.timeout(180):
        assert await consume(member, handle, stop=stop) == 1
    assert seen == [(bytes(range(256)), 1), (bytes(range(256)), 2)]
    await member.close()


def test_topics_are_checked() -> None:
    for bad in ("", "Upper", "a.b", "a b", "-a", "ü", "x" * 101):
        with pytest.raises(ValueError, match="named"):
            Topic(bad)
    with pytest.raises(ValueError, match="above zero"):
        Topic("a", tries=0)


async def test_brokers_that_do_not_answer_are_told() -> None:
    for url in ("amqp://guest:guest@127.0.0.1:9/", "nats://127.0.0.1:9"):
        with pytest.raises(BrokerDown), contextlib.suppress(asyncio.CancelledError):
            await open_broker(url)
    with pytest.raises(ValueError, match="use sqlite"):
        await open_broker("carrier-pigeon://roof")
