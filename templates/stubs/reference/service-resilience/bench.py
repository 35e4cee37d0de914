"""What the guards cost on a good day, against the bare call: `python bench.py`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from service_resilience import Breaker, Deadline, Dependency

CALLS = 30_000


async def per_call_us(call: Callable[[], Awaitable[object]]) -> float:
    """Return the microseconds of one call."""
    started = time.perf_counter()
    for _ in range(CALLS):
        await call()
    return (time.perf_counter() - started) / CALLS * 1e6


async def work(deadline: Deadline) -> str:
    await asyncio.sleep(0)
    return "yes"


async def fail(deadline: Deadline) -> str:
    raise ConnectionError("no")


async def refused(dependency: Dependency, deadline: Deadline) -> None:
    try:
        await dependency.call(fail, deadline)
    except Exception:
        return


async def main() -> None:
    """Print all ratios."""
    deadline = Deadline.after(3_600)
    bare = await per_call_us(lambda: work(deadline))
    print(f"bare call that gives the loop one turn: {bare:.2f} us")
    timed = await per_call_us(lambda: asyncio.wait_for(work(deadline), 60))
    print(f"  with asyncio.wait_for: {timed:.2f} us, {timed / bare:.1f} bare calls")
    guarded = Dependency("guarded")
    took = await per_call_us(lambda: guarded.call(work, deadline))
    print(f"  with all guards: {took:.2f} us, {took / bare:.1f} bare calls, {took / timed:.2f} of wait_for")
    broken = Dependency("broken", breaker=Breaker(least=1, window=1, open_s=3_600))
    took = await per_call_us(lambda: refused(broken, deadline))
    print(f"  refused by an open breaker: {took:.2f} us, {took / bare:.1f} bare calls")


if __name__ == "__main__":
    asyncio.run(main())
