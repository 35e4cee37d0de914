"""A dependency with its guards: every call passes deadline, bulkhead, breaker and retry budget."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from .breaker import Breaker
from .budget import RetryBudget
from .bulkhead import Bulkhead
from .deadlines import Deadline
from .errors import BreakerOpen, DeadlineOver, DependencyFailed, Unanswered

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Policy:
    """How a dependency is called: how long one try may last, how many tries, how long to wait between them."""

    try_s: float = 0.25
    most_tries: int = 3
    first_wait_s: float = 0.02
    longest_wait_s: float = 0.5

    def wait_s(self, retry: int, draw: Callable[[], float]) -> float:
        """Return the wait before a retry, counted from 0: anything up to a bound that doubles, so that callers part."""
        return draw() * min(self.longest_wait_s, self.first_wait_s * float(2**retry))


@dataclass
class Dependency:
    """Something that is called, and what its callers have learned about it. Change `policy` at any time."""

    name: str
    policy: Policy = field(default_factory=Policy)
    breaker: Breaker = field(default_factory=Breaker)
    budget: RetryBudget = field(default_factory=RetryBudget)
    at_once: int = 40
    draw: Callable[[], float] = random.random
    tries: int = 0
    calls: int = 0

    def __post_init__(self) -> None:
        self.bulkhead = Bulkhead(self.name, self.at_once)

    async def call(
        self, work: Callable[[Deadline], Awaitable[T]], deadline: Deadline, *, is_repeatable: bool = True
    ) -> T:
        """Return what `work` returns; it gets the deadline of its try.

        `work` raises anything but Unanswered when the dependency failed. A call that must not be made twice is not.

        Raises:
            Unanswered: in one of its kinds; at the deadline at the latest.
        """
        self.calls += 1
        with self.bulkhead.place():
            self.budget.called()
            for retry in range(self.policy.most_tries):
                try:
                    return await self._try(work, deadline)
                except DependencyFailed:
                    is_last = retry + 1 >= self.policy.most_tries
                    if is_last or not is_repeatable or not await self._may_try_again(retry, deadline):
                        raise
        raise AssertionError("a policy allows at least one try")

    async def _may_try_again(self, retry: int, deadline: Deadline) -> bool:
        wait_s = self.policy.wait_s(retry, self.draw)
        # No retry into an open breaker or past the deadline: it would use budget up for nothing.
        if self.breaker.left_s > 0 or wait_s >= deadline.left_s or not self.budget.may_retry():
            return False
        await asyncio.sleep(wait_s)
        return True

    async def _try(self, work: Callable[[Deadline], Awaitable[T]], deadline: Deadline) -> T:
        if (left := min(deadline.left_s, self.policy.try_s)) <= 0:
            raise DeadlineOver(self.name, "no time is left")
        if (round := self.breaker.admit()) is None:
            raise BreakerOpen(self.name, "the breaker is open", max(self.breaker.left_s, 0.1))
        self.tries += 1
        try:
            async with asyncio.timeout(left):
                result = await work(Deadline.after(left, deadline.clock))
        except Unanswered:
            # Something further down; it says nothing about this one.
            self.breaker.abandoned(round)
            raise
        except Exception as error:
            self.breaker.failed(round)
            why = f"no answer in {left:.3f} s" if isinstance(error, TimeoutError) else str(error)
            raise DependencyFailed(self.name, why) from error
        except BaseException:
            self.breaker.abandoned(round)
            raise
        self.breaker.succeeded(round)
        return result
