"""`python bench.py`: messages a second through the contract, against each client's bare, confirmed publish."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

from message_queue_platform import Broker, BrokerDown, Topic, open_broker

SECONDS, CLIENTS = 2.0, 32
BODY = b"x" * 200


async def per_second(work: Callable[[int], Awaitable[object]]) -> tuple[float, int]:
    """Return how often `CLIENTS` at once get `work` done in a second, and how often it was done."""
    end, done = time.perf_counter() + SECONDS, 0

    async def one() -> None:
        nonlocal done
        while time.perf_counter() < end:
            done += 1
            await work(done)

    started = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(CLIENTS)))
    return done / (time.perf_counter() - started), done


async def through_the_contract(broker: Broker, topic: Topic) -> tuple[float, float]:
    """Return publishes a second, and deliveries a second that one member receives and finishes."""
    member = await broker.subscribe(topic, "bench")
    published, many = await per_second(lambda turn: broker.publish(topic, f"key{turn % 100}", BODY))
    got, started = 0, time.perf_counter()
    while got < many and time.perf_counter() < started + SECONDS:
        if (delivery := await member.receive(wait_s=1.0)) is not None:
            got += await member.done(delivery)
    took = time.perf_counter() - started
    await member.close()
    return published, got / took


async def bare_sqlite(folder: Path) -> float:
    """Return one-row commits a second, each synced to disk, by one thread."""
    db = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, body BLOB)")
    end, done = time.perf_counter() + SECONDS, 0
    while time.perf_counter() < end:
        db.execute("INSERT INTO rows (body) VALUES (?)", (BODY,))
        done += 1
    db.close()
    return done / SECONDS


async def bare_rabbitmq(url: str) -> float:
    """Return confirmed publishes a second to one quorum queue."""
    import aio_pika

    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel(publisher_confirms=True)
        name = f"bench-{uuid.uuid4().hex[:8]}"
        await channel.declare_queue(name, durable=True, arguments={"x-queue-type": "quorum"})
        message = aio_pika.Message(BODY, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        rate, _ = await per_second(lambda turn: channel.default_exchange.publish(message, name))
        await channel.queue_delete(name)
    return rate


async def bare_nats(url: str) -> float:
    """Return acknowledged publishes a second to one stream on disk."""
    import nats

    client = await nats.connect(url)
    stream, name = client.jetstream(), f"bench-{uuid.uuid4().hex[:8]}"
    await stream.add_stream(name=name, subjects=[name])
    rate, _ = await per_second(lambda turn: stream.publish(name, BODY))
    await stream.delete_stream(name)
    await client.close()
    return rate


async def clean(url: str, topic: Topic) -> None:
    """Remove what the benchmark left on a server."""
    if url.startswith("amqp"):
        import aio_pika

        async with await aio_pika.connect(url) as connection:
            channel = await connection.channel()
            for partition in range(topic.partitions):
                await channel.queue_delete(f"{topic.name}.bench.{partition}")
            await channel.queue_delete(f"{topic.dead_letters('bench').name}.desk.0")
            await channel.exchange_delete(topic.dead_letters("bench").name)
            await channel.exchange_delete(topic.name)
    elif url.startswith("nats"):
        import nats

        client = await nats.connect(url)
        for name in (topic.name, topic.dead_letters("bench").name):
            await client.jetstream().delete_stream(name)
        await client.close()


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        rabbit, nats = "amqp://guest:guest@127.0.0.1:5672/", "nats://127.0.0.1:4222"
        brokers: list[tuple[str, str, Callable[[], Awaitable[float]]]] = [
            ("embedded", f"sqlite:{folder}/broker.sqlite", lambda: bare_sqlite(Path(folder))),
            ("RabbitMQ", rabbit, lambda: bare_rabbitmq(rabbit)),
            ("JetStream", nats, lambda: bare_nats(nats)),
        ]
        for name, url, bare in brokers:
            with contextlib.suppress(BrokerDown):
                topic, broker = Topic(f"bench-{uuid.uuid4().hex[:8]}"), await open_broker(url)
                published, delivered = await through_the_contract(broker, topic)
                await broker.close()
                await clean(url, topic)
                base = await bare()
                print(
                    f"{name:10} {published:6.0f} published/s, bare {base:6.0f}/s, ratio {published / base:.2f}; "
                    f"{delivered:6.0f} received and done/s"
                )


if __name__ == "__main__":
    asyncio.run(main())
