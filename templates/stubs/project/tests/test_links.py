"""Every connection of the design: its retries, its timeout, its breaker, the trace it carries."""

from __future__ import annotations

import asyncio

import pytest

from app.runtime.component import Link
from app.runtime.errors import Unavailable
from app.runtime.messages import Message, Reply
from app.runtime.settings import Settings
from app.runtime.system import System
from app.runtime.tracing import Trace, current_trace


def _link(system: System, source: str, target: str) -> Link:
    return system[source].links[target]


def _all() -> list[tuple[str, str]]:
    # Imported here, so that a component which cannot be imported fails a test by name.
    from app.wiring import build

    return [(id, target) for id, one in build(Settings()).components.items() for target in one.links]


LINKS = _all()


@pytest.mark.anyio
@pytest.mark.parametrize(("source", "target"), LINKS)
async def test_a_target_that_is_down_is_tried_as_often_as_the_design_says(
    system: System, source: str, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(seconds: float) -> None:
        assert 0 <= seconds <= 2

    monkeypatch.setattr("app.runtime.resilience.asyncio.sleep", at_once)
    link = _link(system, source, target)
    link.target.is_down = True
    with pytest.raises(Unavailable):
        await link.send(Message(source=source))
    assert link.caller.tries == 1 + min(link.caller.policy.retries, 4 if link.caller.breaker else 10)


@pytest.mark.anyio
@pytest.mark.parametrize(("source", "target"), LINKS)
async def test_a_target_that_hangs_is_given_up(
    system: System, source: str, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(message: Message) -> Reply:
        await asyncio.Event().wait()
        return Reply()

    link = _link(system, source, target)
    monkeypatch.setattr(link.target, "transport", hang)
    link.caller.timeout_s = 0.001
    with pytest.raises(Unavailable, match=r"no answer|breaker"):
        await link.send(Message(source=source))


@pytest.mark.anyio
@pytest.mark.parametrize(("source", "target"), LINKS)
async def test_a_breaker_opens_and_closes(system: System, source: str, target: str) -> None:
    link = _link(system, source, target)
    if (breaker := link.caller.breaker) is None:
        return
    now = 0.0
    breaker.clock = lambda: now
    link.target.is_down = True
    for _ in range(breaker.threshold):
        with pytest.raises(Unavailable):
            await link.send(Message(source=source))
    assert breaker.state == "open"
    tries = link.caller.tries
    with pytest.raises(Unavailable, match="breaker"):
        await link.send(Message(source=source))
    assert link.caller.tries == tries
    link.target.is_down = False
    now = breaker.rest_s
    await link.send(Message(source=source))
    assert breaker.state == "closed"


@pytest.mark.anyio
@pytest.mark.parametrize(("source", "target"), LINKS)
async def test_the_trace_goes_on(system: System, source: str, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    async def accept(message: Message) -> Reply:
        seen.append(current_trace())
        return Reply()

    link, trace = _link(system, source, target), Trace.new()
    monkeypatch.setattr(link.target, "handle", accept)
    await link.send(Message(source=source, trace=trace.header))
    assert [one.trace_id for one in seen if one] == [trace.trace_id]
