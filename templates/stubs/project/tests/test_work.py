"""Consumers, brokers and jobs: at least once, one effect, dead letters, never two runs at once."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from app.runtime.brokering import MemoryBroker
from app.runtime.errors import Unavailable
from app.runtime.kinds import Channel
from app.runtime.messages import Message, Reply
from app.runtime.nodes import Job, Service
from app.runtime.settings import Settings
from app.runtime.system import System
from app.wiring import build

_PARTS = build(Settings()).components
CHANNELS = [(id, consumer) for id, one in _PARTS.items() if isinstance(one, Channel) for consumer in one.consumers]
CONSUMERS = [pair for pair in CHANNELS if isinstance(_PARTS[pair[1]], Service)]
JOBS = [id for id, one in _PARTS.items() if isinstance(one, Job)]


def _broker(system: System, channel: str) -> MemoryBroker:
    component = system[channel]
    assert isinstance(component, Channel) and isinstance(component.broker, MemoryBroker)
    return component.broker


@pytest.mark.anyio
@pytest.mark.parametrize(("channel", "consumer"), CHANNELS)
async def test_a_message_comes_again_until_it_is_handled(
    system: System, channel: str, consumer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    async def second_time(message: Message) -> Reply:
        tries.append(message.id)
        if len(tries) < 2:
            raise Unavailable(consumer, "not yet")
        return Reply()

    monkeypatch.setattr(system[consumer], "transport", second_time)
    message, broker = Message(source="test"), _broker(system, channel)
    await broker.publish(message, to=consumer)
    await system.settle()
    assert tries == [message.id, message.id]
    assert not broker.dead


@pytest.mark.anyio
@pytest.mark.parametrize(("channel", "consumer"), CHANNELS)
async def test_a_message_that_keeps_failing_is_set_aside(
    system: System, settings: Settings, channel: str, consumer: str
) -> None:
    system[consumer].is_down = True
    message, broker = Message(source="test"), _broker(system, channel)
    await broker.publish(message, to=consumer)
    await system.settle()
    assert [(name, dead.id) for name, dead in broker.dead] == [(consumer, message.id)]


@pytest.mark.anyio
@pytest.mark.parametrize(("channel", "consumer"), CONSUMERS)
async def test_a_message_that_comes_twice_has_one_effect(system: System, channel: str, consumer: str) -> None:
    service = system[consumer]
    assert isinstance(service, Service)
    worked = []
    work = service.work

    async def counted(message: Message) -> Reply:
        worked.append(message.id)
        return await work(message)

    service.work = counted  # type: ignore[method-assign]
    message = Message(source="test", body={"number": 1})
    for _ in range(2):
        await _broker(system, channel).publish(message, to=consumer)
    await system.settle()
    assert worked == [message.id]


@pytest.mark.anyio
@pytest.mark.parametrize("job", JOBS)
async def test_a_job_runs_when_asked_and_never_twice_at_once(
    system: System, client: httpx.AsyncClient, job: str
) -> None:
    component = system[job]
    assert isinstance(component, Job)
    answer = await client.post(f"/components/{job}/runs")
    assert answer.status_code == 201
    assert answer.json()["run"] == 1
    both = await asyncio.gather(*(client.post(f"/components/{job}/runs") for _ in range(2)))
    assert sorted(one.status_code for one in both) == [201, 409]
    assert component.runs == 2
