"""The decision: which rules fit, one step in the shared store, and what happens without the store."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace

from .embedded import MemoryCounters
from .ports import CounterStore, RuleStore, StoreDown, Taken
from .rules import OnStoreDown, Rule, RuleBook


@dataclass(frozen=True, slots=True)
class Ask:
    """Who wants to do what, and how much of the budget it costs."""

    caller: str
    plan: str = ""
    path: str = "/"
    cost: int = 1


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a request may pass. `remaining` is None when no limit applies or none could be counted.

    `is_local` marks what was decided without the shared store.
    """

    is_admitted: bool
    remaining: int | None = None
    retry_after_ms: int = 0
    refused_by: str = ""
    is_local: bool = False


class Limiter:
    """Decides over shared counts; while these are away each rule does what it states.

    A store that does not answer within `deadline_s` is left alone for `rest_s`, then one request tries it again.
    `copies` is how many limiters run side by side: each gives out that share of a limit when it has to count alone.
    """

    def __init__(
        self,
        store: CounterStore,
        book: RuleBook | None = None,
        *,
        copies: int = 1,
        deadline_s: float = 0.01,
        rest_s: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.book = book or RuleBook()
        self.store = store
        self.copies = copies
        self.deadline_s = deadline_s
        self.rest_s = rest_s
        self.clock = clock
        self._alone = MemoryCounters(lambda: int(clock() * 1000))
        self._resting_until: float | None = None

    async def decide(self, ask: Ask) -> Decision:
        """Return whether a request may pass.

        Raises:
            ValueError: it costs more than a limit ever allows.
        """
        rules = self.book.for_request(ask.plan, ask.path)
        if not rules:
            return Decision(True)
        for rule in rules:
            if not 1 <= ask.cost <= rule.most:
                raise ValueError(f"the cost is {ask.cost}; {rule.id} allows 1 to {rule.most}")
        if self._may_ask():
            try:
                async with asyncio.timeout(self.deadline_s):
                    taken = await self.store.take(ask.caller, rules, ask.cost)
                self._resting_until = None
                return _decision(rules, taken, ask.cost)
            except (StoreDown, TimeoutError):
                self._resting_until = self.clock() + self.rest_s
        return await self._decide_alone(ask, rules)

    async def budget(self, caller: str, plan: str) -> dict[str, int]:
        """Return what a caller of a plan has left of each limit, by rule; looking takes nothing.

        Raises:
            StoreDown: the shared counts cannot be reached.
        """
        rules = [rule for rule in self.book.rules if rule.fits(plan, rule.path)]
        taken = await self.store.take(caller, rules, 0) if rules else []
        return {rule.id: one.left for rule, one in zip(rules, taken, strict=True)}

    async def refresh(self, rules: RuleStore) -> None:
        """Take over the rules in force; without an answer the ones at hand stay."""
        try:
            book = await rules.load()
        except StoreDown:
            return
        if book.version > self.book.version:
            self.book = book

    def _may_ask(self) -> bool:
        if self._resting_until is None:
            return True
        if self.clock() < self._resting_until:
            return False
        # This request is the trial; the others wait for its outcome.
        self._resting_until = self.clock() + self.rest_s
        return True

    async def _decide_alone(self, ask: Ask, rules: Sequence[Rule]) -> Decision:
        for rule in rules:
            if rule.on_store_down is OnStoreDown.CLOSED:
                return Decision(False, 0, int(self.rest_s * 1000), rule.id, is_local=True)
        counted = [_share(rule, self.copies) for rule in rules if rule.on_store_down is OnStoreDown.LOCAL_SHARE]
        if any(ask.cost > rule.most for rule in counted):
            return Decision(False, 0, int(self.rest_s * 1000), counted[0].id, is_local=True)
        taken = await self._alone.take(ask.caller, counted, ask.cost)
        return replace(_decision(counted, taken, ask.cost), is_local=True)


@asynccontextmanager
async def following(limiter: Limiter, rules: RuleStore, *, every_s: float = 5.0) -> AsyncIterator[None]:
    """Keep a limiter's rules up to date, as long as the context lasts."""

    async def follow() -> None:
        while True:
            await asyncio.sleep(every_s)
            await limiter.refresh(rules)

    await limiter.refresh(rules)
    task = asyncio.create_task(follow())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _share(rule: Rule, copies: int) -> Rule:
    """Return a rule for one of several copies; rounded down, so that all together stay under the limit."""
    return replace(rule, limit=max(1, rule.limit // copies), burst=rule.burst and max(1, rule.burst // copies))


def _decision(rules: Sequence[Rule], taken: Sequence[Taken], cost: int) -> Decision:
    if not rules:
        return Decision(True)
    wait, tightest = max((one.wait_ms, rule.id) for one, rule in zip(taken, rules, strict=True))
    left = min(one.left for one in taken)
    if wait:
        return Decision(False, left, wait, tightest)
    return Decision(True, left - cost)
