"""The loop of a consumer: process, say so, give back what failed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from .ports import Broker, Delivery, Subscription, Topic

log = logging.getLogger(__name__)


async def consume(
    subscription: Subscription, handle: Callable[[Delivery], Awaitable[None]], *, stop: asyncio.Event
) -> int:
    """Handle messages until `stop` is set, and return how many were done.

    Delivery is at least once: `handle` knows a message that it has seen by what the message says.
    """
    done = 0
    while not stop.is_set():
        if (delivery := await subscription.receive(wait_s=0.1)) is None:
            continue
        try:
            await handle(delivery)
        except Exception as error:
            log.warning("attempt %s of key %s failed: %s", delivery.attempt, delivery.key, error)
            await subscription.failed(delivery)
        else:
            done += await subscription.done(delivery)
    return done


async def redrive(broker: Broker, topic: Topic, group: str, *, most: int) -> int:
    """Publish a group's dead letters anew, at most so many, and return how many; every group gets them again."""
    desk = await broker.subscribe(topic.dead_letters(group), "desk")
    moved = 0
    while moved < most and (letter := await desk.receive(wait_s=0.1)) is not None:
        await broker.publish(topic, letter.key, letter.body)
        moved += await desk.done(letter)
    await desk.close()
    return moved
