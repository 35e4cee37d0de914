"""Virtual time passes at once, and a wait that nothing ends is an error instead of a test that hangs."""

from __future__ import annotations

import asyncio
import time

import pytest

from mechanism_kit.virtual_time import VirtualLoop, simulate


def test_an_hour_passes_at_once() -> None:
    async def sleep() -> float:
        await asyncio.gather(asyncio.sleep(60), asyncio.sleep(3600))
        return loop.time()

    loop, started = VirtualLoop(), time.monotonic()
    assert simulate(loop, sleep()) == pytest.approx(1_000 + 3600)
    assert time.monotonic() - started < 30 and loop.is_closed()


def test_waiting_for_what_never_comes_is_told() -> None:
    async def wait() -> None:
        await asyncio.shield(never)

    loop = VirtualLoop()
    never = loop.create_future()
    with pytest.raises(AssertionError, match="never comes"):
        simulate(loop, wait())
