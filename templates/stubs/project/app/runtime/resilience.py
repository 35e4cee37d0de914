"""How a caller lives with a callee that is slow or down: timeout, retry with jitter, breaker, bulkhead."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from app.runtime.errors import Unavailable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Policy:
    """What the design says about one connection.

    `retries` are further tries after the first; `at_once` is how many calls may run side by side, 0 for no bound.
    """

    timeout_s: float = 5.0
    retries: int = 0
    backoff: str = "exponential"
    jitter: bool = True
    breaker: bool = False
    at_once: int = 0
    first_wait_s: float = 0.05
    longest_wait_s: float = 2.0

    def wait_s(self, retry: int, draw: Callable[[], float] = random.random) -> float:
        """Return the wait before a retry, counted from 0; with jitter anything from nothing to the full wait."""
        factor = 2**retry if self.backoff == "exponential" else 1
        full = min(self.longest_wait_s, self.first_wait_s * factor)
        return full * draw() if self.jitter else full


class Breaker:
    """Stops calls for `rest_s` after `threshold` failures in a row, then lets one through to see."""

    def __init__(self, threshold: int = 5, rest_s: float = 5.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.threshold = threshold
        self.rest_s = rest_s
        self.clock = clock
        self.failures = 0
        self.opened_at: float | None = None
        self.is_probing = False

    @property
    def state(self) -> str:
        """Return closed, open or half-open."""
        if self.opened_at is None:
            return "closed"
        return "half-open" if self.clock() - self.opened_at >= self.rest_s else "open"

    def admit(self, component: str) -> None:
        """Let a call pass, or refuse it.

        Raises:
            Unavailable: the breaker is open, or half open with a call under way.
        """
        if self.opened_at is None:
            return
        left = self.opened_at + self.rest_s - self.clock()
        if left > 0 or self.is_probing:
            raise Unavailable(component, "the breaker is open", max(left, 0.1))
        self.is_probing = True

    def succeeded(self) -> None:
        """Close."""
        self.failures, self.opened_at, self.is_probing = 0, None, False

    def failed(self) -> None:
        """Count a failure, and open at the threshold or when the call after the rest failed too."""
        self.failures += 1
        if self.is_probing or self.failures >= self.threshold:
            self.opened_at = self.clock()
        self.is_probing = False

    def abandoned(self) -> None:
        """Forget a call that ended without an answer on the callee's state."""
        self.is_probing = False


class Caller:
    """Runs calls under a policy."""

    def __init__(self, component: str, policy: Policy, timeout_factor: float = 1.0) -> None:
        self.component = component
        self.policy = policy
        self.timeout_s = policy.timeout_s * timeout_factor
        self.breaker = Breaker() if policy.breaker else None
        self.slots = asyncio.Semaphore(policy.at_once) if policy.at_once else None
        self.tries = 0

    async def run(self, call: Callable[[], Awaitable[T]]) -> T:
        """Return what a call returns, after as many tries as the policy allows.

        Raises:
            Unavailable: it failed each time, or the breaker or the bulkhead refused it.
        """
        if self.slots is None:
            return await self._tries(call)
        if self.slots.locked():
            raise Unavailable(self.component, "too many calls at once")
        async with self.slots:
            return await self._tries(call)

    async def _tries(self, call: Callable[[], Awaitable[T]]) -> T:
        for retry in range(self.policy.retries):
            try:
                return await self._once(call)
            except Unavailable:
                await asyncio.sleep(self.policy.wait_s(retry))
        return await self._once(call)

    async def _once(self, call: Callable[[], Awaitable[T]]) -> T:
        if self.breaker is not None:
            self.breaker.admit(self.component)
        self.tries += 1
        try:
            async with asyncio.timeout(self.timeout_s):
                result = await call()
        except (TimeoutError, Unavailable) as error:
            if self.breaker is not None:
                self.breaker.failed()
            if isinstance(error, Unavailable):
                raise
            raise Unavailable(self.component, f"no answer in {self.timeout_s:g} s") from error
        except BaseException as error:
            # A refusal is an answer, so the callee is well; a cancelled call says nothing.
            if self.breaker is not None:
                if isinstance(error, Exception):
                    self.breaker.succeeded()
                else:
                    self.breaker.abandoned()
            raise
        if self.breaker is not None:
            self.breaker.succeeded()
        return result
